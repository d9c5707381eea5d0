/** The working plan: every way it is changed here, and changes that other windows make. */
import fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import type { EventOf, ProjectView } from '../../src-shared/contract/index.ts';
import { SpikeloomError } from '../../src-shared/errors/index.ts';
import { arbitraryPlan } from '../../src-shared/plan/arbitrary-plan.ts';
import { diffPlans, EMPTY_PLAN, formatPlan, planTransaction, setLayers } from '../../src-shared/plan/index.ts';
import { host } from '../host/client.ts';
import { constructedGraph } from '../testing/constructed-graph.ts';
import { constructedProject, PATH } from '../testing/constructed-project.ts';
import { scriptedServices, type ScriptedServices, settled } from '../testing/scripted-services.ts';
import {
  amendPlan,
  closeProject,
  currentPlan,
  editLayers,
  editPlan,
  followHost,
  goToStep,
  hasUnsentChanges,
  openProject,
  redoPlan,
  resetField,
  savePlan,
  setWorkbench,
  takeSetAside,
  undoPlan,
  workbench,
} from './index.ts';

const view = constructedProject(constructedGraph(3));
const labels = (): readonly string[] => workbench().history!.done.map(({ label }) => label);
const undone = (): readonly string[] => workbench().history!.undone.map(({ label }) => label);
const messages = (): readonly string[] => workbench().notices.map(({ message }) => message);
const steps = (count: number) => ({ ...currentPlan(), steps: count });
/** Nothing is on its way to the services any more. */
const sent = (): Promise<void> => expect.poll(() => hasUnsentChanges(PATH)).toBe(false);

let services: ScriptedServices;
beforeEach(async () => {
  services = scriptedServices();
  followHost();
  await openProject(PATH);
});

describe('a change', () => {
  it('is shown at once, and sent with the revision it was made for', async () => {
    editPlan('T to 3', 'inspector', steps(3));
    expect(currentPlan().steps).toBe(3);
    expect(workbench().revision).toBe(4);
    expect(services.requests('plan.commit')).toEqual([]);
    await sent();
    expect(services.requests('plan.commit')).toMatchObject([
      { path: PATH, client: host().id, revision: 3, transaction: { label: 'T to 3', origin: 'inspector' } },
    ]);
  });

  it('that changes nothing is none', async () => {
    const before = workbench();
    editPlan('nothing', 'text', { ...currentPlan() });
    editLayers('nothing', 'graph', [], { coding: 'rate' });
    resetField('nothing', 'graph', ['layer1.0.relu1'], 'coding');
    await settled();
    expect(workbench()).toEqual(before);
    expect(services.requests('plan.commit')).toEqual([]);
  });

  it('takes away what could be done again', () => {
    undoPlan();
    undoPlan();
    expect(undone()).toHaveLength(2);
    editPlan('T to 3', 'text', steps(3));
    expect(undone()).toEqual([]);
    expect(labels().at(-1)).toBe('T to 3');
  });

  it('of layers and back leaves the plan as it was', () => {
    const before = currentPlan();
    editLayers('If', 'graph', ['layer2.0.relu1', 'layer3.0.relu2'], { neuron: 'if' });
    expect(diffPlans(before, currentPlan())).not.toEqual([]);
    resetField('Neuron reset', 'graph', ['layer2.0.relu1', 'layer3.0.relu2'], 'neuron');
    expect(formatPlan(currentPlan())).toBe(formatPlan(before));
  });

  it('several at once arrive in their order', async () => {
    for (const count of [3, 4, 5]) editPlan(`T to ${count}`, 'text', steps(count));
    undoPlan();
    redoPlan();
    await sent();
    expect(services.requests('plan.commit').map(({ revision }) => revision)).toEqual([3, 4, 5]);
    expect(services.requests('plan.undo')).toHaveLength(1);
    expect(services.requests('plan.redo')).toHaveLength(1);
    expect(await host().call('plan.document', { path: PATH })).toMatchObject({ revision: 8, plan: { steps: 5 } });
  });
});

describe('undo and redo', () => {
  it('whatever the changes, undoing all leads back and redoing all forth, with every label', () => {
    fc.assert(
      fc.property(fc.array(arbitraryPlan, { maxLength: 6 }), (plans) => {
        const [start, before] = [currentPlan(), labels().length];
        plans.forEach((plan, index) => editPlan(`change ${index}`, 'text', plan));
        const [end, made] = [currentPlan(), labels()];
        goToStep(before);
        expect(diffPlans(currentPlan(), start)).toEqual([]);
        expect(labels()).toHaveLength(before);
        goToStep(made.length);
        expect(diffPlans(currentPlan(), end)).toEqual([]);
        expect(labels()).toEqual(made);
      }),
      { numRuns: 30 },
    );
  });

  it.each([
    [-5, 0],
    [0, 0],
    [2, 2],
    [3, 3],
    [99, 3],
  ])('to step %d of 3 stop at step %d', (wanted, reached) => {
    goToStep(wanted);
    expect(labels()).toHaveLength(reached);
    expect(undone()).toHaveLength(3 - reached);
  });

  it('with nothing to take back send nothing', async () => {
    goToStep(0);
    await sent();
    const before = services.requests('plan.undo').length;
    undoPlan();
    await settled();
    expect(services.requests('plan.undo')).toHaveLength(before);
    expect(before).toBe(3);
  });
});

describe('a project that was closed before its changes had arrived', () => {
  it('is opened after them, with them', async () => {
    const held = services.hold('plan.commit');
    editPlan('T to 3', 'text', steps(3));
    await settled();
    await closeProject();
    const opening = openProject(PATH);
    await settled();
    expect(services.requests('project.open')).toHaveLength(1);
    const plan = { ...view.document.plan, steps: 3 };
    services.on('project.open', () => ({ ...view, document: { ...view.document, plan, revision: 4 } }));
    held[0]!.answer({ revision: 4 });
    await opening;
    expect(workbench()).toMatchObject({ revision: 4, history: { plan: { steps: 3 } } });
  });

  it('cannot be opened without a connection, and does not wait for one', async () => {
    services.connection('lost');
    editPlan('T to 3', 'text', steps(3));
    await closeProject().catch(() => undefined);
    await expect(openProject(PATH)).rejects.toMatchObject({ code: 'connection.lost' });
    services.connection('open');
    await sent();
  });
});

describe('without a project', () => {
  it('nothing is changed', async () => {
    await closeProject();
    editPlan('x', 'text', EMPTY_PLAN);
    amendPlan('x', 'text', { ...EMPTY_PLAN, steps: 2 });
    undoPlan();
    redoPlan();
    goToStep(1);
    expect(workbench()).toMatchObject({ history: null, notices: [] });
    expect(() => currentPlan()).toThrow('no project is open');
  });
});

describe('a project that can only be read', () => {
  beforeEach(() => setWorkbench({ project: { ...workbench().project!, readOnly: 'Another program has it open.' } }));

  it.each([
    ['an edit', () => editPlan('T to 3', 'text', steps(3))],
    ['an edit in place of the last', () => amendPlan('T to 3', 'text', steps(3))],
    ['a change of layers', () => editLayers('If', 'graph', ['relu'], { neuron: 'if' })],
    ['an undo', undoPlan],
    ['a walk in the history', () => goToStep(0)],
  ])('refuses %s, and says why once', (_, change) => {
    const { history, revision } = workbench();
    change();
    change();
    expect(workbench()).toMatchObject({ history, revision });
    expect(messages()).toEqual(['The plan cannot be changed here: Another program has it open.']);
  });

  it('keeps what is set aside', () => {
    const stored = [{ base: formatPlan(EMPTY_PLAN), plan: formatPlan({ ...EMPTY_PLAN, steps: 2 }) }];
    setWorkbench({ layout: { ...workbench().layout, views: { 'plan-set-aside': stored } } });
    takeSetAside(0);
    expect(workbench().layout.views['plan-set-aside']).toEqual(stored);
    expect(messages()).toHaveLength(1);
  });
});

describe('another window', () => {
  const tell = (change: Partial<EventOf<'plan.changed'>>): void =>
    services.tell('plan.changed', {
      ...{ path: PATH, client: 'another', kind: 'commit', revision: 4 },
      transaction: planTransaction('T to 2', 'graph', currentPlan(), steps(2)),
      ...change,
    } as EventOf<'plan.changed'>);

  it('commits, takes back and does again: the same happens here', () => {
    tell({});
    expect(workbench()).toMatchObject({ revision: 4, history: { plan: { steps: 2 } }, saved: { same: false } });
    expect(labels().at(-1)).toBe('T to 2');
    tell({ kind: 'undo', revision: 5 });
    expect(currentPlan().steps).toBeUndefined();
    expect(undone()).toEqual(['T to 2']);
    tell({ kind: 'redo', revision: 6 });
    expect(currentPlan().steps).toBe(2);
  });

  it.each([
    ['by this window itself', () => ({ client: host().id })],
    ['that is known already', () => ({ revision: 3 })],
    ['from long before', () => ({ revision: 1 })],
    ['of another project', () => ({ path: '/other.spikeloom' })],
  ])('a change %s changes nothing', async (_, change) => {
    const before = workbench();
    tell(change());
    await settled();
    expect(workbench()).toEqual(before);
    expect(services.requests('plan.document')).toEqual([]);
  });

  it('has made changes that this one did not hear of: the document is read anew', async () => {
    const document = { ...view.document, revision: 6, plan: { ...view.document.plan, steps: 12 } };
    services.on('plan.document', () => document);
    tell({ revision: 6 });
    await settled();
    expect(services.requests('plan.document')).toEqual([{ path: PATH }]);
    expect(workbench()).toMatchObject({ revision: 6, history: { plan: { steps: 12 } } });
  });

  it('and a document that cannot be read then is said', async () => {
    services.on('plan.document', () => {
      throw new SpikeloomError('project.missing', 'Gone.');
    });
    tell({ revision: 9 });
    await settled();
    expect(messages()).toEqual(['Gone.']);
    expect(workbench().revision).toBe(3);
  });
});

describe('the saved version', () => {
  /** The plan of version 2 is the one that is opened with. */
  const saved = () => workbench().saved;

  it('is left by a change and reached again by its undo', async () => {
    const start = currentPlan();
    services.on('plan.version', () => start);
    editPlan('T to 3', 'text', steps(3));
    await settled();
    expect(saved()).toEqual({ version: 2, same: false });
    undoPlan();
    await expect.poll(saved).toEqual({ version: 2, same: true });
    redoPlan();
    expect(saved()).toEqual({ version: 2, same: false });
  });

  it('is not claimed where it cannot be read', async () => {
    services.on('plan.version', () => {
      throw new SpikeloomError('project.damaged', 'Damaged.');
    });
    setWorkbench({ saved: { version: 77, same: true } });
    editPlan('T to 3', 'text', steps(3));
    await settled();
    expect(saved()).toEqual({ version: 77, same: false });
    expect(messages()).toEqual([]);
  });

  it('of a plan that was changed meanwhile is not compared with the plan of before', async () => {
    const start = currentPlan();
    const held = services.hold('plan.version');
    setWorkbench({ saved: { version: 78, same: true } });
    editPlan('T to 3', 'text', steps(3));
    undoPlan();
    editPlan('T to 4', 'text', steps(4));
    held[0]!.answer(start);
    await settled();
    expect(saved()).toEqual({ version: 78, same: false });
  });

  it('is made after everything that is on its way', async () => {
    services.on('plan.save', () => ({ version: 3 }) as never);
    const held = services.hold('plan.commit');
    editPlan('T to 3', 'text', steps(3));
    const saving = savePlan('Three steps');
    await settled();
    expect(services.requests('plan.save')).toEqual([]);
    held[0]!.answer({ revision: 4 });
    await saving.catch(() => undefined);
    expect(services.requests('plan.save')).toEqual([{ path: PATH, message: 'Three steps' }]);
  });
});

describe('a change that is refused', () => {
  const refuse = (error: SpikeloomError): void =>
    services.on('plan.commit', () => {
      throw error;
    });
  const documentNow = (change: Partial<ProjectView['document']>): void =>
    services.on('project.open', () => ({ ...view, document: { ...view.document, ...change } }));

  it('for a reason other than its age is taken back, said and set aside', async () => {
    refuse(new SpikeloomError('project.damaged', 'The journal is damaged.'));
    documentNow({});
    editPlan('T to 3', 'text', steps(3));
    await sent();
    await settled();
    expect(currentPlan().steps).toBeUndefined();
    expect(messages()).toEqual(['The journal is damaged.']);
    expect(workbench().layout.views['plan-set-aside']).toHaveLength(1);
  });

  it('together with others is made again under a name of its own', async () => {
    refuse(new SpikeloomError('plan.stale', 'Stale.'));
    documentNow({ revision: 9, plan: { ...view.document.plan, tau: 0.5 } });
    editPlan('T to 3', 'text', steps(3));
    editPlan('If', 'graph', setLayers(currentPlan(), ['layer1.0.relu1'], { neuron: 'if' }));
    // The second try is taken.
    await expect.poll(() => services.requests('project.open').length).toBe(2);
    services.on('plan.commit', ({ revision }) => ({ revision: revision + 1 }));
    await sent();
    expect(labels().at(-1)).toBe('Changes made while not connected');
    expect(currentPlan()).toMatchObject({ steps: 3, tau: 0.5 });
    expect(messages()).toEqual([]);
  });

  it('and cancels itself out leaves only the error', async () => {
    refuse(new SpikeloomError('plan.stale', 'Stale.'));
    documentNow({ revision: 9 });
    editPlan('T to 3', 'text', steps(3));
    editPlan('T back', 'text', view.document.plan);
    await sent();
    await settled();
    expect(messages()).toEqual(['Stale.']);
    expect(workbench().layout.views['plan-set-aside']).toBeUndefined();
  });

  it('of a project that is not open any more goes along with the error, to be copied', async () => {
    const held = services.hold('plan.commit');
    editPlan('T to 3', 'text', steps(3));
    await settled();
    await closeProject();
    held[0]!.fail(new SpikeloomError('plan.stale', 'Changed elsewhere.'));
    await expect.poll(messages).toEqual(['Changed elsewhere.']);
    expect(workbench().notices[0]!.error?.details).toContain('"steps": 3');
  });
});
