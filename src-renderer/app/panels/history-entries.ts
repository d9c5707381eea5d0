/** The history as rows: the start, every change that is done, then those that were undone and can be done again. */
import type { History, PlanOrigin } from '../../../src-shared/plan/index.ts';

export interface HistoryEntry {
  /** How many changes are done when one is here: what `goToStep` takes. */
  readonly step: number;
  /** Null for the start. */
  readonly label: string | null;
  readonly origin: PlanOrigin | null;
  readonly undone: boolean;
}

/** Rows from the start to the last change that can be done again; the present is the one at `done.length`. */
export function historyEntries({ done, undone }: Pick<History, 'done' | 'undone'>): readonly HistoryEntry[] {
  const all = [...done, ...undone.toReversed()];
  return [
    { step: 0, label: null, origin: null, undone: false },
    ...all.map(({ label, origin }, index) => ({ step: index + 1, label, origin, undone: index >= done.length })),
  ];
}
