/** Where a window writes the report page of a project: beside the project, in place of an earlier page and of no other file. */
import { existsSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { SpikeloomError } from '../../../src-shared/errors/index.ts';
import { openUserFile, readAt } from '../../files/user-file.ts';
import { GENERATOR } from '../../report/html.ts';

/** The path of the page. */
export const reportPlace = (project: string): string =>
  join(dirname(project), `${basename(project).replace(/\.spikeloom$/i, '')}-report.html`);

/** Throws `output.exists` if the path belongs to anything but a report page. */
export async function requireReportPlace(file: string): Promise<void> {
  if (!existsSync(file) || (await isReport(file))) return;
  const message = `${file} is there and is no report page; move it away, or write the page elsewhere with the command report.`;
  throw new SpikeloomError('output.exists', message, { at: { file } });
}

/** Bytes that hold the mark of a page. */
const HEAD = 1024;

async function isReport(file: string): Promise<boolean> {
  try {
    await using handle = await openUserFile(file);
    return (await readAt(handle, 0, HEAD)).toString('utf8').includes(GENERATOR);
  } catch {
    // A folder, or a file of somebody else.
    return false;
  }
}
