// @vitest-environment happy-dom
/** Menus of nodes and of the canvas: what they offer, what is closed, and what each entry does. */
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { allCommands, commandOf } from '../../commands/index.ts';
import { EMPTY_PLAN, setLayers } from '../../../src-shared/plan/index.ts';
import { onCanvas } from '../../testing/open-graph.ts';
import { OVERLAYS, planInUse, setWorkbench, workbench } from '../../state/index.ts';
import { openWindow } from '../../testing/scripted-services.ts';
import '../commands.ts';
import { itemOf } from '../model/item.ts';
import { collapseAll } from '../state/modules.ts';
import { showGraph } from '../state/scene.ts';
import { graphView, setGraphView } from '../state/view-store.ts';
import { canvasEntries, type MenuEntry } from './canvas-entries.ts';
import { menuFor, nameOf } from './menu-entries.ts';

onCanvas();
beforeEach(async () => {
  await openWindow();
  setWorkbench({ history: { plan: EMPTY_PLAN, done: [], undone: [] }, selection: [] });
  await showGraph(workbench().project!.graph);
  await collapseAll();
});

const item = (id: string) => itemOf(graphView().scene!.tree, id);
const RELU = '/relu/Relu';
type Do = Extract<MenuEntry, { kind: 'do' }>;
const entry = (entries: readonly MenuEntry[], ...path: readonly string[]): Do => {
  const [label, ...rest] = path;
  const found = entries.find((one) => one.kind !== 'line' && one.label === label);
  if (found?.kind === 'more') return entry(found.entries, ...rest);
  if (found?.kind !== 'do') throw new Error(`no entry ${label}`);
  return found;
};
const labelsOf = (entries: readonly MenuEntry[]) => entries.flatMap((one) => (one.kind === 'line' ? [] : [one.label]));

describe('the menu of a node', () => {
  it('of a neuron layer offers its settings, of another operator only what selects and zooms', () => {
    expect(labelsOf(menuFor(item(RELU), false))).toEqual([
      'Coding',
      'Neuron',
      'Edit threshold…',
      'Reset to defaults',
      'Select all like this',
      'Select all Relu',
      'Zoom to',
      'Copy name',
      'Graph',
    ]);
    expect(labelsOf(menuFor(item('/linear/Linear'), false))).toEqual([
      'Select all like this',
      'Select all Linear',
      'Zoom to',
      'Copy name',
      'Graph',
    ]);
    expect(labelsOf(menuFor(item('input'), false))).toEqual(['Zoom to', 'Copy name', 'Graph']);
  });

  it('checks what holds, closes what is not of the coding, and sets what is chosen', () => {
    const menu = menuFor(item(RELU), false);
    expect(entry(menu, 'Coding', 'differential').checked).toBe(true);
    expect(entry(menu, 'Neuron', 'lif')).toMatchObject({ checked: false, disabled: true });
    entry(menu, 'Coding', 'rate').run();
    expect(planInUse().settings.get('relu')!.coding).toBe('rate');
    entry(menuFor(item(RELU), false), 'Reset to defaults').run();
    expect(planInUse().settings.get('relu')!.coding).toBe('differential');
  });

  it('is about the whole selection where the layer is part of it', () => {
    setWorkbench({ selection: [RELU, '/layer1/0/relu1/Relu'] });
    entry(menuFor(item(RELU), false), 'Coding', 'rate').run();
    expect(planInUse().settings.get('layer1.0.relu1')!.coding).toBe('rate');
    expect(workbench().history!.done.at(-1)!.label).toBe('Coding of 2 layers to Rate');
  });

  it('checks nothing where the layers differ', () => {
    setWorkbench({ history: { plan: setLayers(EMPTY_PLAN, ['layer1.0.relu1'], { coding: 'rate' }), done: [], undone: [] } });
    const menu = menuFor(item('module:layer1'), false);
    expect([entry(menu, 'Coding', 'rate').checked, entry(menu, 'Coding', 'differential').checked]).toEqual([false, false]);
  });

  it('of a module opens or closes it, and selects what is inside', async () => {
    const closed = menuFor(item('module:layer1'), false);
    entry(closed, 'Select all inside').run();
    expect(workbench().selection).toHaveLength(15);
    entry(closed, 'Expand layer1').run();
    await vi.waitFor(() => expect(graphView().scene!.open.has('module:layer1')).toBe(true));
    expect(labelsOf(menuFor(item('module:layer1'), true))).toContain('Collapse layer1');
  });

  it.each([
    [RELU, 'relu'],
    ['/linear/Linear', 'linear'],
    ['module:layer1', 'layer1.*'],
    ['input', 'input'],
  ])('names %s as plans do: %s', (id, name) => {
    expect(nameOf(item(id))).toBe(name);
  });
});

describe('the menu of the canvas', () => {
  it('has nothing that is not a command', () => {
    const titles = new Set(allCommands().map(({ title }) => title));
    for (const label of labelsOf(canvasEntries()).filter((one) => !['Colour by', 'Copy picture', 'Save picture'].includes(one))) {
      expect(titles).toContain(label);
    }
  });

  it('checks the colours that are shown, and changes them', () => {
    setWorkbench({ overlay: 'threshold' });
    entry(canvasEntries(), 'Colour by', 'Share of energy').run();
    expect(workbench().overlay).toBe('energy-share');
    const colours = canvasEntries().flatMap((one) => (one.kind === 'more' && one.label === 'Colour by' ? one.entries : []));
    expect(colours).toHaveLength(OVERLAYS.length);
    expect(colours.flatMap((one) => (one.kind === 'do' && one.checked ? [one.label] : []))).toEqual(['Share of energy']);
  });

  it('closes what needs a selection without one', () => {
    expect(entry(canvasEntries(), 'Zoom to selection').disabled).toBe(true);
    setWorkbench({ selection: [RELU] });
    expect(entry(canvasEntries(), 'Zoom to selection').disabled).toBe(false);
  });
});

describe('commands of the graph', () => {
  const run = (id: string): void => commandOf(`graph.${id}`)!.run();
  const canRun = (id: string): boolean => commandOf(`graph.${id}`)!.when!(workbench());

  it.each([
    ['coding-rate', 'coding', 'rate'],
    ['neuron-if', 'neuron', 'if'],
    ['thresholds-3', 'thresholds', 3],
  ] as const)('%s sets it for the selected layers', (id, field, value) => {
    setWorkbench({ selection: [RELU, '/linear/Linear'] });
    run(id);
    expect(planInUse().settings.get('relu')![field]).toBe(value);
  });

  it.each(['max', 'percentile', 'iteration'] as const)('method-%s sets the method', (method) => {
    setWorkbench({ selection: [RELU] });
    run(`method-${method}`);
    expect(planInUse().settings.get('relu')!.threshold.method).toBe(method);
  });

  it('of layers can be run only with one selected that can be changed', () => {
    expect(canRun('coding-rate')).toBe(false);
    setWorkbench({ selection: ['/linear/Linear'] });
    expect(canRun('coding-rate')).toBe(false);
    setWorkbench({ selection: [RELU] });
    expect(canRun('coding-rate')).toBe(true);
    setWorkbench({ project: { ...workbench().project!, readOnly: 'no' } });
    expect([canRun('coding-rate'), canRun('fit'), canRun('select-like')]).toEqual([false, true, true]);
  });

  it('without a graph none can be run', () => {
    setWorkbench({ project: null, history: null, selection: [] });
    const own = allCommands().filter(({ id }) => id.startsWith('graph.'));
    expect(own.length).toBeGreaterThan(60);
    for (const { id, when } of own) expect(when!(workbench()), id).toBe(false);
  });

  it('select as the last selected node has it', () => {
    setWorkbench({ selection: ['/linear/Linear', '/conv1/Conv'] });
    run('select-type');
    expect(workbench().selection).toHaveLength(19);
    run('select-none');
    expect(workbench().selection).toEqual([]);
    run('select-type');
    expect(workbench().selection).toEqual([]);
    run('select-all');
    expect(workbench().selection).toHaveLength(19);
  });

  it('the name that is copied is that of what has the keyboard', async () => {
    const copied: string[] = [];
    vi.spyOn(navigator.clipboard, 'writeText').mockImplementation((text) => Promise.resolve(void copied.push(text)));
    setWorkbench({ selection: [RELU] });
    setGraphView({ focus: 'module:layer1' });
    run('copy-name');
    setGraphView({ focus: null });
    run('copy-name');
    await Promise.resolve();
    expect(copied).toEqual(['layer1.*', 'relu']);
  });
});
