/**
 * The operator registry: every canonical operator, and what each ONNX operator type is read as. Adding one:
 * docs/add-an-operator.md.
 */
import type { NetworkNode } from '../network.ts';
import type { CountedKind, OnnxRead, Operator } from '../operator.ts';
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

const all: readonly Operator[] = [
  ...[conv, convTranspose, linear, matmul, add, mul],
  ...[reshape, transpose, slice, gather, concat, pad, expand, tile, resize],
  ...[maxPool, averagePool, ...reductions],
  ...[relu, clip, maximum, minimum, prelu, pow, gelu, ...unaries],
  ...[softmax, logSoftmax, layerNormalization, rmsNormalization, groupNormalization, instanceNormalization, lrn, lpNormalization],
];

/** ONNX types that become other operators, or constants, and have no canonical operator of their own. */
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

/** Canonical operators by name. */
export const operators: ReadonlyMap<string, Operator> = new Map(all.map((operator) => [operator.op, operator]));

/** The operator of a canonical name. Throws a TypeError for any other name: networks hold canonical names only. */
export function operatorOf(op: string): Operator {
  const operator = operators.get(op);
  if (!operator) throw new TypeError(`there is no operator ${op}`);
  return operator;
}

/** What a node's operations are counted as (docs/algorithm.md §7), given which of its inputs are coded; undefined where not at all. */
export const countedKind = (node: NetworkNode, coded: readonly boolean[]): CountedKind | undefined =>
  operatorOf(node.op).counted?.(coded);

/** Reader of every operator type that is supported; those of other sets than ONNX's own as `SET::TYPE`. */
export const onnxReaders: ReadonlyMap<string, OnnxRead> = new Map(
  [...all.map((operator) => operator.onnx), ...rewritten].flatMap((readers) => Object.entries(readers)),
);
