/** Prints the energy of a run for people: an overview of models by group, or one model in full. */
import {
  byLayer,
  type ComparedCrossover,
  type EnergyModel,
  type EnergySummary,
  type Range,
  TERM_LABELS,
} from '../../src-shared/energy/index.ts';
import { numberFormat, significant } from '../../src-shared/format/index.ts';
import { onCommandLine } from '../../src-shared/message/index.ts';
import { FIGURES } from '../../src-shared/results/index.ts';
import { formatPairs, formatTable } from './table.ts';
import { percent } from './words.ts';

const { energy, count } = numberFormat(' ');
const NONE = '–';

/** The text for one model or several. */
export function energyText(run: number, models: readonly EnergyModel[], summaries: readonly EnergySummary[]): string {
  const [first] = summaries;
  const head = `Run ${run}, the first ${first!.steps} steps, per sample`;
  return summaries.length === 1 ? `${head}\n\n${inFull(models[0]!, first!)}` : `${head}\n${overview(summaries)}`;
}

/** One table per group, since figures of different evidence or boundary cannot be compared. */
function overview(summaries: readonly EnergySummary[]): string {
  const groups = [...new Set(summaries.map(({ group }) => group))];
  const tables = groups.map((group) => {
    const rows = summaries
      .filter((one) => one.group === group)
      .map(({ model, total, baselines, unpriced }) => [
        model,
        total ? rangeText(total) : NONE,
        ...baselines.map(({ pj }) => (pj ? rangeText(pj) : NONE)),
        ...baselines.map(({ ratio }) => (ratio === null ? NONE : significant(ratio))),
        String(unpriced.length),
      ]);
    const right = { align: 'right' } as const;
    const bits = `${summaries[0]!.baselines[2]!.bits} bits`;
    const columns = ['spiking', 'float32', 'int8', bits, '/ float32', '/ int8', `/ ${bits}`, 'unpriced'];
    return `${group}\n${formatTable([{ title: 'model' }, ...columns.map((title) => ({ title, ...right }))], rows)}`;
  });
  return `\n${tables.join('\n\n')}\n\nFigures of different groups cannot be compared. --model ID shows one in full.`;
}

function inFull(model: EnergyModel, summary: EnergySummary): string {
  const { total, explanation, unpriced, group, activity } = summary;
  const parts = [
    formatPairs([
      ['Model', `${model.id}: ${model.name}`],
      ['Group', group],
      ['Spiking network', total ? rangeText(total) : 'unpriced'],
      [
        'Spikes',
        `${significant(activity.spikes_per_synapse)} per synapse; ${percent(activity.firing_rate)} % of neurons per step`,
      ],
    ]),
    explanation ? onCommandLine(explanation.sentence) : 'The model prices no part of a spiking network.',
    baselineTable(summary),
    ...(total ? [termTable(summary), layerTable(summary)] : []),
    unpriced.length === 0
      ? 'Nothing is unpriced.'
      : `Unpriced, and part of no sum\n${unpriced.map(({ term, count: n, why }) => `· ${TERM_LABELS[term]} (${count(n)}): ${why}`).join('\n')}`,
    `Published crossovers: a spiking network needs less energy than a dense one below\n${summary.crossovers.map(crossoverText).join('\n')}`,
    `Caveats\n${model.caveats.map((text) => `· ${text}`).join('\n')}`,
    `Sources\n${model.sources.map(({ cite, where, read }) => `· ${cite}; ${where} (${read})`).join('\n')}`,
  ];
  return parts.join('\n\n');
}

const crossoverText = ({ metric, lo, hi, about, cite, verdict }: ComparedCrossover): string => {
  const value = (one: number): string => (metric === 'firing-rate' ? `${percent(one)} %` : significant(one));
  const range = lo === hi ? value(lo) : `${value(lo)} to ${value(hi)}`;
  return `· ${range} ${metric === 'firing-rate' ? 'of neurons per step' : 'spikes per synapse'}, ${about}; this run is ${verdict}: ${cite}`;
};

function baselineTable({ baselines }: EnergySummary): string {
  const rows = baselines.map(({ id, bits, pj, ratio, break_even, note }) => [
    id === 'bits' ? `${bits} bits` : id,
    pj ? rangeText(pj) : NONE,
    ratio === null ? NONE : significant(ratio),
    break_even.kind === 'at' ? percent(break_even.firing_rate) : break_even.kind === 'never' ? 'never' : NONE,
    note,
  ]);
  const right = { align: 'right' } as const;
  return formatTable(
    [
      { title: 'same network' },
      { title: 'energy', ...right },
      { title: 'spiking /', ...right },
      { title: `equal at ${FIGURES.firingRate.name.toLowerCase()} %`, ...right },
      { title: '' },
    ],
    rows,
  );
}

function termTable({ terms, total }: EnergySummary): string {
  const names = [...new Set(terms.map(({ term }) => term))];
  const rows = names.map((name) => {
    const own = terms.filter(({ term }) => term === name);
    const pj = own.reduce((sum, one) => sum + one.pj.nom, 0);
    const counted = own.reduce((sum, one) => sum + one.count, 0);
    return { cells: [TERM_LABELS[name], count(counted), energy(pj), percent(pj / total!.nom)], pj };
  });
  const right = { align: 'right' } as const;
  return formatTable(
    [{ title: 'term' }, { title: 'count', ...right }, { title: 'energy', ...right }, { title: '%', ...right }],
    rows.toSorted((a, b) => b.pj - a.pj).map(({ cells }) => cells),
  );
}

/** Most layers that the terminal lists. */
const LISTED = 12;

function layerTable(summary: EnergySummary): string {
  const layers = byLayer(summary).toSorted((a, b) => b.pj - a.pj);
  const rows = layers
    .slice(0, LISTED)
    .map(({ owner, pj }) => [owner?.name ?? 'other', energy(pj), percent(pj / summary.total!.nom)]);
  const more = layers.length - rows.length;
  const right = { align: 'right' } as const;
  const table = formatTable([{ title: 'layer' }, { title: 'energy', ...right }, { title: '%', ...right }], rows);
  return more > 0 ? `${table}\n${more} more layers need less; --json has all.` : table;
}

const rangeText = ({ lo, nom, hi }: Range): string =>
  lo === hi ? energy(nom) : `${energy(nom)} (${energy(lo)} to ${energy(hi)})`;
