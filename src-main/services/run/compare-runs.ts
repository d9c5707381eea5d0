/** Compares two finished runs of a project, from their reports and the stored records of their samples. */
import { z } from 'zod';
import { SpikeloomError } from '../../../src-shared/errors/index.ts';
import { type ComparedRun, compareRuns, type RunComparison } from '../../../src-shared/results/index.ts';
import { openProject, type Project } from '../../project/index.ts';
import { storedRecords } from './stored-records.ts';

/** What decides which samples a run has, and in which order. Older runs have no digest. */
const samplesSchema = z.object({ data: z.string(), limit: z.int().optional() });

/**
 * The comparison of run `second` with run `first`. Throws `run.missing` for a run that is not there or not done, and `project.damaged`
 * if what is stored of one cannot be used.
 */
export const compareProjectRuns = (project: Project, first: number, second: number): RunComparison =>
  compareRuns(comparedRun(project, first), comparedRun(project, second));

/** The project at a path, and two of its runs. */
export interface CompareRequest {
  readonly project: string;
  readonly first: number;
  readonly second: number;
}

/** The same of the project at a path, which is opened for reading alone. */
export function compareRunsIn({ project: path, first, second }: CompareRequest): RunComparison {
  using project = openProject(path, { readOnly: true });
  return compareProjectRuns(project, first, second);
}

function comparedRun(project: Project, id: number): ComparedRun {
  const at = { file: project.path };
  const run = project.run(id);
  if (!run) throw new SpikeloomError('run.missing', `There is no run ${id} in ${project.path}; choose another one.`, { at });
  const { report, name, settings, state } = run;
  if (!report) {
    const message = `Run ${id} is ${state} and has no report to compare; choose a run that is done.`;
    throw new SpikeloomError('run.missing', message, { at });
  }
  const { success, data: samples } = samplesSchema.safeParse(settings);
  const data = success ? `${samples.data} ${samples.limit ?? 'all'}` : null;
  return { run: id, name, report, records: storedRecords(project, run), data };
}
