/** Jobs of a project (conversions, evaluations, tuning, exports): what was asked for and how it ended; and tuning's trials. */
import type { Message } from '../../src-shared/message/index.ts';
import type { RunState } from './runs.ts';
import type { Session } from './session.ts';
import { messageOrNull, textOrNull } from './stored-message.ts';

export interface JobRecord {
  readonly id: number;
  /** Id under which the program that ran it shows it; null for jobs of older formats. */
  readonly hostId: string | null;
  /** `convert`, `evaluate`, `tune`, `export` … */
  readonly kind: string;
  readonly request: unknown;
  readonly state: RunState;
  readonly error: Message | null;
  readonly created: string;
  readonly finished: string | null;
}

/** One plan a tuning job has tried. */
export interface Trial {
  /** Which trial of the job, from 0. */
  readonly position: number;
  /** The plan, JSON text. */
  readonly plan: string;
  readonly result: unknown;
  readonly created: string;
}

type Row = Omit<JobRecord, 'request' | 'error'> & { readonly request: string; readonly error: string | null };

export function jobFunctions(session: Session) {
  const record = (row: Row): JobRecord => ({
    ...row,
    request: session.json(row.request, `the request of job ${row.id}`),
    error: messageOrNull(row.error),
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
    endJob: (id: number, end: { readonly state: RunState; readonly error?: Message; readonly at: string }): void =>
      session.write(() => {
        session.run(
          'UPDATE jobs SET state = ?, error = ?, finished = ? WHERE id = ?',
          end.state,
          textOrNull(end.error),
          end.at,
          id,
        );
      }),
    /** All jobs, oldest first. */
    jobs: (): JobRecord[] =>
      session
        .all<Row>('SELECT id, host_id AS hostId, kind, request, state, error, created, finished FROM jobs ORDER BY id')
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
