/** The rows in the window: order, filter and the table as CSV. */
import { describe, expect, it } from 'vitest';
import type { SensitivityRow } from '../../src-shared/tuning/sensitivity-rows.ts';
import { figureText, rowsShown, sensitivityCsv } from './rows.ts';

const at = (value: number) => ({ value, low: value - 0.5, high: value + 0.25 });
const row = (layer: string, to: string, energy: number | null, verdict: SensitivityRow['verdict']): SensitivityRow => ({
  ...{ layer, field: 'thresholds', from: '8', to, verdict, accuracy: null },
  ...{ agreement: at(0), divergence: at(0.125), energy: energy === null ? null : at(energy) },
});
const ROWS = [row('b', '4', -0.25, 'gain'), row('a.10', '2', null, 'trade'), row('a.2', '16', 0.5, 'none')];
const ALL = { text: '', verdict: null };
const layers = (...args: Parameters<typeof rowsShown>) => rowsShown(...args).map(({ layer }) => layer);

describe('rows', () => {
  it('stand by rank, or by a column; those without its value stand last either way', () => {
    expect(layers(ROWS, ALL, null)).toEqual(['b', 'a.10', 'a.2']);
    expect(layers(ROWS, ALL, { column: 'layer', descending: false })).toEqual(['a.2', 'a.10', 'b']);
    expect(layers(ROWS, ALL, { column: 'energy', descending: false })).toEqual(['b', 'a.2', 'a.10']);
    expect(layers(ROWS, ALL, { column: 'energy', descending: true })).toEqual(['a.2', 'b', 'a.10']);
  });

  it('are those with all words in layer or change, of one use', () => {
    expect(layers(ROWS, { text: 'A 8 ', verdict: null }, null)).toEqual(['a.10', 'a.2']);
    expect(layers(ROWS, { text: '→ 16', verdict: null }, null)).toEqual(['a.2']);
    expect(layers(ROWS, { text: '', verdict: 'gain' }, null)).toEqual(['b']);
  });
});

it('figures have the unit of their column and their interval', () => {
  expect(figureText('divergence', at(0.125))).toBe('125.00 [−375.00, 375.00]');
  expect(figureText('agreement', { value: -0.00001, low: -0.01, high: 0 })).toBe('0.00 [−1.00, 0.00]');
  expect(figureText('energy', null)).toBe('–');
});

it('the file has all digits, and nothing where a figure is none', () => {
  const [head, first, second] = sensitivityCsv(ROWS).trim().split(/\r?\n/);
  expect(head).toContain('use,layer,field,from,to,agreement,agreement_low');
  expect(first).toBe('gain,b,thresholds,8,4,0,-0.5,0.25,,,,0.125,-0.375,0.375,-0.25,-0.75,0');
  expect(second!.endsWith(',,,')).toBe(true);
});
