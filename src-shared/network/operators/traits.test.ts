/** Every trait of every operator, against what the operator computes on the samples of testing/samples.ts. */
import { describe, expect, test } from 'vitest';
import { atBatch, type Shape, sizeOf, type Tensor, tensor64 } from '../../tensor/index.ts';
import { OP_NAMES, type OpName } from '../op-names.ts';
import type { Mark, Moves, OperatorTraits } from '../operator-traits.ts';
import { operatorOf } from './index.ts';
import { nums } from './support/attributes.ts';
import { randomTensor } from './testing/random.ts';
import { type Sample, samples } from './testing/samples.ts';

const isTensor = (input: Sample['inputs'][number]): input is Tensor => 'data' in input;
const codedOf = ({ inputs }: Sample): boolean[] => inputs.map((input) => !isTensor(input));
const shapesOf = ({ inputs }: Sample): Shape[] => inputs.map((input) => atBatch(isTensor(input) ? input.shape : input, 1));
const formOf = (sample: Sample) => operatorOf(sample.op).spiking(codedOf(sample), sample.attributes);
const countedOf = (sample: Sample) => operatorOf(sample.op).counted?.(codedOf(sample));
const evaluate = ({ op, attributes }: Sample, inputs: readonly Tensor[]): Tensor => operatorOf(op).evaluate(inputs, attributes);
const having = (trait: keyof OperatorTraits) =>
  samples.flatMap((sample, index) =>
    operatorOf(sample.op)[trait] === undefined ? [] : [[`${sample.op} ${index}`, sample] as const],
  );

const mapped = ({ shape, data }: Tensor, f: (value: number, entry: number) => number): Tensor =>
  tensor64(shape, Float64Array.from(data, f));
/** One sample: random numbers for coded inputs, constants as they are. */
const randomInputs = ({ inputs }: Sample, seed = 1): Tensor[] =>
  inputs.map((input, i) => (isTensor(input) ? input : randomTensor(atBatch(input, 1), seed + i)));
const valuesOf = (tensor: Tensor): number[] => Array.from(tensor.data, (value: number) => value);

/** Which (input, entry) every output value is, given inputs without equal values; −1 for 0, undefined if it is none. */
function sourcesOf(sample: Sample, inputs: readonly Tensor[], sign: number): (number | undefined)[] {
  const places = new Map([[0, -1]]);
  const all = inputs.flatMap(valuesOf);
  all.forEach((value, at) => places.set(sign * value, at));
  return valuesOf(evaluate(sample, inputs)).map((value) => places.get(value));
}

/** How a sample moves values, as far as its results show it. */
function seenMoves(sample: Sample): Moves | undefined {
  for (const kind of ['select', 'negate'] as const) {
    const [first, second] = [1, 7].map((seed) => sourcesOf(sample, randomInputs(sample, seed), kind === 'negate' ? -1 : 1));
    // Where a value comes from does not depend on values.
    if (first.includes(undefined) || first.some((source, at) => source !== second[at])) continue;
    if (kind === 'negate') return kind;
    if (first.includes(-1)) return 'pad';
    return first.every((source, at) => source === at) && first.length === randomInputs(sample)[0].data.length ? 'view' : 'select';
  }
  return undefined;
}

describe('moves', () => {
  /** A move of the left kind may look like one of the right kinds in some sample. */
  const ALSO: Readonly<Record<Moves, readonly Moves[]>> = {
    view: ['view'],
    select: ['select', 'view'],
    pad: ['pad', 'select', 'view'],
    negate: ['negate'],
  };

  test.each(OP_NAMES)('%s', (op) => {
    const { moves } = operatorOf(op);
    const seen = samples.filter((sample) => sample.op === op).map(seenMoves);
    if (moves === undefined) expect(seen).toContain(undefined);
    else {
      for (const one of seen) expect(ALSO[moves]).toContain(one);
      expect(seen).toContain(moves);
    }
  });
});

describe('arithmetic', () => {
  /** Additions and multiplications of one sample, counted by hand, in the order of the samples. */
  const BY_HAND: Readonly<Partial<Record<OpName, readonly (readonly [adds: number, multiplies: number])[]>>> = {
    // 5 × 6 tokens: two values added; a constant, which is not counted here; a value that is broadcast.
    Add: [
      [30, 0],
      [0, 0],
      [30, 0],
    ],
    Mul: [[0, 30]],
    // 5 rows into 1, of 6 columns each.
    ReduceSum: [[24, 0]],
    // 4 channels of 6 × 5 positions.
    ReduceMean: [[4 * 29, 4]],
    // 4 channels of 3 × 4 windows with 2 × 3 values; of 3 × 3 windows with 2 × 2 values.
    AveragePool: [
      [4 * 12 * 5, 4 * 12],
      [4 * 9 * 3, 4 * 9],
    ],
    // 4 channels of 6 × 5 positions, twice as high and three times as wide, or twice as wide.
    Resize: [
      [4 * 12 * 15, 4 * 12 * 15],
      [4 * 12 * 15, 4 * 12 * 15],
      [4 * 12 * 10, 4 * 12 * 10],
    ],
  };

  test.each(OP_NAMES)('%s', (op) => {
    const { arithmetic, moves } = operatorOf(op);
    const linear = samples.filter((sample) => sample.op === op && formOf(sample) === 'linear' && countedOf(sample) === undefined);
    if (moves !== undefined || linear.length === 0) return expect(arithmetic).toBeUndefined();
    const stated = linear.map((sample) => {
      const coded = shapesOf(sample).filter((_, i) => !isTensor(sample.inputs[i]));
      return arithmetic?.(coded, evaluate(sample, randomInputs(sample)).shape, sample.attributes);
    });
    expect(stated).toEqual(BY_HAND[op]?.map(([adds, multiplies]) => ({ adds, multiplies, compares: 0 })));
  });
});

describe('counted layers', () => {
  test.each(OP_NAMES)('%s has what is asked of its kind', (op) => {
    const { fanOut, terms, evaluateFused } = operatorOf(op);
    const counted = samples.filter((sample) => sample.op === op && countedOf(sample) !== undefined);
    expect(terms !== undefined).toBe(counted.length > 0);
    expect(fanOut !== undefined).toBe(counted.some((sample) => countedOf(sample) !== 'product'));
    expect(evaluateFused !== undefined).toBe(counted.some((sample) => countedOf(sample) === 'product'));
  });

  test.each(having('terms'))('%s: no output value is a sum of more products, and one is of as many', (_, sample) => {
    // Large pads leave no window whole: without them some output has all of its terms.
    const { pads, strides } = sample.attributes;
    const attributes = {
      ...sample.attributes,
      ...(pads === undefined ? {} : { pads: nums(sample.attributes, 'pads').map(() => 0) }),
      ...(strides === undefined ? {} : { strides: nums(sample.attributes, 'strides').map(() => 1) }),
    };
    const { constantPart, evaluate: run, terms } = operatorOf(sample.op);
    const parts = constantPart?.(codedOf(sample)) ?? [];
    const ones = randomInputs(sample)
      .filter((_input, i) => !parts.includes(i))
      .map((input) => mapped(input, () => 1));
    expect(Math.max(...valuesOf(run(ones, attributes)))).toBe(terms!(shapesOf(sample), attributes));
  });

  test.each(having('evaluateFused'))('%s: fused, the same but for rounding', (_, sample) => {
    const inputs = randomInputs(sample);
    const fused = operatorOf(sample.op).evaluateFused!(inputs, sample.attributes);
    const plain = evaluate(sample, inputs);
    expect(fused.shape).toEqual(plain.shape);
    valuesOf(fused).forEach((value, at) => expect(value).toBeCloseTo(plain.data[at], 12));
  });
});

describe.each(having('weights'))('weights of %s', (_, sample) => {
  const layout = operatorOf(sample.op).weights!;
  const group = Number(sample.attributes['group'] ?? 1);
  const [x, weights] = randomInputs(sample);
  const channels = layout.channels(weights.shape, group);
  const zeros = mapped(x, () => 0);
  const ones = mapped(x, () => 1);
  /** Channels of an output that are not 0 everywhere. */
  const filled = (y: Tensor): Set<number> => {
    const axis = layout.channelAxis(y.shape.length);
    const inner = sizeOf(y.shape.slice(axis + 1));
    expect(y.shape[axis]).toBe(channels);
    return new Set(valuesOf(y).flatMap((value, at) => (value === 0 ? [] : [Math.floor(at / inner) % channels])));
  };

  test('a bias lies along the axis of its channels', () => {
    for (let channel = 0; channel < channels; channel++) {
      const bias = tensor64([channels], new Float64Array(channels).fill(0).with(channel, 1));
      expect(filled(evaluate(sample, [zeros, weights, bias]))).toEqual(new Set([channel]));
    }
  });

  test('every run of weights is of one channel', () => {
    const size = layout.run(weights.shape);
    const channelOf = layout.channelOf(weights.shape, group);
    for (let run = 0; run < weights.data.length / size; run++) {
      const alone = mapped(weights, (_value, at) => (Math.floor(at / size) === run ? 1 : 0));
      expect(filled(evaluate(sample, [ones, alone]))).toEqual(new Set([channelOf(run)]));
    }
  });
});

describe('marks', () => {
  const marked = (sample: Sample, mark: Mark): boolean =>
    operatorOf(sample.op).preserves?.(sample.attributes).includes(mark) ?? false;

  test.each(having('preserves').filter(([, sample]) => marked(sample, 'non-negative')))(
    '%s keeps values from falling below 0',
    (_, sample) => {
      const inputs = randomInputs(sample).map((input) => mapped(input, Math.abs));
      expect(Math.min(...valuesOf(evaluate(sample, inputs)))).toBeGreaterThanOrEqual(0);
    },
  );

  test.each(having('preserves').filter(([, sample]) => marked(sample, 'mask') && !codedOf(sample).includes(false)))(
    '%s makes a mask of a mask',
    (_, sample) => {
      const inputs = randomInputs(sample).map((input) => mapped(input, (value) => (value > 0 ? 1 : 0)));
      for (const value of valuesOf(evaluate(sample, inputs))) expect([0, 1]).toContain(value);
    },
  );

  test.each(having('nonNegative'))('%s has no value below 0 if it says so', (_, sample) => {
    const values = valuesOf(
      evaluate(
        sample,
        randomInputs(sample).map((input) => mapped(input, (value) => 4 * value)),
      ),
    );
    if (operatorOf(sample.op).nonNegative!(sample.attributes)) expect(values.some((value) => value < 0)).toBe(false);
  });
});

describe('places', () => {
  /** The sample's results, and the results for each of its entries alone; undefined if that makes no sense. */
  function entryByEntry(sample: Sample): { readonly together: number[]; readonly alone: number[] } | undefined {
    const inputs = randomInputs(sample);
    const y = evaluate(sample, inputs);
    try {
      const spread = inputs.map((input) => operatorOf('Expand').evaluate([input], { shape: y.shape }));
      const alone = valuesOf(y).flatMap((_, at) =>
        valuesOf(
          evaluate(
            sample,
            spread.map(({ data }) => tensor64([1], Float64Array.of(data[at]))),
          ),
        ),
      );
      return { together: valuesOf(y), alone };
    } catch {
      return undefined;
    }
  }

  test.each(OP_NAMES)('%s acts entry by entry if it says so, and only then', (op) => {
    const own = samples.filter((sample) => sample.op === op);
    const isPointwise = own.every((sample) => {
      const results = entryByEntry(sample);
      return results !== undefined && results.together.every((value, at) => Object.is(value, results.alone[at]));
    });
    expect(isPointwise).toBe(operatorOf(op).pointwise === true);
  });

  test.each(having('reduces'))('%s does not mind the order along its axes', (_, sample) => {
    const inputs = randomInputs(sample);
    const axes = nums(sample.attributes, 'axes');
    const turned = operatorOf('Slice').evaluate(inputs, {
      axes,
      starts: axes.map((axis) => inputs[0].shape[axis] - 1),
      ends: axes.map(() => -1),
      steps: axes.map(() => -1),
    });
    const [one, other] = [inputs, [turned]].map((operands) => valuesOf(evaluate(sample, operands)));
    expect(one.length).toBe(inputs[0].data.length / sizeOf(axes.map((axis) => inputs[0].shape[axis])));
    // Of negative numbers, a logarithm is none whichever way round.
    one.forEach((value, at) => (Number.isNaN(value) ? expect(other[at]).toBeNaN() : expect(value).toBeCloseTo(other[at], 12)));
  });

  test('what has axes to reduce says that it reduces them', () => {
    const reducing = samples.filter(({ attributes }) => 'axes' in attributes && 'keepdims' in attributes).map(({ op }) => op);
    expect(new Set(having('reduces').map(([, { op }]) => op))).toEqual(new Set(reducing));
  });

  test.each(having('takesMaxima'))('%s may be exchanged with a function that never falls', (_, sample) => {
    const inputs = randomInputs(sample);
    for (const f of [(x: number) => Math.max(0, x), Math.tanh, (x: number) => 3 * x + 1]) {
      const before = evaluate(
        sample,
        inputs.map((input) => mapped(input, f)),
      );
      expect(valuesOf(before)).toEqual(valuesOf(evaluate(sample, inputs)).map(f));
    }
  });
});
