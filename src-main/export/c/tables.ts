/** Numbers that belong to the entries of a value (thresholds, constant parts), stored without repetition. */

/** `values[positions[i]]` belongs to entry i. */
export interface Table {
  readonly values: Float32Array;
  readonly positions: Int32Array;
}

/** The smallest table that repeats its numbers in runs, and its runs in periods: a bias of 16 channels on 16 · 64 entries has 16 numbers. */
export function tableOf(entries: ArrayLike<number>): Table {
  const all = Float32Array.from(entries);
  const run = runLength(all);
  const heads = all.filter((_, i) => i % run === 0);
  const period = periodOf(heads);
  return {
    values: heads.slice(0, period),
    positions: Int32Array.from(all, (_, i) => Math.floor(i / run) % period),
  };
}

const gcd = (a: number, b: number): number => (b === 0 ? a : gcd(b, a % b));

/** The largest number of neighbours that are always equal. */
function runLength(values: Float32Array): number {
  let run = values.length;
  for (let i = 1; i < values.length && run > 1; i++) if (!Object.is(values[i], values[i - 1])) run = gcd(i, run);
  return run;
}

/** The smallest period that divides the length. */
function periodOf(values: Float32Array): number {
  for (let period = 1; period < values.length; period++) {
    if (values.length % period === 0 && values.every((value, i) => i < period || Object.is(value, values[i - period])))
      return period;
  }
  return values.length;
}
