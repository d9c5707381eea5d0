/** The outline of a run has the last figures of its report, and a setting of its layers only if all share it. */
import { expect, it } from 'vitest';
import { sampleReport } from '../../tests/fixtures/sample-report.ts';
import { isNeuronLayer, outlineOf, type RunReport, runOutlineSchema } from './index.ts';

const report = sampleReport();

it('has the figures after the last step', () => {
  const { accuracy, agreement, firing_rate, energy_ratio, energy } = report.steps.at(-1)!;
  const outline = outlineOf(report);
  expect(outline).toEqual({
    ...{ steps: 8, accuracy, annAccuracy: report.ann.accuracy, agreement, activity: firing_rate, energyRatio: energy_ratio },
    ...{ energyPj: energy.total_pj, ratioFloat32: energy.ratio_float32, ratioInt8: energy.ratio_int8, totalMs: 17_020, tau: 1 },
    ...{
      calibration: 500,
      coding: 'differential',
      neuron: 'mt',
      thresholds: 8,
      level: 'channel',
      method: 'percentile',
      scale: 1,
    },
  });
  expect(runOutlineSchema.parse(JSON.parse(JSON.stringify(outline)))).toEqual(outline);
});

it('says mixed if layers differ, and nothing if no layer has the setting', () => {
  const [first, ...others] = report.layers;
  if (!first || !isNeuronLayer(first)) throw new Error('the first layer has thresholds');
  const given: RunReport = {
    ...report,
    layers: [{ ...first, thresholds: 4, threshold: { level: 'layer', values: [1] } }, ...others],
  };
  expect(outlineOf(given)).toMatchObject({ thresholds: 'mixed', level: 'mixed', method: 'mixed', scale: 'mixed', neuron: 'mt' });
  const { settings } = report;
  const none = outlineOf({ ...report, layers: [], ann: { accuracy: null }, settings: { ...settings, calibration: undefined } });
  expect(none).toMatchObject({ neuron: null, thresholds: null, scale: null, annAccuracy: null, calibration: null });
});
