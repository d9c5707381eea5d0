/**
 * For a layer with a threshold per neuron, a window gets only the data that a person looks at: some rows, the numbers of one
 * channel, and a summary of the rest.
 */
import { expect, it } from 'vitest';
import { MOST_ROWS } from '../../../src-shared/contract/index.ts';
import type { OpenedProject } from '../projects/index.ts';
import { channelMoments, layerStatistics } from './layer-statistics.ts';

const [CHANNELS, SIDE, BINS] = [16, 64, 4];
const EACH = SIDE * SIDE;
const NEURONS = CHANNELS * EACH;

/** A project with one layer that has a threshold per neuron. Each number encodes its neuron and its statistic. */
function opened(level: 'neuron' | 'layer'): OpenedProject {
  const perNeuron = (factor: number) => ({
    shape: [1, CHANNELS, SIDE, SIDE],
    values: Float64Array.from({ length: NEURONS }, (_, index) => factor * (index + 1)),
  });
  const arrays: Record<string, { shape: number[]; values: Float64Array }> = {
    mean: perNeuron(1),
    variance: perNeuron(2),
    max: perNeuron(3),
    thresholds: level === 'neuron' ? perNeuron(5) : { shape: [1], values: Float64Array.of(7) },
    histogram: { shape: [CHANNELS, BINS], values: Float64Array.from({ length: CHANNELS * BINS }, (_, index) => index) },
    range: { shape: [CHANNELS], values: new Float64Array(CHANNELS).fill(2) },
  };
  const unsolved = [3, 5 * EACH + 1];
  const project = {
    calibrationHead: () => ({ id: 1 }),
    calibrationLayer: () => ({ layer: 'a', level, unsolved, silent: [] }),
    calibrationArray: (_: unknown, __: string, name: string) => arrays[name],
  };
  const brief = { layer: 'a', level, threshold: [5, 6, 7], unsolved: 2, silent: 0 };
  return {
    project,
    path: 'p',
    calibration: { id: 1, layers: [brief] },
    graph: { layers: [{ name: 'a', shape: [CHANNELS, SIDE, SIDE] }] },
  } as unknown as OpenedProject;
}

it('begins with the first rows, and has the thresholds of all in brief', async () => {
  const all = await layerStatistics(opened('neuron'), 'a', null);
  expect(all).toMatchObject({ level: 'neuron', groups: 'neuron', total: NEURONS, channels: CHANNELS, thresholdCount: NEURONS });
  expect(all).toMatchObject({ first: 0, threshold: [5, 6, 7], unsolved: [3], percentile: null });
  for (const values of [all.mean, all.variance, all.maximum, all.thresholds]) expect(values).toHaveLength(MOST_ROWS);
  expect(all.histogram).toMatchObject({ low: -2, high: 2 });
});

it('has the rows of a channel', async () => {
  const one = await layerStatistics(opened('neuron'), 'a', 5);
  const from = 5 * EACH;
  expect(one).toMatchObject({ first: from, unsolved: [from + 1], histogram: { low: -2, high: 2, counts: [20, 21, 22, 23] } });
  expect(one.mean).toEqual(Array.from({ length: EACH }, (_, index) => from + index + 1));
  expect(one.thresholds[0]).toBe(5 * (from + 1));
  expect(one.threshold).toEqual([5 * (from + 1), 5 * (from + EACH / 2), 5 * (from + EACH)]);
  expect(await channelMoments(opened('neuron'), 'a', 5)).toEqual({ mean: from + 1, variance: 2 * (from + 1) });
});

it('tells a value of the whole layer from its statistics', async () => {
  const one = await layerStatistics(opened('layer'), 'a', 5);
  expect(one).toMatchObject({ level: 'layer', groups: 'neuron', first: 5 * EACH, thresholds: [7], threshold: [7, 7, 7] });
  expect(one.mean).toHaveLength(EACH);
});

it('knows no more channels than there are', async () => {
  await expect(layerStatistics(opened('neuron'), 'a', CHANNELS)).rejects.toMatchObject({ code: 'option.invalid' });
  await expect(channelMoments(opened('neuron'), 'a', CHANNELS)).rejects.toMatchObject({ code: 'option.invalid' });
});
