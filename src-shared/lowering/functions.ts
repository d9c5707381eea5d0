/**
 * Finds functions of estimates that can be joined (docs/algorithm.md §4). Expectation compensation sends the change of a function
 * of its estimate; a receiver that takes estimates adds these changes up to the same function again. If all receivers take
 * estimates, the function itself is passed on: to further functions in the same model, and to neurons as their running mean.
 */
import type { NetworkNode, ValueId } from '../network/index.ts';
import {
  type ExpectationUnit,
  isMatrixProduct,
  type ProductUnit,
  type Segment,
  type SpikingNetwork,
  type Stage,
  stageInputs,
} from '../spiking/index.ts';

/** Stages that are computed together, on estimates. */
export interface FunctionGroup {
  readonly nodes: readonly NetworkNode[];
  readonly inputs: readonly ValueId[];
  /** The matrix product that the group begins with, if any: its pairs are counted, and its operands are the first two inputs. */
  readonly product: ProductUnit | undefined;
}

/** The functions of a network, joined into groups. */
export interface Functions {
  /** Values that are passed on as estimates. */
  readonly estimated: ReadonlySet<ValueId>;
  /** The group that computes a value: for functions, and for segments between them. Values of other stages have none. */
  readonly groups: ReadonlyMap<ValueId, FunctionGroup>;
  /** Values that exist only inside of a group. */
  readonly inside: ReadonlySet<ValueId>;
}

type Function = ExpectationUnit | ProductUnit;

/** The function groups of a network. */
export function findFunctions(spiking: SpikingNetwork): Functions {
  const readers = readersOf(spiking);
  const estimated = estimatedValues(spiking, readers);
  const groups = new Map<ValueId, FunctionGroup>();
  const inside = new Set<ValueId>();
  for (const stage of spiking.stages) {
    if (!isFunction(stage) && !(stage.kind === 'segment' && estimated.has(stage.output))) continue;
    const read = [...new Set(stageInputs(stage))];
    const own = 'nodes' in stage ? stage.nodes : [stage.node];
    const before = read.flatMap((value) => {
      const group = estimated.has(value) && readers.get(value)!.length === 1 ? groups.get(value) : undefined;
      // An elementwise product may have two groups before it, and only one of them could be counted.
      if (!group || (stage.kind === 'product' && group.product)) return [];
      inside.add(value);
      return [group];
    });
    groups.set(stage.output, {
      nodes: [...before.flatMap((group) => group.nodes), ...own],
      inputs: [...new Set([...before.flatMap((group) => group.inputs), ...read.filter((value) => !inside.has(value))])],
      product: stage.kind === 'product' && isMatrixProduct(stage) ? stage : before[0]?.product,
    });
  }
  return { estimated, groups, inside };
}

/**
 * Values whose readers all take estimates: outputs of functions, and of segments without counted layers that read such values.
 */
function estimatedValues(spiking: SpikingNetwork, readers: ReadonlyMap<ValueId, readonly Stage[]>): Set<ValueId> {
  const outputs = new Set(spiking.network.outputs.map(({ value }) => value));
  const counted = new Set(spiking.counted.map((layer) => layer.stage));
  const once = valuesSentOnce(spiking);
  const carries = (stage: Stage): stage is Segment =>
    stage.kind === 'segment' && stage.coding === 'differential' && stage.inputs.length === 1 && !counted.has(stage.id);
  const values = new Map<ValueId, Stage>();
  for (const stage of spiking.stages) {
    const wanted = (isFunction(stage) || carries(stage)) && !outputs.has(stage.output) && !once.has(stage.output);
    if (wanted && readers.has(stage.output)) values.set(stage.output, stage);
  }
  const takes = (stage: Stage): boolean => {
    if (stage.kind === 'neuron') return stage.inputCoding === 'differential' && stage.model !== 'lif';
    // A matrix product needs its operands as they were sent, since pairs are counted on them.
    if (stage.kind === 'product' && isMatrixProduct(stage)) return false;
    return isFunction(stage) || (carries(stage) && values.has(stage.output));
  };
  for (let before = -1; before !== values.size; ) {
    before = values.size;
    for (const [value, stage] of values) {
      const given = isFunction(stage) || (carries(stage) && values.has(stage.inputs[0]!));
      if (!given || !readers.get(value)!.every(takes)) values.delete(value);
    }
  }
  return new Set(values.keys());
}

const isFunction = (stage: Stage): stage is Function =>
  (stage.kind === 'expectation' || stage.kind === 'product') && stage.coding === 'differential';

/** Values that depend on the network's input through segments only: everything they carry comes at the first step. */
function valuesSentOnce({ network, stages }: SpikingNetwork): Set<ValueId> {
  const once = new Set([network.input.value]);
  for (const stage of stages) {
    if (stage.kind === 'neuron' || stage.kind === 'transcoder') continue;
    if (stageInputs(stage).every((value) => once.has(value))) once.add(stage.output);
  }
  return once;
}

function readersOf({ stages }: SpikingNetwork): Map<ValueId, Stage[]> {
  const readers = new Map<ValueId, Stage[]>();
  for (const stage of stages) {
    for (const value of new Set(stageInputs(stage))) {
      readers.set(value, [...(readers.get(value) ?? []), stage]);
    }
  }
  return readers;
}
