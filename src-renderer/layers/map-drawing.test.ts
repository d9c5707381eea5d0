/** The drawing of the heat-map: every cell once, in the colour of its value, found again by its place, and few elements however large. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { LayerMap } from '../../src-shared/results/index.ts';
import { HEAT_STEPS } from '../../src-shared/theme/heat.ts';
import {
  cellAfter,
  cellAt,
  cellPaths,
  enlarged,
  mapGeometry,
  mapScale,
  numberedSteps,
  placeOf,
  shortName,
} from './map-drawing.ts';

const mapOf = (values: readonly (readonly number[])[], figure: LayerMap['figure'] = 'conversion-error'): LayerMap => ({
  figure,
  steps: values[0]?.length ?? 0,
  rows: values.map((row, r) => ({ name: `layer${r}`, kind: 'neuron', values: row })),
  most: Math.max(0, ...values.flat()),
  missing: null,
});

const cells = (paths: readonly string[]): number => paths.reduce((sum, d) => sum + d.split('M').length - 1, 0);

it('any map has each of its cells once, and finds it by its middle', () => {
  const values = fc.tuple(fc.integer({ min: 1, max: 20 }), fc.integer({ min: 1, max: 40 })).chain(([rows, steps]) =>
    fc.array(fc.array(fc.double({ min: 0, max: 10, noNaN: true }), { minLength: steps, maxLength: steps }), {
      minLength: rows,
      maxLength: rows,
    }),
  );
  const size = fc.record({ width: fc.integer({ min: 60, max: 2000 }), height: fc.integer({ min: 20, max: 900 }) });
  fc.assert(
    fc.property(values, size, (rows, place) => {
      const map = mapOf(rows);
      const geometry = mapGeometry(map.rows.length, map.steps, place);
      expect(cells(cellPaths(map, mapScale(map), geometry))).toBe(map.rows.length * map.steps);
      for (let row = 0; row < map.rows.length; row++)
        for (let step = 0; step < map.steps; step++) {
          const x = geometry.left + (step + 0.5) * geometry.cell;
          expect(cellAt(map, geometry, x, geometry.top + (row + 0.5) * geometry.row)).toEqual({ row, step });
        }
    }),
    { numRuns: 30 },
  );
});

it('200 layers of 64 steps are one path for each colour', () => {
  const map = mapOf(Array.from({ length: 200 }, (_, r) => Array.from({ length: 64 }, (_, t) => (r + 1) / (t + 1))));
  const paths = cellPaths(map, mapScale(map), mapGeometry(200, 64, { width: 800, height: 300 }));
  expect(paths).toHaveLength(HEAT_STEPS);
  expect(cells(paths)).toBe(12_800);
});

it('errors are on a logarithmic scale over what there is, firing rates on one from 0', () => {
  const scale = mapScale(mapOf([[0, 0.001, 0.1, 1]]));
  expect(scale).toEqual({ low: 0.001, high: 1, log: true });
  expect([0, 0.001, 1].map((value) => placeOf(value, scale))).toEqual([0, 0, 1]);
  expect(placeOf(0.0316228, scale)).toBeCloseTo(0.5, 4);
  expect(mapScale(mapOf([[0.2, 0.5]], 'firing-rate'))).toEqual({ low: 0, high: 0.5, log: false });
  expect(mapScale(mapOf([[1e-9, 1]])).low).toBe(1e-4);
  expect(mapScale(mapOf([[0.4, 0.5]])).log).toBe(false);
});

it('a map of zeros has the lowest colour everywhere', () => {
  const map = mapOf([[0, 0]], 'clipped');
  const paths = cellPaths(map, mapScale(map), mapGeometry(1, 2, { width: 300, height: 100 }));
  expect(paths.map((d) => cells([d]))).toEqual([2, ...Array<number>(HEAT_STEPS - 1).fill(0)]);
});

it('points on names are the last step of their row; outside of the rows there is none', () => {
  const map = mapOf([
    [1, 2, 3],
    [4, 5, 6],
  ]);
  const geometry = mapGeometry(2, 3, { width: 300, height: 100 });
  expect(cellAt(map, geometry, 10, geometry.top + 1)).toEqual({ row: 0, step: 2 });
  expect(cellAt(map, geometry, 200, geometry.top - 1)).toBeNull();
  expect(cellAt(map, geometry, 200, geometry.height + 1)).toBeNull();
});

it('cells that are larger are where the pointer finds them, behind names of the same width', () => {
  const map = mapOf([
    [1, 2, 3],
    [4, 5, 6],
  ]);
  const whole = mapGeometry(2, 3, { width: 300, height: 100 });
  const large = enlarged(whole, 2, 3, 4);
  expect([large.left, large.top, large.row]).toEqual([whole.left, whole.top, 4 * whole.row]);
  for (const [row, step] of [
    [0, 0],
    [1, 2],
  ] as const) {
    const [x, y] = [large.left + (step + 0.5) * large.cell, large.top + (row + 0.5) * large.row];
    expect(cellAt(map, large, x, y)).toEqual({ row, step });
    expect(x < large.width && y < large.height).toBe(true);
  }
});

it('keys move within the map', () => {
  const map = mapOf([
    [1, 2, 3],
    [4, 5, 6],
  ]);
  const at = { row: 0, step: 1 };
  expect(cellAfter('ArrowRight', at, map)).toEqual({ row: 0, step: 2 });
  expect(cellAfter('ArrowDown', at, map)).toEqual({ row: 1, step: 1 });
  expect(cellAfter('ArrowUp', at, map)).toEqual(at);
  expect(cellAfter('PageDown', at, map)).toEqual({ row: 1, step: 1 });
  expect(cellAfter('Home', at, map)).toEqual({ row: 0, step: 0 });
  expect(cellAfter('End', at, map)).toEqual({ row: 0, step: 2 });
  expect(cellAfter('x', at, map)).toBeNull();
});

it('numbers of steps have room, and the last is one of them', () => {
  expect(numberedSteps(8, 60)).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
  expect(numberedSteps(64, 10)).toHaveLength(22);
  expect(numberedSteps(64, 10).at(-1)).toBe(63);
});

it('a long name keeps its end', () => {
  expect(shortName('encoder.0.attn.at1.neuron1', 100)).toBe('…ttn.at1.neuron1');
  expect(shortName('relu', 100)).toBe('relu');
});
