/** Figures by layer and step: every value of the report is in its cell, energy is that of a step, and what is missing has a reason. */
import { expect, it } from 'vitest';
import { sampleReport } from '../../tests/fixtures/sample-report.ts';
import { isNeuronLayer, layerMap, type RunReport } from './index.ts';

const report = sampleReport();
const neurons = report.layers.filter(isNeuronLayer);

it('conversion errors and firing rates are those of the report', () => {
  const error = layerMap(report, 'conversion-error');
  expect(error.rows.map(({ name, values }) => [name, values])).toEqual(
    neurons.map((layer) => [layer.name, layer.conversion_error]),
  );
  expect(error.most).toBe(Math.max(...neurons.flatMap((layer) => layer.conversion_error!)));
  expect(layerMap(report, 'firing-rate').rows.map(({ values }) => values)).toEqual(neurons.map((layer) => layer.firing_rate));
});

it('energy is that of a single step, of all terms, of neuron layers and counted layers', () => {
  const [first] = neurons;
  const counted = report.layers.find((layer) => !isNeuronLayer(layer))!;
  const layers: RunReport['layers'] = [
    { ...first!, energy: { 'neuron-update': [1, 3, 6], 'state-memory': [10, 20, 30] } },
    { ...counted, energy: { accumulate: [5, 5, 7] } },
  ];
  expect(layerMap({ ...report, layers }, 'energy').rows.map(({ kind, values }) => [kind, values])).toEqual([
    ['neuron', [11, 12, 13]],
    [counted.kind, [5, 0, 2]],
  ]);
});

it.each([
  ['no conversion error', 'conversion-error', 'simulated'],
  ['no clipped shares of an older version', 'clipped', 'older'],
  ['no energy of an older version', 'energy', 'older'],
] as const)('%s: the reason is given', (_, figure, missing) => {
  const bare = report.layers.map((layer) =>
    isNeuronLayer(layer)
      ? { ...layer, conversion_error: undefined, clipped: undefined, energy: undefined }
      : { ...layer, energy: undefined },
  );
  const map = layerMap({ ...report, layers: bare }, figure);
  expect(map).toMatchObject({ rows: [], most: 0, missing });
});

it('a network without layers says so', () => {
  expect(layerMap({ ...report, layers: [] }, 'firing-rate').missing).toBe('no-layers');
});
