/** Two copies of a plan that were both changed: merged if they differ in different fields, otherwise one is laid over the other. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { arbitraryPlan } from './arbitrary-plan.ts';
import { diffPlans } from './diff.ts';
import { overlayPlan, rebasePlan } from './merge.ts';
import type { Plan } from './plan.ts';

const base: Plan = {
  version: 1,
  steps: 8,
  defaults: { coding: 'differential' },
  layers: [{ key: 'a', settings: { neuron: 'mt', threshold: { scale: 2, level: 'layer' } } }],
};

describe('rebasing', () => {
  it('does changes in other places', () => {
    expect(rebasePlan(base, { ...base, steps: 4 }, { ...base, tau: 0.5 })).toEqual({ ...base, steps: 4, tau: 0.5 });
  });
  it('is undefined for the same places', () => {
    expect(rebasePlan(base, { ...base, steps: 4 }, { ...base, steps: 2 })).toBeUndefined();
  });
});

describe('laying over', () => {
  it('takes the own fields where both changed, and leaves all others', () => {
    const mine: Plan = {
      ...base,
      steps: 4,
      layers: [
        { key: 'a', settings: { neuron: 'ms', threshold: { scale: 3, level: 'layer' } } },
        { key: 'b', settings: { coding: 'rate' } },
      ],
    };
    const other: Plan = {
      ...base,
      steps: 2,
      tau: 0.5,
      layers: [
        { key: 'a', settings: { neuron: 'if', threshold: { scale: 2, level: 'channel' } } },
        { key: 'c', settings: { thresholds: 4 } },
      ],
    };
    expect(overlayPlan(base, mine, other)).toEqual({
      ...base,
      steps: 4,
      tau: 0.5,
      layers: [
        { key: 'a', settings: { neuron: 'ms', threshold: { scale: 3, level: 'channel' } } },
        { key: 'c', settings: { thresholds: 4 } },
        { key: 'b', settings: { coding: 'rate' } },
      ],
    });
  });

  it('takes what was removed away, and a whole rule with it', () => {
    const { steps: _, ...without } = base;
    const mine: Plan = { ...without, layers: [] };
    expect(overlayPlan(base, mine, { ...base, tau: 0.5 })).toEqual({ ...mine, tau: 0.5 });
  });

  it('of any plans: nothing changed leaves the other, and over the plan itself it is the own one', () => {
    const settings = (plan: Plan) => new Map(plan.layers.map((rule) => [rule.key, rule.settings]));
    fc.assert(
      fc.property(arbitraryPlan, arbitraryPlan, (one, two) => {
        const same = (a: Plan, b: Plan): void => {
          expect(diffPlans({ ...a, layers: [] }, { ...b, layers: [] })).toEqual([]);
          // Rules without settings have no meaning, and the order of new rules is free.
          const own = (plan: Plan) =>
            [...settings(plan)]
              .filter(([, value]) => diffPlans(ruleOf(value), ruleOf({})).length > 0)
              .sort(([x], [y]) => (x < y ? -1 : 1));
          expect(own(a)).toEqual(own(b));
        };
        same(overlayPlan(one, one, two), two);
        same(overlayPlan(one, two, one), two);
      }),
    );
  });
});

const ruleOf = (defaults: Plan['defaults']): Plan => ({ version: 1, defaults, layers: [] });
