// @vitest-environment happy-dom
/** Plans of saved versions, and whether the results in view are those of the plan. */
import { act, cleanup, renderHook } from '@testing-library/react';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { SpikeloomError } from '../../src-shared/errors/index.ts';
import { EMPTY_PLAN, type Plan, setDefaults, setLayers } from '../../src-shared/plan/index.ts';
import { constructedGraph } from '../testing/constructed-graph.ts';
import { constructedProject, PATH } from '../testing/constructed-project.ts';
import { scriptedServices, type ScriptedServices, settled } from '../testing/scripted-services.ts';
import {
  changedSince,
  closeProject,
  currentPlan,
  editPlan,
  openProject,
  planOfVersion,
  setWorkbench,
  useOlderPlan,
  usePlanOfVersion,
  useSavedPlan,
  workbench,
} from './index.ts';

const view = constructedProject(constructedGraph(1));
const withSteps = (steps: number): Plan => ({ ...EMPTY_PLAN, steps });

/** Each test has a project of its own: plans of versions are remembered for as long as the window is there. */
let count = 0;
let path: string;
let services: ScriptedServices;
beforeEach(async () => {
  path = `${PATH}.${count++}`;
  services = scriptedServices();
  services.on('project.open', () => ({ ...view, path }));
  services.on('plan.version', ({ id }) => withSteps(id));
  await openProject(path);
});
afterEach(cleanup);
const here = <T>(read: () => T) => renderHook(read).result;

describe('the plan of a version', () => {
  it('is asked for once, by however many', async () => {
    const plans = await Promise.all([planOfVersion(1), planOfVersion(1), planOfVersion(2)]);
    expect(plans.map(({ steps }) => steps)).toEqual([1, 1, 2]);
    expect(services.requests('plan.version')).toEqual([1, 2].map((id) => ({ path, id })));
  });

  it('that cannot be read is asked for again', async () => {
    services.on('plan.version', () => {
      throw new SpikeloomError('project.damaged', 'Damaged.');
    });
    await expect(planOfVersion(1)).rejects.toMatchObject({ code: 'project.damaged' });
    services.on('plan.version', () => withSteps(9));
    expect(await planOfVersion(1)).toEqual(withSteps(9));
  });

  it('of a project in whose place another was made is that of the new one', async () => {
    expect(await planOfVersion(1)).toEqual(withSteps(1));
    const created = '2027-01-01T00:00:00.000Z';
    services.on('project.open', () => ({ ...view, path, versions: [{ id: 1, parent: null, message: '', created }] }));
    services.on('plan.version', () => withSteps(40));
    await openProject(path);
    expect(await planOfVersion(1)).toEqual(withSteps(40));
  });

  it('without a project is an error', async () => {
    await closeProject();
    await expect(planOfVersion(1)).rejects.toThrow('no project is open');
  });
});

describe('a component', () => {
  it('has nothing until the plan is there, and nothing for no version', async () => {
    const [first, none] = [here(() => usePlanOfVersion(1)), here(() => usePlanOfVersion(null))];
    expect(first.current).toBeNull();
    await act(settled);
    expect(first.current).toEqual(withSteps(1));
    expect(none.current).toBeNull();
  });

  it('never shows the plan of the version before', async () => {
    const { result, rerender } = renderHook(({ id }) => usePlanOfVersion(id), { initialProps: { id: 1 } });
    await act(settled);
    const held = services.hold('plan.version');
    rerender({ id: 2 });
    expect(result.current).toBeNull();
    await act(async () => {
      held[0]!.answer(withSteps(2));
      await settled();
    });
    expect(result.current).toEqual(withSteps(2));
  });

  it('says what cannot be read', async () => {
    services.on('plan.version', () => {
      throw new SpikeloomError('project.damaged', 'Damaged.');
    });
    const plan = here(() => usePlanOfVersion(5));
    await act(settled);
    expect(plan.current).toBeNull();
    expect(workbench().notices.map(({ message }) => message)).toEqual(['Damaged.']);
  });

  it('has the newest saved version, and none without one', async () => {
    const plan = here(useSavedPlan);
    await act(settled);
    expect(plan.current).toEqual(withSteps(2));
    act(() => setWorkbench({ saved: null }));
    expect(plan.current).toBeNull();
  });
});

describe('the run in view', () => {
  beforeEach(() => services.on('plan.version', () => view.document.plan));

  it('is of the plan until that is changed, and again when it is changed back', async () => {
    const older = here(useOlderPlan);
    await act(settled);
    expect(older.current).toBeNull();
    const start = currentPlan();
    act(() => editPlan('T and τ', 'text', { ...start, steps: 3, tau: 0.5 }));
    expect(older.current).toEqual({ version: 2, changes: 2, plan: start });
    act(() => editPlan('back', 'text', start));
    expect(older.current).toBeNull();
    await act(settled);
  });

  it('that is not in the list of runs, or none, is of no older plan', async () => {
    const older = here(useOlderPlan);
    await act(settled);
    act(() => editPlan('T', 'text', { ...currentPlan(), steps: 3 }));
    expect(older.current).not.toBeNull();
    act(() => setWorkbench({ runs: [] }));
    expect(older.current).toBeNull();
    act(() => setWorkbench({ runs: view.runs, shownRun: null }));
    expect(older.current).toBeNull();
    await act(settled);
  });
});

describe('a layer', () => {
  const [first, second] = view.graph.layers as [(typeof view.graph.layers)[0], (typeof view.graph.layers)[0]];

  it('has changed where what it uses differs, however the plan says it', () => {
    const rate = setLayers(EMPTY_PLAN, [first.name], { coding: 'rate' });
    expect([first, second].map((layer) => changedSince(EMPTY_PLAN, rate, layer))).toEqual([true, false]);
    const byDefault = setDefaults(EMPTY_PLAN, { coding: 'rate' });
    const byName = setLayers(EMPTY_PLAN, [second.name, first.name], { coding: 'rate' });
    expect(changedSince(byDefault, byName, first)).toBe(false);
    expect(changedSince(EMPTY_PLAN, byDefault, second)).toBe(true);
  });
});
