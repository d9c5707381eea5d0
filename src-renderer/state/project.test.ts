/** Opening, closing and following a project: what arrives from the services, in whatever order, and what the window shows then. */
import { beforeEach, describe, expect, it } from 'vitest';
import type { JobState, PlanVersion, ProjectView } from '../../src-shared/contract/index.ts';
import { SpikeloomError } from '../../src-shared/errors/index.ts';
import { constructedGraph } from '../testing/constructed-graph.ts';
import { constructedProgress, constructedProject, constructedReport, PATH } from '../testing/constructed-project.ts';
import { scriptedServices, type ScriptedServices, settled } from '../testing/scripted-services.ts';
import {
  allowServer,
  closeProject,
  currentPlan,
  editPlan,
  FIRST_LAYOUT,
  followHost,
  hasUnsentChanges,
  INITIAL,
  locateModel,
  openProject,
  savePlan,
  setLayout,
  setWorkbench,
  showRun,
  workbench,
  writeLayout,
} from './index.ts';

const OTHER = '/home/someone/other.spikeloom';
const view: ProjectView = constructedProject(constructedGraph(3));
const other: ProjectView = { ...view, path: OTHER, name: 'other', runs: [] };
const report = constructedReport(view);
const run = view.runs[0]!;
const job = (change: Partial<JobState>): JobState => ({
  ...{ id: 'job-9', kind: 'run', title: 'Run', path: PATH, state: 'running', phase: 'simulating', done: 1, total: 2 },
  ...{ remainingMs: null, error: null, run: null, started: '', finished: null, notes: [] },
  ...change,
});

let services: ScriptedServices;
beforeEach(() => {
  services = scriptedServices();
  services.on('project.open', ({ path }) => (path === OTHER ? other : view));
});
const messages = (): readonly string[] => workbench().notices.map(({ message }) => message);

describe('opening', () => {
  it('shows all of the project, and nothing of what was there before', async () => {
    setWorkbench({
      ...{ selection: ['/gone/Relu'], textProblems: [{ message: 'No.', line: 1, column: 1 }] },
      ...{ looked: { name: 'looked', graph: view.graph }, runProgress: constructedProgress('old', 1, 2) },
    });
    await openProject(PATH);
    const { project, history, revision, saved, versions, calibration, runs, shownRun, ...state } = workbench();
    expect(project).toMatchObject({ path: PATH, name: 'resnet20', graph: view.graph });
    expect(history).toEqual({ plan: view.document.plan, done: view.document.done, undone: [] });
    expect({ revision, saved }).toEqual({ revision: 3, saved: { version: 2, same: false } });
    expect({ versions, calibration, runs }).toEqual({
      versions: view.versions,
      calibration: view.calibration,
      runs: view.runs,
    });
    expect(shownRun).toMatchObject({ id: 1 });
    expect(state).toMatchObject({ selection: [], textProblems: [], looked: null, runProgress: null });
  });

  it('shows the newest run that is done', async () => {
    services.on('project.open', () => ({ ...view, runs: [run, { ...run, id: 2 }, { ...run, id: 3, state: 'failed' }] }));
    await openProject(PATH);
    expect(services.requests('run.report')).toEqual([{ path: PATH, id: 2 }]);
  });

  it('asks for no report without a run that is done', async () => {
    services.on('project.open', () => ({ ...view, runs: [{ ...run, state: 'failed' }] }));
    await openProject(PATH);
    expect(services.requests('run.report')).toEqual([]);
    expect(workbench().shownRun).toBeNull();
  });

  it('closes the project before, and not the same one', async () => {
    await openProject(PATH);
    await openProject(PATH);
    expect(services.requests('project.close')).toEqual([]);
    await openProject(OTHER);
    expect(services.requests('project.close')).toEqual([{ path: PATH }]);
    expect(workbench()).toMatchObject({ project: { path: OTHER }, shownRun: null });
  });

  it('that fails leaves what is open as it is', async () => {
    await openProject(PATH);
    const before = workbench();
    services.on('project.open', () => {
      throw new SpikeloomError('project.newer', 'Made by a newer version.');
    });
    await expect(openProject(OTHER)).rejects.toMatchObject({ code: 'project.newer' });
    expect(workbench()).toEqual(before);
    expect(services.requests('project.close')).toEqual([]);
  });

  it('that is taken back shows nothing', async () => {
    services.hold('project.open');
    const abort = new AbortController();
    const opening = openProject(PATH, abort.signal);
    await settled();
    abort.abort();
    await expect(opening).rejects.toMatchObject({ code: 'cancelled' });
    expect(workbench().project).toBeNull();
  });

  it.each([
    ['none', null, FIRST_LAYOUT],
    ['of another version', { front: 7 }, FIRST_LAYOUT],
    [
      'its own',
      { front: { bottom: 'plan' }, folded: ['side'] },
      { ...FIRST_LAYOUT, front: { bottom: 'plan' }, folded: ['side'] },
    ],
  ])('a project with a layout: %s', async (_, layout, shown) => {
    services.on('project.open', () => ({ ...view, layout }) as ProjectView);
    await openProject(PATH);
    expect(workbench().layout).toEqual(shown);
  });
});

describe('closing', () => {
  it('stores the layout first, then shows the start screen with the recent projects', async () => {
    await openProject(PATH);
    setLayout({ folded: ['bottom'] });
    await closeProject();
    expect(services.requests('layout.write')).toEqual([{ path: PATH, layout: { ...FIRST_LAYOUT, folded: ['bottom'] } }]);
    expect(services.requests('project.close')).toEqual([{ path: PATH }]);
    const { project, history, saved, selection, runProgress, shownRun, recent } = workbench();
    expect({ project, history, saved, selection, runProgress, shownRun }).toEqual({
      ...{ project: null, history: null, saved: null, selection: [], runProgress: null, shownRun: null },
    });
    expect(recent).toHaveLength(1);
  });

  it('of nothing asks for nothing', async () => {
    await closeProject();
    await showRun(1);
    await locateModel('/m.onnx');
    await savePlan('nothing');
    for (const name of ['project.close', 'run.report', 'model.locate', 'plan.save'] as const)
      expect(services.requests(name)).toEqual([]);
  });
});

describe('the results that are shown', () => {
  const energyOf = (id: number) => ({ ...report, ann: { accuracy: id / 10 } });

  it('are those of the run that was chosen last, whichever report comes first', async () => {
    await openProject(PATH);
    const held = services.hold('run.report');
    const both = [showRun(4), showRun(5)];
    held[1]!.answer(energyOf(5));
    held[0]!.answer(energyOf(4));
    await Promise.all(both);
    expect(workbench().shownRun).toEqual({ id: 5, report: energyOf(5) });
  });

  it('are never those of a project that has been left meanwhile', async () => {
    await openProject(PATH);
    const held = services.hold('run.report');
    const late = showRun(4);
    await openProject(OTHER);
    held[0]!.answer(energyOf(4));
    await late;
    expect(workbench().shownRun).toBeNull();
    await closeProject();
  });

  it('stay if another report cannot be read', async () => {
    await openProject(PATH);
    services.on('run.report', () => {
      throw new SpikeloomError('run.missing', 'No such run.');
    });
    await expect(showRun(7)).rejects.toMatchObject({ code: 'run.missing' });
    expect(workbench().shownRun?.id).toBe(1);
  });
});

describe('events of the services', () => {
  beforeEach(async () => {
    followHost();
    await openProject(PATH);
  });
  const version: PlanVersion = { id: 3, parent: 2, message: 'Third', created: '2026-11-27T08:00:00.000Z' };

  it('about another project change nothing', () => {
    const before = workbench();
    services.tell('plan.saved', { path: OTHER, version });
    services.tell('model.changed', { path: OTHER, file: '/x.onnx', missing: 'Gone.' });
    services.tell('remote.changed', { path: OTHER, remote: [{ kind: 'model', file: '//s/m.onnx', server: 's' }] });
    services.tell('calibration.changed', { path: OTHER, calibration: { ...view.calibration!, id: 2 } });
    services.tell('runs.changed', { path: OTHER, runs: [] });
    services.tell('run.progress', { ...constructedProgress('j', 1, 2), path: OTHER });
    services.tell('plan.changed', {
      ...{ path: OTHER, client: 'x', kind: 'commit', revision: 4 },
      transaction: { label: 'x', origin: 'text', changes: [] },
    });
    expect(workbench()).toEqual(before);
  });

  it('change what they are about', () => {
    services.tell('model.changed', { path: PATH, file: '/x.onnx', missing: 'Gone.' });
    services.tell('remote.changed', { path: PATH, remote: [{ kind: 'model', file: '//s/m.onnx', server: 's' }] });
    services.tell('calibration.changed', { path: PATH, calibration: { ...view.calibration!, id: 2, outdated: [] } });
    services.tell('runs.changed', { path: PATH, runs: [run, { ...run, id: 2 }] });
    services.tell('run.progress', constructedProgress('j', 20, 200));
    services.tell('app.notice', { message: 'Settings could not be read.' });
    const { project, calibration, runs, runProgress } = workbench();
    expect(project?.model).toMatchObject({ name: 'resnet20', file: '/x.onnx', missing: 'Gone.' });
    expect(project?.remote).toEqual([{ kind: 'model', file: '//s/m.onnx', server: 's' }]);
    expect(calibration).toMatchObject({ id: 2, outdated: [] });
    expect(runs.map(({ id }) => id)).toEqual([1, 2]);
    expect(runProgress).toMatchObject({ samples: 20, of: 200 });
    expect(messages()).toEqual(['Settings could not be read.']);
  });

  it('a saved version is in the list once, and the plan is it', () => {
    services.tell('plan.saved', { path: PATH, version });
    services.tell('plan.saved', { path: PATH, version });
    expect(workbench().versions.map(({ id }) => id)).toEqual([1, 2, 3]);
    expect(workbench().saved).toEqual({ version: 3, same: true });
  });

  it('jobs stand newest first, each once', () => {
    services.tell('job.changed', job({ id: 'a' }));
    services.tell('job.changed', job({ id: 'b' }));
    services.tell('job.changed', job({ id: 'a', done: 2 }));
    expect(workbench().jobs.map(({ id, done }) => [id, done])).toEqual([
      ['a', 2],
      ['b', 1],
    ]);
  });

  it.each([
    ['a run that is done', job({ state: 'done', run: 7 }), [7]],
    ['a run that goes on', job({ state: 'running', run: 7 }), []],
    ['a run that failed', job({ state: 'failed', run: 7 }), []],
    ['a calibration', job({ kind: 'calibrate', state: 'done' }), []],
    ['a run of another project', job({ state: 'done', run: 7, path: OTHER }), []],
  ])('%s shows its results, or not', async (_, ended, shown) => {
    services.tell('job.changed', ended);
    await settled();
    expect(services.requests('run.report').slice(1)).toEqual(shown.map((id) => ({ path: PATH, id })));
  });

  it('a report that cannot be read after a run is said', async () => {
    services.on('run.report', () => {
      throw new SpikeloomError('run.missing', 'No such run.');
    });
    services.tell('job.changed', job({ state: 'done', run: 7 }));
    await settled();
    expect(messages()).toEqual(['No such run.']);
  });
});

describe('a connection that comes back', () => {
  it('is open once the services know of the project again, and what changed meanwhile is shown', async () => {
    followHost();
    await openProject(PATH);
    services.connection('lost');
    expect(workbench().connection).toBe('lost');
    services.on('project.open', () => ({
      ...view,
      document: { ...view.document, revision: 8, plan: { ...view.document.plan, steps: 3 } },
    }));
    services.on('job.list', () => [job({ id: 'of-before' })]);
    services.connection('open');
    expect(workbench().connection).toBe('lost');
    await settled();
    expect(workbench()).toMatchObject({ connection: 'open', revision: 8, history: { plan: { steps: 3 } } });
    expect(workbench().jobs.map(({ id }) => id)).toEqual(['of-before']);
  });

  it('keeps what was changed here, and sends it', async () => {
    followHost();
    await openProject(PATH);
    services.connection('lost');
    editPlan('T to 3', 'text', { ...currentPlan(), steps: 3 });
    await settled();
    expect(hasUnsentChanges(PATH)).toBe(true);
    services.connection('open');
    await expect.poll(() => hasUnsentChanges(PATH)).toBe(false);
    expect(currentPlan().steps).toBe(3);
    expect(services.requests('plan.commit').map(({ revision }) => revision)).toEqual([3]);
  });

  it('and goes again before all is known stays lost, without a word', async () => {
    followHost();
    services.connection('lost');
    services.hold('job.list');
    services.connection('open');
    await settled();
    services.connection('lost');
    await settled();
    expect(workbench()).toMatchObject({ connection: 'lost', notices: [] });
  });

  it('to services that cannot open the project says so, and is open all the same', async () => {
    followHost();
    await openProject(PATH);
    services.connection('lost');
    services.on('project.open', () => {
      throw new SpikeloomError('project.missing', 'The project is gone.');
    });
    services.connection('open');
    await settled();
    expect(workbench()).toMatchObject({ connection: 'open', project: { path: PATH } });
    expect(messages()).toEqual(['The project is gone.']);
  });

  it('to services that answer with errors is open, with the error', async () => {
    setWorkbench({ connection: 'connecting' });
    services.on('recent.list', () => {
      throw new SpikeloomError('files.unreadable', 'The list cannot be read.');
    });
    followHost();
    await settled();
    expect(workbench()).toMatchObject({ connection: 'open', info: null });
    expect(messages()).toEqual(['The list cannot be read.']);
  });
});

describe('the layout', () => {
  it('is stored once for changes of a moment, and not for a project that can only be read', async () => {
    await openProject(PATH);
    setLayout({ sizes: { side: 300 } });
    setLayout({ sizes: { side: 310 } });
    await writeLayout();
    await writeLayout();
    expect(services.requests('layout.write').map(({ layout }) => layout)).toEqual([workbench().layout]);
    setWorkbench({ project: { ...workbench().project!, readOnly: 'Locked.' } });
    setLayout({ sizes: { side: 320 } });
    await writeLayout();
    expect(services.requests('layout.write')).toHaveLength(1);
  });

  it('that cannot be stored is said, but not a connection that is lost', async () => {
    await openProject(PATH);
    services.on('layout.write', () => {
      throw new SpikeloomError('project.read-only', 'The disk is read-only.');
    });
    setLayout({ folded: ['side'] });
    await writeLayout();
    expect(messages()).toEqual(['The disk is read-only.']);
    services.connection('lost');
    setLayout({ folded: [] });
    await writeLayout();
    expect(messages()).toEqual(['The disk is read-only.']);
  });

  it('waits for a connection that is known to be lost', async () => {
    await openProject(PATH);
    setWorkbench({ connection: 'lost' });
    setLayout({ folded: ['side'] });
    await writeLayout();
    expect(services.requests('layout.write')).toEqual([]);
    setWorkbench({ connection: 'open' });
    await writeLayout();
    expect(services.requests('layout.write')).toHaveLength(1);
  });
});

it('asks for servers and models as the person said', async () => {
  services.on('server.allow', () => ({}));
  services.on('model.locate', () => ({}));
  await openProject(PATH);
  await allowServer('nas', true);
  await locateModel('/m.onnx');
  expect(services.requests('server.allow')).toEqual([{ server: 'nas', always: true }]);
  expect(services.requests('model.locate')).toEqual([{ path: PATH, file: '/m.onnx' }]);
  setWorkbench(INITIAL);
});
