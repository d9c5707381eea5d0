/** Networks around one operator each, for tests that hold for every operator of the registry. */
import type { Network, OpName, ValueId } from '../../src-shared/network/index.ts';
import { type TestBuilder, testBuilder } from '../../src-shared/network/operators/testing/builder.ts';
import { randomTensor } from '../../src-shared/network/operators/testing/random.ts';
import type { Sample } from '../../src-shared/network/operators/testing/samples.ts';
import { atBatch, BATCH, isBatchSize, type Shape, sizeOf, type Tensor } from '../../src-shared/tensor/index.ts';

/** Operators that are computed for values well above 0 only. */
const POSITIVE: ReadonlySet<OpName> = new Set(['Log', 'Sqrt', 'Reciprocal', 'ReduceLogSum']);

const perSample = (shape: Shape): number => sizeOf(atBatch(shape, 1));

/**
 * The operator of a sample on x, or (`around`) behind a linear layer with a ReLU and in front of a linear layer of everything, which makes
 * a smooth operator one of a smooth network. Operands beyond the first come from a linear layer of their own.
 */
export function operatorNetwork({ op, inputs, attributes }: Sample, around: boolean): Network {
  const shapes = inputs.filter((input): input is Shape => !('shape' in input));
  const first = shapes[0]!;
  const b = testBuilder([BATCH, perSample(first)]);
  let seed = 0;
  const linear = (x: ValueId, size: number): ValueId => {
    const from = b.shapeOf(x)[1]!;
    // Uniform numbers have a variance of 1/3: activations keep their size.
    const weight = Float32Array.from(randomTensor([from, size], ++seed).data, (value) => value * Math.sqrt(3 / from));
    return b.emit('Linear', [x, b.constant({ shape: [from, size], data: weight, dtype: 'float' })]);
  };
  const start = around ? b.emit('Relu', [linear('x', perSample(first))]) : 'x';
  const lifted =
    around && POSITIVE.has(op)
      ? b.emit('Add', [start, b.constant({ shape: [1], data: Float32Array.of(1), dtype: 'float' })])
      : start;
  let coded = 0;
  const operands = inputs.map((input) => {
    if ('shape' in input) return weightOf(b, input);
    return shaped(b, coded++ === 0 ? lifted : linear(start, perSample(input)), input);
  });
  const output = b.emit(op, operands, attributes);
  const shape = b.shapeOf(output);
  if (!around || !isBatchSize(shape[0]!)) return b.network(output);
  return b.network(linear(b.emit('Reshape', [output], { shape: [shape[0]!, sizeOf(shape.slice(1))] }), 2));
}

/** A value `[B, n]` in a shape of n entries a sample; a batch that is not its first axis is brought there. */
function shaped(b: TestBuilder, x: ValueId, shape: Shape): ValueId {
  const axis = shape.findIndex(isBatchSize);
  const moved = b.emit('Reshape', [x], { shape: [shape[axis]!, ...shape.filter((_, at) => at !== axis)] });
  const perm = shape.map((_, at) => (at === axis ? 0 : at < axis ? at + 1 : at));
  return axis === 0 ? moved : b.emit('Transpose', [moved], { perm });
}

const weightOf = (b: TestBuilder, tensor: Tensor): ValueId =>
  b.constant(tensor.dtype === 'float' ? { ...tensor, data: Float32Array.from(tensor.data) } : tensor);
