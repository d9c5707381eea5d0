/** Values of overlays: where they come from, what is missing, how those of modules are made. */
import { describe, expect, it } from 'vitest';
import type { CalibrationSummary } from '../../../src-shared/contract/index.ts';
import { defaultSettings, mergeSettings } from '../../../src-shared/plan/index.ts';
import type { RunComparison, RunReport } from '../../../src-shared/results/index.ts';
import { draftGraph } from '../../testing/big-graph.ts';
import { overlayText } from '../overlay-text.ts';
import type { RunChange } from '../../state/index.ts';
import { foldValues, gaugeOf, overlayValues, placeOnScale, scaleOf, valueOnScale } from './overlay.ts';

const draft = draftGraph();
const conv = draft.add('Conv', 'conv', ['input']);
const first = draft.add('Relu', 'a', [conv]);
const second = draft.add('Relu', 'b', [first]);
const graph = draft.done(second);
const settings = new Map([
  ['a', defaultSettings('relu')],
  ['b', mergeSettings(defaultSettings('relu'), { neuron: 'if' })],
]);
const calibration = { outdated: [], layers: [{ layer: 'a', threshold: [1, 2, 30] }] } as unknown as CalibrationSummary;
const lost = { clipped: { share: 0.1, error: 0.5 }, shut: { share: 0.1, error: 0.25 }, small: { share: 0, error: 0 } };
const report = {
  layers: [
    { kind: 'neuron', name: 'a', firing_rate: [0.5, 0.1], conversion_error: [0.9, 0.4], lost, energy_share: 0.2 },
    { kind: 'neuron', name: 'b', firing_rate: [0.2, 0.2], energy_share: 0.1 },
    { kind: 'conv', name: 'conv', energy_share: 0.6 },
  ],
} as unknown as RunReport;
const compared = (name: string, kind: 'neuron' | 'conv', figures: readonly (readonly [number | null, number | null])[]) => {
  const [conversionError, clipped, firingRate, energyPj] = figures;
  return { name, kind, conversionError, clipped, firingRate, energyPj };
};
const NONE = [null, null] as const;
const comparison = {
  layers: [
    compared('a', 'neuron', [[0.5, 0.25], NONE, [0.1, 0.1], [100, 300]]),
    compared('b', 'neuron', [
      [0.25, 0.375],
      [0.5, 0],
      [0.25, null],
      [50, 25],
    ]),
    compared('conv', 'conv', [NONE, NONE, NONE, [10, 4]]),
  ],
} as unknown as RunComparison;
const sources = { graph, settings, calibration, report, comparison, rows: null };

describe('values', () => {
  it.each([
    [
      'threshold',
      [
        [first, 2],
        [second, null],
      ],
    ],
    [
      'thresholds',
      [
        [first, 8],
        [second, 1],
      ],
    ],
    [
      'firing-rate',
      [
        [first, 0.3],
        [second, 0.2],
      ],
    ],
    [
      'conversion-error',
      [
        [first, 0.4],
        [second, null],
      ],
    ],
    [
      'energy-share',
      [
        [conv, 0.6],
        [first, 0.2],
        [second, 0.1],
      ],
    ],
    [
      'threshold-cost',
      [
        [first, 0.75],
        [second, null],
      ],
    ],
  ] as const)('%s', (kind, values) => {
    const found = [...overlayValues(kind, sources).values].map(([id, value]) => [
      id,
      value === null ? null : Number(value.toFixed(9)),
    ]);
    expect(found).toEqual(values);
  });

  it('a threshold that the plan gives counts without calibration', () => {
    const given = new Map([...settings, ['b', mergeSettings(settings.get('b')!, { threshold: { value: 3 } })] as const]);
    expect(overlayValues('threshold', { ...sources, settings: given }).values.get(second)).toBe(3);
  });

  it('without a run every layer is named as not measured', () => {
    const overlay = overlayValues('firing-rate', { ...sources, report: null });
    expect([...overlay.values.values()]).toEqual([null, null]);
    expect(scaleOf(overlay, [[first], [second]]).range).toBeNull();
  });
});

describe('modules', () => {
  it('energy adds up, the worst error counts, rates are averaged', () => {
    const all = [conv, first, second];
    expect(foldValues(overlayValues('energy-share', sources), all)).toBeCloseTo(0.9);
    expect(foldValues(overlayValues('conversion-error', sources), all)).toBe(0.4);
    expect(foldValues(overlayValues('firing-rate', sources), all)).toBeCloseTo(0.25);
  });

  it('without a value: null where one was not measured, undefined where there cannot be one', () => {
    const overlay = overlayValues('conversion-error', sources);
    expect(foldValues(overlay, [second])).toBeNull();
    expect(foldValues(overlay, [conv])).toBeUndefined();
  });
});

describe('the scale', () => {
  it('spans what is on screen, modules included, and is logarithmic for shares that differ much', () => {
    const scale = scaleOf(overlayValues('energy-share', sources), [[conv, first, second], [second]]);
    expect(scale.range![0]).toBe(0.1);
    expect(scale.range![1]).toBeCloseTo(0.9);
    expect(scale.log).toBe(true);
    expect(placeOnScale(0.3, scale)).toBeCloseTo(0.5);
    expect([placeOnScale(0.1, scale), placeOnScale(0.9, scale)].map((place) => Number(place.toFixed(9)))).toEqual([0, 1]);
  });

  it('is linear for counts', () => {
    const scale = scaleOf(overlayValues('thresholds', sources), []);
    expect(scale.log).toBe(false);
    expect(placeOnScale(4.5, { range: [1, 8], log: false, below: false, map: 'heat' })).toBe(0.5);
  });

  it.each([
    [
      [0, 0.00004, 0.9],
      [0.00004, 0.9],
    ],
    [
      [0, 1e-9, 0.5],
      [0.5e-5, 0.5],
    ],
    [
      [0.00002, 0.3],
      [0.00002, 0.3],
    ],
  ])('a logarithmic one begins above 0 and spans five decades at most: %j', (values, range) => {
    const overlay = {
      kind: 'energy-share',
      fold: 'sum',
      values: new Map(values.map((value, at) => [String(at), value])),
    } as const;
    const scale = scaleOf(overlay, []);
    expect(scale).toEqual({
      range: [expect.closeTo(range[0]!, 12), range[1]],
      log: true,
      below: values[0] !== range[0],
      map: 'heat',
    });
    expect(placeOnScale(values[0]!, scale)).toBe(0);
    expect(valueOnScale(0, scale)).toBeCloseTo(range[0]!, 12);
    expect(valueOnScale(1, scale)).toBeCloseTo(range[1]!, 12);
    for (const place of [0, 0.5, 1]) {
      expect(Number.parseFloat(overlayText('energy-share', valueOnScale(place, scale)))).toBeGreaterThan(0);
    }
  });

  it('is linear where all values are 0 or nothing but 0 was measured', () => {
    const overlay = { kind: 'energy-share', fold: 'sum', values: new Map([['a', 0]]) } as const;
    expect(scaleOf(overlay, [])).toEqual({ range: [0, 0], log: false, below: false, map: 'heat' });
  });
});

describe('changes from one run to another', () => {
  const changes = (kind: RunChange) => [...overlayValues(kind, sources).values];

  it('are the second minus the first, and unknown where a run does not have the figure', () => {
    expect(changes('conversion-error-change')).toEqual([
      [first, -0.25],
      [second, 0.125],
    ]);
    expect(changes('clipped-change')).toEqual([
      [first, null],
      [second, -0.5],
    ]);
    expect(changes('firing-rate-change')).toEqual([
      [first, 0],
      [second, null],
    ]);
    expect(changes('energy-change')).toEqual([
      [conv, -6],
      [first, 200],
      [second, -25],
    ]);
  });

  it('of modules: energies add up, of errors the largest change counts whatever its sign', () => {
    const all = [conv, first, second];
    expect(foldValues(overlayValues('energy-change', sources), all)).toBe(169);
    expect(foldValues(overlayValues('conversion-error-change', sources), all)).toBe(-0.25);
  });

  it('have a scale with 0 in its middle, whose gauge reaches from there', () => {
    const overlay = overlayValues('conversion-error-change', sources);
    const scale = scaleOf(overlay, []);
    expect(scale).toEqual({ range: [-0.25, 0.25], log: false, below: false, map: 'diverging' });
    expect([-0.25, 0, 0.125].map((value) => placeOnScale(value, scale))).toEqual([0, 0.5, 0.75]);
    expect([0, 0.5, 0.75].map((place) => gaugeOf(place, scale))).toEqual([
      [0, 0.5],
      [0.5, 0.5],
      [0.5, 0.75],
    ]);
  });

  it('that are all 0 lie in the middle', () => {
    const still = scaleOf({ kind: 'clipped-change', fold: 'extreme', values: new Map([[first, 0]]) }, []);
    expect(still.range).toEqual([0, 0]);
    expect(placeOnScale(0, still)).toBe(0.5);
  });
});
