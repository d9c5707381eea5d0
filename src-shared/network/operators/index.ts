/** The operator registry: every canonical operator, and the reader of every ONNX operator type. docs/add-an-operator.md explains how to add one. */
import type { NetworkNode } from '../network.ts';
import type { OpName } from '../op-names.ts';
import type { OnnxRead, Operator } from '../operator.ts';
import type { CountedKind } from '../operator-traits.ts';
import { add } from './add.ts';
import { attentionReaders } from './attention.ts';
import { batchNormalizationReaders } from './batch-normalization.ts';
import { clip } from './clip.ts';
import { concat } from './concat.ts';
import { arithmeticReaders } from './constants/arithmetic.ts';
import { castReaders } from './constants/cast.ts';
import { logicReaders } from './logic.ts';
import { makeReaders } from './constants/make.ts';
import { quantizeReaders } from './quantise.ts';
import { whereReaders } from './constants/where.ts';
import { conv } from './conv.ts';
import { convTranspose } from './conv-transpose.ts';
import { depthReaders } from './depth.ts';
import { einsumReaders } from './einsum.ts';
import { expand } from './expand.ts';
import { gather } from './gather.ts';
import { gelu } from './gelu.ts';
import { groupNormalization, instanceNormalization } from './group-normalization.ts';
import { layerNormalization, rmsNormalization } from './layer-normalization.ts';
import { linear } from './linear.ts';
import { lrn } from './lrn.ts';
import { lpNormalization } from './lp-normalization.ts';
import { matmul } from './matmul.ts';
import { maximum, minimum } from './maximum.ts';
import { mul } from './mul.ts';
import { otherReaders } from './other-sets.ts';
import { pad } from './pad.ts';
import { pow, prelu } from './parametric.ts';
import { averagePool, maxPool } from './pooling.ts';
import { quantisedLayerReaders } from './quantised-layers.ts';
import { reductions } from './reduce.ts';
import { relu } from './relu.ts';
import { reshape } from './reshape.ts';
import { resize } from './resize.ts';
import { slice } from './slice.ts';
import { logSoftmax, softmax } from './softmax.ts';
import { tile } from './tile.ts';
import { transpose } from './transpose.ts';
import { unaries } from './unary.ts';

/** Every canonical operator, by its name. */
export const OPERATORS: Readonly<Record<OpName, Operator>> = {
  ...{ Conv: conv, ConvTranspose: convTranspose, Linear: linear, MatMul: matmul, Add: add, Mul: mul },
  ...{ Reshape: reshape, Transpose: transpose, Slice: slice, Gather: gather, Concat: concat, Pad: pad, Expand: expand },
  ...{ Tile: tile, Resize: resize, MaxPool: maxPool, AveragePool: averagePool },
  ...reductions,
  ...{ Relu: relu, Clip: clip, Maximum: maximum, Minimum: minimum, PRelu: prelu, Pow: pow, Gelu: gelu },
  ...unaries,
  ...{ Softmax: softmax, LogSoftmax: logSoftmax, LayerNormalization: layerNormalization, RMSNormalization: rmsNormalization },
  ...{ GroupNormalization: groupNormalization, InstanceNormalization: instanceNormalization },
  ...{ LRN: lrn, LpNormalization: lpNormalization },
};

/** Readers of ONNX types that become other operators or constants and have no canonical operator of their own. */
const rewritten: readonly Readonly<Record<string, OnnxRead>>[] = [
  attentionReaders,
  batchNormalizationReaders,
  depthReaders,
  einsumReaders,
  arithmeticReaders,
  castReaders,
  logicReaders,
  makeReaders,
  otherReaders,
  quantizeReaders,
  quantisedLayerReaders,
  whereReaders,
];

/** The operator of a canonical name. */
export const operatorOf = (op: OpName): Operator => OPERATORS[op];

/** The kind under which a node's operations are counted (docs/algorithm.md §7), given which inputs are coded; undefined if they are not counted. */
export const countedKind = (node: NetworkNode, coded: readonly boolean[]): CountedKind | undefined =>
  operatorOf(node.op).counted?.(coded);

/** Reader of every supported operator type. Types of operator sets other than ONNX's own are named `SET::TYPE`. */
export const onnxReaders: ReadonlyMap<string, OnnxRead> = new Map(
  [...Object.values(OPERATORS).map((operator) => operator.onnx), ...rewritten].flatMap((readers) => Object.entries(readers)),
);
