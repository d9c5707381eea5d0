/** The description of a job, without its state: enough to start the job again. */
import type { JobState, MethodsOnSamples, SensitivityOfPlan } from '../../../src-shared/contract/index.ts';
import type { ReaderFigures, Reproduction } from '../../../src-shared/export/index.ts';
import type { Note } from '../../../src-shared/message/index.ts';
import type { RemedyPreview } from '../../../src-shared/results/index.ts';
import type { TuningForecast } from '../../../src-shared/tuning/index.ts';
import type { Progress } from '../../services/progress.ts';

/** Result of a successful job, for its entry in the list. */
export interface JobOutcome {
  /** Number of the run that the job stored. */
  readonly run?: number;
  /** Figures that the job measured. */
  readonly reader?: ReaderFigures;
  /** The result of reproducing a capsule. */
  readonly reproduced?: Reproduction;
  readonly preview?: RemedyPreview;
  readonly forecast?: TuningForecast;
  readonly sensitivity?: SensitivityOfPlan;
  readonly methods?: MethodsOnSamples;
  readonly notes: readonly Note[];
}

/** Arguments of a job's work. */
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
  /** Path of the project that the job belongs to. */
  readonly path: string;
  /** Does the work; called when the job's turn has come. Rejects with the error to show. */
  readonly work: (work: JobWork) => Promise<JobOutcome>;
  /** Called when the job enters the list, and again with its result, so that a record can be kept. */
  readonly onStart?: (job: string) => void;
  readonly onEnd?: (state: JobState) => void;
}
