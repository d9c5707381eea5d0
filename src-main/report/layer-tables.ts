/**
 * Tables of layers: neuron layers with thresholds, firing rate and error; the activations that thresholds lose; counted layers
 * with their operations.
 */
import {
  conversionErrorOf,
  type CountedLayerResult,
  FIGURES,
  firingRateOf,
  isNeuronLayer,
  type NeuronLayerResult,
  type RunReport,
  thresholdLossesOf,
  thresholdRemedy,
} from '../../src-shared/results/index.ts';
import { count, percent, significant } from './format.ts';
import { html, type Html } from './html.ts';
import { bar, heat, heatKey, largest } from './marks.ts';
import { type Column, table } from './table.ts';

export function layerTables({ layers, settings }: RunReport): Html {
  const neurons = layers.filter(isNeuronLayer);
  const counted = layers.filter((layer): layer is CountedLayerResult => !isNeuronLayer(layer));
  return html`${neurons.length > 0 && html`${neuronTable(neurons)}${lossTable(neurons)}`}${counted.length > 0 && countedTable(counted, settings.dataset.samples)}`;
}

function neuronTable(layers: readonly NeuronLayerResult[]): Html {
  const lastError = (layer: NeuronLayerResult): number | undefined => conversionErrorOf(layer) ?? undefined;
  const [worst, most] = [largest(layers.map(lastError)), largest(layers.map((layer) => layer.energy_share))];
  const columns: Column<NeuronLayerResult>[] = [
    { title: 'Layer', kind: 'name', cell: ({ name }) => name },
    { title: 'Coding', cell: ({ coding }) => coding },
    { title: 'Neuron', cell: neuronName },
    { title: 'Neurons', kind: 'number', cell: ({ neurons }) => count(neurons) },
    { title: 'Thresholds', cell: ({ threshold }) => thresholdRange(threshold.values) },
    {
      title: 'One for each',
      cell: ({ threshold: { level, values } }) => (level === 'layer' ? 'layer' : `${level} (${values.length})`),
    },
    { title: `${FIGURES.firingRate.name} of each step`, cell: (layer) => heat(layer.firing_rate) },
    { title: 'mean', kind: 'number', cell: (layer) => percent(firingRateOf(layer)) },
    ...(worst > 0
      ? [{ title: FIGURES.conversionError.name, cell: (layer: NeuronLayerResult) => bar(lastError(layer), worst) }]
      : []),
    ...(most > 0 ? [{ title: 'Energy share', cell: (layer: NeuronLayerResult) => bar(layer.energy_share, most) }] : []),
  ];
  const about = [FIGURES.firingRate, ...(worst > 0 ? [FIGURES.conversionError] : [])]
    .map(({ name, about: what }) => `${name}: ${what}.`)
    .join(' ');
  return html`<h2>Neuron layers</h2>${heatKey(about)}${table(columns, layers)}`;
}

/** The activations that thresholds lose (`–` if not measured), and the setting to change if the loss matters. */
function lossTable(layers: readonly NeuronLayerResult[]): Html {
  const figures = [FIGURES.clipped, FIGURES.silenced, FIGURES.thresholdCost];
  const about = figures.map(({ name, about: what }) => `${name}: ${what}.`).join(' ');
  const columns: Column<NeuronLayerResult>[] = [
    { title: 'Layer', kind: 'name', cell: ({ name }) => name },
    { title: FIGURES.clipped.name, kind: 'number', cell: (layer) => percent(thresholdLossesOf(layer)?.clipped) },
    { title: FIGURES.silenced.name, kind: 'number', cell: (layer) => percent(thresholdLossesOf(layer)?.silenced) },
    { title: FIGURES.thresholdCost.name, cell: (layer) => bar(thresholdLossesOf(layer)?.cost, 1) },
    { title: 'Remedy', cell: (layer) => thresholdRemedy(layer) ?? (layer.lost ? 'none needed' : '–') },
  ];
  const title = html`<h2>What thresholds lose</h2>`;
  return layers.some(({ lost }) => lost)
    ? html`${title}<p class="small">${about}</p>${table(columns, layers)}`
    : html`${title}<p class="small">Clipped and silenced activations were not measured in this run.</p>`;
}

function countedTable(layers: readonly CountedLayerResult[], samples: number): Html {
  const most = largest(layers.map((layer) => layer.energy_share));
  const performed = ({ sop }: CountedLayerResult): number => sop.reduce((sum, value) => sum + value, 0);
  const columns: Column<CountedLayerResult>[] = [
    { title: 'Layer', kind: 'name', cell: ({ name }) => name },
    { title: 'Kind', cell: ({ kind }) => kind },
    { title: 'Dense, one step', kind: 'number', cell: ({ dense }) => count(dense / samples) },
    { title: 'Performed, all steps', kind: 'number', cell: (layer) => count(performed(layer) / samples) },
    {
      title: `${FIGURES.activity.name} of each step`,
      cell: ({ dense, sop }) => heat(sop.map((value) => (dense === 0 ? 0 : value / dense))),
    },
    {
      title: 'mean',
      kind: 'number',
      cell: (layer) => percent(layer.dense === 0 ? null : performed(layer) / layer.dense / layer.sop.length),
    },
    ...(most > 0 ? [{ title: 'Energy share', cell: (layer: CountedLayerResult) => bar(layer.energy_share, most) }] : []),
  ];
  return html`<h2>Synaptic operations</h2>${heatKey(`${FIGURES.activity.name}: ${FIGURES.activity.about}. Counts are per sample.`)}${table(columns, layers)}`;
}

const neuronName = ({ neuron, thresholds, initial }: NeuronLayerResult): string =>
  [
    neuron,
    ...(neuron.startsWith('m') ? [`${thresholds} levels`] : []),
    ...(initial === undefined ? [] : [`from ${significant(initial)} θ`]),
  ].join(', ');

/** A range of thresholds: `0.810 – 2.70`. Thresholds of 0, whose neurons never fire, are counted separately. */
function thresholdRange(values: readonly number[]): string {
  const positive = values.filter((value) => value > 0);
  const silent = values.length - positive.length;
  const low = positive.reduce((least, value) => Math.min(least, value), Infinity);
  const high = positive.reduce((most, value) => Math.max(most, value), 0);
  const range = positive.length === 0 ? '0' : low === high ? significant(low) : `${significant(low)} – ${significant(high)}`;
  return silent === 0 ? range : `${range}, ${silent} silent`;
}
