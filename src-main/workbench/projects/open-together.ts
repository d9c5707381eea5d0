/**
 * Opens a project once for all windows that ask for it at the same time. Opening goes on as long as one of them waits, and stops when
 * the last has given up.
 */
import { openProject } from '../../project/index.ts';
import { checkForWindow } from '../../services/project/check-project/index.ts';
import { calibrationSummary, chooseCalibration } from './calibration-summary.ts';
import { projectContents } from './model-file.ts';
import { awaitModel } from './model-watch.ts';
import type { OpenedProject } from './opened-project.ts';
import { closeIfIdle, type Opening, type ProjectTable } from './project-table.ts';
import { openWorkingPlan } from './working-plan.ts';

/** The project at a canonical path, opened for `window` among others. Rejects if `signal` is aborted, or the project cannot be opened. */
export async function openTogether(
  table: ProjectTable,
  path: string,
  window: object,
  signal: AbortSignal,
): Promise<OpenedProject> {
  const { opening } = table;
  signal.throwIfAborted();
  // An opening that was given up holds the file for a moment longer.
  for (let last = opening.get(path); last?.abort.signal.aborted; last = opening.get(path)) await last.done.catch(() => {});
  const shared = opening.get(path) ?? begin(table, path);
  const giveUp = (): void => {
    if (shared.waiting.delete(signal) && shared.waiting.size === 0) shared.abort.abort();
  };
  shared.waiting.set(signal, window);
  signal.addEventListener('abort', giveUp, { once: true });
  try {
    return await shared.done;
  } finally {
    signal.removeEventListener('abort', giveUp);
  }
}

function begin(table: ProjectTable, path: string): Opening {
  const abort = new AbortController();
  const waiting = new Map<AbortSignal, object>();
  const done = load(table, path, abort.signal)
    .then((one) => {
      // All waiting windows have it open before the first of them goes on and may close it.
      for (const window of waiting.values()) one.windows.add(window);
      closeIfIdle(table, one);
      return one;
    })
    .finally(() => table.opening.delete(path));
  const opening: Opening = { done, abort, waiting };
  table.opening.set(path, opening);
  return opening;
}

async function load(table: ProjectTable, path: string, signal: AbortSignal): Promise<OpenedProject> {
  await checkForWindow(path, signal, ({ sentence }) => table.emit('app.notice', { message: sentence }));
  const project = openProject(path, { checked: true });
  try {
    const { model, missing, graph, calibration } = await projectContents(project, signal);
    const working = await openWorkingPlan(project);
    const one: OpenedProject = {
      path,
      project,
      model,
      missing,
      graph,
      working,
      calibration,
      briefs: new Map([[calibration.id, calibration]]),
      outdated: [],
      removed: new Map(),
      windows: new Set(),
    };
    chooseCalibration(one);
    one.outdated = calibrationSummary(one).outdated;
    table.opened.set(path, one);
    awaitModel(table, one);
    if (project.readOnly === undefined) table.onOpen(one);
    return one;
  } catch (error) {
    project.close();
    throw error;
  }
}
