/** What must hold of neurons in every coding, model and rule (docs/algorithm.md §3, §8, §9). */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ValueCoding } from '../spiking/index.ts';
import { createNeuron } from './neuron.ts';
import type { NeuronSettings } from './neuron.ts';

const codings = fc.constantFrom<ValueCoding>('rate', 'differential');
const settings: fc.Arbitrary<NeuronSettings> = fc.record({
  model: fc.constantFrom('if', 'mt', 'ms'),
  rule: fc.constantFrom('relu', 'signed'),
  negative: fc.constant(true),
  inputCoding: codings,
  coding: codings,
  levels: fc.integer({ min: 2, max: 6 }),
  tau: fc.constant(1),
});

/** Rate-equivalents r[t] of a differential sequence with constant part b, from its running estimate. */
function rateEquivalents(values: readonly number[], coding: ValueCoding, b: number): number[] {
  if (coding === 'rate') return [...values];
  let e = b;
  return values.map((x, t) => {
    const r = x - b + e;
    e += (x - b) / (t + 1);
    return r;
  });
}

/** A sequence in the given coding whose rate-equivalent is the constant `value`. */
const steady = (value: number, coding: ValueCoding, b: number, steps: number): number[] =>
  Array.from({ length: steps }, (_, t) => (coding === 'rate' || t === 0 ? value : b));

function runOne(unit: NeuronSettings, theta: number, b: number, input: readonly number[]): number[] {
  const step = createNeuron(unit, Float64Array.of(theta), Float64Array.of(b), 1);
  return input.map((x, t) => step(Float64Array.of(x), t)[0]!);
}

const mean = (values: readonly number[]): number => values.reduce((sum, x) => sum + x, 0) / values.length;
const value = (min: number, max: number) => fc.double({ min, max, noNaN: true });

describe('neurons', () => {
  it('in any mix of codings send a running mean that approaches the input', () => {
    fc.assert(
      fc.property(settings, value(-0.9, 0.9), value(-1, 1), value(0.5, 2), (unit, share, b, theta) => {
        const steps = 256;
        const x = share * theta;
        const wanted = unit.rule === 'relu' ? Math.max(0, x) : x;
        const sent = runOne(unit, theta, b, steady(x, unit.inputCoding, b, steps));
        const error = Math.abs(mean(rateEquivalents(sent, unit.coding, 0)) - wanted);
        // What has not been sent is less than half a threshold, in the membrane: 1/2 (IF), 3/8 (MT), 1/4 (MS, n ≥ 2).
        expect(error).toBeLessThanOrEqual((0.5 * theta) / steps + 1e-9);
      }),
      { numRuns: 500 },
    );
  });

  it('with a start of their own send what they send for as much more input at the first step', () => {
    // Eighths are exact, so that no tie is decided otherwise.
    const eighths = fc.integer({ min: -8, max: 8 }).map((count) => count / 8);
    fc.assert(
      fc.property(
        settings,
        eighths,
        fc.array(eighths, { minLength: 1, maxLength: 12 }),
        fc.boolean(),
        (any, initial, input, leaky) => {
          const unit: NeuronSettings = { ...any, inputCoding: 'rate', ...(leaky ? { model: 'lif', levels: 1, tau: 0.5 } : {}) };
          const usual = { if: 1 / 2, lif: 1, mt: 0, ms: 2 ** -unit.levels }[unit.model];
          const more = unit.tau * (initial - usual);
          const started = runOne({ ...unit, initial }, 1, 0, input);
          expect(started).toEqual(runOne(unit, 1, 0, input.with(0, input[0]! + more)));
          expect(runOne({ ...unit, initial: usual }, 1, 0, input)).toEqual(runOne(unit, 1, 0, input));
        },
      ),
      { numRuns: 500 },
    );
  });

  it('of the ReLU type never send a negative sum', () => {
    fc.assert(
      fc.property(settings, value(-1, 1), fc.array(value(-3, 3), { minLength: 1, maxLength: 40 }), (unit, b, input) => {
        const sent = rateEquivalents(runOne({ ...unit, rule: 'relu' }, 1, b, input), unit.coding, 0);
        let sum = 0;
        for (const s of sent) expect((sum += s)).toBeGreaterThanOrEqual(-1e-12);
      }),
      { numRuns: 500 },
    );
  });

  it('of the multi-spike type quantise uniformly to n bits in one step', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 8 }), value(-2, 3), (levels, x) => {
        const most = 2 ** levels - 1;
        const theta = 2 ** (levels - 1) / most; // λ(2ⁿ − 1) = 1
        const unit: NeuronSettings = {
          model: 'ms',
          rule: 'relu',
          negative: true,
          inputCoding: 'rate',
          coding: 'rate',
          levels,
          tau: 1,
        };
        const quantised = Math.max(0, Math.min(most, Math.floor(x * most + 0.5))) / most;
        // A value on a rounding boundary may fall either way, by the rounding of x/λ.
        if (Math.abs(((x * most + 0.5) % 1) - 0.5) < 0.499999) expect(runOne(unit, theta, 0, [x])[0]).toBeCloseTo(quantised, 12);
      }),
      { numRuns: 1000 },
    );
  });

  it('with θ = 0 stay silent', () => {
    fc.assert(
      fc.property(settings, fc.array(value(-3, 3), { minLength: 1, maxLength: 8 }), (unit, input) => {
        expect(runOne(unit, 0, 0.5, input).every((s) => s === 0)).toBe(true);
      }),
    );
  });

  it('take the constant part of one sample for every sample of a batch', () => {
    const unit: NeuronSettings = {
      model: 'mt',
      rule: 'relu',
      negative: true,
      inputCoding: 'differential',
      coding: 'differential',
      levels: 4,
      tau: 1,
    };
    const step = createNeuron(unit, Float64Array.of(1, 2), Float64Array.of(0.5, -0.25), 2);
    const alone = createNeuron(unit, Float64Array.of(1, 2), Float64Array.of(0.5, -0.25), 1);
    for (let t = 0; t < 4; t++) {
      const x = Float64Array.of(0.9 / (t + 1), 0.3);
      const both = step(Float64Array.of(...x, ...x), t);
      const one = alone(x, t);
      expect([...both]).toEqual([...one, ...one]);
    }
  });
});
