/** The place that a person names for a command's results: what stands there, and the error if nothing can be written there. */
import { stat } from 'node:fs/promises';
import { accessProblem, SpikeloomError } from '../../src-shared/errors/index.ts';
import { type Message, say } from '../../src-shared/message/index.ts';

/** Tells whether a folder, something else or nothing stands at `path`. Throws `output.unwritable` if that cannot be found out. */
export async function kindOfTarget(path: string): Promise<'folder' | 'other' | 'absent'> {
  try {
    return (await stat(path)).isDirectory() ? 'folder' : 'other';
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return 'absent';
    throw unwritable(path, accessProblem(error), error);
  }
}

/** The error for a place that cannot be written. `why`: a clause without a full stop. */
export const unwritable = (path: string, why: Message, cause?: unknown): SpikeloomError =>
  new SpikeloomError('output.unwritable', say`${path} cannot be written: ${why}.`, { at: { file: path, option: 'out' }, cause });
