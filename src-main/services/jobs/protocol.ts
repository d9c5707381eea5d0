/** The messages between a job's process and its supervisor. All of them are plain data, so that they can travel between processes. */
import type { PlainError } from '../../../src-shared/errors/plain-error.ts';
import type { TrialPoint } from '../../../src-shared/tuning/index.ts';
import type { PartialRun, Progress } from '../progress.ts';
import type { JobName } from './registry.ts';

/** The task of a job: which use case to run, with which request. */
export interface JobOrder {
  readonly name: JobName;
  readonly request: unknown;
  /** True if a listener wants partial results. */
  readonly partial: boolean;
  /** True if the job runs at a low priority. */
  readonly background: boolean;
  /** Servers that files of a project may be on (remote-path.ts). */
  readonly servers: readonly string[];
}

export type FromJob =
  | { readonly kind: 'progress'; readonly progress: Progress }
  | { readonly kind: 'partial'; readonly partial: PartialRun }
  | { readonly kind: 'trials'; readonly points: readonly TrialPoint[] }
  | { readonly kind: 'done'; readonly result: unknown }
  | { readonly kind: 'failed'; readonly error: PlainError };

/** Messages to a job. `leave`: the supervisor has received the job's last message, so the process may end without losing it. */
export type ToJob =
  | { readonly kind: 'start'; readonly order: JobOrder }
  | { readonly kind: 'cancel' }
  | { readonly kind: 'leave' };
