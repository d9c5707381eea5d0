/** What a job is doing now, in words. */
import type { JobState } from '../../src-shared/contract/index.ts';
import { startTexts } from '../texts/start.ts';

export const phaseText = ({ phase }: Pick<JobState, 'phase'>): string => startTexts.phases[phase] ?? phase;
