/**
 * Neurons in whole numbers against docs/algorithm.md §3 and §8 in exact fractions: the membrane potential, both estimates and the sum of what
 * was sent are kept there as the text has them, so that the shorter form of `neuronRun` is proven with every spike. Inputs go up to the limits of
 * the layer's own scale, where an overflow of 32 bits would show.
 */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ValueCoding } from '../../spiking/index.ts';
import { partsFor } from '../quantise/intake.ts';
import { mostSent, neuronScale } from '../quantise/neuron.ts';
import type { FixedNeuron } from '../network.ts';
import { neuronRun } from './units.ts';

/** A fraction with the denominator 2520, which all 1/t up to 10 have; more than one multiplication by such a fraction is not needed. */
const WHOLE = 2520n;

interface Setting {
  readonly model: 'if' | 'mt' | 'ms';
  readonly levels: number;
  readonly mostSpikes: number;
  readonly credit: FixedNeuron['credit'];
  readonly inputCoding: ValueCoding;
  readonly coding: ValueCoding;
  readonly steps: number;
  /** Membrane potential before the first step in λ; undefined: that of the model. */
  readonly start: number | undefined;
  /** Largest input and constant part, in λ; large ones make the layer clamp. */
  readonly d: number;
  readonly b: number;
}

const settings = fc
  .record({
    model: fc.constantFrom('if' as const, 'mt' as const, 'ms' as const),
    levels: fc.integer({ min: 1, max: 8 }),
    mostSpikes: fc.integer({ min: 1, max: 8 }),
    credit: fc.constantFrom('unlimited' as const, 'sent' as const, 'none' as const),
    inputCoding: fc.constantFrom('rate' as const, 'differential' as const),
    coding: fc.constantFrom('rate' as const, 'differential' as const),
    steps: fc.integer({ min: 1, max: 10 }),
    start: fc.constantFrom(undefined, 0, 0.3, -1, 7.25),
    d: fc.constantFrom(0.5, 20, 1000, 1e6),
    b: fc.constantFrom(0, 3, 1e5),
  })
  .map((one): Setting => {
    const levels = one.model === 'if' ? 1 : one.levels;
    return { ...one, levels, mostSpikes: Math.min(one.mostSpikes, levels) };
  });

function layerOf(setting: Setting): {
  readonly layer: FixedNeuron;
  readonly clamp: number;
  readonly constant: number;
  readonly quantum: number;
} {
  const { inputCoding, coding, steps, start, d, b } = setting;
  const parts = partsFor([inputCoding, coding], steps);
  const sent = { most: mostSent(setting), differential: coding === 'differential', ...(start === undefined ? {} : { start }) };
  const { quantum, clamp, constant } = neuronScale({ steps, parts, inputCoding }, sent, d, b)!;
  const one = (value: number) => ({ span: 1, values: Int32Array.of(value) });
  const layer: FixedNeuron = {
    ...{ kind: 'neuron', name: 'n', stage: 'n', input: 0, output: 1, repeats: false },
    ...{
      model: setting.model,
      levels: setting.levels,
      mostSpikes: setting.mostSpikes,
      credit: setting.credit,
      inputCoding,
      coding,
    },
    intake: {
      factor: { multiplier: one(1), shift: { span: 1, values: Uint8Array.of(0) } },
      clamp: one(clamp),
      constant: one(0),
      parts,
    },
    quantum: one(quantum),
    ...(start === undefined ? {} : { start: one(Math.round(start * quantum * parts)) }),
  };
  return { layer, clamp, constant, quantum };
}

/** Spikes and membrane potentials (× 2520) of inputs that come without their constant part b, in fractions. */
function exact(
  { model, levels, mostSpikes, credit: rule, inputCoding, coding }: Setting,
  quantum: number,
  b: number,
  inputs: readonly number[],
  start: FixedNeuron['start'],
  parts: number,
) {
  const lambda = BigInt(quantum) * WHOLE;
  let m = start ? (BigInt(start.values[0]!) * WHOLE) / BigInt(parts) : model === 'mt' ? 0n : lambda / 2n;
  let [estimateIn, estimateOut, c] = [BigInt(b) * WHOLE, 0n, 0n];
  return inputs.map((input, t) => {
    const d = BigInt(input) * WHOLE;
    m += inputCoding === 'differential' ? d + estimateIn : d + BigInt(b) * WHOLE;
    m -= estimateOut;
    c += estimateOut;
    const limit = rule === 'unlimited' ? undefined : rule === 'sent' ? c : 0n;
    const s = fire({ model, levels, mostSpikes }, m, lambda, limit);
    m -= s * lambda;
    c += s * lambda;
    if (inputCoding === 'differential') estimateIn += d / BigInt(t + 1);
    if (coding === 'differential') estimateOut += (s * lambda) / BigInt(t + 1);
    return { s: Number(s), m };
  });
}

function fire(
  { model, levels, mostSpikes }: Pick<Setting, 'model' | 'levels' | 'mostSpikes'>,
  m: bigint,
  lambda: bigint,
  credit: bigint | undefined,
): bigint {
  const may = (quanta: bigint): boolean => credit === undefined || credit >= quanta * lambda;
  if (model === 'if') return m >= lambda ? 1n : m <= 0n && may(1n) ? -1n : 0n;
  if (model === 'mt') {
    for (let k = levels - 1; k >= 0; k--) {
      const power = 1n << BigInt(k);
      if (4n * m >= 3n * power * lambda) return power;
      if (4n * m <= -3n * power * lambda && may(power)) return -power;
    }
    return 0n;
  }
  const most = (1n << BigInt(levels)) - 1n;
  const down = m / lambda - (m % lambda < 0n ? 1n : 0n);
  const least = credit === undefined || credit / lambda > most ? most : credit / lambda;
  let rest = down > most ? most : down < -least ? -least : down;
  // The largest power first, as often as the limit allows.
  let sent = 0n;
  for (let spikes = 0; spikes < mostSpikes && rest !== 0n; spikes++) {
    const power = 1n << BigInt((rest < 0n ? -rest : rest).toString(2).length - 1);
    sent += rest < 0n ? -power : power;
    rest -= rest < 0n ? -power : power;
  }
  return sent;
}

describe('a neuron', () => {
  it('sends and keeps exactly the numbers of the equations, up to the largest inputs of 10 steps', () => {
    fc.assert(
      fc.property(
        settings,
        fc.array(fc.integer({ min: -4, max: 4 }), { minLength: 10, maxLength: 10 }),
        fc.integer({ min: -2, max: 2 }),
        (setting, quarters, half) => {
          const { layer, clamp, constant, quantum } = layerOf(setting);
          const inputs = quarters.slice(0, setting.steps).map((quarter) => Math.trunc((quarter * clamp) / 4));
          const b = Math.trunc((half * constant) / 2);
          const { parts } = layer.intake;
          const run = neuronRun(
            { ...layer, intake: { ...layer.intake, constant: { span: 1, values: Int32Array.of(b * parts) } } },
            1,
          );
          run.reset();
          const values = [new Int32Array(1), new Int32Array(1)];
          const expected = exact(setting, quantum, b, inputs, layer.start, parts);
          inputs.forEach((input, t) => {
            values[0]![0] = input;
            expect(run.step(values, t), 'clamped').toBe(0);
            expect({ s: values[1]![0], m: (BigInt(run.states.membrane![0]!) * WHOLE) / BigInt(parts) }, `step ${t}`).toEqual(
              expected[t],
            );
          });
        },
      ),
      { numRuns: 1500 },
    );
  });

  it('limits an input beyond its range to it, and says so', () => {
    const setting: Setting = {
      model: 'mt',
      levels: 8,
      mostSpikes: 8,
      credit: 'sent',
      inputCoding: 'differential',
      coding: 'differential',
      steps: 8,
      start: undefined,
      d: 1e6,
      b: 0,
    };
    const { layer, clamp } = layerOf(setting);
    const run = neuronRun(layer, 1);
    const [over, at] = [2 * clamp, clamp].map((input) => {
      run.reset();
      const values = [Int32Array.of(input), new Int32Array(1)];
      return { clamped: run.step(values, 0), sent: values[1]![0], states: [run.states.in![0], run.states.membrane![0]] };
    });
    expect(over).toEqual({ ...at, clamped: 1 });
    expect(at!.clamped).toBe(0);
  });

  it('has no scale if its own spikes do not fit', () => {
    const sums = { steps: 64, parts: 840, inputCoding: 'differential' } as const;
    expect(neuronScale(sums, { most: 2 ** 15, differential: true }, 1, 0)).toBeUndefined();
  });
});
