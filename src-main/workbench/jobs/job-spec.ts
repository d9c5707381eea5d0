/** What a job is, before and besides its state: enough to start it again. */
import type { JobState } from '../../../src-shared/contract/index.ts';
import type { Message } from '../../../src-shared/message/index.ts';
import type { Progress } from '../../services/progress.ts';

/** What a job that ended well leaves behind for its entry in the list. */
export interface JobOutcome {
  /** Run it stored. */
  readonly run?: number;
  readonly notes: readonly Message[];
}

/** What the work of a job is called with. */
export interface JobWork {
  /** Id of the job. */
  readonly job: string;
  readonly signal: AbortSignal;
  readonly onProgress: (progress: Progress) => void;
}

export interface JobSpec {
  readonly kind: JobState['kind'];
  /** Name of the job for a person: `Run of 200 images`. */
  readonly title: string;
  /** Project it belongs to. */
  readonly path: string;
  /** Does it; called when its turn has come. Rejects with the error to show. */
  readonly work: (work: JobWork) => Promise<JobOutcome>;
  /** Called when it is entered in the list, and with how it ended, for those who keep a record. */
  readonly onStart?: (job: string) => void;
  readonly onEnd?: (state: JobState) => void;
}
