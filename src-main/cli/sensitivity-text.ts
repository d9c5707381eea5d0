/** Prints a sensitivity table for people (docs/tuning.md). */
import { numberFormat } from '../../src-shared/format/index.ts';
import type { Estimate } from '../../src-shared/results/index.ts';
import type { SensitivityRow } from '../../src-shared/tuning/sensitivity-rows.ts';
import type { SensitivityResult } from '../services/tune/sensitivity-project.ts';
import { formatNotes, formatPairs, formatTable } from './table.ts';
import { integer, percent } from './words.ts';

const { energy } = numberFormat(' ');
const NONE = '–';

/** The plan's figures, the rows, and the notes. */
export function sensitivityText({ model, samples, steps, plan, rows, untried, notes }: SensitivityResult): string {
  const head = formatPairs([
    ['Samples', integer(samples)],
    ['Time steps', integer(steps)],
    ['Energy model', model],
    ...(plan.accuracy ? [['Accuracy', `${percent(plan.accuracy.value)} %`] as const] : []),
    ['Agreement', `${percent(plan.agreement.value)} % with the float network`],
    ['Divergence', `${plan.divergence.toPrecision(3)} nats from the float network`],
    ['Energy', plan.energy === null ? 'the model prices no part of a spiking network' : `${energy(plan.energy)} per sample`],
  ]);
  return `${head}\n\n${table(rows, plan.accuracy !== null)}\n\n${EXPLANATION}${untriedText(untried)}${formatNotes(notes)}`;
}

const EXPLANATION =
  'Each row changes one layer. Figures are differences from the plan with intervals of 95 %: accuracy and agreement in points, divergence in millinats, energy in % of the plan’s.';

function table(rows: readonly SensitivityRow[], labelled: boolean): string {
  const right = { align: 'right' } as const;
  const figures = [...(labelled ? ['accuracy'] : []), 'agreement', 'divergence', 'energy'];
  return formatTable(
    [{ title: 'use' }, { title: 'layer' }, { title: 'change' }, ...figures.map((title) => ({ title, ...right }))],
    rows.map((row) => [
      row.verdict === 'none' ? NONE : row.verdict,
      row.layer,
      `${row.field} ${row.from} → ${row.to}`,
      ...(labelled ? [row.accuracy ? interval(row.accuracy, 100) : NONE] : []),
      interval(row.agreement, 100),
      interval(row.divergence, 1000),
      row.energy ? interval(row.energy, 100) : NONE,
    ]),
  );
}

/** A difference and its interval, such as `−0.40 [−1.02, 0.22]`. */
function interval({ value, low, high }: Estimate, factor: number): string {
  const number = (one: number): string =>
    (one * factor)
      .toFixed(2)
      .replace(/^-0\.00$/, '0.00')
      .replace('-', '−');
  return `${number(value)} [${number(low)}, ${number(high)}]`;
}

function untriedText(untried: SensitivityResult['untried']): string {
  if (untried.length === 0) return '';
  const names = [...new Set(untried.map(({ field, to }) => `${field} ${to}`))].join(', ');
  return `\nNot tried, because the calibration has no such statistics: ${names} (${untried.length} ${untried.length === 1 ? 'change' : 'changes'}).`;
}
