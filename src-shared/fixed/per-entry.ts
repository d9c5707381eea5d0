/** Numbers for every entry of a value, stored once for each run of equal numbers. */
import type { PerEntry } from './network.ts';

type Numbers = Int32Array | Uint8Array | Float64Array;

/** The shortest form: one number if all are equal, one per run of `channel` entries if equal there, else one per entry. */
export function perEntry<T extends Numbers>(values: T, channel: number): PerEntry<T> {
  const span = [values.length, channel].find((length) => length > 0 && isConstant(values, length)) ?? 1;
  const short = values.slice(0, values.length / span) as T;
  for (let i = 0; i < short.length; i++) short[i] = values[i * span];
  return { span, values: short };
}

function isConstant(values: Numbers, length: number): boolean {
  if (values.length % length !== 0) return false;
  for (let i = 0; i < values.length; i++) if (values[i] !== values[i - (i % length)]) return false;
  return true;
}

/** All entries, one number each. */
export function everyEntry<T extends Numbers>({ span, values }: PerEntry<T>, size: number): T {
  const Array = values.constructor as new (length: number) => T;
  const all = new Array(size);
  for (let i = 0; i < size; i++) all[i] = values[Math.floor(i / span)];
  return all;
}
