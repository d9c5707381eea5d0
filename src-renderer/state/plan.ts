/**
 * The working plan: every change is a transaction, applied here at once, then committed by the services, which keep it in the
 * project file and tell all windows of the project.
 */
import type { EventOf, PlanDocument } from '../../src-shared/contract/index.ts';
import {
  commit,
  diffPlans,
  formatPlan,
  overlayPlan,
  type History,
  type PartialSettings,
  type Plan,
  type PlanOrigin,
  planTransaction,
  rebasePlan,
  redo,
  resetLayers,
  setLayers,
  type SettingsField,
  undo,
} from '../../src-shared/plan/index.ts';
import { SpikeloomError } from '../../src-shared/errors/index.ts';
import { host } from '../host/client.ts';
import { inWindow } from '../texts/messages.ts';
import { stateTexts } from '../texts/state.ts';
import { asWireError, notify, notifyError } from './notices.ts';
import { createPlanQueue, type PlanStep } from './plan-queue.ts';
import { dropSetAside, setAside, setAsideAt } from './set-aside.ts';
import { planOfVersion } from './versions.ts';
import { setWorkbench, useWorkbench, workbench } from './workbench.ts';

const queue = createPlanQueue({
  send: ({ path, kind, revision, transaction }) =>
    transaction === null
      ? host().call(kind === 'undo' ? 'plan.undo' : 'plan.redo', { path, client: host().id })
      : host().call('plan.commit', { path, client: host().id, revision, transaction }),
  // Opening tells services that have been started anew that this window looks at the project.
  document: async (path) => (await host().call('project.open', { path })).document,
  connected: () =>
    new Promise((resolve) => {
      const isOpen = (): boolean => workbench().connection === 'open';
      if (isOpen()) return resolve();
      const stop = useWorkbench.subscribe(() => {
        if (!isOpen()) return;
        stop();
        resolve();
      });
    }),
  refused: takeBack,
});

/**
 * Changes that the services did not take. Those in other places than what was changed elsewhere are made again; the others are set aside,
 * where the person finds them.
 */
function takeBack(error: unknown, path: string, document: PlanDocument | null, dropped: readonly PlanStep[]): void {
  const [{ before }, { after }] = [dropped[0]!, dropped.at(-1)!];
  if (path !== workbench().project?.path) {
    // The project that is open now is another one: what was changed goes along with the error, to be copied.
    return notifyError(new SpikeloomError('plan.stale', asWireError(error).message, { cause: formatPlan(after) }));
  }
  if (document) takeDocument(document);
  if (diffPlans(before, after).length === 0) return notifyError(error);
  const isStale = asWireError(error).code === 'plan.stale';
  const again = document && isStale ? rebasePlan(before, after, document.plan) : undefined;
  if (again) {
    const labels = dropped.flatMap(({ transaction }) => transaction?.label ?? []);
    return editPlan(labels.length === 1 ? labels[0]! : stateTexts.labelAgain, 'text', again);
  }
  if (!isStale) notifyError(error);
  setAside(before, after);
}

/** Whether the plan may be changed here; says why where not. */
function isWritable(): boolean {
  const reason = workbench().project?.readOnly ?? null;
  if (reason !== null) notify({ kind: 'info', message: stateTexts.readOnlyEdit(inWindow(reason)) });
  return reason === null;
}

/** The working plan. Throws an Error where no project is open. */
export function currentPlan(): Plan {
  const { history } = workbench();
  if (!history) throw new Error('currentPlan: no project is open');
  return history.plan;
}

/** Makes `next` the working plan, as one step of the history with the sentence `label`. Nothing happens where it is the same. */
export function editPlan(label: string, origin: PlanOrigin, next: Plan): void {
  const { history, project, revision } = workbench();
  if (!history || !project) return;
  const transaction = planTransaction(label, origin, history.plan, next);
  if (transaction.changes.length === 0 || !isWritable()) return;
  show(commit(history, transaction), revision + 1);
  queue.push({ path: project.path, kind: 'commit', revision, transaction, before: history.plan, after: next });
}

/**
 * As `editPlan`, in place of the latest step of the history: for typing that goes on in the same place. `label` names the step from the
 * plan before it to `next`.
 */
export function amendPlan(label: string, origin: PlanOrigin, next: Plan): void {
  const { history, project, revision } = workbench();
  if (!history || !project || history.done.length === 0 || !isWritable()) return;
  const before = undo(history);
  const transaction = planTransaction(label, origin, before.plan, next);
  const { path } = project;
  const changes = transaction.changes.length > 0;
  // One change of the store: nobody sees the plan in between.
  show(changes ? commit(before, transaction) : before, revision + (changes ? 2 : 1));
  queue.push({ path, kind: 'undo', revision, transaction: null, before: history.plan, after: before.plan });
  if (changes) queue.push({ path, kind: 'commit', revision: revision + 1, transaction, before: before.plan, after: next });
}

/** Lays `settings` over those of the named layers. */
export const editLayers = (label: string, origin: PlanOrigin, names: readonly string[], settings: PartialSettings): void =>
  editPlan(label, origin, setLayers(currentPlan(), names, settings));

/** Takes a field back to what the layers inherit. */
export const resetField = (label: string, origin: PlanOrigin, names: readonly string[], field: SettingsField): void =>
  editPlan(label, origin, resetLayers(currentPlan(), names, field));

export const undoPlan = (): void => step('undo', undo);
export const redoPlan = (): void => step('redo', redo);

function step(kind: 'undo' | 'redo', move: (history: History) => History): void {
  const { history, project, revision } = workbench();
  if (!history || !project) return;
  const next = move(history);
  if (next === history || !isWritable()) return;
  show(next, revision + 1);
  queue.push({ path: project.path, kind, revision, transaction: null, before: history.plan, after: next.plan });
}

/** Goes back or forth in the history until `count` transactions are done. */
export function goToStep(count: number): void {
  const { history } = workbench();
  if (!history) return;
  const away = count - history.done.length;
  for (let index = 0; index < Math.abs(away); index++) (away < 0 ? undoPlan : redoPlan)();
}

/** Lays what is set aside at a place of the list over the plan, as one step of the history, and forgets it. */
export function takeSetAside(index: number): void {
  const one = setAsideAt(index);
  if (!one || !isWritable()) return;
  editPlan(stateTexts.labelSetAside, 'text', overlayPlan(one.base, one.plan, currentPlan()));
  dropSetAside(index);
}

/** Saves the working plan as a version that runs and the diff view can name. */
export async function savePlan(message: string): Promise<void> {
  const { project } = workbench();
  if (!project) return;
  await withPlanSent(() => host().call('plan.save', { path: project.path, message }));
}

/** Resolves when no change is on its way to the services. Without a connection at once: the call that follows says so. */
export const changesSent = (): Promise<void> => (workbench().connection === 'open' ? queue.idle() : Promise.resolve());

/** Calls a service that reads the working plan, once the services have the plan that the window shows. */
export const withPlanSent = <T>(call: () => Promise<T>): Promise<T> => changesSent().then(call);

/** Whether changes of a project are still on their way to the services. */
export const hasUnsentChanges = (path: string): boolean => queue.isWaiting(path);

/** Takes the document as the services have it: at the start, after a loss of the connection, after a refused commit. */
export function takeDocument({ plan, done, undone, revision, saved }: PlanDocument): void {
  setWorkbench({ history: { plan, done, undone }, revision, saved });
}

async function reloadDocument(): Promise<void> {
  const { project } = workbench();
  if (!project) return;
  try {
    takeDocument(await host().call('plan.document', { path: project.path }));
  } catch (error) {
    notifyError(error);
  }
}

/** A change that another window made, or one that this window has applied already. */
export function takePlanChange(change: EventOf<'plan.changed'>): void {
  const { project, history, revision } = workbench();
  if (change.path !== project?.path || !history || change.client === host().id || change.revision <= revision) return;
  if (change.revision !== revision + 1) return void reloadDocument();
  if (change.kind === 'undo') show(undo(history), change.revision);
  else if (change.kind === 'redo') show(redo(history), change.revision);
  else show(commit(history, change.transaction), change.revision);
}

function show(history: History, revision: number): void {
  const { saved } = workbench();
  setWorkbench({ history, revision, saved: saved && { ...saved, same: false } });
  if (saved) void compareWithSaved(history.plan, saved.version);
}

/** An undo, or a change back, may lead to the saved version again. */
async function compareWithSaved(plan: Plan, version: number): Promise<void> {
  // Without the services, "changed" stands until they answer again.
  const saved = await planOfVersion(version).catch(() => null);
  if (!saved || workbench().history?.plan !== plan || workbench().saved?.version !== version) return;
  setWorkbench({ saved: { version, same: diffPlans(saved, plan).length === 0 } });
}
