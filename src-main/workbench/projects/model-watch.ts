/** Watches whether the model's file of an open project is there, and tells the windows when it goes, changes or comes back. */
import { isDeepStrictEqual } from 'node:util';
import { messageOf, SpikeloomError } from '../../../src-shared/errors/index.ts';
import { readOnlyError } from '../../services/project/read-only.ts';
import { remoteFilesOf } from '../../services/project/remote-files.ts';
import { isThere, lookAtModel, moveModel } from './model-file.ts';
import type { OpenedProject } from './opened-project.ts';
import type { ProjectTable } from './project-table.ts';

/** Time between two looks for a missing file. */
const LOOK_MS = 2000;

/** Looks for the model now. Throws `project.missing` if it is not there, since no run can start. */
export async function requireModel(table: ProjectTable, one: OpenedProject, signal: AbortSignal): Promise<void> {
  await lookAgain(table, one, signal);
  if (one.missing === null) return;
  throw new SpikeloomError('project.missing', one.missing, { at: { file: one.model.file } });
}

/** Looks for the models of all projects after the user has allowed a server: they may be on it. */
export async function lookOnServers(table: ProjectTable, signal: AbortSignal): Promise<void> {
  for (const one of table.opened.values()) {
    table.emit('remote.changed', { path: one.path, remote: remoteFilesOf(one.project) });
    await lookAgain(table, one, signal);
  }
}

/** Has a project take its model from `file`. Throws `project.missing` if `file` is another model; the project then stays as it was. */
export async function locateModel(table: ProjectTable, one: OpenedProject, file: string, signal: AbortSignal): Promise<void> {
  if (one.project.readOnly !== undefined) throw readOnlyError(one.project, 'its model stays where it was');
  const moveBack = moveModel(one, file);
  await lookAgain(table, one, signal);
  const why = one.missing;
  if (why !== null) {
    moveBack();
    await lookAgain(table, one, signal);
    throw new SpikeloomError('project.missing', why, { at: { file } });
  }
  table.emit('remote.changed', { path: one.path, remote: remoteFilesOf(one.project) });
}

/** While the model's file is missing: looks for it every two seconds, until it is back or the project is closed. */
export function awaitModel(table: ProjectTable, one: OpenedProject): void {
  const { opened, emit } = table;
  if (one.missing === null || isThere(one)) return;
  const look = (): void => {
    if (opened.get(one.path) !== one) return clearInterval(timer);
    if (!isThere(one)) return;
    clearInterval(timer);
    lookAgain(table, one, new AbortController().signal).catch((error: unknown) => {
      // If the project was closed meanwhile, nobody waits for its model.
      if (opened.get(one.path) === one) emit('app.notice', { message: messageOf(error) });
    });
  };
  const timer = setInterval(look, LOOK_MS).unref();
}

/** Looks for the model's file and tells the windows about a change. */
async function lookAgain(table: ProjectTable, one: OpenedProject, signal: AbortSignal): Promise<void> {
  const { model, missing } = await lookAtModel(one, signal);
  if (isDeepStrictEqual(missing, one.missing) && model.file === one.model.file) return;
  one.missing = missing;
  one.model = model;
  table.emit('model.changed', { path: one.path, file: model.file, missing });
  awaitModel(table, one);
}
