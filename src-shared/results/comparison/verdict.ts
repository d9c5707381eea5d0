/** What comes of the comparison of two runs, in one or two sentences. */
import { significant } from '../../format/index.ts';
import { pText } from '../proportions.ts';
import { percent, points, stepsText } from '../words.ts';
import { type ComparedRun, runName } from './compared-run.ts';
import type { ComparedShares, ComparedStep } from './schema.ts';

/** The verdict on `second` against `first`, after the last step of each. */
export function comparisonVerdict(first: ComparedRun, second: ComparedRun, last: ComparedStep): string {
  const [a, b] = [runName(first), runName(second)];
  const shares = last.accuracy ?? last.agreement;
  const [before, after] = last.energyPj;
  const cost = before > 0 ? `It takes ${significant(after / before)} times the energy of ${a}.` : '';
  if (!shares) return `The answers of ${a} and ${b} cannot be compared. ${cost}`.trim();
  const what = last.accuracy ? 'is right on' : 'agrees with the float network on';
  const shown = `R${b.slice(1)} ${what} ${percent(shares.second.value)} of the samples after ${stepsText(last.steps[1])}`;
  const other = `${a} on ${percent(shares.first.value)} after ${stepsText(last.steps[0])}`;
  return `${shown}, ${other}: ${relation(shares)}. ${cost}`.trim();
}

/** `0.8 points more (95 % interval 0.1 to 1.5, p = 0.02)`. */
function relation({ difference: { value, low, high }, p, isNoise }: ComparedShares): string {
  const test = p === null ? '' : `, p = ${pText(p)}`;
  const interval = `95 % interval ${signed(low)} to ${signed(high)}${test}`;
  if (isNoise) return `a difference within noise (${signed(value)} points, ${interval})`;
  return `${points(value)} ${value > 0 ? 'more' : 'fewer'} (${interval})`;
}

const signed = (difference: number): string => (100 * difference).toFixed(1).replace('-', '−').replace('−0.0', '0.0');
