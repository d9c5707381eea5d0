/**
 * The names of the canonical operators. A table with an entry for every operator is a `Record<OpName, …>`. The type checker
 * compares it with this list, so a name without an entry does not compile, nor does an entry without a name.
 */

/** All names: weighted sums first, functions last. */
export const OP_NAMES = [
  ...['Conv', 'ConvTranspose', 'Linear', 'MatMul', 'Add', 'Mul', 'Neg'],
  ...['Reshape', 'Transpose', 'Slice', 'Gather', 'Concat', 'Pad', 'Expand', 'Tile', 'Resize'],
  ...['MaxPool', 'AveragePool', 'ReduceSum', 'ReduceMean', 'ReduceMax', 'ReduceMin', 'ReduceProd'],
  ...['ReduceL1', 'ReduceL2', 'ReduceSumSquare', 'ReduceLogSum', 'ReduceLogSumExp'],
  ...['Relu', 'Clip', 'PRelu', 'LeakyRelu', 'Elu', 'Selu', 'Celu', 'ThresholdedRelu', 'Gelu', 'Silu', 'Mish'],
  ...['Sigmoid', 'HardSigmoid', 'HardSwish', 'Tanh', 'Softplus', 'Softsign'],
  ...['Maximum', 'Minimum', 'Pow', 'Erf', 'Exp', 'Log', 'Abs', 'Sqrt', 'Reciprocal', 'Sin', 'Cos'],
  ...['Step', 'Floor', 'Ceil', 'Round', 'Sign'],
  ...['Softmax', 'LogSoftmax', 'LayerNormalization', 'RMSNormalization', 'GroupNormalization', 'InstanceNormalization'],
  ...['LRN', 'LpNormalization'],
] as const;

/** The name of a canonical operator: a key of the registry (operators/index.ts). */
export type OpName = (typeof OP_NAMES)[number];
