/**
 * The two forms of a spiking network as ONNX (docs/export.md): one time step with states as inputs and outputs, and T steps in one
 * graph that takes the place of the original model.
 */
import { SpikeloomError } from '../../../src-shared/errors/index.ts';
import type { ManifestState } from '../../../src-shared/export/index.ts';
import { type LoweredProgram, lower } from '../../../src-shared/lowering/index.ts';
import { option, say } from '../../../src-shared/message/index.ts';
import type { ValueId } from '../../../src-shared/network/index.ts';
import { readoutFromOf } from '../../../src-shared/plan/index.ts';
import type { SpikingNetwork } from '../../../src-shared/spiking/index.ts';
import type { Shape } from '../../../src-shared/tensor/index.ts';
import { identifiers } from '../identifiers.ts';
import { wireShape } from '../ports.ts';
import { type FinishedModel, finishModel, type NamedPort } from './finish.ts';
import { stepMemory, unrolledMemory } from './memory.ts';
import { startProgram, writeProgramStep } from './program.ts';
import type { Term } from './terms.ts';

/** Facts that a model stores about itself, besides its ports. */
export interface ModelFacts extends Pick<FinishedModel, 'name' | 'batch' | 'producerVersion'> {
  /** T, the number of steps of the plan, or of the unrolled graph. */
  readonly steps: number;
}

export interface StepModel {
  readonly bytes: Uint8Array;
  /** In the order of the model's inputs and outputs. */
  readonly states: readonly ManifestState[];
}

/** Largest number of nodes of an unrolled graph: ONNX Runtime opens 7,000 in a few seconds, and takes longer than in proportion for more. */
const MOST_NODES = 50_000;

/** Suffixes of the names of outputs. */
export const STEP = '_step';
export const STEPS = '_steps';

/** The model of one time step. Throws `model.batch` if the batch cannot be followed through the network. */
export function stepModel(spiking: SpikingNetwork, facts: ModelFacts): StepModel {
  const program = lower(spiking);
  const writing = startProgram(program);
  const { memory, states } = stepMemory(writing.writer, writing.terms);
  const results = writeProgramStep(writing, memory, new Map<ValueId, Term>());
  const ports = portsOf(program);
  const unique = identifiers([
    ...[ports.input, ...ports.outputs].map(({ name }) => name),
    ...ports.outputs.map(({ name }) => name + STEP),
  ]);
  const kept = states().map((state, index) => {
    const name = unique(`state_${index}`);
    return { ...state, in: name, out: unique(`${name}_next`) };
  });
  const described = kept.map(
    ({ in: input, out, shape, layer, meaning }): ManifestState => ({
      in: input,
      out,
      shape: wireShape(shape, facts.batch),
      dtype: 'float32',
      init: 'zeros',
      layer,
      meaning,
    }),
  );
  const bytes = finishModel(writing.writer.draft(), {
    ...facts,
    inputs: [ports.input, ...kept.map(({ input, in: name, shape }): NamedPort => ({ value: input, name, shape }))],
    outputs: [
      ...results.map(({ answer }, index): NamedPort => ({ ...ports.outputs[index]!, value: answer })),
      ...results.map(({ decoded }, index): NamedPort => {
        const { name, shape } = ports.outputs[index]!;
        return { value: decoded, name: name + STEP, shape };
      }),
      ...kept.map(({ next, out, shape }): NamedPort => ({ value: next, name: out, shape })),
    ],
    metadata: { ...metadataOf(spiking, facts, 'step'), 'spikeloom.states': JSON.stringify(described) },
  });
  return { bytes, states: described };
}

/** The model of T time steps in one graph. Throws `model.batch` if the batch cannot be followed through the network. */
export function unrolledModel(spiking: SpikingNetwork, facts: ModelFacts): Uint8Array {
  const program = lower(spiking);
  const writing = startProgram(program);
  const memoryAt = unrolledMemory(writing.terms);
  const first = new Map<ValueId, Term>();
  const answers: ValueId[][] = program.outputs.map(() => []);
  for (let t = 0; t < facts.steps; t++) {
    const results =
      t === 0
        ? writeProgramStep(writing, memoryAt(0), first)
        : writeProgramStep(writing, memoryAt(t), new Map<ValueId, Term>(), first);
    results.forEach(({ answer }, index) => answers[index]!.push(answer));
    if (t === 1) checkNodes(writing.writer.draft().nodes.length, facts.steps);
  }
  const ports = portsOf(program);
  writing.writer.begin('answers');
  const { op } = writing.terms;
  const axis = writing.writer.ints([0]);
  const all = answers.map((values) =>
    op(
      'Concat',
      values.map((value) => op('Unsqueeze', [value, axis])),
      { axis: 0n },
    ),
  );
  return finishModel(writing.writer.draft(), {
    ...facts,
    inputs: [ports.input],
    outputs: [
      ...answers.map((values, index): NamedPort => ({ ...ports.outputs[index]!, value: values.at(-1)! })),
      ...all.map((value, index): NamedPort => {
        const { name, shape } = ports.outputs[index]!;
        return { value, name: name + STEPS, shape: [facts.steps, ...shape] };
      }),
    ],
    metadata: metadataOf(spiking, facts, 'unrolled'),
  });
}

/** Throws `export.unsupported` for a graph that no runtime would open. `nodes`: of the first two steps. */
function checkNodes(nodes: number, steps: number): void {
  const all = Math.round((nodes / 2) * steps);
  if (all <= MOST_NODES) return;
  throw new SpikeloomError(
    'export.unsupported',
    say`Unrolled over ${steps} steps, the graph has about ${all} nodes, and runtimes take minutes to open more than ${MOST_NODES}; export one step (${option('format')} onnx), or fewer steps with ${option('steps')}.`,
    { at: { option: 'steps' } },
  );
}

function portsOf({ spiking: { network } }: LoweredProgram): {
  readonly input: NamedPort;
  readonly outputs: readonly NamedPort[];
} {
  const shapeOf = (value: ValueId): Shape => network.shapes.get(value)!;
  return {
    input: { ...network.input, shape: shapeOf(network.input.value) },
    outputs: network.outputs.map((output) => ({ ...output, shape: shapeOf(output.value) })),
  };
}

/** Entries of the model's metadata. */
function metadataOf(
  { coding, tau, readout }: SpikingNetwork,
  { steps, producerVersion }: ModelFacts,
  form: string,
): Record<string, string> {
  const from = readoutFromOf({ readout });
  return {
    'spikeloom.version': producerVersion,
    'spikeloom.form': form,
    'spikeloom.T': String(steps),
    'spikeloom.coding': coding,
    'spikeloom.tau': String(tau),
    'spikeloom.readout':
      from === 1
        ? 'mean of the decoded outputs of all steps so far'
        : `mean of the decoded outputs from step ${from} on; before it, of all steps so far`,
    ...(from === 1 ? {} : { 'spikeloom.readout_from': String(from) }),
    'spikeloom.reset': 'by subtraction',
    'spikeloom.v_min': 'none',
  };
}
