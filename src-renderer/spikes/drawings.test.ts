/** The drawings of recorded spikes: what a pixel, a bar and a map stand for. */
import { expect, describe, it } from 'vitest';
import { drawPlot } from '../../src-shared/charts/index.ts';
import { codesOf, emptyCodes, type RecordedLayer, spikeOf } from '../../src-shared/spikes/index.ts';
import { channelRows, mapPixels, mapsLayout, neuronOnMaps } from './map-image.ts';
import { moved, neuronAt, rasterPixels, strengthOf, zoomed } from './raster-image.ts';
import { estimatePlot, estimateTable, sizesPlot, sizesTable } from './plots.ts';
import { courseOf, firstNeurons, placeOf, type Recording, recordingOf, spikesPerStep } from './recording.ts';
import { sizeBars, sizeText } from './spike-sizes.ts';

const LAYER: RecordedLayer = { name: 'l', shape: [2, 2, 3], model: 'mt', levels: 4, coding: 'differential', tau: 1 };
const codes = (...values: number[]): Int8Array => Int8Array.from(values);
const RECORDING: Recording = {
  layer: LAYER,
  sample: 0,
  steps: [codes(1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 2), codes(-1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 4)],
  theta: new Float64Array(12).fill(2),
  activations: Float32Array.of(1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 3),
};
const COLOURS = { none: [0, 0, 0], positive: [200, 0, 0], negative: [0, 0, 200] } as const;

describe('a recording', () => {
  it('comes back from its bytes, and nothing else does', () => {
    const bytes = {
      thresholds: new Uint8Array(RECORDING.theta.slice().buffer),
      activations: new Uint8Array(RECORDING.activations.slice().buffer),
      codes: Uint8Array.from(RECORDING.steps.flatMap((step) => [...new Uint8Array((step as Int8Array).slice().buffer)])),
    };
    expect(recordingOf(LAYER, 0, bytes)).toEqual(RECORDING);
    for (const part of ['thresholds', 'activations', 'codes'] as const) {
      expect(() => recordingOf(LAYER, 0, { ...bytes, [part]: bytes[part].subarray(1) })).toThrow(/another size/);
    }
    expect(() => recordingOf(LAYER, 0, { ...bytes, codes: Uint8Array.of(9, ...bytes.codes.subarray(1)) })).toThrow();
  });

  it('has the course of a neuron: spikes of step t count 1/(t + 1)', () => {
    expect(courseOf(RECORDING, 0)).toEqual([2, 1]);
    expect(courseOf(RECORDING, 11)).toEqual([1, 1 + 0.25 / 2]);
    expect(courseOf(RECORDING, 5)).toEqual([0, 0]);
  });

  it('names the neurons to look at first, and their places', () => {
    expect(firstNeurons(RECORDING, Float64Array.from(RECORDING.activations))).toEqual([11, 0]);
    expect(firstNeurons(RECORDING, new Float64Array(12))).toEqual([11]);
    expect([0, 5, 6, 11].map((neuron) => placeOf(LAYER.shape, neuron))).toEqual([
      [0, 0, 0],
      [0, 1, 2],
      [1, 0, 0],
      [1, 1, 2],
    ]);
    expect(spikesPerStep(RECORDING)).toEqual([
      { spikes: 2, negative: 0 },
      { spikes: 2, negative: 1 },
    ]);
  });
});

describe('the raster', () => {
  const at = (pixels: Uint8ClampedArray, index: number): number[] => [...pixels.subarray(4 * index, 4 * index + 4)];

  it('has a pixel for each neuron if there is room: sign by hue, size by strength', () => {
    const pixels = rasterPixels(LAYER, RECORDING.steps, { from: 0, to: 12 }, 12, COLOURS);
    expect(pixels).toHaveLength(2 * 12 * 4);
    expect(at(pixels, 0)).toEqual([200, 0, 0, 255]);
    expect(at(pixels, 1)).toEqual([0, 0, 0, 255]);
    expect(at(pixels, 12)).toEqual([0, 0, 200, 255]);
    const [strong, weaker, weakest] = [at(pixels, 0), at(pixels, 11), at(pixels, 23)].map(([red]) => red!);
    expect([strong! > weaker!, weaker! > weakest!, weakest! > 80]).toEqual([true, true, true]);
  });

  it('shows the mean of neurons that share a pixel, and parts of the layer', () => {
    const all = rasterPixels(LAYER, RECORDING.steps, { from: 0, to: 12 }, 3, COLOURS);
    expect(at(all, 0)[0]).toBe(Math.round(200 * Math.sqrt(1 / 4)));
    expect(at(all, 1)).toEqual([0, 0, 0, 255]);
    const last = rasterPixels(LAYER, RECORDING.steps, { from: 8, to: 12 }, 8, COLOURS);
    expect([at(last, 5), at(last, 6)[0]! > 0, at(last, 7)[0]! > 0]).toEqual([[0, 0, 0, 255], true, true]);
  });

  it.each([
    { model: 'if', levels: 1 },
    { model: 'mt', levels: 8 },
    { model: 'ms', levels: 5 },
  ] as const)('makes larger spikes of $model stronger, none invisible', (form) => {
    const strength = strengthOf(form);
    const sizes = codesOf(form)
      .filter((code) => code > 0)
      .sort((a, b) => spikeOf(form, a) - spikeOf(form, b))
      .map(strength);
    expect(sizes.toSorted((a, b) => a - b)).toEqual(sizes);
    expect(sizes[0]).toBeGreaterThanOrEqual(0.3);
    expect(sizes.at(-1)).toBeCloseTo(1, 1);
    expect(strength(0)).toBe(0);
  });

  it('zooms around a point, and stays inside of the layer', () => {
    const whole = { from: 0, to: 1000 };
    const near = zoomed(whole, 0.5, 0.25, 1000);
    expect([near.from, near.to, neuronAt(near, 0.25, 1000)]).toEqual([125, 625, 250]);
    expect(zoomed(near, 4, 0.25, 1000)).toEqual(whole);
    expect(zoomed(whole, 1e-9, 1, 1000)).toEqual({ from: 992, to: 1000 });
    expect(moved(near, 900, 1000)).toEqual({ from: 500, to: 1000 });
    expect(moved(near, -900, 1000)).toEqual({ from: 0, to: 500 });
    expect(zoomed({ from: 0, to: 3 }, 0.5, 0.5, 3)).toEqual({ from: 0, to: 3 });
    expect([neuronAt(whole, -1, 1000), neuronAt(whole, 1, 1000)]).toEqual([0, 999]);
  });
});

describe('the sizes of spikes', () => {
  it('have a bar each, of the signs that occur', () => {
    const bars = sizeBars(LAYER, RECORDING.steps, 1);
    expect(bars.filter(({ all }) => all > 0)).toEqual([
      { from: -1, to: -1, all: 1, now: 1 },
      { from: 1 / 8, to: 1 / 8, all: 1, now: 1 },
      { from: 1 / 2, to: 1 / 2, all: 1, now: 0 },
      { from: 1, to: 1, all: 1, now: 0 },
    ]);
    expect(sizeBars(LAYER, RECORDING.steps.slice(0, 1), 0).map(({ from }) => from)).toEqual([1 / 8, 1 / 4, 1 / 2, 1]);
  });

  it('of which there are too many are put together, and none is lost', () => {
    const layer: RecordedLayer = { ...LAYER, model: 'ms', levels: 9 };
    const step = emptyCodes(layer, 2 * 511);
    for (let code = 1; code <= 511; code++) [step[2 * code - 2], step[2 * code - 1]] = [code, -code];
    const bars = sizeBars(layer, [step], 0);
    expect(bars.length).toBeLessThanOrEqual(40);
    expect(bars.reduce((sum, { all }) => sum + all, 0)).toBe(2 * 511);
    bars.slice(1).forEach(({ from }, i) => expect(from).toBeGreaterThan(bars[i]!.to));
  });

  it('are written as parts of θ', () => {
    expect([1, -1, 1 / 8, -1 / 128, 1.5, -0.75].map(sizeText)).toEqual(['θ', '−θ', 'θ/8', '−θ/128', '1.5 θ', '−0.75 θ']);
  });
});

describe('feature maps', () => {
  it('stand in pairs, and lead back to their neurons', () => {
    const layout = mapsLayout(LAYER.shape, 200, 130, 0);
    expect(layout).toMatchObject({ across: 2, first: 0, last: 1 });
    const estimates = new Float64Array(12);
    estimates[0] = 3;
    const { pixels, columns, rows } = mapPixels(RECORDING, estimates, layout, COLOURS);
    const red = (x: number, y: number): number => pixels[4 * (y * columns + x)]!;
    expect(rows).toBeGreaterThanOrEqual(5);
    expect([red(0, 0), red(0, 3)]).toEqual([200, Math.round(200 / 3)]);
    // The last neuron of the second channel, in the lower map.
    expect(red(5 + 2, 3 + 1)).toBe(200);
    const { scale } = layout;
    const inMap = (x: number, y: number) => neuronOnMaps(LAYER.shape, layout, (x + 0.5) * scale, (y + 0.5) * scale);
    expect([inMap(0, 0), inMap(2, 1), inMap(0, 3), inMap(7, 4)]).toEqual([0, 5, 0, 11]);
    expect([inMap(3, 0), inMap(0, 2), inMap(10, 0), inMap(0, 99)]).toEqual([null, null, null, null]);
  });

  it('that do not all fit begin with the chosen channel', () => {
    const layout = mapsLayout([64, 8, 8], 200, 60, 60);
    expect([layout.first, layout.last]).toEqual([60, 63]);
    expect(mapsLayout([64, 8, 8], 5, 5, 0)).toMatchObject({ scale: 1, across: 1, last: 0 });
  });

  it('have the means and the error of each channel', () => {
    const estimates = Float64Array.of(2, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 3);
    const [first, second] = channelRows(RECORDING, estimates);
    expect(first).toEqual({ channel: 0, estimate: 1 / 3, float: 1 / 6, error: 1 });
    expect(second!.error).toBe(0);
    const silent = { ...RECORDING, activations: new Float32Array(12) };
    expect(channelRows(silent, estimates)[0]!.error).toBeNull();
  });
});

describe('the charts', () => {
  const course = (neuron: number, ...estimates: number[]) => ({
    neuron,
    name: String(neuron),
    estimates,
    activation: estimates.at(-1)! + 1,
  });

  it('of estimates hold every value, with a name and a dash for each line', () => {
    const courses = [course(0, -2, 1), course(1, 0, 5), course(2, 1, 1), course(3, 0, 0)];
    const { x, y, marks } = estimatePlot(courses, 2);
    expect([x.range, y.range]).toEqual([
      [1, 2],
      [-2, 6],
    ]);
    expect(new Set(marks.map(({ name }) => name)).size).toBe(8);
    const lines = marks.filter((mark) => mark.kind === 'line');
    expect(new Set(lines.filter(({ reference }) => !reference).map(({ dash }) => dash.join())).size).toBe(4);
    expect(estimateTable(courses, 2).rows[1]).toEqual([2, 1, 2, 5, 6, 1, 2, 0, 1]);
    for (const steps of [1, 2]) {
      const { around } = drawPlot(estimatePlot([], steps), { width: 200, height: 100, names: 'above' });
      expect(around.length).toBeGreaterThan(0);
    }
  });

  it('of sizes have the same bars as the table', () => {
    const bars = sizeBars(LAYER, RECORDING.steps, 1);
    const { x, marks } = sizesPlot(bars, 1);
    expect(x.names).toHaveLength(bars.length);
    const [all, now] = marks.map((mark) => (mark.kind === 'bars' ? mark.bars.map(({ to }) => to) : []));
    expect(sizesTable(bars, 1).rows.map(([, ...counts]) => counts)).toEqual(bars.map((_, i) => [all![i], now![i]]));
    expect(sizesPlot([], 0).marks).toHaveLength(2);
  });
});
