/** The projects that are open, and those that are being opened; closing one that nobody uses. */
import { existsSync, realpathSync } from 'node:fs';
import { resolve } from 'node:path';
import { messageOf } from '../../../src-shared/errors/index.ts';
import { say } from '../../../src-shared/message/index.ts';
import type { Jobs } from '../jobs/index.ts';
import type { Emit } from '../types.ts';
import type { OpenedProject } from './opened-project.ts';

/** A project that is being opened, and the calls that wait for it. */
export interface Opening {
  readonly done: Promise<OpenedProject>;
  readonly abort: AbortController;
  /** Windows of the waiting calls, by the signal of the call. */
  readonly waiting: Map<AbortSignal, object>;
}

/** Projects by their canonical paths. */
export interface ProjectTable {
  readonly emit: Emit;
  readonly jobs: Jobs;
  /** Called with each project that was opened for writing, before any window sees it. */
  readonly onOpen: (opened: OpenedProject) => void;
  readonly opened: Map<string, OpenedProject>;
  readonly opening: Map<string, Opening>;
}

/** The one path of a file that has several names (links, `..`). */
export const canonical = (path: string): string => (existsSync(path) ? realpathSync(path) : resolve(path));

export function closeProject({ opened, emit }: ProjectTable, one: OpenedProject): void {
  opened.delete(one.path);
  try {
    one.project.close();
  } catch (error) {
    // No call waits for the end, and all changes are on the disk: windows get a notice.
    emit('app.notice', { message: say`${one.path} was not closed in order: ${messageOf(error)}.` });
  }
}

/** Closes a project that no window looks at and no job writes, so that other programs can write it. */
export function closeIfIdle(table: ProjectTable, one: OpenedProject): void {
  const { opened, jobs } = table;
  if (one.windows.size === 0 && !jobs.running(one.path) && opened.get(one.path) === one) closeProject(table, one);
}
