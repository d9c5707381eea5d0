/** Prints the comparison of two runs for people: the verdict, a row per step, settings, the layers that differ most. */
import { significant } from '../../src-shared/format/index.ts';
import { type ComparedLayer, type ComparedShares, FIGURES, pText, type RunComparison } from '../../src-shared/results/index.ts';
import { formatTable } from './table.ts';
import { percent } from './words.ts';

/** Layers that are printed; all are in the document of `--json`. */
const MOST_LAYERS = 10;

/** The comparison as text. */
export function comparisonText(comparison: RunComparison): string {
  const { verdict, missing } = comparison;
  const parts = [verdict, ...missing, stepTable(comparison), settingTable(comparison), layerTable(comparison)];
  return parts.filter((part) => part !== '').join('\n\n');
}

const right = (title: string) => ({ title, align: 'right' }) as const;

function stepTable({ first, second, steps, last }: RunComparison): string {
  const what = last.accuracy ? 'accuracy' : last.agreement ? 'agreement' : null;
  if (what === null) return '';
  const isLastApart = last.steps[0] !== last.steps[1];
  const rows = [...steps, ...(isLastApart ? [last] : [])].map(({ steps: [a, b], energyPj, ...at }) => {
    const shares = at[what]!;
    return [
      a === b ? String(a) : `${a} / ${b}`,
      percent(shares.first.value),
      percent(shares.second.value),
      differenceText(shares),
      shares.p === null ? '–' : pText(shares.p),
      shares.isNoise ? 'noise' : '',
      significant(energyPj[1] / energyPj[0]),
    ];
  });
  const pairs = last[what]!.method === 'paired' ? `${first.samples} pairs of samples` : 'independent samples';
  const columns = [
    right('step'),
    right(`run ${first.run} %`),
    right(`run ${second.run} %`),
    right('difference, 95 % interval'),
    right('p'),
    { title: '' },
    right('energy ratio'),
  ];
  return `${what[0]!.toUpperCase()}${what.slice(1)}, ${pairs}\n${formatTable(columns, rows)}`;
}

/** `0.8 (−0.1 to 1.7)`, in percentage points. */
const differenceText = ({ difference: { value, low, high } }: ComparedShares): string =>
  `${percent(value)} (${percent(low)} to ${percent(high)})`.replaceAll('-', '−');

function settingTable({ first, second, settings }: RunComparison): string {
  if (settings.length === 0) return 'No setting differs.';
  return formatTable(
    [{ title: 'setting' }, { title: `run ${first.run}` }, { title: `run ${second.run}` }],
    settings.map(({ setting, first: a, second: b }) => [setting, a ?? '–', b ?? '–']),
  );
}

function layerTable({ first, second, layers }: RunComparison): string {
  const rows = layers
    .filter(({ conversionError: [a, b] }) => a !== null && b !== null && a !== b)
    .toSorted((a, b) => change(b) - change(a))
    .slice(0, MOST_LAYERS)
    .map(({ name, conversionError, firingRate, energyPj }) => [
      name,
      ...both(conversionError),
      ...both(firingRate),
      ...both(energyPj),
    ]);
  if (rows.length === 0) return '';
  const { conversionError, firingRate } = FIGURES;
  const columns = [conversionError.name, firingRate.name, 'Energy pJ'].flatMap((title) =>
    [first, second].map(({ run }) => right(`${title}, run ${run}`)),
  );
  return `Layers whose conversion error differs most\n${formatTable([{ title: 'layer' }, ...columns], rows)}`;
}

const change = ({ conversionError: [a, b] }: ComparedLayer): number => Math.abs(b! - a!);
const both = (pair: readonly (number | null)[]): string[] => pair.map((value) => (value === null ? '–' : significant(value)));
