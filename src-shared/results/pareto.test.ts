/** The Pareto front against its definition. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { type ParetoPoint, paretoFront } from './pareto.ts';

const beats = (a: ParetoPoint, b: ParetoPoint): boolean =>
  a.cost <= b.cost && a.quality >= b.quality && (a.cost < b.cost || a.quality > b.quality);

it('holds the points that none beats', () => {
  const cheap = { cost: 1, quality: 0.5 };
  const best = { cost: 3, quality: 0.9 };
  const middle = { cost: 2, quality: 0.7 };
  expect(paretoFront([best, { cost: 2, quality: 0.4 }, cheap, middle, { cost: 3, quality: 0.8 }])).toEqual([cheap, middle, best]);
  expect(paretoFront([])).toEqual([]);
});

it('is that of the definition, in the order of cost', () => {
  const point = fc.record({ cost: fc.integer({ min: 0, max: 6 }), quality: fc.integer({ min: 0, max: 6 }) });
  fc.assert(
    fc.property(fc.array(point, { maxLength: 20 }), (points) => {
      const front = paretoFront(points);
      expect(new Set(front)).toEqual(new Set(points.filter((one) => !points.some((other) => beats(other, one)))));
      expect(front.map(({ cost }) => cost)).toEqual(front.map(({ cost }) => cost).toSorted((a, b) => a - b));
    }),
  );
});
