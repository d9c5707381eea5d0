// @vitest-environment happy-dom
/** Changes of many layers at once, what they use then, and what is wrong with it. */
import { act, cleanup, renderHook } from '@testing-library/react';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { arbitraryPlan } from '../../src-shared/plan/arbitrary-plan.ts';
import { setLayers } from '../../src-shared/plan/index.ts';
import { PATH } from '../testing/constructed-project.ts';
import { scriptedServices } from '../testing/scripted-services.ts';
import {
  closeProject,
  currentPlan,
  editAlike,
  editPlan,
  firstError,
  openProject,
  planInUse,
  selectedLayers,
  setWorkbench,
  shortReachOf,
  usePlanInUse,
  useReachChoice,
  workbench,
} from './index.ts';

beforeEach(async () => {
  scriptedServices('large');
  await openProject(PATH);
});
afterEach(cleanup);

const layers = () => workbench().project!.graph.layers;
const names = (begin: string): readonly string[] =>
  layers()
    .map(({ name }) => name)
    .filter((name) => name.startsWith(begin));
const codings = (of: readonly string[]) => new Set(of.map((name) => planInUse().settings.get(name)!.coding));
const edit = (of: readonly string[]): void => editAlike(({ kind }) => kind, 'inspector', of, { coding: 'rate', neuron: 'if' });

describe('a change of many layers', () => {
  const choose = (choice: 'short' | 'layers', count: number): void => {
    const { result } = renderHook(() => useReachChoice(count));
    act(() => result.current[1](choice));
    expect(result.current[0]).toBe(choice);
  };

  it.each([
    [2, 'layers'],
    [20, 'layers'],
    [21, 'short'],
    [3000, 'short'],
  ] as const)('of %d is written %s, unless the person says otherwise', (count, choice) => {
    expect(renderHook(() => useReachChoice(count)).result.current[0]).toBe(choice);
  });

  it('is one rule where a pattern describes exactly them', () => {
    const some = names('layer2.');
    expect(some.length).toBeGreaterThan(20);
    expect(shortReachOf(some)).toEqual({ kind: 'pattern', key: 'layer2.*' });
    const before = currentPlan().layers.length;
    edit(some);
    expect(currentPlan().layers).toHaveLength(before + 1);
    expect(workbench().history!.done.at(-1)!.label).toBe('pattern');
    expect(codings(some)).toEqual(new Set(['rate']));
    expect(codings(names('layer3.'))).toEqual(new Set(['differential']));
  });

  it('is the default where they are all', () => {
    const all = names('');
    expect(shortReachOf(all)).toEqual({ kind: 'defaults' });
    edit(all);
    expect(currentPlan().defaults).toMatchObject({ coding: 'rate', neuron: 'if' });
    expect(codings(all)).toEqual(new Set(['rate']));
  });

  it('has no short way for one layer, or for layers of a network that is not open', async () => {
    expect(shortReachOf(names('layer2.').slice(0, 1))).toBeUndefined();
    await closeProject();
    expect(shortReachOf([])).toBeUndefined();
  });

  it('is written layer by layer as the person prefers, with the same effect', () => {
    choose('layers', 600);
    const some = names('layer1.').slice(0, 30);
    edit(some);
    expect(workbench().history!.done.at(-1)!.label).toBe('layers');
    expect(codings(some)).toEqual(new Set(['rate']));
    choose('short', 2);
    edit(names('layer3.'));
    expect(workbench().history!.done.at(-1)!.label).toBe('pattern');
  });
});

describe('what layers use', () => {
  it('is remembered for as long as the plan is the same', () => {
    const { result, rerender } = renderHook(usePlanInUse);
    const first = result.current;
    act(() => setWorkbench({ selection: ['x'] }));
    rerender();
    expect(result.current).toBe(first);
    act(() => editPlan('T', 'text', { ...currentPlan(), defaults: { coding: 'rate', neuron: 'if' } }));
    expect(result.current).not.toBe(first);
    expect(result.current.settings.get('layer2.0.relu1')).toMatchObject({ coding: 'rate', neuron: 'if' });
  });

  it('is nothing without a project', async () => {
    await closeProject();
    expect(planInUse()).toEqual({ settings: new Map(), problem: null });
    expect(firstError(workbench())).toBeNull();
  });

  it('is known of every layer by any plan, and a plan that cannot run says why', () => {
    fc.assert(
      fc.property(arbitraryPlan, (plan) => {
        setWorkbench({ history: { plan, done: [], undone: [] } });
        const { settings, problem } = planInUse();
        expect([...settings.keys()]).toEqual(layers().map(({ name }) => name));
        expect(firstError(workbench())).toBe(problem?.message ?? null);
      }),
      { numRuns: 20 },
    );
  });

  it('is wrong at the layer that cannot do it', () => {
    editPlan('lif', 'text', setLayers(currentPlan(), ['layer2.3.relu1'], { neuron: 'lif' }));
    expect(planInUse().problem).toMatchObject({ code: 'plan.invalid', layer: 'layer2.3.relu1' });
  });
});

describe('the first error', () => {
  const unreadable = { message: 'A comma is missing.', line: 2, column: 1 };
  const state = () => workbench();
  const missing = (message: string | null): void => {
    const { project } = state();
    setWorkbench({ project: { ...project!, model: { ...project!.model, missing: message } } });
  };

  it('is that of the model, then of the text, then of the plan', () => {
    expect(firstError(state())).toBeNull();
    editPlan('lif', 'text', setLayers(currentPlan(), ['layer2.3.relu1'], { neuron: 'lif' }));
    const ofPlan = firstError(state());
    expect(ofPlan).toContain('layer2.3.relu1');
    setWorkbench({ textProblems: [unreadable, { ...unreadable, message: 'Another.' }] });
    expect(firstError(state())).toBe('A comma is missing.');
    missing('The model is gone.');
    expect(firstError(state())).toBe('The model is gone.');
    missing(null);
    setWorkbench({ textProblems: [] });
    expect(firstError(state())).toBe(ofPlan);
  });
});

describe('selected layers', () => {
  it('stand in the order of the network, without nodes that are no layers', () => {
    const [first, second] = layers();
    const selection = [second!.node, '/no/such/node', first!.node, 'input'];
    const selected = selectedLayers({ project: workbench().project, selection });
    expect(selected.map(({ name }) => name)).toEqual([first!.name, second!.name]);
    expect(selectedLayers({ project: null, selection })).toEqual([]);
    expect(selectedLayers({ project: workbench().project, selection: [] })).toEqual([]);
  });
});
