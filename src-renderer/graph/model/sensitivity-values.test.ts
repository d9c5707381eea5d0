/** The value of a layer in a sensitivity table is that of the change that does most. */
import { expect, it } from 'vitest';
import type { SensitivityRow } from '../../../src-shared/tuning/sensitivity-rows.ts';
import { SENSITIVITIES } from '../../state/index.ts';
import { largestOf } from './sensitivity-values.ts';

const at = (value: number) => ({ value, low: value - 0.01, high: value + 0.01 });
const row = (to: string, figures: readonly [number, number, number], verdict: SensitivityRow['verdict']): SensitivityRow => ({
  ...{ layer: 'a', field: 'thresholds', from: '8', to, verdict },
  ...{ agreement: at(figures[0]), divergence: at(figures[1]), energy: at(figures[2]), accuracy: null },
});
const ROWS = [row('4', [0.01, -0.001, -0.1], 'gain'), row('2', [-0.2, 0.5, -0.4], 'trade')];

it('is the largest growth, the largest loss, and the largest saving that costs nothing', () => {
  const found = SENSITIVITIES.map((kind) => largestOf(kind, ROWS));
  expect(found).toEqual([{ value: 0.5, row: ROWS[1] }, { value: 0.2, row: ROWS[1] }, null, { value: 0.1, row: ROWS[0] }]);
});

it('is 0, without a change behind it, if all changes help', () => {
  expect(largestOf('sensitivity-divergence', ROWS.slice(0, 1))).toEqual({ value: 0, row: null });
  expect(largestOf('sensitivity-divergence', [])).toBeNull();
});
