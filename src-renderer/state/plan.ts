/**
 * The working plan: every change is a transaction, applied here at once, then committed by the services, which keep it in the
 * project file and tell all windows of the project.
 */
import type { EventOf, PlanDocument } from '../../src-shared/contract/index.ts';
import {
  applyTransaction,
  commit,
  type History,
  type PartialSettings,
  type Plan,
  type PlanOrigin,
  planTransaction,
  redo,
  resetLayers,
  setLayers,
  type SettingsField,
  undo,
} from '../../src-shared/plan/index.ts';
import { host } from '../host/client.ts';
import { notifyError } from './notices.ts';
import { setWorkbench, workbench } from './workbench.ts';

/** Calls to the services go out one after another, since each names the revision it was made for. */
let queue: Promise<unknown> = Promise.resolve();

function send(step: () => Promise<unknown>): void {
  queue = queue.then(step).catch(async (error: unknown) => {
    notifyError(error);
    await reloadDocument();
  });
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
  if (transaction.changes.length === 0) return;
  show(commit(history, transaction), revision + 1);
  send(() => host().call('plan.commit', { path: project.path, client: host().id, revision, transaction }));
}

/**
 * As `editPlan`, in place of the latest step of the history: for typing that goes on in the same place. `label` names the step from the
 * plan before it to `next`.
 */
export function amendPlan(label: string, origin: PlanOrigin, next: Plan): void {
  const { history, project, revision } = workbench();
  if (!history || !project || history.done.length === 0) return;
  const before = undo(history);
  const transaction = planTransaction(label, origin, before.plan, next);
  const { path } = project;
  const client = host().id;
  const changes = transaction.changes.length > 0;
  // One change of the store: nobody sees the plan in between.
  show(changes ? commit(before, transaction) : before, revision + (changes ? 2 : 1));
  send(() => host().call('plan.undo', { path, client }));
  if (changes) send(() => host().call('plan.commit', { path, client, revision: revision + 1, transaction }));
}

/** Lays `settings` over those of the named layers. */
export const editLayers = (label: string, origin: PlanOrigin, names: readonly string[], settings: PartialSettings): void =>
  editPlan(label, origin, setLayers(currentPlan(), names, settings));

/** Takes a field back to what the layers inherit. */
export const resetField = (label: string, origin: PlanOrigin, names: readonly string[], field: SettingsField): void =>
  editPlan(label, origin, resetLayers(currentPlan(), names, field));

export const undoPlan = (): void => step('plan.undo', undo);
export const redoPlan = (): void => step('plan.redo', redo);

function step(name: 'plan.undo' | 'plan.redo', move: (history: History) => History): void {
  const { history, project, revision } = workbench();
  if (!history || !project) return;
  const next = move(history);
  if (next === history) return;
  show(next, revision + 1);
  send(() => host().call(name, { path: project.path, client: host().id }));
}

/** Goes back or forth in the history until `count` transactions are done. */
export function goToStep(count: number): void {
  const { history } = workbench();
  if (!history) return;
  const away = count - history.done.length;
  for (let index = 0; index < Math.abs(away); index++) (away < 0 ? undoPlan : redoPlan)();
}

/** Saves the working plan as a version that runs and the diff view can name. */
export async function savePlan(message: string): Promise<void> {
  const { project } = workbench();
  if (!project) return;
  await queue;
  await host().call('plan.save', { path: project.path, message });
}

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
  else
    show(
      { plan: applyTransaction(history.plan, change.transaction), done: [...history.done, change.transaction], undone: [] },
      change.revision,
    );
}

function show(history: History, revision: number): void {
  const { saved } = workbench();
  setWorkbench({ history, revision, saved: saved && { ...saved, same: false } });
}
