// @vitest-environment happy-dom
/** Selecting nodes of the graph in every way there is, and what is said of it. */
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { onCanvas, openGraph } from '../../testing/open-graph.ts';
import { setWorkbench, workbench } from '../../state/index.ts';
import { itemOf, nodesOf } from '../model/item.ts';
import { cameraNow, inView, moved } from './camera.ts';
import { selectedNames, targetLayers } from './edit.ts';
import { closeFloating, editFocused, openMenu, rectOf } from './floating.ts';
import * as select from './select.ts';
import { graphView, setGraphView } from './view-store.ts';

onCanvas();
beforeAll(openGraph);
beforeEach(() => {
  setWorkbench({ selection: [] });
  setGraphView({ focus: null, said: '', floating: null });
});

const graph = () => workbench().project!.graph;
const scene = () => graphView().scene!;
const selection = () => workbench().selection;
const group = () => scene().visible.shown.find((item) => item.kind === 'group')!;
const relu = () => graph().layers[0]!.node;

describe('an item', () => {
  it('alone takes the place of what was selected; a module is all that is inside', () => {
    select.selectItem(relu());
    expect([selection(), graphView().focus]).toEqual([[relu()], relu()]);
    select.selectItem(group().id);
    expect(selection()).toEqual(nodesOf(group()));
  });

  it('toggled twice leaves what was selected before', () => {
    select.selectItem(relu());
    for (const id of [group().id, '/linear/Linear']) {
      select.selectItem(id, 'toggle');
      expect(selection()).toEqual([relu(), ...nodesOf(itemOf(scene().tree, id))]);
      select.selectItem(id, 'toggle');
      expect(selection()).toEqual([relu()]);
    }
  });

  it('a module of which some is selected is selected whole, each node once', () => {
    const inside = nodesOf(group());
    select.selectNodes(inside.slice(1, 3));
    select.selectItem(group().id, 'toggle');
    expect(selection().toSorted()).toEqual([...inside].toSorted());
    expect(new Set(selection()).size).toBe(selection().length);
  });

  it('the network’s input has the keyboard, and selects nothing', () => {
    select.selectItem('input');
    expect([selection(), graphView().focus]).toEqual([[], 'input']);
    select.selectItem('input', 'toggle');
    expect(selection()).toEqual([]);
  });

  it('that is focused is brought into view, selected or not', () => {
    const last = scene().visible.shown.at(-1)!;
    moved({ x: 0, y: 0, zoom: 2 });
    select.focusItem(last.id, { select: false });
    const { x, y, width, height } = scene().layout.boxes.get(last.id)!;
    const view = inView();
    expect(x >= view.x && y >= view.y && x + width <= view.x + view.width && y + height <= view.y + view.height).toBe(true);
    expect([selection(), graphView().focus]).toEqual([[], last.id]);
    select.focusItem('gone');
    expect(graphView().focus).toBe(last.id);
  });
});

describe('many at once', () => {
  it.each([
    [0, 'Nothing selected'],
    [1, '1 selected'],
    [3, '3 selected'],
  ])('%i are said: %s', (count, said) => {
    select.selectNodes(
      graph()
        .nodes.slice(0, count)
        .map(({ id }) => id),
    );
    expect(graphView().said).toBe(said);
  });

  it('the same node twice is one, and is said as one', () => {
    select.selectNodes([relu(), relu()]);
    expect([selection(), graphView().said]).toEqual([[relu()], '1 selected']);
  });

  it('all layers, all of an operator, all like one', () => {
    select.selectAllLayers();
    expect(selection()).toEqual(graph().layers.map(({ node }) => node));
    select.selectType('/layer1/0/conv1/Conv');
    expect(selection()).toEqual(
      graph()
        .nodes.filter(({ op }) => op === 'Conv')
        .map(({ id }) => id),
    );
    select.selectLike('/layer1/0/conv1/Conv');
    // The stem's convolution makes the same shape in the same way.
    expect(selection().filter((id) => !id.startsWith('/layer1/'))).toEqual(['/conv1/Conv']);
    expect(selection()).toHaveLength(7);
    select.selectLike('gone');
    expect(selection()).toHaveLength(7);
  });

  it.each([
    ['layer1.*', 15],
    ['*.relu1', 9],
    [' relu ', 1],
    ['nothing.*', 0],
    ['*', null],
    ['layer?.0.conv1', 3],
  ])('by the name %j: %s nodes', (glob, count) => {
    const nodes = select.nodesByGlob(glob);
    expect(nodes).toHaveLength(count ?? graph().nodes.length);
    expect(new Set(nodes).size).toBe(nodes.length);
  });

  it('inside the module around what has the keyboard, or inside the module that has it', () => {
    setGraphView({ focus: group().id });
    select.selectInside();
    expect(selection()).toEqual(nodesOf(group()));
    setGraphView({ focus: relu() });
    select.selectInside();
    expect(selection()).toHaveLength(graph().nodes.length);
    setGraphView({ focus: null });
    select.selectNodes([]);
    select.selectInside();
    expect(selection()).toEqual([]);
  });

  it('in a part of the drawing: what it touches', () => {
    const { width, height } = scene().layout.boxes.get(scene().tree.root)!;
    expect(select.nodesIn({ x: 0, y: 0, width, height }).toSorted()).toEqual(
      graph()
        .nodes.map(({ id }) => id)
        .toSorted(),
    );
    const box = scene().layout.boxes.get(relu())!;
    expect(select.nodesIn({ x: box.x + 5, y: box.y + 5, width: 1, height: 1 })).toEqual([relu()]);
    expect(select.nodesIn({ x: -50, y: -50, width: 10, height: 10 })).toEqual([]);
  });
});

describe('edits', () => {
  it('are for the whole selection if the layer is part of it, else for that layer alone', () => {
    select.selectAllLayers();
    expect(targetLayers(['relu'])).toEqual(graph().layers.map(({ name }) => name));
    select.selectNodes(['/linear/Linear']);
    expect([selectedNames(), targetLayers(['relu'])]).toEqual([[], ['relu']]);
  });

  it('open beside what has the keyboard, and only if it has neuron layers', () => {
    setGraphView({ focus: '/linear/Linear' });
    editFocused('coding');
    expect(graphView().floating).toBeNull();
    setGraphView({ focus: group().id });
    editFocused('threshold');
    const inside = graph().layers.filter(({ node }) => nodesOf(group()).includes(node));
    expect(graphView().floating).toMatchObject({ kind: 'badge', field: 'threshold', layers: inside.map(({ name }) => name) });
    openMenu(relu(), { x: 1, y: 2, width: 3, height: 4 });
    expect(graphView().floating).toEqual({ kind: 'menu', item: relu(), at: { x: 1, y: 2, width: 3, height: 4 } });
    closeFloating();
    expect(graphView().floating).toBeNull();
  });

  it('without a canvas have no place', () => {
    expect(rectOf(relu())).toEqual({ x: 0, y: 0, width: 0, height: 0 });
  });
});

describe('going there', () => {
  it('shows an operator that a closed module hides, with the keyboard on it, large enough to be read', async () => {
    const hidden = graph().nodes.find(({ id }) => !scene().layout.boxes.has(id))!;
    moved({ x: 0, y: 0, zoom: 0.1 });
    await select.showNode(hidden.id);
    expect(scene().layout.boxes.has(hidden.id)).toBe(true);
    expect([selection(), graphView().focus]).toEqual([[hidden.id], hidden.id]);
    expect(cameraNow().viewport.zoom).toBeGreaterThanOrEqual(0.72);
  });

  it('zooms to the selection, hidden or not, and to an item; without a selection it stays', () => {
    const before = cameraNow().viewport;
    select.zoomToSelection();
    expect(cameraNow().viewport).toBe(before);
    select.selectAllLayers();
    select.zoomToSelection();
    const view = inView();
    const { width, height } = scene().layout.boxes.get(scene().tree.root)!;
    expect(view.height >= height * 0.8 && view.width >= width * 0.5).toBe(true);
    select.zoomToItem(relu());
    expect(cameraNow().viewport.zoom).toBe(1.25);
  });
});
