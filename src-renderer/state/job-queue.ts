/** Jobs work one at a time: those that come before another, and the present work of one in words. */
import type { JobState } from '../../src-shared/contract/index.ts';
import { stateTexts } from '../texts/state.ts';
import { projectName } from '../ui/format.ts';

/** The jobs that a waiting one waits for, the one that works first; none for a job that does not wait or is not in the list. `jobs`: newest first. */
export function jobsBefore({ id, state, phase }: JobState, jobs: readonly JobState[]): readonly JobState[] {
  if (state !== 'running' || phase !== 'waiting') return [];
  const at = jobs.findIndex((job) => job.id === id);
  if (at < 0) return [];
  return jobs
    .slice(at + 1)
    .filter((job) => job.state === 'running')
    .reverse();
}

/** Says for which jobs a waiting one waits; null for one that does not wait, or whose predecessors are not known. */
export function waitText(job: JobState, jobs: readonly JobState[]): string | null {
  const [first, ...others] = jobsBefore(job, jobs);
  return first ? stateTexts.waitingFor(first.title, projectName(first.path), others.length) : null;
}

/** Says what a job is doing now; of one that waits, for which jobs. `jobs`: newest first. */
export const phaseText = (job: JobState, jobs: readonly JobState[]): string =>
  waitText(job, jobs) ?? stateTexts.phases[job.phase] ?? job.phase;
