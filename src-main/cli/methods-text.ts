/** Prints a comparison of methods for people (docs/tuning.md, "Comparing methods"). */
import { numberFormat, ratio } from '../../src-shared/format/index.ts';
import { onCommandLine } from '../../src-shared/message/index.ts';
import type { Estimate } from '../../src-shared/results/index.ts';
import { stepsText } from '../../src-shared/tuning/index.ts';
import type { CompareMethodsResult } from '../services/tune/compare-methods.ts';
import { formatNotes, formatPairs, formatTable } from './table.ts';
import { integer, percent } from './words.ts';

const { energy } = numberFormat(' ');
const NONE = '–';

/** The float network, a row for each method and step, the front, and notes. */
export function methodsText({
  energy_model: model,
  samples,
  float,
  methods,
  left_out: leftOut,
  page,
  notes,
}: CompareMethodsResult): string {
  const head = formatPairs([
    ['Samples', integer(samples)],
    ['Energy model', model],
    ...(float.accuracy ? [['Float network', `${share(float.accuracy)} right`] as const] : []),
  ]);
  const right = { align: 'right' } as const;
  const labelled = float.accuracy !== null;
  const figures = ['steps', ...(labelled ? ['right %'] : []), 'agree %', 'energy', '/ float'];
  const rows = methods.flatMap(({ name, steps }) =>
    steps.map((step) => {
      const { accuracy, agreement, energy_pj: pj, energy_ratio: part } = step;
      return [
        name,
        stepsText(step),
        ...(labelled ? [accuracy ? share(accuracy) : NONE] : []),
        share(agreement),
        pj === null ? NONE : energy(pj),
        part === null ? NONE : ratio(part),
        step.on_front ? 'front' : '',
      ];
    }),
  );
  const left = leftOut.map(({ name, why }) => `\n${name}: left out. ${onCommandLine(why)}`).join('');
  const table = formatTable([{ title: 'method' }, ...figures.map((title) => ({ title, ...right })), { title: '' }], rows);
  return `${head}\n\n${table}\n\n${EXPLANATION}${left}${page === null ? '' : `\nWritten: ${page}`}${formatNotes(notes)}`;
}

const EXPLANATION =
  'In parentheses: 95 % intervals. "front": no other method and step needs no more energy and is right more often.';

const share = ({ value, low, high }: Estimate): string => `${percent(value)} (${percent(low)} to ${percent(high)})`;
