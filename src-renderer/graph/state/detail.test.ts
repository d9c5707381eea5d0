// @vitest-environment happy-dom
/** How much is drawn of each node by zoom, and which nodes are in the page. */
import { beforeEach, describe, expect, it } from 'vitest';
import { bigResidual } from '../../testing/big-graph.ts';
import { laidOutScene } from '../../testing/laid-out-scene.ts';
import { inView, moved, resized } from './camera.ts';
import { followCamera, lookAgain, meets } from './detail.ts';
import { EMPTY_VIEW, graphView, type Rect, setGraphView, useGraphView } from './view-store.ts';

const scene = laidOutScene(bigResidual(600), 'all');
const large = laidOutScene(bigResidual(3000), 'all');
const atZoom = (zoom: number): void => moved({ x: 0, y: 0, zoom });
const covers = (outer: Rect, inner: Rect): boolean =>
  outer.x <= inner.x &&
  outer.y <= inner.y &&
  outer.x + outer.width >= inner.x + inner.width &&
  outer.y + outer.height >= inner.y + inner.height;

beforeEach(() => {
  useGraphView.setState({ ...EMPTY_VIEW, scene });
  resized(0, 0);
  resized(1000, 700);
  atZoom(1);
  lookAgain();
});

describe('the level of detail', () => {
  it.each([
    [1, 'near'],
    [0.72, 'near'],
    [0.71, 'middle'],
    [0.38, 'middle'],
    [0.37, 'far'],
    [0.001, 'far'],
  ] as const)('at zoom %s is %s', (zoom, detail) => {
    const stop = followCamera();
    atZoom(zoom);
    expect(graphView().detail).toBe(detail);
    stop();
  });

  it('is far where more nodes would be in view than a page can hold', () => {
    setGraphView({ scene: large });
    resized(60_000, 60_000);
    atZoom(0.5);
    lookAgain();
    expect(graphView().detail).toBe('far');
  });

  it('follows nothing without a drawing, nor once it is stopped', () => {
    const stop = followCamera();
    stop();
    atZoom(0.1);
    expect(graphView().detail).toBe('near');
    useGraphView.setState({ ...EMPTY_VIEW });
    lookAgain();
    expect(graphView().window).toEqual({ x: 0, y: 0, width: 0, height: 0 });
  });
});

describe('the window of nodes', () => {
  it('reaches beyond the view, and stays while the view is inside of it', () => {
    const stop = followCamera();
    const { window } = graphView();
    expect(covers(window, inView())).toBe(true);
    expect(window.width).toBe(2 * inView().width);
    moved({ x: -200, y: -100, zoom: 1 });
    expect(graphView().window).toBe(window);
    moved({ x: -2000, y: -100, zoom: 1 });
    expect(graphView().window).not.toBe(window);
    expect(covers(graphView().window, inView())).toBe(true);
    stop();
  });

  it('is taken anew after zooming in far, so that no more nodes are in the page than are near', () => {
    const stop = followCamera();
    const { window } = graphView();
    moved({ x: 0, y: 0, zoom: 2.5 });
    expect(graphView().window.width).toBeLessThan(window.width);
    stop();
  });
});

it('rectangles that only touch do not meet', () => {
  const one = { x: 0, y: 0, width: 10, height: 10 };
  expect(meets(one, { x: 10, y: 0, width: 5, height: 5 })).toBe(false);
  expect(meets(one, { x: 9.9, y: 9.9, width: 5, height: 5 })).toBe(true);
  expect(meets(one, one)).toBe(true);
});
