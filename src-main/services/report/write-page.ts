/** Writes a page that a person named: whole or not at all, in place of an earlier file. */
import { existsSync } from 'node:fs';
import { dirname } from 'node:path';
import writeFileAtomic from 'write-file-atomic';
import { accessProblem, SpikeloomError } from '../../../src-shared/errors/index.ts';

/** Throws `output.unwritable` if the folder of the page does not exist, before long work is done for it. */
export function requirePageFolder(out: string): void {
  if (!existsSync(dirname(out))) throw unwritable(out, `the folder ${dirname(out)} does not exist; make it first`);
}

/** Writes the page to a file. Throws `output.unwritable` with the reason. */
export async function writePage(out: string, page: string | Buffer): Promise<void> {
  requirePageFolder(out);
  try {
    await writeFileAtomic(out, page);
  } catch (cause) {
    throw unwritable(out, accessProblem(cause), cause);
  }
}

const unwritable = (out: string, why: string, cause?: unknown): SpikeloomError =>
  new SpikeloomError('output.unwritable', `${out} cannot be written: ${why}.`, { at: { file: out, option: 'out' }, cause });
