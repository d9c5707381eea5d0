/** The readout of a plan: how it is written, changed and merged, and when a plan cannot have it. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  applyTransaction,
  diffPlans,
  EMPTY_PLAN,
  formatPlan,
  invertTransaction,
  overlayPlan,
  parsePlan,
  type Plan,
  planFromOptions,
  planTransaction,
  readoutFromOf,
  readPlan,
  rebasePlan,
  resolvePlan,
} from './index.ts';

const withFrom = (from?: number, steps?: number): Plan => ({
  ...EMPTY_PLAN,
  ...(steps === undefined ? {} : { steps }),
  ...(from === undefined ? {} : { readout: { from } }),
});

describe('the readout of a plan', () => {
  it('is the mean of all steps unless the plan says otherwise, and a plan without it has the text it had', () => {
    expect([readoutFromOf(EMPTY_PLAN), readoutFromOf(withFrom(3))]).toEqual([1, 3]);
    expect(formatPlan(EMPTY_PLAN)).toBe('{\n  "version": 1\n}\n');
    expect(formatPlan(withFrom(3, 8))).toBe('{\n  "version": 1,\n  "steps": 8,\n  "readout": { "from": 3 }\n}\n');
  });

  it.each([
    ['{"version":1,"readout":{"from":0}}', 'readout.from', 'is 0; must be a whole number from 1 to a million'],
    ['{"version":1,"readout":{"from":1.5}}', 'readout.from', 'is 1.5; must be a whole number from 1 to a million'],
    ['{"version":1,"readout":{}}', 'readout.from', 'is missing; must be a whole number from 1 to a million'],
    ['{"version":1,"readout":3}', 'readout', 'is 3; must be an object { … }'],
    ['{"version":1,"readout":{"form":3}}', 'readout.from', 'is missing; must be a whole number from 1 to a million'],
    ['{"version":1,"readout":{"from":1,"to":3}}', 'readout.to', 'did you mean "from"? Known keys: from'],
    ['{"version":1,"defaults":{"readout":{"from":2}}}', 'defaults.readout', 'is not known here'],
  ])('%s is refused at its place', (text, path, message) => {
    const [problem] = readPlan(text).problems;
    expect(problem).toMatchObject({ code: 'plan.invalid', path });
    expect(problem!.message).toContain(message);
  });

  it('of more steps than the plan has is refused when the plan is resolved, with the numbers and the way out', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 20 }),
        fc.option(fc.integer({ min: 1, max: 20 }), { nil: undefined }),
        (from, steps) => {
          const resolve = () => resolvePlan(withFrom(from, steps), []);
          if (from <= (steps ?? 8)) expect(resolve).not.toThrow();
          else
            expect(resolve).toThrow(
              new RegExp(`readout\\.from is ${from}, .* ${steps ?? 8} steps?; set it to ${steps ?? 8} or less`),
            );
        },
      ),
    );
  });

  it('is a change with an inverse, whether it appears, changes or goes', () => {
    const froms = [undefined, 1, 2, 5];
    for (const a of froms) {
      for (const b of froms) {
        const [from, to] = [withFrom(a), withFrom(b)];
        const change = planTransaction('x', 'text', from, to);
        expect(change.changes).toHaveLength(a === b ? 0 : 1);
        expect(applyTransaction(from, change)).toEqual(to);
        expect(applyTransaction(to, invertTransaction(change))).toEqual(from);
      }
    }
    expect(diffPlans(withFrom(2), withFrom(3))[0]).toMatchObject({ path: ['readout', 'from'], from: 2, to: 3 });
  });

  it('is merged with changes of other fields, and not with another readout', () => {
    const base = withFrom(2, 8);
    expect(rebasePlan(base, withFrom(3, 8), withFrom(2, 4))).toEqual(withFrom(3, 4));
    expect(rebasePlan(base, withFrom(3, 8), withFrom(4, 8))).toBeUndefined();
    expect(overlayPlan(base, withFrom(3, 8), withFrom(4, 6))).toEqual(withFrom(3, 6));
    expect(overlayPlan(base, withFrom(undefined, 8), withFrom(2, 6))).toEqual(withFrom(undefined, 6));
  });

  it('is an option, which a plan file overrides', () => {
    expect(planFromOptions({ readoutFrom: '3' })).toEqual(withFrom(3));
    expect(planFromOptions({ readoutFrom: '3' }, parsePlan('{"version":1,"readout":{"from":2}}'))).toEqual(withFrom(2));
    expect(() => planFromOptions({ readoutFrom: '0' })).toThrow('"0" is not allowed; must be a whole number from 1 to a million');
  });
});
