/** What the charts draw: the steps along x, lines with their names, and a range of y that shows what differs. */
import type { ColourName } from '../../../src-shared/theme/tokens.ts';
import { runTexts } from '../../texts/run.ts';
import type { Estimate, StepShares } from '../../../src-shared/results/index.ts';
import type { RunFigures } from './step-figures.ts';

export interface Line {
  readonly label: string;
  readonly colour: ColourName;
  /** Lengths of dash and gap in px; empty for a solid line. Lines are told apart by it, not by colour alone. */
  readonly dash: readonly number[];
  /** One value a step; null where there is none. */
  readonly values: readonly (number | null)[];
  /** Their 95 % intervals, drawn as a band. */
  readonly band?: readonly (Estimate | null)[];
  /** What the others are compared with: drawn thin. */
  readonly reference?: boolean;
}

export interface Curves {
  readonly steps: readonly number[];
  readonly lines: readonly Line[];
  readonly range: readonly [number, number];
  readonly scale: 'linear' | 'log';
}

/** Accuracy and agreement after each step, beside the float network's accuracy. `shares`: their intervals; null while a run goes on. */
export function accuracyCurves({ steps, annAccuracy }: RunFigures, shares: readonly StepShares[] | null): Curves {
  const lines: Line[] = [];
  if (steps.some(({ accuracy }) => accuracy !== null)) {
    lines.push({
      label: runTexts.accuracy,
      colour: 'accent',
      dash: [],
      values: steps.map(({ accuracy }) => accuracy),
      ...(shares ? { band: shares.map(({ accuracy }) => accuracy) } : {}),
    });
  }
  lines.push({ label: runTexts.agreement, colour: 'third', dash: [6, 3], values: steps.map(({ agreement }) => agreement) });
  if (annAccuracy !== null) {
    lines.push({
      label: runTexts.floatNetwork,
      colour: 'muted',
      dash: [2, 3],
      values: steps.map(() => annAccuracy),
      reference: true,
    });
  }
  return { steps: steps.map(({ step }) => step), lines, range: linesRange(lines), scale: 'linear' };
}

/** Both energies over the float network's after each step, and the line where it costs as much. */
export function energyCurves({ steps }: RunFigures): Curves {
  const lines: Line[] = [
    { label: runTexts.energyRatio, colour: 'accent', dash: [], values: steps.map(({ energyRatio }) => energyRatio) },
    { label: runTexts.ledgerFloat32, colour: 'second', dash: [6, 3], values: steps.map(({ ledgerFloat32 }) => ledgerFloat32) },
    { label: runTexts.ledgerInt8, colour: 'third', dash: [2, 2], values: steps.map(({ ledgerInt8 }) => ledgerInt8) },
    { label: runTexts.asMuch, colour: 'muted', dash: [2, 3], values: steps.map(() => 1), reference: true },
  ];
  const { range, scale } = ratioRange(numbers(lines));
  return { steps: steps.map(({ step }) => step), lines, range, scale };
}

const numbers = (lines: readonly Line[]): number[] =>
  lines.flatMap(({ values }) => values.filter((value): value is number => value !== null));

/** The range of lines of fractions, with their bands. */
export const linesRange = (lines: readonly Line[]): readonly [number, number] =>
  shareRange([
    ...numbers(lines),
    ...lines.flatMap(({ band }) => (band ?? []).flatMap((one) => (one ? [one.low, one.high] : []))),
  ]);

/** Around fractions, in steps of 0.1, at least 0.1 high and inside 0…1; all of it for none. */
export function shareRange(values: readonly number[]): readonly [number, number] {
  if (values.length === 0) return [0, 1];
  const low = Math.floor(Math.min(1, ...values) * 10 - 1e-9) / 10;
  const high = Math.ceil(Math.max(0, ...values) * 10 + 1e-9) / 10;
  return [Math.max(0, Math.min(low, 0.9)), Math.min(1, Math.max(high, 0.1))];
}

/** Widest ratio between values that still share a linear axis. */
const MOST_LINEAR = 20;
/** Room above and below on a logarithmic axis, as a factor. */
const LOG_ROOM = 1.25;

/** Around ratios: from 0 on a linear axis, or on a logarithmic one where they lie far apart. */
export function ratioRange(values: readonly number[]): Pick<Curves, 'range' | 'scale'> {
  const positive = values.filter((value) => value > 0);
  const [low, high] = [Math.min(1, ...positive), Math.max(1, ...positive)];
  if (high / low <= MOST_LINEAR) return { range: [0, high * 1.08], scale: 'linear' };
  return { range: [low / LOG_ROOM, high * LOG_ROOM], scale: 'log' };
}
