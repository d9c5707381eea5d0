/**
 * The units in which neurons, pools, transcoders and outputs keep their states, so that no state exceeds 32 bits within T steps
 * (docs/fixed-point.md).
 */
import type { ValueCoding } from '../../spiking/index.ts';
import { harmonic, MOST, partsOf } from '../arithmetic.ts';
import type { FixedIntake } from '../network.ts';
import { perEntry } from '../per-entry.ts';
import { type DraftValue, factors } from './draft.ts';

/** The sums of a layer over T steps. */
export interface Sums {
  readonly steps: number;
  /** F: parts of a unit. */
  readonly parts: number;
  readonly inputCoding: ValueCoding;
}

/** F of a layer with these codings. */
export const partsFor = (codings: readonly ValueCoding[], steps: number): number =>
  codings.includes('differential') ? partsOf(steps) : 1;

/**
 * Largest Σ of T rate equivalents of an input d with |d| ≤ 1, and of a constant part of 1, in units: T(b + H·d) if the input is
 * differential, T(b + d) if not.
 */
export const reach = ({ steps, inputCoding }: Sums, d: number, b: number): number =>
  steps * (b + (inputCoding === 'differential' ? harmonic(steps) : 1) * d);

/**
 * Units that a state of 32 bits has room for, with F parts each. What rounding adds stays free: half a part per step to each estimate,
 * times T in a sum of T rate equivalents.
 */
export const room = ({ parts, steps }: Sums): number => Math.floor(MOST / parts) - 8 - Math.ceil(steps ** 2 / parts);

/** The input of a layer in these units. `clamp`: largest |d| of each entry; `constant`: real constant parts b of one sample. */
export function intakeOf(
  value: DraftValue,
  unit: Float64Array,
  { clamp, constant }: { readonly clamp: Int32Array; readonly constant: Float64Array | undefined },
  parts: number,
): FixedIntake {
  const b = Int32Array.from(unit, (one, i) => (one === 0 || !constant ? 0 : limited(roundHalf((constant[i] / one) * parts))));
  return {
    factor: factors(value, unit),
    clamp: perEntry(clamp, value.channel),
    constant: perEntry(b, value.channel),
    parts,
  };
}

const roundHalf = (x: number): number => Math.sign(x) * Math.floor(Math.abs(x) + 0.5);
const limited = (x: number): number => Math.max(-MOST, Math.min(MOST, x));
