/** Opening, closing and following a project; everything that arrives from the services ends in the store here. */
import { type JobState, type ProjectView } from '../../src-shared/contract/index.ts';
import { host } from '../host/client.ts';
import { inWindow } from '../texts/messages.ts';
import { writeLayout } from './layout.ts';
import { asWireError, attempt, notify, notifyError } from './notices.ts';
import { changesSent, hasUnsentChanges, takeDocument, takePlanChange } from './plan.ts';
import { isSensitivity } from './overlays.ts';
import { discardRemoved } from './removed-runs.ts';
import { closeDifference } from './shown-difference.ts';
import { readLayout } from './window-layout.ts';
import { setWorkbench, workbench } from './workbench.ts';

/** Opens a project and shows it. Rejects with the service's error; what was open stays open then. */
export async function openProject(path: string, signal?: AbortSignal): Promise<void> {
  const before = workbench().project;
  await writeLayout();
  // Of a project that was closed before its changes were sent: the document that is read has them.
  if (hasUnsentChanges(path)) await changesSent();
  const view = await host().call('project.open', { path }, signal ? { signal } : {});
  discardRemoved();
  if (before && before.path !== view.path) await host().call('project.close', { path: before.path });
  setWorkbench({ layout: readLayout(view.layout) });
  show(view);
  closeDifference();
  // The next project has no table yet.
  if (isSensitivity(workbench().overlay)) setWorkbench({ overlay: 'none' });
  setWorkbench({ selection: [], runProgress: null, shownRun: null, textProblems: [], looked: null, exports: [] });
  await showNewest();
}

/** Shows the results of the newest finished run; of none if there is none. */
async function showNewest(): Promise<void> {
  const newest = workbench().runs.findLast(({ state }) => state === 'done');
  if (newest) await showRun(newest.id);
  else setWorkbench({ shownRun: null });
}

function show(view: ProjectView): void {
  const { document, versions, calibration, runs, ...project } = view;
  // Where this window has changed the plan meanwhile, that change comes to the services, not the other way round.
  if (!hasUnsentChanges(project.path)) takeDocument(document);
  setWorkbench({ project, versions, calibration, runs });
}

/** Back to the start screen. */
export async function closeProject(): Promise<void> {
  const { project } = workbench();
  if (!project) return;
  discardRemoved();
  await writeLayout();
  closeDifference();
  setWorkbench({ project: null, history: null, saved: null, selection: [], runProgress: null, shownRun: null });
  await host().call('project.close', { path: project.path });
  setWorkbench({ recent: await host().call('recent.list', {}) });
}

/** The report that was asked for last: one that comes later than it is not shown any more. */
let wantedReport = 0;

/** Shows the results of a run in overlays and the strip, unless another run is chosen, or the project left, before they are there. */
export async function showRun(id: number): Promise<void> {
  const { project } = workbench();
  if (!project) return;
  const mine = ++wantedReport;
  const { path } = project;
  const report = await host().call('run.report', { path, id });
  if (mine === wantedReport && workbench().project?.path === path) setWorkbench({ shownRun: { id, report } });
}

/** Lets the program connect to a server that the project names, until it ends or for good. */
export async function allowServer(server: string, always: boolean): Promise<void> {
  await host().call('server.allow', { server, always });
}

/** Has the project look for its model at another path. */
export async function locateModel(file: string): Promise<void> {
  const { project } = workbench();
  if (project) await host().call('model.locate', { path: project.path, file });
}

/** Follows the services: called once, when the window starts. */
export function followHost(): void {
  host().onState((connection) => {
    if (connection !== 'open') setWorkbench({ connection });
    else if (workbench().connection !== 'open') void refresh();
  });
  const here = (path: string): boolean => path === workbench().project?.path;
  host().on('plan.changed', takePlanChange);
  host().on('plan.saved', ({ path, version }) => {
    if (!here(path)) return;
    const versions = [...workbench().versions.filter(({ id }) => id !== version.id), version];
    setWorkbench({ versions, saved: { version: version.id, same: true } });
  });
  host().on('model.changed', ({ path, file, missing }) => {
    const { project } = workbench();
    if (project && here(path)) setWorkbench({ project: { ...project, model: { ...project.model, file, missing } } });
  });
  host().on('remote.changed', ({ path, remote }) => {
    const { project } = workbench();
    if (project && here(path)) setWorkbench({ project: { ...project, remote } });
  });
  host().on('calibration.changed', ({ path, calibration }) => here(path) && setWorkbench({ calibration }));
  host().on('runs.changed', ({ path, runs }) => {
    if (!here(path)) return;
    setWorkbench({ runs });
    const { shownRun } = workbench();
    if (shownRun && !runs.some(({ id }) => id === shownRun.id)) attempt(showNewest);
  });
  host().on('baseline.changed', ({ path, baseline }) => {
    const { project } = workbench();
    if (project && here(path)) setWorkbench({ project: { ...project, baseline } });
  });
  host().on('exports.changed', ({ path, exports }) => here(path) && setWorkbench({ exports }));
  host().on('run.progress', (runProgress) => here(runProgress.path) && setWorkbench({ runProgress }));
  host().on('job.changed', takeJob);
  host().on('settings.changed', (settings) => setWorkbench({ settings }));
  host().on('app.notice', ({ message }) => notify({ kind: 'info', message: inWindow(message) }));
}

/**
 * All that may have changed while the window was not connected. The store says `open` once the services know of this window's project
 * again: before, calls about it would be refused.
 */
async function refresh(): Promise<void> {
  try {
    const [info, settings, recent, jobs] = await Promise.all([
      host().call('app.info', {}),
      host().call('settings.read', {}),
      host().call('recent.list', {}),
      host().call('job.list', {}),
    ]);
    await openAgain();
    setWorkbench({ info, settings, recent, jobs, connection: 'open' });
  } catch (error) {
    // Lost again meanwhile: the next connection refreshes.
    if (asWireError(error).code === 'connection.lost') return;
    notifyError(error);
    setWorkbench({ connection: 'open' });
  }
}

/** Opens the project that is open here with services that may have been started anew. What goes wrong with it is said. */
async function openAgain(): Promise<void> {
  const { project } = workbench();
  if (!project) return;
  try {
    show(await host().call('project.open', { path: project.path }));
  } catch (error) {
    if (asWireError(error).code === 'connection.lost') throw error;
    notifyError(error);
  }
}

function takeJob(job: JobState): void {
  setWorkbench({ jobs: [job, ...workbench().jobs.filter(({ id }) => id !== job.id)] });
  if (job.state === 'done' && job.run !== null && job.path === workbench().project?.path) {
    void showRun(job.run).catch(notifyError);
  }
}
