/** What a job is doing now, in words; of one that waits, what for. `jobs`: newest first. */
import type { JobState } from '../../src-shared/contract/index.ts';
import { waitText } from '../state/index.ts';
import { startTexts } from '../texts/start.ts';

export const phaseText = (job: JobState, jobs: readonly JobState[]): string =>
  waitText(job, jobs) ?? startTexts.phases[job.phase] ?? job.phase;
