/**
 * Checks in a process of its own that a project file is whole and Spikeloom's own. Every page of the file is read, while a host has windows
 * to answer; and a file that was made to stop SQLite for good stops a process that can be killed.
 */
import { statSync } from 'node:fs';
import { SpikeloomError } from '../../../../src-shared/errors/index.ts';
import { runJob } from '../../jobs/run-job.ts';
import { isDatabase } from '../project-file.ts';

/** Time for the start of a process on a busy machine, and the speed of a slow disk. */
const START_MS = 20_000;
const BYTES_A_MS = 4000;

/** The longest that the check of a file may take. */
const limitOf = (path: string): number => START_MS + (statSync(path, { throwIfNoEntry: false })?.size ?? 0) / BYTES_A_MS;

/**
 * Resolves where the file is a whole project of a format that is known. Rejects with what `openProject` throws otherwise, with
 * `project.damaged` where it takes longer than `limitMs`, or with `cancelled`.
 */
export async function checkProject(path: string, signal: AbortSignal, limitMs = limitOf(path)): Promise<void> {
  const limit = AbortSignal.timeout(Math.ceil(limitMs));
  try {
    await runJob('check', { project: path }, { signal: AbortSignal.any([signal, limit]) });
  } catch (error) {
    if (!limit.aborted || signal.aborted) throw error;
    const message = `${path} is damaged, or was made to keep programs busy: it could not be read in ${Math.ceil(limitMs / 1000)} s; restore it from a copy. From a slow disk, copy it to another one first.`;
    throw new SpikeloomError('project.damaged', message, { at: { file: path } });
  }
  // The job hears of no cancellation while it reads, so it may have come to its end in spite of one.
  if (signal.aborted) throw new SpikeloomError('cancelled', 'cancelled');
}

/**
 * Checks those of the files that are databases: whoever opens one of them afterwards comes to an end. What is wrong with others, opening
 * them says. Rejects as `checkProject` does.
 */
export async function checkProjectsAmong(paths: readonly string[], signal: AbortSignal): Promise<void> {
  for (const path of paths) if (await isDatabase(path)) await checkProject(path, signal);
}
