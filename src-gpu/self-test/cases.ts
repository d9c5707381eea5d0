/**
 * The units of the self-test with what they send: recorded.json, as the units of src-shared/units compute it in 64 bits. Inputs and thresholds are
 * formulas. tests/golden/self-test-data.test.ts compares the record with the units, and writes it anew.
 */
import type { UnitCase, UnitOperand, UnitWork } from '../../src-shared/engine/unit-case.ts';
import type { ValueCoding } from '../../src-shared/spiking/index.ts';
import type { NeuronSettings } from '../../src-shared/units/index.ts';
import recorded from './recorded.json' with { type: 'json' };

const STEPS = 6;
const NEURONS = 32;
const CODINGS = ['rate', 'differential'] as const;

/** Numbers from `least` to `most` with few bits, so that inputs are the same in 32 and in 64 bits; the same every time. */
const numbers = (length: number, seed: number, least: number, most: number): Float64Array =>
  Float64Array.from({ length }, (_, i) => {
    const share = (((i + 1) * 0.618033988749895 + seed * 0.414213562373095) * 97.31) % 1;
    return Math.round((least + (most - least) * share) * 2 ** 12) / 2 ** 12;
  });

/** A unit without what it sends, and the size of a step of that. */
type Asked = Omit<UnitCase, 'expected'> & { readonly size: number };

function operand(shape: readonly number[], coding: ValueCoding, seed: number): UnitOperand {
  const size = shape.reduce((product, length) => product * length, 1);
  const constant = coding === 'differential' ? numbers(size, seed + 50, -0.5, 0.5) : undefined;
  const values = numbers(STEPS * size, seed, -0.8, 1.4).map((value, i) => value + (constant?.[i % size] ?? 0));
  return { shape, values, constant };
}

function neuron(settings: NeuronSettings): Asked {
  const { model, rule, negative, inputCoding, coding, mostSpikes } = settings;
  const codings = inputCoding === coding ? coding : `${inputCoding} to ${coding}`;
  const signs = rule === 'signed' ? 'signed' : negative ? 'ReLU' : 'ReLU without negative spikes';
  return {
    name: `${model}, ${codings}, ${signs}${mostSpikes === undefined ? '' : `, at most ${mostSpikes} spikes a step`}`,
    coding,
    steps: STEPS,
    work: { kind: 'neuron', settings, thresholds: numbers(NEURONS, 1, 0.5, 1.5) },
    operands: [operand([NEURONS], inputCoding, 2)],
    size: NEURONS,
  };
}

const NEURON_FORMS: readonly Asked[] = (['if', 'lif', 'mt', 'ms'] as const).flatMap((model) => {
  const levels = model === 'mt' || model === 'ms' ? 4 : 1;
  const settings = { model, rule: 'relu', negative: true, levels, tau: model === 'lif' ? 0.875 : 1 } as const;
  const alike = CODINGS.flatMap((coding) =>
    (['relu', 'signed'] as const).map((rule) => neuron({ ...settings, rule, inputCoding: coding, coding })),
  );
  return [
    ...alike,
    neuron({ ...settings, negative: false, inputCoding: 'rate', coding: 'rate' }),
    neuron({ ...settings, inputCoding: 'rate', coding: 'differential' }),
    neuron({ ...settings, inputCoding: 'differential', coding: 'rate' }),
    ...(model === 'ms' ? [neuron({ ...settings, mostSpikes: 2, inputCoding: 'rate', coding: 'differential' })] : []),
  ];
});

const unit = (name: string, coding: ValueCoding, work: UnitWork, operands: readonly UnitOperand[], size: number): Asked => ({
  name: `${name}, ${coding}`,
  coding,
  steps: STEPS,
  work,
  operands,
  size,
});

const OTHERS: readonly Asked[] = CODINGS.flatMap((coding) => [
  ...(['relu', 'gelu', 'silu', 'softmax', 'layer_norm'] as const).map((name) =>
    unit(`expectation of ${name}`, coding, { kind: 'expectation', function: name }, [operand([2, 8], coding, 3)], 16),
  ),
  unit('max pooling', coding, { kind: 'max-pool', kernel: 2 }, [operand([1, 2, 4, 4], coding, 4)], 8),
  unit('matrix product', coding, { kind: 'matmul' }, [operand([2, 3, 4], coding, 5), operand([2, 4, 2], coding, 6)], 12),
  unit('product', coding, { kind: 'multiply' }, [operand([12], coding, 7), operand([12], coding, 8)], 12),
  unit(
    'transcoder',
    coding,
    { kind: 'transcoder', from: coding === 'rate' ? 'differential' : 'rate' },
    [operand([12], coding === 'rate' ? 'differential' : 'rate', 9)],
    12,
  ),
]);

/** Every unit; what it sends is not filled in. */
export const askedCases = (): UnitCase[] =>
  [...NEURON_FORMS, ...OTHERS].map(({ size, ...asked }) => ({ ...asked, expected: new Float64Array(STEPS * size) }));

/** Every unit with its recorded values. */
export const recordedCases = (): UnitCase[] =>
  askedCases().map((asked) => ({
    ...asked,
    expected: Float64Array.from((recorded as Readonly<Record<string, readonly number[]>>)[asked.name] ?? []),
  }));
