/** What holds for every operator of the registry, on the samples of testing/samples.ts. */
import { describe, expect, test } from 'vitest';
import { atBatch, isBatchSize } from '../../tensor/index.ts';
import type { Shape, Tensor } from '../../tensor/index.ts';
import type { NetworkNode } from '../network.ts';
import { OP_NAMES } from '../op-names.ts';
import { onnxReaders, operatorOf, OPERATORS } from './index.ts';
import { testBuilder, writtenAndRead } from './testing/builder.ts';
import { randomTensor } from './testing/random.ts';
import { samples } from './testing/samples.ts';
import type { Sample } from './testing/samples.ts';

const isTensor = (input: Sample['inputs'][number]): input is Tensor => 'shape' in input;
const codedOf = ({ inputs }: Sample): boolean[] => inputs.map((input) => !isTensor(input));

test('every operator has a sample', () => {
  expect(OP_NAMES.filter((op) => !samples.some((sample) => sample.op === op))).toEqual([]);
});

test('no ONNX type is read twice', () => {
  const types = Object.values(OPERATORS).flatMap(({ onnx }) => Object.keys(onnx));
  expect(new Set(types).size).toBe(types.length);
  expect(types.every((type) => onnxReaders.has(type))).toBe(true);
});

describe.each(samples.map((sample, i) => [`${sample.op} ${i}`, sample] as const))('%s', (_, sample) => {
  const operator = operatorOf(sample.op);
  const inputsAt = (batch: number): Tensor[] =>
    sample.inputs.map((input, i) => (isTensor(input) ? input : randomTensor(atBatch(input, batch), i + 1)));
  const constants = sample.inputs.map((input) => (isTensor(input) ? input : undefined));
  const symbolic = operator.shape(
    sample.inputs.map((input) => (isTensor(input) ? input.shape : input)),
    sample.attributes,
    constants,
  );

  test('the shape rule is what the float64 form gives, at any batch', () => {
    for (const batch of [1, 2, 5]) {
      const result = operator.evaluate(inputsAt(batch), sample.attributes);
      expect(result.shape).toEqual(atBatch(symbolic, batch));
      expect(result.data.length).toBe(result.shape.reduce((product, size) => product * size, 1));
      expect(result.data).toBeInstanceOf(Float64Array);
    }
  });

  test('samples do not touch each other', () => {
    const axis = symbolic.findIndex(isBatchSize);
    expect(axis).toBeGreaterThanOrEqual(0);
    if (sample.inputs.some((input) => !isTensor(input) && !isBatchSize(input[0]))) return;
    if (axis !== 0) return;
    // The first sample of three, alone: the same numbers.
    const together = inputsAt(3);
    const alone = together.map((tensor, i) => {
      if (isTensor(sample.inputs[i])) return tensor;
      return { ...tensor, shape: tensor.shape.with(0, tensor.shape[0] / 3), data: tensor.data.slice(0, tensor.data.length / 3) };
    });
    const first = operator.evaluate(alone, sample.attributes);
    expect(Array.from(operator.evaluate(together, sample.attributes).data.slice(0, first.data.length))).toEqual(
      Array.from(first.data),
    );
  });

  test('a linear form is linear once its constant part is gone', () => {
    const coded = codedOf(sample);
    if (operator.spiking(coded, sample.attributes) !== 'linear') return;
    const without = operator.constantPart?.(coded) ?? [];
    const inputs = inputsAt(2).filter((_input, i) => coded[i] || !without.includes(i));
    if (inputs.length === 1 && sample.op === 'Add') return;
    const scaled = inputs.map((tensor, i) =>
      coded[i] ? { ...tensor, data: (tensor.data as Float64Array).map((x) => -3 * x) } : tensor,
    );
    const plain = operator.evaluate(inputs, sample.attributes).data;
    operator
      .evaluate(scaled, sample.attributes)
      .data.forEach((value: number, i: number) => expect(value).toBeCloseTo(-3 * plain[i], 10));
  });

  test('what is written as ONNX reads as the same function', () => {
    const shapes = sample.inputs.filter((input): input is Shape => !isTensor(input));
    if (shapes.length > 1) return asOneNode();
    const build = testBuilder(shapes[0]);
    const inputs = sample.inputs.map((input) => (isTensor(input) ? build.constant(input) : 'x'));
    const output = build.emit(sample.op, inputs, sample.attributes);
    const node = build.nodes.at(-1) as NetworkNode;
    const { value } = writtenAndRead(build, node);
    const x = inputsAt(2).find((_input, i) => !isTensor(sample.inputs[i])) as Tensor;
    expectSame(build.run(value, x), build.run(output, x));
  });

  /** Two coded operands: one ONNX node of the same inputs is written. */
  function asOneNode(): void {
    const [left, right] = sample.inputs as readonly (readonly number[])[];
    const build = testBuilder(left);
    const drafts = writtenAndRead(withSecond(build, right), {
      id: 'y',
      op: sample.op,
      inputs: ['x', 'z'],
      output: 'y',
      attributes: sample.attributes,
      path: 'y',
      from: [],
    }).drafts;
    expect(drafts).toHaveLength(1);
    expect(drafts[0]).toMatchObject({ type: sample.op, inputs: ['x', 'z'], outputs: ['y'] });
  }
});

/** A builder that knows a second coded value `z`. */
const withSecond = (build: ReturnType<typeof testBuilder>, shape: readonly number[]) => ({
  ...build,
  shapeOf: (value: string) => (value === 'z' ? shape : build.shapeOf(value)),
  read: () => ['y'],
});

function expectSame(actual: Tensor, expected: Tensor): void {
  expect(actual.shape).toEqual(expected.shape);
  actual.data.forEach((value: number, i: number) => {
    if (Number.isNaN(expected.data[i])) expect(value).toBeNaN();
    else expect(value).toBeCloseTo(expected.data[i], 6);
  });
}
