// @vitest-environment happy-dom
/** Keys of the graph, and the find bar's way from match to match. */
import { beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { onCanvas, openGraph } from '../../testing/open-graph.ts';
import { setWorkbench, workbench } from '../../state/index.ts';
import { settled } from '../../testing/scripted-services.ts';
import { closeFind, findStep, openFind } from '../find/find.ts';
import { nodesOf } from '../model/item.ts';
import { pressKey } from './keys.ts';
import { collapseAll } from './modules.ts';
import { graphView, setGraphView } from './view-store.ts';

onCanvas();
beforeAll(openGraph);
beforeEach(async () => {
  await collapseAll();
  setWorkbench({ selection: [] });
  setGraphView({ focus: null, floating: null, find: null, said: '' });
  document.body.innerHTML = '<div class="graph-canvas" tabindex="0"></div>';
});

const scene = () => graphView().scene!;
const shown = () => scene().visible.shown;
const group = () => shown().find((item) => item.kind === 'group')!;
const NO_MODIFIERS = { shiftKey: false, ctrlKey: false, metaKey: false, altKey: false };
const press = (key: string, modifiers: Partial<typeof NO_MODIFIERS> = {}) => pressKey({ key, ...NO_MODIFIERS, ...modifiers });
const RELU = '/relu/Relu';

describe('walking', () => {
  it('begins at the input, selects what it comes to, and ends at the output', () => {
    const seen: (string | null)[] = [];
    for (let step = 0; step < shown().length + 3; step++) {
      expect(press('ArrowDown')).toBe(true);
      seen.push(graphView().focus);
    }
    expect(seen[0]).toBe('input');
    expect(seen.at(-1)).toBe(shown().at(-1)!.id);
    expect(new Set(seen)).toEqual(new Set(shown().map(({ id }) => id)));
    for (let step = 0; step < shown().length + 3; step++) press('ArrowUp');
    expect(graphView().focus).toBe('input');
  });

  it('with Shift adds what it comes to, each once', () => {
    setGraphView({ focus: '/conv1/Conv' });
    setWorkbench({ selection: ['/conv1/Conv'] });
    press('ArrowDown', { shiftKey: true });
    expect(workbench().selection).toEqual(['/conv1/Conv', RELU]);
    expect(graphView().said).toBe('2 selected');
    press('ArrowUp', { shiftKey: true });
    expect([workbench().selection, graphView().said]).toEqual([['/conv1/Conv', RELU], '2 selected']);
  });

  it('at the end stays, and leaves a selection of several as it is', () => {
    const last = shown().at(-1)!.id;
    setGraphView({ focus: last });
    setWorkbench({ selection: [RELU, '/linear/Linear'] });
    for (const shiftKey of [false, true]) expect(press('ArrowDown', { shiftKey })).toBe(true);
    expect([graphView().focus, workbench().selection]).toEqual([last, [RELU, '/linear/Linear']]);
  });

  it('Home and End lead to the first and the last', () => {
    press('End');
    expect(graphView().focus).toBe(shown().at(-1)!.id);
    press('Home');
    expect(graphView().focus).toBe(shown()[0]!.id);
  });
});

describe('a key', () => {
  it.each(['ctrlKey', 'metaKey', 'altKey'] as const)('with %s belongs to commands', (modifier) => {
    setGraphView({ focus: RELU });
    for (const key of ['ArrowDown', 'Enter', 'Home', 'Escape']) expect(press(key, { [modifier]: true })).toBe(false);
    expect(graphView().focus).toBe(RELU);
  });

  it('that means nothing here is left to others', () => {
    setGraphView({ focus: RELU });
    for (const key of ['a', 'F10', 'Tab', 'Delete']) expect(press(key)).toBe(false);
    setGraphView({ focus: null });
    for (const key of ['Enter', ' ']) expect(press(key)).toBe(false);
  });

  it('Space takes what has the keyboard into the selection and out of it', () => {
    setGraphView({ focus: group().id });
    press(' ', { ctrlKey: true });
    expect(workbench().selection).toEqual(nodesOf(group()));
    press(' ');
    expect(workbench().selection).toEqual([]);
  });

  it('Enter opens a module, and closes it', async () => {
    const { id } = group();
    setGraphView({ focus: id });
    press('Enter');
    await vi.waitFor(() => expect(scene().open.has(id)).toBe(true));
    press('Enter');
    await vi.waitFor(() => expect(scene().open.has(id)).toBe(false));
  });

  it('Enter on a neuron layer edits its coding; on another operator it does nothing', () => {
    setGraphView({ focus: '/linear/Linear' });
    expect([press('Enter'), graphView().floating]).toEqual([true, null]);
    setGraphView({ focus: RELU });
    press('Enter');
    expect(graphView().floating).toMatchObject({ kind: 'badge', field: 'coding', layers: ['relu'] });
  });

  it.each([
    ['ContextMenu', {}],
    ['F10', { shiftKey: true }],
  ])('%s opens the menu of what has the keyboard, or that of the canvas', (key, modifiers) => {
    press(key, modifiers);
    expect(graphView().floating).toMatchObject({ kind: 'menu', item: null });
    setGraphView({ focus: RELU });
    press(key, modifiers);
    expect(graphView().floating).toMatchObject({ kind: 'menu', item: RELU });
  });

  it('Escape goes up, then gives up the selection, then the keyboard', () => {
    setGraphView({ focus: RELU });
    setWorkbench({ selection: [RELU] });
    press('Escape');
    expect([graphView().focus, workbench().selection]).toEqual([RELU, []]);
    press('Escape');
    expect(graphView().focus).toBeNull();
  });

  it('without a drawing belongs to nobody', () => {
    const { scene: kept } = graphView();
    setGraphView({ scene: null });
    expect(['ArrowDown', 'Escape', 'Home'].map((key) => press(key))).toEqual([false, false, false]);
    setGraphView({ scene: kept });
  });
});

describe('finding', () => {
  const steps = async (count: number, by: 1 | -1): Promise<(string | null)[]> => {
    const seen: (string | null)[] = [];
    for (let step = 0; step < count; step++) {
      findStep(by);
      await settled();
      seen.push(graphView().focus);
    }
    return seen;
  };

  it('goes from match to match, opening what hides them, and round', async () => {
    setGraphView({ find: { text: 'layer3 relu2', at: 0 } });
    const matches = [0, 1, 2].map((block) => `/layer3/${block}/relu2/Relu`);
    expect(await steps(4, 1)).toEqual([...matches, matches[0]]);
    expect(graphView().find).toEqual({ text: 'layer3 relu2', at: 1 });
    expect(workbench().selection).toEqual([matches[0]]);
    for (const match of matches) expect(scene().layout.boxes.has(match)).toBe(true);
  });

  it('backwards begins at the last', async () => {
    setGraphView({ find: { text: 'op:Linear', at: 0 } });
    expect(await steps(2, -1)).toEqual(['/linear/Linear', '/linear/Linear']);
    setGraphView({ find: { text: 'layer3 relu2', at: 0 } });
    expect(await steps(3, -1)).toEqual([2, 1, 0].map((block) => `/layer3/${block}/relu2/Relu`));
  });

  it.each(['', 'nothing-like-it', 'colour:red'])('of %j goes nowhere', async (text) => {
    setGraphView({ find: { text, at: 0 } });
    expect(await steps(1, 1)).toEqual([null]);
    expect(graphView().find).toEqual({ text, at: 0 });
  });

  it('opens with the first step, keeps what was looked for, and gives the keyboard back when it closes', () => {
    findStep(1);
    expect(graphView().find).toEqual({ text: '', at: 0 });
    setGraphView({ find: { text: 'relu', at: 2 } });
    openFind();
    expect(graphView().find).toEqual({ text: 'relu', at: 2 });
    closeFind();
    expect(graphView().find).toBeNull();
    expect(document.activeElement?.className).toBe('graph-canvas');
  });
});
