/** Remedies fit the kind of loss, use the names of a plan's fields, and are absent if little is lost. */
import { describe, expect, it } from 'vitest';
import { sampleReport } from '../../tests/fixtures/sample-report.ts';
import { parsePlan } from '../plan/index.ts';
import type { Loss } from '../units/index.ts';
import { FIGURES, isNeuronLayer, type NeuronLayerResult, runReportSchema, thresholdLossesOf, thresholdRemedy } from './index.ts';

type Statistic = NonNullable<NeuronLayerResult['threshold']['statistic']>;

/** A layer with a conversion error of one half. `lost` is the share of it in activations lost for the given reason. */
const layer = (loss: Loss, lost: number, over: Partial<NeuronLayerResult> = {}, statistic?: Statistic): NeuronLayerResult => {
  const [first] = sampleReport().layers.filter(isNeuronLayer);
  const none = { share: 0, error: 0 };
  const threshold = { level: 'channel' as const, values: [1], ...(statistic ? { statistic } : {}) };
  const all = { clipped: none, shut: none, small: none, [loss]: { share: 0.2, error: lost } };
  return { ...first!, conversion_error: [0.5], threshold, lost: all, ...over };
};
const percentile: Statistic = { method: 'percentile', scale: 1 };

it('losses are three shares, and their size in the layer’s activations', () => {
  const lost = { clipped: { share: 0.1, error: 0.05 }, shut: { share: 0.2, error: 0.15 }, small: { share: 0.3, error: 0.05 } };
  const losses = thresholdLossesOf({ lost, conversion_error: [0.9, 0.4] })!;
  expect(losses.clipped).toBe(0.1);
  expect(losses.silenced).toBeCloseTo(0.5);
  expect(losses.cost).toBeCloseTo(0.25);
  expect(losses.size).toBeCloseTo(0.2);
  expect(thresholdLossesOf({ lost })!.size).toBeNull();
  expect(thresholdLossesOf({})).toBeNull();
});

describe('a remedy', () => {
  it.each<[string, NeuronLayerResult, string]>([
    [
      'statistics of the value that shut channels',
      layer('shut', 1, {}, { ...percentile, of: 'value', scale: 8 }),
      'threshold.of',
    ],
    ['the same, clipped', layer('clipped', 1, {}, { ...percentile, of: 'value', scale: 8 }), 'threshold.of to magnitude'],
    ['channels that calibration did not activate', layer('shut', 1, {}, percentile), 'threshold.level to layer'],
    [
      'a percentile that clips',
      layer('clipped', 1, {}, percentile),
      'threshold.method to max, or threshold.scale to more than 1',
    ],
    [
      'a maximum that clips',
      layer('clipped', 1, {}, { method: 'max', scale: 2 }),
      'Set threshold.scale to more than 2, or calibrate',
    ],
    ['a given θ', layer('clipped', 1), 'threshold.value'],
    ['spikes that are too large', layer('small', 1, {}, percentile), 'Set thresholds or steps to more'],
    ['the same of neurons with one threshold', layer('small', 1, { neuron: 'if' }, percentile), 'Set neuron to mt or ms'],
  ])('for %s', (_, found, words) => {
    expect(thresholdRemedy(found)).toContain(words);
    // Fields of a plan, not options of the command line.
    expect(thresholdRemedy(found)).not.toMatch(/--|“/);
  });

  it('names fields that plans have', () => {
    const text = JSON.stringify({
      version: 1,
      steps: 8,
      defaults: {
        neuron: 'mt',
        thresholds: 9,
        threshold: { of: 'magnitude', method: 'max', level: 'layer', scale: 2, value: 1 },
      },
    });
    expect(() => parsePlan(text)).not.toThrow();
  });

  it.each<[string, NeuronLayerResult]>([
    ['the error in lost activations is below a tenth of the activations', layer('shut', 0.03, {}, percentile)],
    ['most of the error lies elsewhere', layer('shut', 0.24, { conversion_error: [0.9] }, percentile)],
    ['the error was not recorded', layer('shut', 1, { conversion_error: undefined }, percentile)],
    ['losses were not measured', { ...layer('shut', 1), lost: undefined }],
  ])('there is none where %s', (_, found) => expect(thresholdRemedy(found)).toBeNull());

  it('begins exactly at a tenth', () => {
    expect(thresholdRemedy(layer('shut', 0.25, { conversion_error: [0.2] }, percentile))).not.toBeNull();
    expect(thresholdRemedy(layer('shut', 0.25, { conversion_error: [0.199] }, percentile))).toBeNull();
  });
});

it('a report without losses is read: an older version wrote it', () => {
  const report = sampleReport();
  const layers = report.layers.map((one) => (isNeuronLayer(one) ? { ...one, lost: undefined } : one));
  const old = JSON.parse(JSON.stringify({ ...report, layers })) as unknown;
  expect(runReportSchema.parse(old).layers.filter(isNeuronLayer).map(thresholdLossesOf)).toEqual(Array(19).fill(null));
  expect(Object.keys(FIGURES)).toContain('thresholdCost');
});
