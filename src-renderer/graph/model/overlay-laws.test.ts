/** Scales of colours for any values: places lie between the ends, in the order of the values, and lead back to them. */
import fc from 'fast-check';
import { OVERLAYS, RUN_CHANGES, SENSITIVITIES } from '../../state/index.ts';
import { describe, expect, it } from 'vitest';
import { HEAT_STEPS, heatStep, MAP_STEPS, mapStep } from '../../../src-shared/theme/heat.ts';
import { bigResidual } from '../../testing/big-graph.ts';
import { overlayText } from '../overlay-text.ts';
import {
  type Fold,
  foldValues,
  needsRun,
  NO_SCALE,
  type OverlayKind,
  type OverlayValues,
  overlayValues,
  placeOnScale,
  scaleOf,
  valueOnScale,
} from './overlay.ts';

const KINDS: readonly OverlayKind[] = [...OVERLAYS.filter((overlay) => overlay !== 'none'), ...RUN_CHANGES, ...SENSITIVITIES];
const value = fc.oneof(fc.double({ min: 0, max: 1, noNaN: true }), fc.constantFrom(0, 1e-300, 1e-9, 0.001, 1, 3, 1e12, 1e200));
const overlays = fc
  .record({
    kind: fc.constantFrom(...KINDS),
    fold: fc.constantFrom<Fold>('mean', 'sum', 'largest'),
    all: fc.array(fc.option(value), { minLength: 1, maxLength: 12 }),
  })
  .map(({ kind, fold, all }): OverlayValues => ({ kind, fold, values: new Map(all.map((one, at) => [`n${at}`, one])) }));

const shownOf = ({ values }: OverlayValues) => [[...values.keys()].slice(0, 2), [...values.keys()].slice(2)];

describe('any scale', () => {
  it('spans what was measured, and has a colour for each value and each module', () => {
    fc.assert(
      fc.property(overlays, (overlay) => {
        const scale = scaleOf(overlay, shownOf(overlay));
        const known = [...overlay.values.values()].filter((one) => one !== null);
        expect(scale.range === null).toBe(known.length === 0);
        if (!scale.range) return;
        const [low, high] = scale.range;
        expect(low).toBeLessThanOrEqual(high);
        if (scale.log) expect(low).toBeGreaterThan(0);
        const groups = shownOf(overlay).flatMap((nodes) => foldValues(overlay, nodes) ?? []);
        for (const one of [...known, ...groups]) {
          const place = placeOnScale(one, scale);
          expect(place >= 0 && place <= 1, `${one} at ${place}`).toBe(true);
          expect(mapStep(place, scale.map)).toBeLessThan(MAP_STEPS[scale.map]);
          expect(mapStep(place, scale.map)).toBeGreaterThanOrEqual(0);
          expect(one).toBeLessThanOrEqual(high);
          if (one < low) expect(scale.below).toBe(true);
        }
      }),
    );
  });

  it('keeps the order of values, and a place leads back to the value', () => {
    fc.assert(
      fc.property(
        overlays,
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (overlay, a, b) => {
          const scale = scaleOf(overlay, []);
          if (!scale.range || scale.range[0] === scale.range[1]) return;
          const [low, high] = [Math.min(a, b), Math.max(a, b)];
          const [least, most] = [valueOnScale(low, scale)!, valueOnScale(high, scale)!];
          expect(least).toBeLessThanOrEqual(most + Math.abs(most) * 1e-12);
          expect(placeOnScale(least, scale)).toBeLessThanOrEqual(placeOnScale(most, scale) + 1e-9);
          // As far as the digits of a number reach: the ends may be very near to each other.
          const [from, to] = scale.range;
          if (to - from > 1e-6 * to) expect(placeOnScale(valueOnScale(a, scale)!, scale)).toBeCloseTo(a, 4);
        },
      ),
    );
  });

  it('of a single value is its end, and has one colour', () => {
    const overlay: OverlayValues = {
      kind: 'threshold',
      fold: 'mean',
      values: new Map([
        ['a', 2],
        ['b', 2],
      ]),
    };
    const scale = scaleOf(overlay, []);
    expect(scale).toEqual({ range: [2, 2], log: false, below: false, map: 'heat' });
    expect(placeOnScale(2, scale)).toBe(1);
    expect(heatStep(1)).toBe(HEAT_STEPS - 1);
  });

  it('without any value has no place', () => {
    const none = NO_SCALE;
    expect([placeOnScale(3, none), valueOnScale(0.5, none)]).toEqual([0, null]);
  });
});

it('one value for several nodes lies between the least and the largest, or is their sum', () => {
  fc.assert(
    fc.property(overlays, (overlay) => {
      const nodes = [...overlay.values.keys(), 'without any'];
      const known = [...overlay.values.values()].filter((one) => one !== null);
      const one = foldValues(overlay, nodes);
      if (known.length === 0) {
        expect(one).toBeNull();
        return;
      }
      const [least, most] = [Math.min(...known), Math.max(...known)];
      if (overlay.fold === 'largest') expect(one).toBe(most);
      else if (overlay.fold === 'sum') expect(one).toBeGreaterThanOrEqual(most);
      else expect(one! >= least * (1 - 1e-9) && one! <= most * (1 + 1e-9)).toBe(true);
    }),
  );
});

it('3,000 operators are coloured by each overlay, without a run and calibration too', () => {
  const graph = bigResidual(3000);
  for (const kind of KINDS) {
    const overlay = overlayValues(kind, {
      graph,
      settings: new Map(),
      calibration: null,
      report: null,
      comparison: null,
      rows: null,
    });
    const known = [...overlay.values.values()].filter((one) => one !== null);
    expect(known).toEqual([]);
    expect(overlay.values.size).toBeGreaterThanOrEqual(graph.layers.length);
    expect(
      scaleOf(
        overlay,
        graph.nodes.map(({ id }) => [id]),
      ).range,
    ).toBeNull();
    expect(needsRun(kind)).toBe(!['threshold', 'thresholds', ...RUN_CHANGES, ...SENSITIVITIES].includes(kind));
  }
});

describe('a value in words', () => {
  it.each<[OverlayKind, number | null, string]>([
    ['threshold', 2.3456, '2.35'],
    ['threshold', 0, '0'],
    ['threshold', 1.2e-7, '1.20e−7'],
    ['thresholds', 8, '8'],
    ['firing-rate', 0.123, '12.3\u202f%'],
    ['firing-rate', 1, '100.0\u202f%'],
    ['conversion-error', 12.5, '1250.0\u202f%'],
    ['energy-share', 0, '0.0\u202f%'],
    ['energy-share', 0.001, '0.1\u202f%'],
    ['energy-share', 0.00004, '0.0040\u202f%'],
    ['threshold-cost', 1e-9, '1.0e−7\u202f%'],
    ['conversion-error', null, 'not measured'],
    ['conversion-error-change', 0.0123, '+1.2 pp'],
    ['clipped-change', -0.5, '−50.0 pp'],
    ['clipped-change', -0.00002, '−0.0020 pp'],
    ['firing-rate-change', 0, '±0.0 pp'],
    ['energy-change', -1234, '−1.23\u202fnJ'],
    ['energy-change', 0, '0\u202fpJ'],
    ['energy-change', null, 'not measured'],
    ['sensitivity-divergence', 0.01234, '12 mnat'],
    ['sensitivity-agreement', 0.125, '12.5 pp'],
    ['sensitivity-saving', 0.1, '10.0\u202f%'],
  ])('%s of %s is %s', (kind, value_, text) => {
    expect(overlayText(kind, value_)).toBe(text);
  });

  it('of a share that is not 0 is not 0', () => {
    fc.assert(
      fc.property(fc.double({ min: 1e-12, max: 2, noNaN: true }), (share) => {
        const text = overlayText('energy-share', share);
        expect(text.endsWith('\u202f%')).toBe(true);
        const read = Number(text.slice(0, -2).replaceAll('−', '-'));
        expect(Math.abs(read / 100 - share) / share).toBeLessThan(0.51);
      }),
    );
  });
});
