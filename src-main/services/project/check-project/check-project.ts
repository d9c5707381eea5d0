/**
 * Checks, in a process of its own, that a project file is whole and has Spikeloom's own schema. Reading every page of the file
 * takes a while, and the host must answer its windows meanwhile. A malicious file that makes SQLite run for ever stops only a
 * process that can be killed.
 */
import { statSync } from 'node:fs';
import { SpikeloomError } from '../../../../src-shared/errors/index.ts';
import type { Pages } from '../../../project/index.ts';
import { runJob } from '../../jobs/run-job.ts';
import { isDatabase } from '../project-file.ts';

/** Time to start a process on a busy machine, and the speed of a slow disk. */
const START_MS = 20_000;
const BYTES_A_MS = 4000;

/** The longest that the check of a file may take. */
const limitOf = (path: string): number => START_MS + (statSync(path, { throwIfNoEntry: false })?.size ?? 0) / BYTES_A_MS;

/**
 * Resolves if the file is a whole project of a known format. Rejects with the errors of `openProject`, with `project.damaged` if
 * the check takes longer than `limitMs`, or with `cancelled`.
 */
export async function checkProject(
  path: string,
  signal: AbortSignal,
  limitMs = limitOf(path),
  pages: Pages = 'all',
): Promise<void> {
  const limit = AbortSignal.timeout(Math.ceil(limitMs));
  try {
    await runJob('check', { project: path, pages }, { signal: AbortSignal.any([signal, limit]) });
  } catch (error) {
    if (!limit.aborted || signal.aborted) throw error;
    const message = `${path} is damaged, or was made to keep programs busy: it could not be read in ${Math.ceil(limitMs / 1000)} s; restore it from a copy. From a slow disk, copy it to another one first.`;
    throw new SpikeloomError('project.damaged', message, { at: { file: path } });
  }
  // The job receives no cancellation while it reads, so it may succeed although it was cancelled.
  if (signal.aborted) throw new SpikeloomError('cancelled', 'cancelled');
}

/** A file of this size is read in some 50 ms. */
const LARGE_BYTES = 32e6;

/**
 * As `checkProject`, without the tables that grow with the number of runs if the file is large: those are checked while its windows work,
 * and `onDamage` is called if something is wrong with them.
 */
export async function checkForWindow(
  path: string,
  signal: AbortSignal,
  onDamage: (error: SpikeloomError) => void,
): Promise<void> {
  const isLarge = (statSync(path, { throwIfNoEntry: false })?.size ?? 0) > LARGE_BYTES;
  await checkProject(path, signal, limitOf(path), isLarge ? 'few' : 'all');
  if (!isLarge) return;
  // A check that did not come to its end says nothing about the file.
  checkProject(path, new AbortController().signal).catch((error: unknown) => {
    if (error instanceof SpikeloomError && error.code === 'project.damaged') onDamage(error);
  });
}

/**
 * Checks those files that are databases, so that opening them afterwards cannot run for ever. Problems of other files appear when
 * they are opened. Rejects as `checkProject` does.
 */
export async function checkProjectsAmong(paths: readonly string[], signal: AbortSignal): Promise<void> {
  for (const path of paths) if (await isDatabase(path)) await checkProject(path, signal);
}
