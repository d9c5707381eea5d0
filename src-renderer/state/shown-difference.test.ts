/** The difference that the graph shows: it follows the working plan, and closing it leads back. */
import { beforeEach, expect, it } from 'vitest';
import type { RunComparison } from '../../src-shared/results/index.ts';
import { EMPTY_PLAN, setLayers, startHistory } from '../../src-shared/plan/index.ts';
import {
  closeDifference,
  type OpenProject,
  planDifferenceOf,
  setWorkbench,
  showPlanDifference,
  showRunsDifference,
  workbench,
} from './index.ts';
import { INITIAL } from './workbench.ts';

const graph = {
  layers: [
    { name: 'a', rule: 'relu', node: 'a' },
    { name: 'b', rule: 'relu', node: 'b' },
  ],
};
const other = { ...setLayers(EMPTY_PLAN, ['b'], { thresholds: 4 }), steps: 4 };
const comparison = { layers: [] } as unknown as RunComparison;

beforeEach(() =>
  setWorkbench({
    ...INITIAL,
    project: { graph } as unknown as OpenProject,
    history: startHistory(EMPTY_PLAN),
    overlay: 'threshold',
  }),
);

it('is from the working plan, as it is at the moment, to the given plan', () => {
  showPlanDifference({ name: 'Trial 3', plan: other });
  expect(planDifferenceOf(workbench())).toEqual({
    layers: new Map([['b', [{ field: 'thresholds', from: 8, to: 4 }]]]),
    network: [{ field: 'steps', from: 8, to: 4 }],
  });
  // The same object for the same plans: components that read it are not drawn again.
  expect(planDifferenceOf(workbench())).toBe(planDifferenceOf(workbench()));
  setWorkbench({ history: startHistory(other) });
  expect(planDifferenceOf(workbench())).toEqual({ layers: new Map(), network: [] });
  expect(workbench().overlay).toBe('threshold');
});

it('of two runs colours the graph, and leads back to the colours before it, even through another difference', () => {
  const [from, to] = [
    { name: 'Run 1', run: 1, plan: other },
    { name: 'Run 2', run: 2, plan: EMPTY_PLAN },
  ];
  showRunsDifference(comparison, from, to);
  expect(workbench().overlay).toBe('conversion-error-change');
  expect(planDifferenceOf(workbench())!.layers.get('b')).toEqual([{ field: 'thresholds', from: 4, to: 8 }]);
  showRunsDifference(comparison, to, from);
  closeDifference();
  expect(workbench()).toMatchObject({ overlay: 'threshold', shownDifference: null });
  expect(planDifferenceOf(workbench())).toBeNull();
});

it('keeps colours that were chosen while it was shown, if they do not need it', () => {
  showRunsDifference(comparison, { name: 'Run 1', run: 1, plan: other }, { name: 'Run 2', run: 2, plan: other });
  setWorkbench({ overlay: 'thresholds' });
  closeDifference();
  expect(workbench().overlay).toBe('thresholds');
});

it('is none without a project', () => {
  setWorkbench(INITIAL);
  showPlanDifference({ name: 'Version 1', plan: other });
  expect(workbench().shownDifference).toBeNull();
});
