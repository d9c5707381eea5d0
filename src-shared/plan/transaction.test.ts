import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { arbitraryPlan } from './arbitrary-plan.ts';
import {
  applyTransaction,
  commit,
  diffPlans,
  EMPTY_PLAN,
  invertTransaction,
  planTransaction,
  redo,
  startHistory,
  undo,
  type Plan,
  type PlanTransaction,
} from './index.ts';

const change = (a: Plan, b: Plan): PlanTransaction => planTransaction('edit', 'text', a, b);

/** Two plans that share some keys, as before and after an edit. */
const related = fc.tuple(arbitraryPlan, arbitraryPlan, fc.nat(6), fc.boolean()).map(([a, b, shared, reverse]): [Plan, Plan] => {
  const kept = a.layers.slice(0, shared);
  const keys = new Set(kept.map(({ key }) => key));
  const layers = [...b.layers.filter(({ key }) => !keys.has(key)), ...kept];
  return [a, { ...b, layers: reverse ? layers.reverse() : layers }];
});

describe('plan transactions', () => {
  it('lead from one plan to the other', () => {
    fc.assert(
      fc.property(related, ([a, b]) => {
        expect(applyTransaction(a, change(a, b))).toStrictEqual(b);
      }),
    );
  });

  it('are taken back exactly', () => {
    fc.assert(
      fc.property(related, ([a, b]) => {
        const transaction = change(a, b);
        const back = invertTransaction(transaction);
        expect(applyTransaction(applyTransaction(a, transaction), back)).toStrictEqual(a);
        expect(invertTransaction(back)).toStrictEqual(transaction);
      }),
    );
  });

  it('survive JSON', () => {
    fc.assert(
      fc.property(related, ([a, b]) => {
        const sent = JSON.parse(JSON.stringify(change(a, b))) as PlanTransaction;
        expect(applyTransaction(a, sent)).toStrictEqual(b);
      }),
    );
  });

  it('are empty between equal plans', () => {
    fc.assert(
      fc.property(arbitraryPlan, (plan) => {
        expect(diffPlans(plan, structuredClone(plan))).toEqual([]);
      }),
    );
  });

  it('name the fields that changed', () => {
    const a: Plan = { ...EMPTY_PLAN, defaults: { threshold: { percentile: 99.9 } }, layers: [{ key: 'x', settings: {} }] };
    const b: Plan = {
      ...a,
      steps: 4,
      defaults: { threshold: { percentile: 99 } },
      layers: [{ key: 'x', settings: { coding: 'rate' } }],
    };
    expect(diffPlans(a, b)).toEqual([
      { kind: 'field', path: ['steps'], to: 4 },
      { kind: 'field', path: ['defaults', 'threshold', 'percentile'], from: 99.9, to: 99 },
      { kind: 'field', path: ['layers', 'x', 'coding'], to: 'rate' },
    ]);
  });

  it('refuse a plan they were not made for', () => {
    const transaction = change(EMPTY_PLAN, { ...EMPTY_PLAN, steps: 4 });
    expect(() => applyTransaction({ ...EMPTY_PLAN, steps: 5 }, transaction)).toThrow('steps is not as it was');
    const keys = change(EMPTY_PLAN, { ...EMPTY_PLAN, layers: [{ key: 'x', settings: {} }] });
    expect(() => applyTransaction({ ...EMPTY_PLAN, layers: [{ key: 'y', settings: {} }] }, keys)).toThrow(
      'layers is not as it was',
    );
  });
});

describe('history', () => {
  it('undoes and redoes any number of edits', () => {
    fc.assert(
      fc.property(fc.array(arbitraryPlan, { minLength: 1, maxLength: 8 }), (plans) => {
        let history = startHistory(EMPTY_PLAN);
        for (const plan of plans) history = commit(history, change(history.plan, plan));
        const end = history;
        for (let i = 0; i < plans.length + 1; i++) history = undo(history);
        expect(history.plan).toStrictEqual(EMPTY_PLAN);
        expect(history.done).toEqual([]);
        for (let i = 0; i < plans.length + 1; i++) history = redo(history);
        expect(history).toStrictEqual(end);
      }),
    );
  });

  it('forgets what was taken back once something new is done, and keeps no empty edits', () => {
    const four: Plan = { ...EMPTY_PLAN, steps: 4 };
    const one = commit(startHistory(EMPTY_PLAN), change(EMPTY_PLAN, four));
    expect(commit(one, change(four, four))).toBe(one);
    const other = commit(undo(one), change(EMPTY_PLAN, { ...EMPTY_PLAN, steps: 2 }));
    expect(redo(other)).toBe(other);
    expect(other.plan.steps).toBe(2);
  });
});
