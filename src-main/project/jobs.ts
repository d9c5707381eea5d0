/**
 * Jobs of a project (conversions, evaluations, tuning, exports), with their requests and how they ended; and the trials of
 * tuning.
 */
import { z } from 'zod';
import type { Message, Note } from '../../src-shared/message/index.ts';
import { noteSchema } from '../../src-shared/message/schema.ts';
import type { RunState } from './runs.ts';
import type { Session } from './session.ts';
import { messageOrNull, textOrNull } from './stored-message.ts';

export interface JobRecord {
  readonly id: number;
  /** Id of the job in the program that ran it; null for jobs of older formats. */
  readonly hostId: string | null;
  /** `convert`, `evaluate`, `tune`, `export` … */
  readonly kind: string;
  readonly request: unknown;
  readonly state: RunState;
  readonly error: Message | null;
  /** Run that it stored. */
  readonly run: number | null;
  /** Notes for a person on how the job ended. */
  readonly notes: readonly Note[];
  readonly created: string;
  readonly finished: string | null;
}

/** How a job ended. */
export interface JobEnd {
  readonly state: RunState;
  readonly error?: Message;
  readonly run?: number;
  readonly notes?: readonly Note[];
  readonly at: string;
}

const notesSchema = z.array(noteSchema);

/** One plan that a tuning job has tried. */
export interface Trial {
  /** Index of the trial in the job, from 0. */
  readonly position: number;
  /** The plan, JSON text. */
  readonly plan: string;
  readonly result: unknown;
  readonly created: string;
}

type Row = Omit<JobRecord, 'request' | 'error' | 'notes'> & {
  readonly request: string;
  readonly error: string | null;
  readonly notes: string;
};

export function jobFunctions(session: Session) {
  const record = (row: Row): JobRecord => ({
    ...row,
    request: session.json(row.request, `the request of job ${row.id}`),
    error: messageOrNull(row.error),
    notes: notesSchema.safeParse(session.json(row.notes, `the notes of job ${row.id}`)).data ?? [],
  });
  return {
    /** Starts a job and returns its id. */
    startJob: (job: {
      readonly hostId?: string;
      readonly kind: string;
      readonly request: unknown;
      readonly at: string;
    }): number =>
      session.write(() =>
        session.run(
          `INSERT INTO jobs (host_id, kind, request, state, created) VALUES (?, ?, ?, 'running', ?)`,
          ...[job.hostId ?? null, job.kind, JSON.stringify(job.request), job.at],
        ),
      ),
    /** Marks a job that has ended as running again, with the request that it now works for. */
    restartJob: (id: number, request: unknown): void =>
      session.write(() => {
        session.run(
          "UPDATE jobs SET state = 'running', request = ?, error = NULL, finished = NULL WHERE id = ?",
          ...[JSON.stringify(request), id],
        );
      }),
    endJob: (id: number, { state, error, run, notes, at }: JobEnd): void =>
      session.write(() => {
        session.run(
          'UPDATE jobs SET state = ?, error = ?, run_id = ?, notes = ?, finished = ? WHERE id = ?',
          ...[state, textOrNull(error), run ?? null, JSON.stringify(notes ?? []), at, id],
        );
      }),
    /** All jobs, oldest first. */
    jobs: (): JobRecord[] =>
      session
        .all<Row>(
          'SELECT id, host_id AS hostId, kind, request, state, error, run_id AS run, notes, created, finished FROM jobs ORDER BY id',
        )
        .map(record),
    /** Commits a finished trial of a tuning job. */
    addTrial: (job: number, trial: Omit<Trial, 'created'> & { readonly at: string }): void =>
      session.write(() => {
        session.run(
          'INSERT INTO trials (job_id, position, plan, result, created) VALUES (?, ?, ?, ?, ?)',
          ...[job, trial.position, trial.plan, JSON.stringify(trial.result), trial.at],
        );
      }),
    /** Trials of a tuning job, in their order. */
    trials: (job: number): Trial[] =>
      session
        .all<Omit<Trial, 'result'> & { result: string }>(
          'SELECT position, plan, result, created FROM trials WHERE job_id = ? ORDER BY position',
          job,
        )
        .map((row) => ({ ...row, result: session.json(row.result, `trial ${row.position} of job ${job}`) })),
  };
}
