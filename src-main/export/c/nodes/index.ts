/** Writes canonical operators as C. The table is complete by type; an operator without a form here cannot be exported. */
import type { OpName } from '../../../../src-shared/network/op-names.ts';
import type { Place } from '../draft.ts';
import { binary } from './binary.ts';
import { moved } from './moved.ts';
import type { NodeWriting } from './node.ts';
import { groupNormalised, layerNormalised, locallyNormalised, lpNormalised, reduced, softmaxed } from './rows.ts';
import { elementwise } from './unary.ts';
import { convolved, linear, product } from './weights.ts';
import { averaged, enlarged, largest } from './windows.ts';

type Write = (writing: NodeWriting) => Place;

const NODES: Readonly<Record<OpName, Write>> = {
  ...{ Conv: convolved, ConvTranspose: convolved, Linear: linear, MatMul: product },
  ...{ Add: binary, Mul: binary, Maximum: binary, Minimum: binary, Pow: binary, PRelu: binary },
  ...{ Reshape: moved, Transpose: moved, Slice: moved, Gather: moved, Concat: moved, Pad: moved, Expand: moved, Tile: moved },
  ...{ Resize: enlarged, MaxPool: largest, AveragePool: averaged },
  ...{ ReduceSum: reduced, ReduceMean: reduced, ReduceMax: reduced, ReduceMin: reduced, ReduceProd: reduced, ReduceL1: reduced },
  ...{ ReduceL2: reduced, ReduceSumSquare: reduced, ReduceLogSum: reduced, ReduceLogSumExp: reduced },
  ...{ Relu: elementwise, Clip: elementwise, LeakyRelu: elementwise, Elu: elementwise, Selu: elementwise, Celu: elementwise },
  ...{ ThresholdedRelu: elementwise, Gelu: elementwise, Silu: elementwise, Mish: elementwise, Sigmoid: elementwise },
  ...{ HardSigmoid: elementwise, HardSwish: elementwise, Tanh: elementwise, Softplus: elementwise, Softsign: elementwise },
  ...{ Erf: elementwise, Exp: elementwise, Log: elementwise, Abs: elementwise, Sqrt: elementwise, Reciprocal: elementwise },
  ...{ Sin: elementwise, Cos: elementwise, Step: elementwise, Floor: elementwise, Ceil: elementwise, Round: elementwise },
  ...{ Sign: elementwise, Neg: elementwise },
  ...{ Softmax: softmaxed, LogSoftmax: softmaxed, LayerNormalization: layerNormalised, RMSNormalization: layerNormalised },
  ...{ GroupNormalization: groupNormalised, InstanceNormalization: groupNormalised },
  ...{ LRN: locallyNormalised, LpNormalization: lpNormalised },
};

/** Writes a node. Returns where its output is. */
export const writeNode = (writing: NodeWriting): Place => NODES[writing.node.op](writing);
