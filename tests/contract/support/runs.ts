/** Runs as a window starts them, on the project of a suite. */
import type { JobState, RequestOf } from '../../../src-shared/contract/index.ts';
import type { ProjectBench } from './bench.ts';
import type { TestWindow } from './window.ts';

/** Asks for a run over all samples of the bench, but for the fields in `change`. */
export function runRequest(
  { path, made }: Pick<ProjectBench, 'path' | 'made'>,
  change: Partial<RequestOf<'run.start'>> = {},
): RequestOf<'run.start'> {
  return { path, dataset: made.images, samples: null, batch: 20, engine: 'cpu', threads: null, ...change };
}

/** Runs to the end; the last state of the job. */
export async function runToEnd(on: ProjectBench, change: Partial<RequestOf<'run.start'>> = {}): Promise<JobState> {
  const { job } = await on.window.call('run.start', runRequest(on, change));
  return on.window.jobEnd(job);
}

/** Phases that a job has shown to a window, each once. */
export function phasesOf(window: TestWindow, id: string): string[] {
  const states = window.events('job.changed').filter((job) => job.id === id);
  return [...new Set(states.map(({ phase }) => phase))];
}
