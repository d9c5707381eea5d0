// @vitest-environment happy-dom
/** What a pointer does in the graph: boxes of selection, the map, the menu; and the edges below the nodes. */
import { act, fireEvent, screen, within } from '@testing-library/react';
import { beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { EMPTY_PLAN, setLayers } from '../../../src-shared/plan/index.ts';
import { onCanvas, openGraph } from '../../testing/open-graph.ts';
import { setWorkbench, workbench } from '../../state/index.ts';
import { derivedFrom } from '../../testing/laid-out-scene.ts';
import { show } from '../../testing/show.tsx';
import { Minimap } from '../canvas/minimap.tsx';
import { EdgeLayer } from '../edges/edge-layer.tsx';
import { NodeMenu } from '../edit/node-menu.tsx';
import { inView, moved, resized } from '../state/camera.ts';
import { collapseAll } from '../state/modules.ts';
import { graphView, setGraphView } from '../state/view-store.ts';
import { BoxSelect } from './box-select.tsx';
import { HoverMark, hoverItem } from './hover-mark.tsx';
import '../commands.ts';

onCanvas();
beforeAll(() => {
  Element.prototype.setPointerCapture = () => {};
});
beforeEach(async () => {
  resized(0, 0);
  resized(1000, 700);
  await openGraph();
  await collapseAll();
  moved({ x: 0, y: 0, zoom: 1 });
  setWorkbench({ selection: [] });
});

const scene = () => graphView().scene!;
const boxOf = (id: string) => scene().layout.boxes.get(id)!;
const RELU = '/relu/Relu';

describe('what is pointed at', () => {
  const mark = () => document.querySelector<HTMLElement>('.graph-hover-mark');

  it('in another view has a frame around its node, or around the closed module that stands for it', () => {
    show(<HoverMark scene={scene()} />);
    expect(mark()).toBeNull();
    act(() => setWorkbench({ hovered: RELU }));
    const { x, y, width } = boxOf(RELU);
    expect([mark()!.style.transform, mark()!.style.width]).toEqual([`translate(${x}px, ${y}px)`, `${width}px`]);
    const inside = scene().graph.layers.find(({ name }) => name.startsWith('layer1'))!.node;
    act(() => setWorkbench({ hovered: inside }));
    const group = boxOf('module:layer1');
    expect(mark()!.style.transform).toBe(`translate(${group.x}px, ${group.y}px)`);
    act(() => setWorkbench({ hovered: 'of another network' }));
    expect(mark()).toBeNull();
  });

  it('here is told to the other views, unless it is a module', () => {
    hoverItem(scene(), RELU);
    expect(workbench().hovered).toBe(RELU);
    hoverItem(scene(), 'module:layer1');
    expect(workbench().hovered).toBeNull();
    hoverItem(scene(), RELU);
    hoverItem(scene(), null);
    expect(workbench().hovered).toBeNull();
  });
});

describe('a box of selection', () => {
  const catcher = () => document.querySelector('.graph-catcher');
  const shift = (shiftKey: boolean): void => void fireEvent.keyDown(window, { key: 'Shift', shiftKey });
  const drag = (from: readonly [number, number], to: readonly [number, number]): void => {
    fireEvent.pointerDown(catcher()!, { button: 0, pointerId: 1, clientX: from[0], clientY: from[1] });
    fireEvent.pointerMove(catcher()!, { pointerId: 1, clientX: to[0], clientY: to[1] });
    fireEvent.pointerUp(catcher()!, { pointerId: 1, clientX: to[0], clientY: to[1] });
  };
  beforeEach(() => {
    document.elementsFromPoint = () => [];
    show(<BoxSelect />);
  });

  it('is there while Shift is held', () => {
    expect(catcher()).toBeNull();
    shift(true);
    expect(catcher()).not.toBeNull();
    fireEvent.keyUp(window, { key: 'Shift', shiftKey: false });
    expect(catcher()).toBeNull();
    shift(true);
    fireEvent.blur(window);
    expect(catcher()).toBeNull();
  });

  it.each([
    ['from above', false],
    ['from below', true],
  ])('adds what it touches, drawn %s', (_, turned) => {
    const { x, y } = boxOf(RELU);
    setWorkbench({ selection: ['/linear/Linear'] });
    shift(true);
    const [from, to] = [
      [x + 5, y + 5],
      [x + 40, y + 30],
    ] as const;
    drag(turned ? to : from, turned ? from : to);
    expect(workbench().selection).toEqual(['/linear/Linear', RELU]);
  });

  it('is in the drawing where the window shows it', () => {
    const { x, y } = boxOf(RELU);
    moved({ x: -100, y: 30, zoom: 0.5 });
    shift(true);
    const at = (left: number, top: number) => [left * 0.5 - 100, top * 0.5 + 30] as const;
    drag(at(x + 4, y + 4), at(x + 30, y + 30));
    expect(workbench().selection).toEqual([RELU]);
  });

  it('that is too short is a click on what lies below', () => {
    const below = document.body.appendChild(document.createElement('div'));
    const clicked = vi.fn();
    below.addEventListener('click', (event) => clicked(event.shiftKey));
    document.elementsFromPoint = () => [catcher()!, below];
    shift(true);
    drag([50, 50], [52, 51]);
    expect(clicked.mock.calls).toEqual([[true]]);
    expect(workbench().selection).toEqual([]);
    below.remove();
  });
});

describe('the map', () => {
  // By its class: what is hidden has no name.
  const map = () => document.querySelector<HTMLElement>('.graph-minimap')!;
  const open = (): void => void show(<Minimap scene={scene()} derived={derivedFrom(scene().graph, EMPTY_PLAN)} />);

  it('leads the view to where it is pressed', () => {
    open();
    const [width, height] = [map().style.width, map().style.height].map((px) => Number.parseFloat(px)) as [number, number];
    const { width: whole, height: high } = boxOf(scene().tree.root);
    fireEvent.pointerDown(map(), { buttons: 1, clientX: width / 2, clientY: height / 2 });
    const view = inView();
    // The map's pixels are rounded up.
    expect(Math.abs(view.x + view.width / 2 - whole / 2)).toBeLessThan(whole / 20);
    expect(Math.abs(view.y + view.height / 2 - high / 2)).toBeLessThan(high / 20);
  });

  it('does not follow a pointer that is only passing', () => {
    open();
    const before = inView();
    fireEvent.pointerMove(map(), { buttons: 0, clientX: 5, clientY: 5 });
    expect(inView()).toEqual(before);
    expect(screen.getByRole('img', { name: 'Map of the graph: click or drag to move there' })).toBe(map());
  });

  it.each([
    [1000, 700, false],
    [419, 700, true],
    [1000, 259, true],
  ])('on a canvas of %i × %i is hidden: %s', (width, height, isHidden) => {
    open();
    act(() => resized(width, height));
    expect(map().hidden).toBe(isHidden);
  });

  it('is small however large the network is', () => {
    open();
    expect(Number.parseFloat(map().style.width)).toBeLessThanOrEqual(168);
    expect(Number.parseFloat(map().style.height)).toBeLessThanOrEqual(168);
  });
});

describe('the menu', () => {
  it('of a node has its name; an entry does what it says once the menu is closed', async () => {
    setGraphView({ floating: { kind: 'menu', item: RELU, at: { x: 0, y: 0, width: 0, height: 0 } } });
    show(<NodeMenu />);
    const menu = within(await screen.findByRole('menu', { name: 'relu' }));
    fireEvent.click(menu.getByRole('menuitem', { name: /^Select all Relu/ }));
    await vi.waitFor(() => expect(workbench().selection).toHaveLength(19));
    expect(graphView().floating).toBeNull();
    expect(screen.queryByRole('menu')).toBeNull();
  });

  it('of the canvas has what cannot be done now closed, and Escape closes it', async () => {
    setGraphView({ floating: { kind: 'menu', item: null, at: { x: 0, y: 0, width: 0, height: 0 } } });
    show(<NodeMenu />);
    const menu = within(await screen.findByRole('menu', { name: 'Graph' }));
    expect(menu.getByRole('menuitem', { name: /^Zoom to selection/ }).getAttribute('aria-disabled')).toBe('true');
    fireEvent.keyDown(document.activeElement ?? document.body, { key: 'Escape' });
    expect(graphView().floating).toBeNull();
  });
});

describe('edges', () => {
  const plan = setLayers(EMPTY_PLAN, ['layer1.0.relu2'], { coding: 'rate' });
  const open = (): void => {
    setGraphView({ window: boxOf(scene().tree.root), detail: 'near' });
    show(<EdgeLayer scene={scene()} derived={derivedFrom(scene().graph, plan)} />);
  };

  it('are all in the window, with the arrow where a value is read', () => {
    open();
    expect(document.querySelectorAll('path.graph-edge')).toHaveLength(scene().layout.paths.size);
    expect(document.querySelectorAll('[marker-end]').length).toBeGreaterThan(0);
  });

  it('of what has the keyboard are lit', () => {
    open();
    expect(document.querySelectorAll('.graph-edge-lit')).toHaveLength(0);
    act(() => setGraphView({ focus: RELU }));
    expect(document.querySelectorAll('.graph-edge-lit').length).toBeGreaterThanOrEqual(2);
    act(() => setGraphView({ focus: null }));
    expect(document.querySelectorAll('.graph-edge-lit')).toHaveLength(0);
  });

  it('at far zoom are left to the canvas', () => {
    open();
    act(() => setGraphView({ detail: 'far' }));
    expect(document.querySelectorAll('path.graph-edge')).toHaveLength(0);
  });

  it('with a transcoder say from what to what', async () => {
    const { expandAll } = await import('../state/modules.ts');
    await expandAll();
    open();
    const marks = screen.getAllByRole('img').map((mark) => mark.getAttribute('aria-label'));
    expect(marks).toEqual(['Transcoder in front of /layer1/1/Add: rate → differential']);
  });
});
