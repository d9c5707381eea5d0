/**
 * Temporary names of results that are renamed when they are complete. A name carries the id of its process, so that the leftovers of a
 * killed process can be told from the work of another one that still runs.
 */
import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { isAlive } from './is-alive.ts';

const TEMPORARY = /^\.(?:.+)\.(\d+)\.spikeloom-tmp$/;

/** The path of a temporary file or folder in `folder` that will become `name`. */
export const temporaryPath = (folder: string, name: string): string => join(folder, `.${name}.${process.pid}.spikeloom-tmp`);

/**
 * Removes what killed commands left in a folder while they wrote or renamed their results: the temporary files and folders of
 * processes that have ended, and of this process, whose worker was then ended.
 */
export async function removeLeftovers(path: string): Promise<void> {
  const names = await readdir(path).catch(() => []);
  for (const name of names) {
    const pid = Number(TEMPORARY.exec(name)?.[1]);
    if (pid > 0 && (pid === process.pid || !isAlive(pid)))
      await rm(join(path, name), { force: true, recursive: true }).catch(() => {});
  }
}
