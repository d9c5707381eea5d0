// @vitest-environment happy-dom
/** Opening and closing modules: what is open then, what has the keyboard, what stays where it was, what the project remembers. */
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { onCanvas, openGraph } from '../../testing/open-graph.ts';
import { setWorkbench, viewLayout, workbench } from '../../state/index.ts';
import { itemOf, nodesOf } from '../model/item.ts';
import { cameraNow, moved } from './camera.ts';
import { collapseAll, collapseCurrent, currentGroup, expandAll, expandCurrent, goToGroup, goUp, toggleGroup } from './modules.ts';
import { firstLook, middleItem, openAround, setOpen, showGraph, showWhole, shownFor } from './scene.ts';
import { graphView, setGraphView } from './view-store.ts';

onCanvas();
beforeEach(async () => {
  await openGraph();
  await collapseAll();
  moved({ x: 0, y: 0, zoom: 1 });
  setGraphView({ focus: null, said: '' });
});

const scene = () => graphView().scene!;
const open = () => [...scene().open];
const OUTER = 'module:layer1';
const INNER = 'module:layer1.1';
const DEEP = '/layer1/1/conv1/Conv';

/** Where the middle of an item's upper edge is in the window. */
const placeOf = (id: string) => {
  const { x, y, width } = scene().layout.boxes.get(id)!;
  const { viewport } = cameraNow();
  return [(x + width / 2) * viewport.zoom + viewport.x, y * viewport.zoom + viewport.y];
};

describe('a module', () => {
  it('opens and closes where it is, and both are said', async () => {
    const before = placeOf(OUTER);
    await toggleGroup(OUTER);
    expect(open()).toEqual([OUTER]);
    expect(graphView().said).toBe('layer1 expanded, 3 parts');
    placeOf(OUTER).forEach((at, axis) => expect(at).toBeCloseTo(before[axis]!, 6));
    await toggleGroup(OUTER);
    expect([open(), graphView().said]).toEqual([[], 'layer1 collapsed']);
    placeOf(OUTER).forEach((at, axis) => expect(at).toBeCloseTo(before[axis]!, 6));
  });

  it('closed around what has the keyboard takes it over', async () => {
    await openAround([DEEP]);
    setGraphView({ focus: DEEP });
    await toggleGroup(OUTER);
    expect(graphView().focus).toBe(OUTER);
  });

  it('opened again shows what was open inside of it', async () => {
    await openAround([DEEP]);
    await toggleGroup(OUTER);
    await toggleGroup(OUTER);
    expect(scene().layout.boxes.has(DEEP)).toBe(true);
  });

  it('an operator does not open', async () => {
    await toggleGroup('/linear/Linear');
    expect(open()).toEqual([]);
  });
});

describe('what has the keyboard', () => {
  it('opens by command, once', async () => {
    setGraphView({ focus: OUTER });
    expandCurrent();
    await vi.waitFor(() => expect(open()).toEqual([OUTER]));
    expandCurrent();
    await Promise.resolve();
    expect(open()).toEqual([OUTER]);
  });

  it('closes the innermost open module around it, which then has the keyboard', async () => {
    await openAround([DEEP]);
    setGraphView({ focus: DEEP });
    await collapseCurrent();
    expect([open(), graphView().focus]).toEqual([[OUTER], INNER]);
    await collapseCurrent();
    expect([open(), graphView().focus]).toEqual([[], OUTER]);
    await collapseCurrent();
    expect([open(), graphView().focus]).toEqual([[], OUTER]);
  });

  it('is in a module: itself, the one around it, or none at the top', async () => {
    await openAround([DEEP]);
    const of = (focus: string | null) => {
      setGraphView({ focus });
      return currentGroup();
    };
    expect([of(DEEP), of(INNER), of('input'), of(null)]).toEqual([INNER, INNER, null, null]);
  });

  it('goes up step by step, then gives up the selection, then the keyboard', async () => {
    await openAround([DEEP]);
    setGraphView({ focus: DEEP });
    const seen = Array.from({ length: 5 }, () => {
      goUp();
      return [graphView().focus, workbench().selection.length > 0];
    });
    expect(seen).toEqual([
      [INNER, true],
      [OUTER, true],
      [OUTER, false],
      [null, false],
      [null, false],
    ]);
  });
});

describe('all modules', () => {
  it('open and close at once, with the same in the middle of the view', async () => {
    const middle = middleItem(scene())!;
    const before = placeOf(middle);
    await expandAll();
    const groups = [...scene().tree.items.values()].filter((item) => item.kind === 'group' && item.parent !== null);
    expect(open().toSorted()).toEqual(groups.map(({ id }) => id).toSorted());
    expect(scene().visible.shown.every(({ kind }) => kind === 'leaf')).toBe(true);
    placeOf(middle).forEach((at, axis) => expect(at).toBeCloseTo(before[axis]!, 6));
    await collapseAll();
    expect(open()).toEqual([]);
  });

  it('what stands for an item is itself or the outermost closed module around it', async () => {
    expect([shownFor(scene(), DEEP), shownFor(scene(), INNER), shownFor(scene(), 'gone')]).toEqual([OUTER, OUTER, null]);
    await setOpen(new Set([OUTER]), null);
    expect(shownFor(scene(), DEEP)).toBe(INNER);
    await openAround([DEEP]);
    expect(shownFor(scene(), DEEP)).toBe(DEEP);
  });
});

describe('breadcrumbs lead', () => {
  it('to a module that is hidden: it is selected, and all of it in view', async () => {
    await goToGroup(INNER);
    expect([open(), graphView().focus]).toEqual([[OUTER], INNER]);
    expect(workbench().selection).toEqual(nodesOf(itemOf(scene().tree, INNER)));
  });

  it('to the network: nothing is selected, nothing has the keyboard', async () => {
    setWorkbench({ selection: [DEEP] });
    setGraphView({ focus: OUTER });
    await goToGroup(scene().tree.root);
    expect([workbench().selection, graphView().focus]).toEqual([[], null]);
  });
});

describe('the project', () => {
  it('remembers which modules are open, and shows them so when it is opened next', async () => {
    await openAround([DEEP]);
    expect((viewLayout('graph') as string[]).toSorted()).toEqual([OUTER, INNER]);
    await showGraph(workbench().project!.graph);
    expect(open().toSorted()).toEqual([OUTER, INNER]);
  });

  it.each([
    ['of another network', ['module:gone', OUTER, 7, null], [OUTER]],
    ['no list', 'everything', null],
  ])('that remembers what is %s opens all the same', async (_, kept, expected) => {
    setWorkbench({ layout: { ...workbench().layout, views: { graph: kept as never } } });
    await showGraph(workbench().project!.graph);
    if (expected) expect(open()).toEqual(expected);
    else expect(open().length).toBeGreaterThan(0);
    expect(graphView().error).toBeNull();
  });
});

it('a network is shown from its beginning where all of it would be too small to read, otherwise as a whole', async () => {
  firstLook();
  const fitted = cameraNow().viewport.zoom;
  expect(fitted).toBeGreaterThanOrEqual(0.6);
  await expandAll();
  showWhole(true);
  const { width, height } = scene().layout.boxes.get(scene().tree.root)!;
  if (Math.min(1000 / width, 700 / height) < 0.55) expect(cameraNow().viewport.zoom).toBe(1);
  showWhole();
  expect(cameraNow().viewport.zoom).toBeLessThan(0.6);
});

it('a layout that fails is said, can be given up, and can be tried again', async () => {
  const { graph } = scene();
  const broken = { ...graph, outputs: [{ name: 'x', node: 'gone', shape: [1] }] };
  await showGraph(broken);
  expect(graphView().error?.message).toMatch(
    /^The graph could not be laid out: .+\. Try again; the plan and the network are not affected\.$/,
  );
  expect(graphView().busy).toBe(false);
  await showGraph(graph);
  expect([graphView().error, scene().graph === graph]).toEqual([null, true]);
});
