/** What the changes of one layer do at most, from a sensitivity table: one value for a layer, and the change behind it. */
import type { SensitivityRow } from '../../../src-shared/tuning/sensitivity-rows.ts';
import type { Sensitivity } from '../../state/index.ts';

/** The value of a row, the more the larger; null if the row has none. */
const VALUE: Readonly<Record<Sensitivity, (row: SensitivityRow) => number | null>> = {
  'sensitivity-divergence': ({ divergence }) => divergence.value,
  'sensitivity-agreement': ({ agreement }) => -agreement.value,
  'sensitivity-accuracy': ({ accuracy }) => accuracy && -accuracy.value,
  // What a change saves counts only if it is no worse.
  'sensitivity-saving': ({ energy, verdict }) => energy && (verdict === 'gain' ? -energy.value : 0),
};

/**
 * The change with the largest value among the rows of a layer, and that value, at least 0: a layer all of whose changes help is not
 * sensitive. Null if no row has a value; `row` is null if none is above 0.
 */
export function largestOf(
  kind: Sensitivity,
  rows: readonly SensitivityRow[],
): { readonly value: number; readonly row: SensitivityRow | null } | null {
  let best: { readonly value: number; readonly row: SensitivityRow | null } | null = null;
  for (const row of rows) {
    const value = VALUE[kind](row);
    if (value === null) continue;
    best ??= { value: 0, row: null };
    if (value > best.value) best = { value, row };
  }
  return best;
}
