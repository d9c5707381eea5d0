/** Round numbers along an axis. */

/** About `count` round numbers (1, 2 or 5 times a power of ten apart) from low to high. An end that is round is included. */
export function ticks(low: number, high: number, count: number): number[] {
  if (!(high > low)) return [low];
  const raw = (high - low) / Math.max(1, count);
  const power = 10 ** Math.floor(Math.log10(raw));
  const step = power * ([1, 2, 5].find((factor) => factor * power >= raw * 0.999) ?? 10);
  const first = Math.ceil(low / step - 1e-9);
  const last = Math.floor(high / step + 1e-9);
  // Multiples of the step are used instead of sums, because 0.1 + 0.2 is not 0.3.
  return Array.from({ length: last - first + 1 }, (_, index) => Number(((first + index) * step).toPrecision(12)));
}

/** About `count` round numbers between positive ends on a logarithmic axis: powers of ten, and 2 and 5 times those if there is room. */
export function logTicks(low: number, high: number, count: number): number[] {
  const decades = Math.log10(high / low);
  const factors = decades * 3 <= count ? [1, 2, 5] : [1];
  const every = Math.max(1, Math.ceil(decades / Math.max(1, count)));
  const first = Math.floor(Math.log10(low) / every) * every;
  const all: number[] = [];
  for (let power = first; 10 ** power <= high; power += every) {
    for (const factor of factors) all.push(Number((factor * 10 ** power).toPrecision(12)));
  }
  return all.filter((tick) => tick >= low && tick <= high);
}
