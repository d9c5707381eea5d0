/** Budgets: what is read is what was written, and a plan within every limit has no excess. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import {
  type Budget,
  excess,
  formatBudget,
  mostSteps,
  parseBudget,
  samplesNeeded,
  type Spending,
  totalExcess,
} from './budget.ts';

const budgets: fc.Arbitrary<Budget> = fc.oneof(
  fc.record({
    quantity: fc.constantFrom('accuracy-drop' as const, 'agreement-drop' as const),
    limit: fc.double({ min: 0, max: 100, noNaN: true }),
  }),
  fc.record({
    quantity: fc.constant('energy' as const),
    limit: fc.oneof(fc.constant('int8' as const), fc.double({ min: 1e-6, max: 1e3, noNaN: true })),
  }),
  fc.record({ quantity: fc.constant('steps' as const), limit: fc.integer({ min: 1, max: 1e6 }) }),
);

it('reads what it writes', () => {
  fc.assert(
    fc.property(budgets, (budget) => {
      const limit = Object.is(budget.limit, -0) ? 0 : budget.limit;
      expect(parseBudget(formatBudget(budget))).toEqual({ ...budget, limit });
    }),
  );
  expect(parseBudget(' accuracy-drop <= 0.3 ')).toEqual({ quantity: 'accuracy-drop', limit: 0.3 });
});

it.each([
  ['accuracy<=0.3', 'one of the quantities'],
  ['accuracy-drop=0.3', 'QUANTITY<=LIMIT'],
  ['accuracy-drop<=-1', 'points, from 0 to 100'],
  ['accuracy-drop<=int8', 'points, from 0 to 100'],
  ['energy<=0', 'above 0'],
  ['energy<=cheap', 'above 0'],
  ['steps<=2.5', 'whole number of steps'],
  ['', 'one of the quantities'],
])('refuses %j', (text, words) => {
  expect(() => parseBudget(text)).toThrow(words);
});

const SPENDING: Spending = { accuracyDrop: 0.6, agreementDrop: 4, energyRatio: 0.5, int8Ratio: 1.5, steps: 4 };

it('an excess is 0 within the limit, and grows with what is too much', () => {
  const of = (text: string): number => excess(parseBudget(text), SPENDING);
  expect([of('accuracy-drop<=0.6'), of('energy<=0.5'), of('steps<=4')]).toEqual([0, 0, 0]);
  expect(of('accuracy-drop<=0.3')).toBeCloseTo(0.3, 12);
  expect(of('agreement-drop<=2')).toBeCloseTo(1, 12);
  expect(of('energy<=0.25')).toBe(1);
  expect(of('energy<=int8')).toBe(0.5);
  expect(of('steps<=2')).toBe(1);
  expect(totalExcess([parseBudget('energy<=int8')], { ...SPENDING, int8Ratio: null })).toBe(Infinity);
});

it('says how many samples a budget needs, and how many steps it allows', () => {
  expect(samplesNeeded([parseBudget('accuracy-drop<=0.3')])).toBe(334);
  expect(samplesNeeded([parseBudget('accuracy-drop<=1'), parseBudget('energy<=0.5')])).toBe(100);
  expect(samplesNeeded([parseBudget('accuracy-drop<=0')])).toBe(100);
  expect(samplesNeeded([])).toBe(10);
  expect(mostSteps([parseBudget('steps<=4'), parseBudget('steps<=3')])).toBe(3);
  expect(mostSteps([parseBudget('energy<=1')])).toBeUndefined();
});
