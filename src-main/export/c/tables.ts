/** Numbers that belong to the entries of a value (thresholds, constant parts), stored without repetition. */

/** Arrays of such numbers. */
export type TableNumbers = Float32Array | Int32Array | Uint8Array;

/** `values[positions[i]]` belongs to entry i. */
export interface Table<T extends TableNumbers> {
  readonly values: T;
  readonly positions: Int32Array;
}

/** The smallest table that repeats its numbers in runs, and its runs in periods: a bias of 16 channels on 16 · 64 entries has 16 numbers. */
export function tableOf<T extends TableNumbers>(all: T): Table<T> {
  const run = runLength(all);
  const heads = all.filter((_, i) => i % run === 0) as T;
  const period = periodOf(heads);
  return {
    values: heads.slice(0, period) as T,
    positions: Int32Array.from(all, (_, i) => Math.floor(i / run) % period),
  };
}

const gcd = (a: number, b: number): number => (b === 0 ? a : gcd(b, a % b));

/** The largest number of neighbours that are always equal. */
function runLength(values: TableNumbers): number {
  let run = values.length;
  for (let i = 1; i < values.length && run > 1; i++) if (!Object.is(values[i], values[i - 1])) run = gcd(i, run);
  return run;
}

/** The smallest period that divides the length. */
function periodOf(values: TableNumbers): number {
  for (let period = 1; period < values.length; period++) {
    if (values.length % period === 0 && values.every((value, i) => i < period || Object.is(value, values[i - period])))
      return period;
  }
  return values.length;
}
