// @vitest-environment happy-dom
/** Where one looks: fitting, going there, zooming, and staying in place while the window changes. */
import type { ReactFlowInstance, Viewport } from '@xyflow/react';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { INITIAL, setWorkbench, useWorkbench } from '../../state/index.ts';
import {
  cameraNow,
  fitRect,
  fittingZoom,
  inView,
  moved,
  onMove,
  resized,
  reveal,
  setFlow,
  shiftBy,
  showStart,
  ZOOM,
  zoomBy,
} from './camera.ts';
import type { Rect } from './view-store.ts';

const SIZE = { width: 1000, height: 600 };
let motions: (number | undefined)[] = [];

beforeEach(() => {
  useWorkbench.setState(INITIAL);
  // The canvas of the test before may have had another size.
  resized(0, 0);
  resized(SIZE.width, SIZE.height);
  moved({ x: 0, y: 0, zoom: 1 });
  motions = [];
  setFlow({
    setViewport: (next: Viewport, options?: { duration?: number }) => {
      motions.push(options?.duration);
      moved(next);
      return Promise.resolve(true);
    },
  } as unknown as ReactFlowInstance);
});
afterEach(() => setFlow(null));

const rect = fc.record({
  x: fc.integer({ min: -20_000, max: 20_000 }),
  y: fc.integer({ min: -20_000, max: 20_000 }),
  width: fc.integer({ min: 1, max: 50_000 }),
  height: fc.integer({ min: 1, max: 400_000 }),
});
const viewports = fc.record({
  x: fc.integer({ min: -9000, max: 9000 }),
  y: fc.integer({ min: -9000, max: 9000 }),
  zoom: fc.double({ min: ZOOM.least, max: ZOOM.most, noNaN: true }),
});

const isIn = (outer: Rect, inner: Rect, slack: number): boolean =>
  inner.x >= outer.x - slack &&
  inner.y >= outer.y - slack &&
  inner.x + inner.width <= outer.x + outer.width + slack &&
  inner.y + inner.height <= outer.y + outer.height + slack;

describe('fitting', () => {
  it('brings all of any part into view, in the middle, at no more than the zoom that is allowed', () => {
    fc.assert(
      fc.property(rect, fc.constantFrom(1, 1.25), (part, mostZoom) => {
        fitRect(part, { mostZoom, jump: true });
        const { zoom } = cameraNow().viewport;
        expect(zoom).toBeLessThanOrEqual(mostZoom);
        expect(zoom).toBeGreaterThanOrEqual(ZOOM.least);
        const view = inView();
        expect(isIn(view, part, 1e-6 * (view.width + Math.abs(part.x)))).toBe(true);
        expect(view.x + view.width / 2).toBeCloseTo(part.x + part.width / 2, 3);
      }),
    );
  });

  it('says the zoom beforehand', () => {
    const part = { x: 0, y: 0, width: 4000, height: 300 };
    fitRect(part);
    expect(fittingZoom(part)).toBe(cameraNow().viewport.zoom);
  });

  it('moves there, jumps where it is asked to, and where nothing may move by itself', () => {
    const part = { x: 500, y: 0, width: 100, height: 100 };
    fitRect(part);
    fitRect(part, { jump: true });
    setWorkbench({ settings: { ...INITIAL.settings, reducedMotion: true } });
    fitRect(part);
    expect(motions).toEqual([120, undefined, undefined]);
  });
});

describe('revealing', () => {
  it('brings what fits into view from wherever one looks, without zooming', () => {
    fc.assert(
      fc.property(viewports, rect, (viewport, part) => {
        const small = { ...part, width: part.width % 200, height: part.height % 200 };
        moved({ ...viewport, zoom: Math.max(0.2, viewport.zoom) });
        const { zoom } = cameraNow().viewport;
        reveal(small);
        expect(cameraNow().viewport.zoom).toBe(zoom);
        expect(isIn(inView(), small, 1e-3)).toBe(true);
      }),
    );
  });

  it('does nothing for what is in view', () => {
    reveal({ x: 400, y: 200, width: 100, height: 50 });
    expect(motions).toEqual([]);
  });

  it.each([
    ['the right', { x: 1100, y: 200 }, { x: -224, y: 0 }],
    ['the left', { x: -50, y: 200 }, { x: 74, y: 0 }],
    ['below', { x: 300, y: 900 }, { x: 0, y: -374 }],
    ['above and the left', { x: -50, y: -10 }, { x: 74, y: 34 }],
  ])('moves no further than the margin from %s', (_, at, place) => {
    // A margin of 24 px, 4 % of the height.
    reveal({ ...at, width: 100, height: 50 });
    expect(cameraNow().viewport).toEqual({ ...place, zoom: 1 });
  });

  it('zooms in to what is to be read, and never out', () => {
    moved({ x: 0, y: 0, zoom: 0.1 });
    reveal({ x: 0, y: 0, width: 240, height: 40 }, 0.72);
    expect(cameraNow().viewport.zoom).toBe(0.72);
    moved({ x: 0, y: 0, zoom: 2 });
    reveal({ x: 5000, y: 0, width: 240, height: 40 }, 0.72);
    expect(cameraNow().viewport.zoom).toBe(2);
  });

  it('of what is larger than the view shows its beginning', () => {
    reveal({ x: 3000, y: 3000, width: 4000, height: 4000 });
    const view = inView();
    expect(view.x).toBeLessThanOrEqual(3000);
    expect(view.x + 40).toBeGreaterThan(3000 - 40);
    expect(view.y + view.height).toBeGreaterThan(3000);
  });
});

describe('zooming', () => {
  it('keeps the middle of the view, and stays between the least and the largest zoom', () => {
    fc.assert(
      fc.property(viewports, fc.double({ min: 0.001, max: 1000, noNaN: true }), (viewport, factor) => {
        moved(viewport);
        const before = inView();
        zoomBy(factor);
        const after = inView();
        const { zoom } = cameraNow().viewport;
        expect(zoom).toBeGreaterThanOrEqual(ZOOM.least);
        expect(zoom).toBeLessThanOrEqual(ZOOM.most);
        const slack = 1e-6 * (before.width + after.width + Math.abs(before.x));
        expect(Math.abs(before.x + before.width / 2 - after.x - after.width / 2)).toBeLessThan(slack);
        expect(Math.abs(before.y + before.height / 2 - after.y - after.height / 2)).toBeLessThan(slack);
      }),
    );
  });

  it('in and out again leads back', () => {
    moved({ x: 33, y: -70, zoom: 0.8 });
    zoomBy(1.25);
    zoomBy(1 / 1.25);
    expect(cameraNow().viewport.zoom).toBeCloseTo(0.8, 12);
    expect(cameraNow().viewport.x).toBeCloseTo(33, 9);
  });
});

describe('the canvas', () => {
  it('keeps its middle when its size changes, and its place while it is folded away', () => {
    const middle = () => [inView().x + inView().width / 2, inView().y + inView().height / 2];
    const before = middle();
    resized(1400, 500);
    expect(middle()).toEqual(before);
    const { viewport } = cameraNow();
    resized(0, 0);
    expect(cameraNow()).toMatchObject({ viewport, width: 1400, height: 500 });
    resized(1400, 500);
    expect(cameraNow().viewport).toEqual(viewport);
  });

  it('tells whoever draws along of every movement, until they stop', () => {
    const told = vi.fn();
    const stop = onMove(told);
    moved({ x: 1, y: 2, zoom: 1 });
    resized(900, 600);
    stop();
    const times = told.mock.calls.length;
    moved({ x: 3, y: 4, zoom: 1 });
    expect(times).toBeGreaterThanOrEqual(2);
    expect(told).toHaveBeenCalledTimes(times);
  });

  it('shifts by px of the window at once', () => {
    shiftBy(10, -20);
    expect(cameraNow().viewport).toEqual({ x: 10, y: -20, zoom: 1 });
    expect(motions).toEqual([undefined]);
  });
});

it.each([
  ['narrow: its upper end in the middle', { x: 100, y: 50, width: 200, height: 90_000 }, { x: 300, y: -18 }],
  ['wide: its upper left end', { x: 100, y: 50, width: 5000, height: 90_000 }, { x: -68, y: -18 }],
])('the beginning of a drawing that is %s', (_, part, place) => {
  showStart(part, 1);
  expect(cameraNow().viewport).toEqual({ ...place, zoom: 1 });
});
