/** How often a layer sent spikes of each size. Pure. */
import { codesOf, countCodes, type RecordedLayer, type SpikeCodes, spikeOf } from '../../src-shared/spikes/index.ts';

export interface SizeBar {
  /** Smallest and largest size of the bar in units of θ; equal if the bar stands for one size. */
  readonly from: number;
  readonly to: number;
  /** Spikes of all steps, and of the chosen one. */
  readonly all: number;
  readonly now: number;
}

/** More sizes than this are put together. */
const MOST_BARS = 40;

/** Bars from the most negative size on. Sizes of a sign that was never sent are left out. `step`: the chosen step, from 0. */
export function sizeBars(layer: RecordedLayer, steps: readonly SpikeCodes[], step: number): SizeBar[] {
  const all = countCodes(steps);
  const now = countCodes(steps.slice(step, step + 1));
  const signs = [-1, 1].filter((sign) => [...all.keys()].some((code) => Math.sign(code) === sign));
  return signs.flatMap((sign) => {
    const codes = codesOf(layer).filter((code) => Math.sign(code) === sign);
    const group = Math.ceil(codes.length / (MOST_BARS / 2));
    return Array.from({ length: Math.ceil(codes.length / group) }, (_, bar) => {
      const part = codes.slice(bar * group, (bar + 1) * group);
      const sum = (counts: ReadonlyMap<number, number>): number =>
        part.reduce((total, code) => total + (counts.get(code) ?? 0), 0);
      return { from: spikeOf(layer, part[0]!), to: spikeOf(layer, part.at(-1)!), all: sum(all), now: sum(now) };
    });
  });
}

/** A size as a fraction of θ: `θ`, `−θ/8`, `1.5 θ`. */
export function sizeText(size: number): string {
  const sign = size < 0 ? '−' : '';
  const magnitude = Math.abs(size);
  if (magnitude === 1) return `${sign}θ`;
  const inverse = 1 / magnitude;
  return Number.isInteger(inverse) ? `${sign}θ/${inverse}` : `${sign}${Number(magnitude.toPrecision(3))} θ`;
}
