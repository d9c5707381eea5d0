/**
 * What a job's process and its supervisor say to each other. Everything is plain data, so that it can travel between
 * processes.
 */
import type { PlainError } from '../../../src-shared/errors/plain-error.ts';
import type { PartialRun, Progress } from '../progress.ts';
import type { JobName } from './registry.ts';

/** What a job is asked. */
export interface JobOrder {
  readonly name: JobName;
  readonly request: unknown;
  /** Somebody listens to partial results. */
  readonly partial: boolean;
  /** Other processes go first. */
  readonly background: boolean;
  /** Servers that files of a project may be on (remote-path.ts). */
  readonly servers: readonly string[];
}

export type FromJob =
  | { readonly kind: 'progress'; readonly progress: Progress }
  | { readonly kind: 'partial'; readonly partial: PartialRun }
  | { readonly kind: 'done'; readonly result: unknown }
  | { readonly kind: 'failed'; readonly error: PlainError };

/** `leave`: the last word has arrived, so that the process may end without losing it. */
export type ToJob =
  | { readonly kind: 'start'; readonly order: JobOrder }
  | { readonly kind: 'cancel' }
  | { readonly kind: 'leave' };
