/**
 * Moves the mean conversion error of neuron layers into the constant part behind them (docs/thresholds.md, "Mean error taken back"). The
 * segments behind a corrected layer say what its mean error becomes; what they add to it is one more constant, at the end of the last segment
 * in front of the next unit or output. Spikes, counts and weights stay as they are.
 */
import { biasFree } from '../../src-shared/lowering/bias-free.ts';
import type { Network, ValueId } from '../../src-shared/network/index.ts';
import { operatorOf } from '../../src-shared/network/operators/index.ts';
import { type Segment, type Stage, stageInputs } from '../../src-shared/spiking/index.ts';
import { atBatch, type Shape, sizeOf, type Tensor, tensor64 } from '../../src-shared/tensor/index.ts';

/** A network and its stages. */
export interface Compiled {
  readonly compiled: Network;
  readonly stages: readonly Stage[];
}

/**
 * The stages with corrections, and the network with their constants. Readers of a corrected layer that are not linear (products of two coded
 * values, functions of estimates) receive its spikes as they are: there is no constant part in front of them.
 */
export function correctErrors({ compiled, stages }: Compiled): Compiled {
  const constants = new Map(compiled.constants);
  const shapes = new Map(compiled.shapes);
  /** The correction of a value for one sample, for values that have none yet. */
  const missing = new Map<ValueId, Tensor>();
  const outputs = new Set(compiled.outputs.map(({ value }) => value));
  const readBySegmentsOnly = (value: ValueId): boolean =>
    !outputs.has(value) && stages.every((stage) => stage.kind === 'segment' || !stageInputs(stage).includes(value));
  const corrected = stages.map((stage): Stage => {
    if (stage.kind === 'neuron') {
      const { meanError } = stage.thresholds;
      if (meanError) missing.set(stage.output, imageOf(meanError, compiled.shapes.get(stage.output)!));
      return stage;
    }
    if (stage.kind !== 'segment') return stage;
    const added = errorBehind(compiled, stage, missing);
    if (!added) return stage;
    if (readBySegmentsOnly(stage.output)) {
      missing.set(stage.output, added);
      return stage;
    }
    const [constant, uncorrected] = [`${stage.output}:correction`, `${stage.output}:uncorrected`];
    constants.set(constant, added);
    shapes.set(uncorrected, compiled.shapes.get(stage.output)!);
    return withCorrection(stage, constant, uncorrected);
  });
  return { compiled: { ...compiled, constants, shapes }, stages: corrected };
}

/** The segment with an addition of `constant` at its end. */
function withCorrection(stage: Segment, constant: ValueId, uncorrected: ValueId): Segment {
  const { output } = stage;
  const nodes = stage.nodes.map((node) => (node.output === output ? { ...node, output: uncorrected } : node));
  const last = stage.nodes.find((node) => node.output === output)!;
  const addition = {
    id: constant,
    op: 'Add',
    inputs: [uncorrected, constant],
    output,
    attributes: {},
    path: last.path,
    from: [],
  } as const;
  return { ...stage, nodes: [...nodes, addition], uncorrected };
}

/** The negative mean error of each channel (axis 1) at every position of one sample. */
function imageOf(meanError: Float64Array, shape: Shape): Tensor {
  const sample = atBatch(shape, 1);
  const inner = sizeOf(sample.slice(2));
  const data = new Float64Array(sizeOf(sample));
  for (let at = 0; at < data.length; at++) data[at] = -meanError[Math.floor(at / inner) % meanError.length]!;
  return tensor64(sample, data);
}

/** The missing part of a segment's output, from those of its inputs; undefined if no input misses anything. */
function errorBehind(network: Network, segment: Segment, missing: ReadonlyMap<ValueId, Tensor>): Tensor | undefined {
  if (!segment.inputs.some((input) => missing.has(input))) return undefined;
  const { nodes, constants, alias } = biasFree(network, segment);
  const shapeOf = (value: ValueId): number[] => atBatch(network.shapes.get(value)!, 1);
  const values = new Map(segment.inputs.map((input) => [input, missing.get(input) ?? tensor64(shapeOf(input))]));
  if (nodes.length === 0) return values.get(alias!)!;
  for (const node of nodes) {
    const inputs = node.inputs.map((input) => values.get(input) ?? constants.get(input)!);
    values.set(node.output, operatorOf(node.op).evaluate(inputs, node.attributes));
  }
  return values.get(segment.output)!;
}
