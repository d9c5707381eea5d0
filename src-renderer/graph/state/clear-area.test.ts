/** Parts of the canvas that nothing covers. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { bestClearArea, clearAreas, overlaps } from './clear-area.ts';
import type { Rect } from './view-store.ts';

const AREA: Rect = { x: 0, y: 0, width: 900, height: 400 };
const LEGEND: Rect = { x: 8, y: 340, width: 300, height: 52 };
const MAP: Rect = { x: 732, y: 232, width: 160, height: 160 };

it('is the whole canvas if something in its middle is not covered', () => {
  expect(bestClearArea(AREA, [LEGEND, MAP], { width: 200, height: 100 }, 1)).toEqual(AREA);
});

it('is between legend and map for a high drawing, and above them for a wide one', () => {
  expect(bestClearArea(AREA, [LEGEND, MAP], { width: 600, height: 500 }, 1)).toEqual({ x: 308, y: 0, width: 424, height: 400 });
  expect(bestClearArea(AREA, [LEGEND, MAP], { width: 2000, height: 300 }, 1)).toEqual({ x: 0, y: 0, width: 900, height: 232 });
});

it('is never covered, wherever the obstacles are, and lies inside the canvas', () => {
  const rect = fc.record({
    x: fc.integer({ min: -50, max: 950 }),
    y: fc.integer({ min: -50, max: 450 }),
    width: fc.integer({ min: 1, max: 300 }),
    height: fc.integer({ min: 1, max: 200 }),
  });
  fc.assert(
    fc.property(fc.array(rect, { maxLength: 4 }), (obstacles) => {
      for (const one of clearAreas(AREA, obstacles)) {
        expect(one.x >= 0 && one.y >= 0 && one.x + one.width <= 900 && one.y + one.height <= 400).toBe(true);
        const coversAll = one.width === AREA.width && one.height === AREA.height;
        if (!coversAll) expect(obstacles.some((other) => overlaps(one, other))).toBe(false);
      }
    }),
  );
});
