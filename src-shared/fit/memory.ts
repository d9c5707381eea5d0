/**
 * Flash and RAM that a network needs as a C program, estimated from its neutral program: weights and thresholds in flash, states and
 * the buffers of one step in RAM. docs/fit.md states the rule.
 */
import { neuronWork, poolWork } from '../energy/unit-work.ts';
import { type BufferUse, lower, type LoweredOperation, type LoweredProgram, planBuffers } from '../lowering/index.ts';
import type { NetworkNode, ValueId } from '../network/index.ts';
import { operatorOf } from '../network/operators/index.ts';
import { stageInputs } from '../spiking/index.ts';
import { atBatch, sizeOf } from '../tensor/index.ts';
import type { Budget, CoreUse, FitSubject } from './report.ts';
import type { Figure, MemoryTarget } from './target.ts';
import type { Violations } from './violations.ts';

/** Bytes of a network on a processor. */
export interface MemoryNeed {
  readonly weights: number;
  /** Biases and other constants. */
  readonly constants: number;
  readonly thresholds: number;
  readonly states: number;
  readonly buffers: number;
}

/** The need of a network with weights of this format. Throws `model.batch` if its values have no batch that can be told. */
export function memoryNeed({ bytes }: MemoryTarget, { spiking, settings }: FitSubject, format: Budget['weights']): MemoryNeed {
  const word = bytes.word.value;
  const program = lower(spiking);
  const shapeOf = (value: ValueId): readonly number[] => atBatch(program.spiking.network.shapes.get(value)!, 1);
  const { weights, scales, others } = constantsOf(
    spiking.stages.flatMap((stage) => nodesOf(stage)),
    spiking.network.constants,
  );
  let thresholds = 0;
  for (const stage of spiking.stages) {
    if (stage.kind !== 'neuron') continue;
    const { level, value } = settings.get(stage.name)!.threshold;
    const shape = shapeOf(stage.input);
    if (value !== undefined || level === 'layer') thresholds += 1;
    else thresholds += level === 'channel' ? (shape[1] ?? 1) : sizeOf(shape);
  }
  return {
    weights: weights * bytes[format].value + (format === 'int8' ? scales * word : 0),
    constants: others * word,
    thresholds: thresholds * word,
    states: program.operations.reduce((sum, operation) => sum + statesOf(operation, program), 0) * word,
    buffers: bufferBytes(program, word),
  };
}

/** Numbers of weights, of their output channels, and of other constants. A constant that several nodes read counts once. */
function constantsOf(nodes: readonly NetworkNode[], constants: FitSubject['spiking']['network']['constants']) {
  const seen = new Set<ValueId>();
  let [weights, scales, others] = [0, 0, 0];
  for (const { op, inputs, attributes } of nodes) {
    inputs.forEach((value, position) => {
      const tensor = constants.get(value);
      if (!tensor || tensor.dtype !== 'float' || seen.has(value)) return;
      seen.add(value);
      const layout = position === 1 ? operatorOf(op).weights : undefined;
      if (layout) {
        weights += sizeOf(tensor.shape);
        scales += layout.channels(tensor.shape, (attributes.group as number | undefined) ?? 1);
      } else others += sizeOf(tensor.shape);
    });
  }
  return { weights, scales, others };
}

const nodesOf = (stage: FitSubject['spiking']['stages'][number]): readonly NetworkNode[] => {
  if (stage.kind === 'segment') return stage.nodes;
  return stage.kind === 'neuron' || stage.kind === 'transcoder' ? [] : [stage.node];
};

/** Words of state of an operation: what it keeps from one step to the next. */
function statesOf(operation: LoweredOperation, { layouts }: LoweredProgram): number {
  const words = (value: ValueId): number => {
    const { outer, inner } = layouts.get(value)!;
    return outer * inner;
  };
  switch (operation.kind) {
    case 'segment':
    case 'alias':
      return 0;
    case 'neuron': {
      const { unit, estimated } = operation;
      const own = neuronWork(unit).state - (estimated && unit.inputCoding === 'differential' ? 1 : 0);
      return own * words(unit.input);
    }
    case 'function': {
      const { inputs, estimated, output, keeps } = operation;
      const estimates = inputs.reduce((sum, value, index) => sum + (estimated[index] ? 0 : words(value)), 0);
      return estimates + (keeps ? 0 : words(output));
    }
    case 'max-pool': {
      const { unit } = operation;
      return poolWork(unit.form, unit.coding, words(unit.input), words(unit.output), 1).state;
    }
    case 'transcoder':
      return words(operation.unit.input);
  }
}

/** Bytes of the buffers of one step and one sample, with memory shared by values that are not needed at the same time. */
function bufferBytes({ operations, layouts, outputs, spiking }: LoweredProgram, word: number): number {
  const { network } = spiking;
  const buffers = new Map<ValueId, number>();
  const sizes: number[] = [];
  const bufferOf = (value: ValueId): number => {
    const known = buffers.get(value);
    if (known !== undefined) return known;
    const { outer, inner } = layouts.get(value)!;
    buffers.set(value, sizes.push(outer * inner * word) - 1);
    return sizes.length - 1;
  };
  bufferOf(network.input.value);
  const uses = operations.flatMap((operation): BufferUse[] => {
    const read = 'unit' in operation ? stageInputs(operation.unit) : 'inputs' in operation ? operation.inputs : [operation.input];
    const written = 'unit' in operation ? operation.unit.output : operation.output;
    const alias = operation.kind === 'alias' ? operation.input : operation.kind === 'segment' ? operation.alias : undefined;
    if (alias !== undefined) {
      buffers.set(written, bufferOf(alias));
      return [];
    }
    const reads = [...new Set(read.map(bufferOf))];
    const inner = 'nodes' in operation ? operation.nodes.slice(0, -1).filter(({ op }) => operatorOf(op).moves !== 'view') : [];
    const temporaries = inner.map(({ output }) => sizeOf(atBatch(network.shapes.get(output)!, 1)) * word);
    return [{ reads, writes: bufferOf(written), replaces: undefined, temporaries }];
  });
  return planBuffers(
    sizes,
    uses,
    outputs.map(({ value }) => bufferOf(value)),
    word,
  ).bytes;
}

/** Compares the need of a network with the sizes that the user gave. */
export function placeInMemory(
  target: MemoryTarget,
  subject: FitSubject,
  budget: Budget,
  found: Violations,
): { readonly cores: CoreUse[]; readonly unplaced: CoreUse[] } {
  const need = memoryNeed(target, subject, budget.weights);
  const flash = need.weights + need.constants + need.thresholds;
  const ram = need.states + need.buffers;
  const check = (rule: 'flash' | 'ram', value: number, help: string): void => {
    const limit = budget[rule];
    if (limit === undefined || value <= limit) return;
    const figure: Figure = target.bytes.word;
    const name = rule === 'flash' ? 'flash' : 'RAM';
    found.add(figure, null, {
      rule,
      value,
      limit,
      message: `The network needs about ${kibibytes(value)} of ${name}, and there are ${kibibytes(limit)}.`,
      help,
    });
  };
  check('flash', flash, flashHelp(target, subject, budget));
  check('ram', ram, ramHelp(subject));
  const use = (what: string, used: number, limit: number | null): CoreUse['uses'][number] => ({
    what,
    used,
    limit,
    unit: 'bytes',
  });
  return {
    cores: [
      {
        name: 'Flash',
        layer: null,
        uses: [
          use('all', flash, budget.flash ?? null),
          use(`weights (${budget.weights})`, need.weights, null),
          use('biases and other constants', need.constants, null),
          use('thresholds', need.thresholds, null),
        ],
      },
      {
        name: 'RAM',
        layer: null,
        uses: [use('all', ram, budget.ram ?? null), use('states', need.states, null), use('buffers', need.buffers, null)],
      },
    ],
    unplaced: [],
  };
}

function flashHelp(target: MemoryTarget, subject: FitSubject, { weights, flash }: Budget): string {
  if (weights === 'int8') return 'Use a smaller network.';
  const { weights: small, constants, thresholds } = memoryNeed(target, subject, 'int8');
  const bytes = small + constants + thresholds;
  return `Weights of 8 bits take ${kibibytes(bytes)}${bytes <= flash! ? ', which fits' : ', which is still too much; use a smaller network'}.`;
}

/** Differential coding keeps two estimates for each neuron beside its potential. */
const ramHelp = ({ settings }: FitSubject): string =>
  [...settings.values()].some(({ coding }) => coding.startsWith('differential'))
    ? 'Rate coding keeps fewer states for each neuron; smaller maps and fewer channels take less of everything.'
    : 'Use smaller maps or fewer channels.';

/** Bytes in KiB, with one decimal. */
const kibibytes = (bytes: number): string => `${(bytes / 1024).toFixed(1)} KiB`;
