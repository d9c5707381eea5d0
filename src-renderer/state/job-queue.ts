/** Jobs work one at a time: which ones come before another. */
import type { JobState } from '../../src-shared/contract/index.ts';
import { stateTexts } from '../texts/state.ts';
import { fileName } from '../ui/format.ts';

/** The jobs that a waiting one waits for, the one that works first; none for a job that does not wait. `jobs`: newest first. */
export function jobsBefore({ id, state, phase }: JobState, jobs: readonly JobState[]): readonly JobState[] {
  if (state !== 'running' || phase !== 'waiting') return [];
  const at = jobs.findIndex((job) => job.id === id);
  return jobs
    .slice(at + 1)
    .filter((job) => job.state === 'running')
    .reverse();
}

/** What a waiting job waits for, in words; null for one that does not wait, or whose predecessors are not known. */
export function waitText(job: JobState, jobs: readonly JobState[]): string | null {
  const [first, ...others] = jobsBefore(job, jobs);
  return first ? stateTexts.waitingFor(first.title, fileName(first.path).replace(/\.spikeloom$/i, ''), others.length) : null;
}
