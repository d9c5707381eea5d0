/** What thresholds can carry: calculated by hand for every neuron and coding, and what neurons really do. */
import { describe, expect, it } from 'vitest';
import type { Coding, NeuronKind } from '../plan/types.ts';
import { carriedRange, type Loss, lossBounds, lossOf } from './carried.ts';
import { createNeuron } from './neuron.ts';
import { encodeInput } from './ports.ts';
import { neuronSettingsOf, valueCoding } from './settings.ts';

const settings = (coding: Coding, neuron: NeuronKind, tau = 1, initial?: number) =>
  neuronSettingsOf(
    {
      ...(initial === undefined ? {} : { initial }),
      coding,
      neuron,
      thresholds: 3,
      threshold: { method: 'max', percentile: 99.9, of: 'value', level: 'layer', scale: 1 },
    },
    'signed',
    valueCoding(coding),
    tau,
  );

const HARMONIC_4 = 1 + 1 / 2 + 1 / 3 + 1 / 4;

/** θ = 1, four steps; the leaky ones τ = ½ and two steps. */
const byHand: readonly (readonly [Coding, NeuronKind, most: number, first: number, firstNegative: number, initial?: number])[] = [
  // The membrane starts at θ/2: half a θ in four steps is a spike.
  ['rate', 'if', 1, 1 / 8, 1 / 8],
  ['rate', 'if-negative', 1, 1 / 8, 1 / 8],
  ['differential', 'if', HARMONIC_4, 1 / 8, 1 / 8],
  // Three quarters of θ/4 in four steps.
  ['rate', 'mt', 1, 3 / 64, 3 / 64],
  ['rate', 'mt-negative', 1, 3 / 64, 3 / 64],
  ['differential', 'mt', HARMONIC_4, 3 / 64, 3 / 64],
  // λ = θ/4, at most 7 λ; the membrane starts at λ/2.
  ['rate', 'ms', 7 / 4, 1 / 32, 1 / 32],
  ['differential', 'ms', (7 / 4) * HARMONIC_4, 1 / 32, 1 / 32],
  // Decoded: (1 + 2)/2. The membrane before the first step is 1: ½ + a after it, ¼ + a after the second.
  ['leaky-rate', 'lif', 3 / 2, 1 / 2, 1 / 4],
  ['leaky-rate', 'lif-negative', 3 / 2, 1 / 2, 1 / 4],
  // Decoded: 1 + 2/2.
  ['differential-leaky', 'lif', 2, 1 / 2, 1 / 4],
  // A start of 1/4: three quarters of a θ in four steps, or a quarter back to 0.
  ['rate', 'if', 1, 3 / 16, 1 / 16, 1 / 4],
  // Three quarters of θ/4, less an eighth, or with it.
  ['differential', 'mt', HARMONIC_4, 1 / 64, 5 / 64, 1 / 8],
  // From 1/8 λ on.
  ['rate', 'ms', 7 / 4, 7 / 128, 1 / 128, 1 / 32],
  // From 1 to ½ + a, then ¼ + a; from ¾ to 3/8 + a, then 3/16 + a.
  ['leaky-rate', 'lif', 3 / 2, 5 / 8, 3 / 16, 3 / 4],
];

const byHandNamed = byHand.map(([coding, neuron, most, first, firstNegative, initial]) => ({
  coding,
  neuron,
  most,
  first,
  firstNegative,
  initial,
}));

describe.each(byHandNamed)('$coding, $neuron, from $initial', ({ coding, neuron, most, first, firstNegative, initial }) => {
  const leaky = neuron.startsWith('lif');
  const [tau, steps] = leaky ? [0.5, 2] : [1, 4];
  const unit = settings(coding, neuron, tau, initial);
  const range = carriedRange(unit, steps, tau);

  it('has the range that is calculated by hand', () => {
    expect(range.most).toBeCloseTo(most, 12);
    expect(range.first).toBeCloseTo(first, 12);
    expect(range.firstNegative).toBeCloseTo(firstNegative, 12);
  });

  it.each([
    [0.7, steps, tau],
    [3, 7, leaky ? 0.9 : 1],
  ])('is what a neuron with θ = %f does in %i steps, τ = %f', (theta, steps, tau) => {
    const unit = settings(coding, neuron, tau, initial);
    const range = carriedRange(unit, steps, tau);
    const inputs = [1.001 * range.first, 0.999 * range.first, -1.001 * range.firstNegative, -0.999 * range.firstNegative, 1e3];
    const x = Float64Array.from(inputs, (value) => value * theta);
    const step = createNeuron(unit, Float64Array.of(theta), undefined, x.length);
    const estimate = new Float64Array(x.length);
    const sent = x.map(() => 0);
    for (let t = 0; t < steps; t++) {
      step(encodeInput(coding, tau, x, t), t).forEach((s, i) => {
        sent[i]! += Math.abs(s);
        estimate[i]! += (s * tau ** -t) / (unit.coding === 'rate' ? steps : t + 1);
      });
    }
    expect([...sent].slice(0, 4).map((sum) => sum > 0)).toEqual([true, false, true, false]);
    expect(estimate[4]! / theta).toBeCloseTo(range.most, 10);
  });
});

it('nothing is too small for a neuron whose start sends a spike', () => {
  const sent = { first: 0, firstNegative: 0 };
  for (const initial of [0.5, -0.5]) expect(carriedRange(settings('rate', 'mt', 1, initial), 4, 1)).toMatchObject(sent);
  // One of a ReLU takes nothing back that it has not sent, and waits.
  const relu = { ...settings('rate', 'mt', 1, -0.5), rule: 'relu' } as const;
  expect(carriedRange(relu, 4, 1).first).toBeCloseTo((0.75 / 4 + 0.5) / 4, 12);
});

it('more steps carry smaller values, and with differential coding larger ones', () => {
  const at = (coding: Coding, steps: number) => carriedRange(settings(coding, 'mt'), steps, 1);
  expect(at('rate', 8)).toMatchObject({ most: 1, first: at('rate', 4).first / 2 });
  expect(at('differential', 8).most).toBeGreaterThan(at('differential', 4).most);
});

describe('an activation of a signed IF neuron, rate coding, four steps: 1/8 θ to θ', () => {
  const bounds = lossBounds(carriedRange(settings('rate', 'if'), 4, 1));
  it.each<readonly [activation: number, theta: number, Loss | null]>([
    [0.5, 1, null],
    [1, 1, null],
    // The float network rounds.
    [1.00001, 1, null],
    [1.01, 1, 'clipped'],
    [-1.01, 1, 'clipped'],
    [99, 1, 'clipped'],
    // Less than a hundredth can be decoded.
    [101, 1, 'shut'],
    [1, 1e-6, 'shut'],
    [-1, 1e-6, 'shut'],
    [1e-9, 0, 'shut'],
    [0.124, 1, 'small'],
    [-0.124, 1, 'small'],
    [0.126, 1, null],
    // Nothing to carry: a channel of a ReLU that is never above 0.
    [0, 0, null],
    [0, 1, null],
    [1e-9, 1, null],
  ])('of %f with θ = %f is %s', (activation, theta, loss) => {
    expect(lossOf(activation, theta, bounds)).toBe(loss);
  });
});
