/** Rows of the history panel. */
import { describe, expect, it } from 'vitest';
import {
  EMPTY_PLAN,
  type History,
  commit,
  planTransaction,
  redo,
  setLayers,
  startHistory,
  undo,
} from '../../../src-shared/plan/index.ts';
import { historyEntries } from './history-entries.ts';

const change = (history: History, thresholds: number): History =>
  commit(
    history,
    planTransaction(`${thresholds} thresholds`, 'graph', history.plan, setLayers(history.plan, ['relu'], { thresholds })),
  );

describe('history', () => {
  const three = [4, 5, 6].reduce(change, startHistory(EMPTY_PLAN));
  const labels = (history: History): readonly (string | null)[] => historyEntries(history).map(({ label }) => label);

  it('of a new plan is its start alone', () => {
    expect(historyEntries(startHistory(EMPTY_PLAN))).toEqual([{ step: 0, label: null, origin: null, undone: false }]);
  });

  it('keeps the order of the changes when some are undone', () => {
    const order = [null, '4 thresholds', '5 thresholds', '6 thresholds'];
    expect(labels(three)).toEqual(order);
    const back = undo(undo(three));
    expect(labels(back)).toEqual(order);
    expect(historyEntries(back).map(({ undone }) => undone)).toEqual([false, false, true, true]);
    expect(labels(redo(back))).toEqual(order);
  });

  it('names for each row how many changes are done there', () => {
    const back = undo(three);
    expect(historyEntries(back).map(({ step }) => step)).toEqual([0, 1, 2, 3]);
    // The present is the row of as many steps as are done.
    expect(historyEntries(back)[back.done.length]!.label).toBe('5 thresholds');
  });

  it('forgets what was undone after another change', () => {
    expect(labels(change(undo(three), 9))).toEqual([null, '4 thresholds', '5 thresholds', '9 thresholds']);
  });
});
