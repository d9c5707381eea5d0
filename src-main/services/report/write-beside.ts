/** Writes the report page of a project beside the project, in place of an earlier page and of no other file. */
import { existsSync } from 'node:fs';
import { SpikeloomError } from '../../../src-shared/errors/index.ts';
import { openUserFile, readAt } from '../../files/user-file.ts';
import { GENERATOR } from '../../report/index.ts';
import { renderProjectReport, type ReportResult } from './render-project-report.ts';
import { reportPlace } from './report-place.ts';

export interface WriteBesideRequest {
  readonly project: string;
  /** The run that is shown in full. */
  readonly run: number;
}

/** Writes the page. Throws as `renderProjectReport`, and `output.exists` if the name belongs to another file. */
export async function writeBeside({ project, run }: WriteBesideRequest): Promise<ReportResult> {
  const out = reportPlace(project);
  if (existsSync(out) && !(await isReport(out))) {
    const message = `${out} is there and is no report page; move it away, or write the page elsewhere with the command report.`;
    throw new SpikeloomError('output.exists', message, { at: { file: out } });
  }
  return renderProjectReport({ project, run, out });
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
