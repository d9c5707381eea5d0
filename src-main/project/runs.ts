/**
 * Runs of a project. Every batch is committed when it is finished: a program that is killed loses only the batch it was working on, and
 * a run that was interrupted can go on with the next batch.
 */
import type { z } from 'zod';
import { type RunLabel, runLabelSchema } from '../../src-shared/contract/run-label.ts';
import type { Message } from '../../src-shared/message/index.ts';
import { outlineOf, type RunOutline, runOutlineSchema, type RunReport, runReportSchema } from '../../src-shared/results/index.ts';
import { canonicalJson } from './canonical-json.ts';
import type { Session } from './session.ts';
import { messageOrNull, textOrNull } from './stored-message.ts';

export type RunState = 'running' | 'done' | 'cancelled' | 'failed';

/** The work of a run; two runs with the same description compute the same results. */
export interface RunDescription {
  readonly plan: number;
  readonly calibration?: number;
  readonly engine: string;
  /** The source of samples as it was given. */
  readonly dataset: string;
  /** All other settings that decide the result (steps, batch, samples …), as JSON. */
  readonly settings: Readonly<Record<string, unknown>>;
}

/** One finished batch. `result` is JSON whose form the caller decides. */
export interface RunBatch {
  /** Index of the batch in the dataset, from 0. */
  readonly position: number;
  readonly samples: number;
  readonly result: unknown;
  /** Records of its samples, in base64; absent if it has none. */
  readonly records?: string;
}

/** The records of the samples of one batch. */
export interface RunRecords {
  readonly position: number;
  readonly samples: number;
  readonly data: Uint8Array;
}

/** A summary of the records that a run keeps of its samples. */
export interface RunRecordsHead {
  /** Number of batches that are stored, and of those that have records. */
  readonly batches: number;
  readonly recorded: number;
  /** Number of samples of the batches with records. */
  readonly kept: number;
  /** The result of the first batch, whose form the caller decides; undefined without batches. */
  readonly first: { readonly samples: number; readonly result: unknown } | undefined;
}

export interface RunRecord extends Readonly<RunLabel> {
  readonly id: number;
  readonly plan: number;
  readonly calibration: number | null;
  readonly engine: string;
  readonly dataset: string;
  readonly settings: Readonly<Record<string, unknown>>;
  readonly state: RunState;
  readonly error: Message | null;
  readonly created: string;
  readonly finished: string | null;
  /** Number of batches committed so far. */
  readonly batches: number;
  /** Undefined until the run is done. */
  readonly report: RunReport | undefined;
}

/** A run in one line, without its report. */
export interface RunBrief extends Readonly<RunLabel> {
  readonly id: number;
  readonly plan: number;
  readonly engine: string;
  readonly dataset: string;
  readonly settings: Readonly<Record<string, unknown>>;
  readonly samples: number | null;
  /** Samples of the batches that are stored. */
  readonly kept: number;
  readonly state: RunState;
  readonly error: Message | null;
  readonly created: string;
  /** Null if the run is not done. */
  readonly outline: RunOutline | null;
}

const BRIEF = `SELECT id, name, note, tags, plan_id AS plan, engine, dataset, settings, json_extract(settings, '$.samples') AS samples,
  (SELECT coalesce(sum(samples), 0) FROM run_batches WHERE run_id = runs.id) AS kept, state, error, created,
  outline FROM runs`;

/** What rows hold as text. */
interface Texts {
  readonly settings: string;
  readonly tags: string;
  readonly error: string | null;
}
type BriefRow = Omit<RunBrief, keyof Texts | 'outline'> & Texts & { readonly outline: string | null };
type Row = Omit<RunRecord, keyof Texts | 'report'> & Texts & { readonly report: string | null };

const SELECT = `SELECT id, name, note, tags, plan_id AS plan, calibration_id AS calibration, engine, dataset, settings, state, error, created, finished,
  (SELECT report FROM run_reports WHERE run_id = runs.id) AS report, (SELECT count(*) FROM run_batches WHERE run_id = runs.id) AS batches FROM runs`;

export function runFunctions(session: Session) {
  const one = (row: Row | undefined): RunRecord | undefined => row && recordOf(session, row);
  return {
    ...writingFunctions(session),
    /** The newest run of the same work that was not finished: killed, cancelled or failed. Its batches can be kept. */
    unfinishedRun: ({ plan, calibration, engine, dataset, settings }: RunDescription): RunRecord | undefined =>
      one(
        session.one<Row>(
          `${SELECT} WHERE plan_id = ? AND calibration_id IS ? AND engine = ? AND dataset = ? AND settings = ? AND state <> 'done'
         ORDER BY id DESC LIMIT 1`,
          ...[plan, calibration ?? null, engine, dataset, canonicalJson(settings)],
        ),
      ),
    /** Batches committed so far, in their order in the dataset. */
    runBatches: (id: number): RunBatch[] =>
      session
        .all<{ position: number; samples: number; result: string; data: Uint8Array | null }>(
          `SELECT position, samples, result, data FROM run_batches LEFT JOIN run_records USING (run_id, position)
           WHERE run_id = ? ORDER BY position`,
          id,
        )
        .map(({ position, samples, result, data }) => ({
          position,
          samples,
          result: session.json(result, `batch ${position} of run ${id}`),
          ...(data ? { records: Buffer.from(data).toString('base64') } : {}),
        })),
    /** The records of at most `most` batches, from position `from` on, in the order of the dataset. The results of the batches are not read. */
    runRecords: (id: number, from: number, most: number): RunRecords[] =>
      session.all<RunRecords>(
        `SELECT position, samples, data FROM run_batches JOIN run_records USING (run_id, position)
         WHERE run_id = ? AND position >= ? ORDER BY position LIMIT ?`,
        ...[id, from, most],
      ),
    runRecordsHead: (id: number): RunRecordsHead => {
      const [counts, first] = [
        session.one<Omit<RunRecordsHead, 'first'>>(
          `SELECT count(*) AS batches, count(run_records.position) AS recorded,
           coalesce(sum(iif(run_records.position IS NULL, 0, samples)), 0) AS kept FROM run_batches
           LEFT JOIN run_records ON run_records.run_id = run_batches.run_id AND run_records.position = run_batches.position
           WHERE run_batches.run_id = ?`,
          id,
        )!,
        session.one<{ samples: number; result: string }>(
          'SELECT samples, result FROM run_batches WHERE run_id = ? ORDER BY position LIMIT 1',
          id,
        ),
      ];
      const what = `the first batch of run ${id}`;
      return { ...counts, first: first && { samples: first.samples, result: session.json(first.result, what) } };
    },
    /** The number of classes of a run's answers, read from its first batch; undefined if it has no batch with answers. */
    runClasses: (id: number): number | undefined =>
      session.one<{ classes: number | null }>(
        `SELECT json_extract(result, '$.evaluation.classes') AS classes FROM run_batches WHERE run_id = ? ORDER BY position LIMIT 1`,
        id,
      )?.classes ?? undefined,
    run: (id: number): RunRecord | undefined => one(session.one<Row>(`${SELECT} WHERE id = ?`, id)),
    /** All runs, oldest first. */
    runs: (): RunRecord[] => session.all<Row>(`${SELECT} ORDER BY id`).map((row) => recordOf(session, row)),
    /** All runs in brief, oldest first. No report is read. */
    runBriefs: (): RunBrief[] =>
      session.all<BriefRow>(`${BRIEF} ORDER BY id`).map((row) => ({
        ...row,
        settings: settingsOf(session, row),
        tags: tagsOf(session, row),
        error: messageOrNull(row.error),
        outline: row.outline === null ? null : parseOutline(session, row.outline, `the outline of run ${row.id}`),
      })),
    /** The newest run that is done. */
    latestRun: (): RunRecord | undefined => one(session.one<Row>(`${SELECT} WHERE state = 'done' ORDER BY id DESC LIMIT 1`)),
  };
}

/** The functions that change a run, each in a transaction of its own. */
function writingFunctions(session: Session) {
  /** A run ends once: done with its report, or cancelled or failed with the reason. */
  const finish = (id: number, state: RunState, at: string, report: RunReport | null, error: Message | null): void =>
    session.write(() => {
      session.run(
        'UPDATE runs SET state = ?, finished = ?, outline = ?, error = ? WHERE id = ?',
        ...[state, at, report && JSON.stringify(outlineOf(report)), textOrNull(error), id],
      );
      session.run('DELETE FROM run_reports WHERE run_id = ?', id);
      if (report) session.run('INSERT INTO run_reports (run_id, report) VALUES (?, ?)', id, JSON.stringify(report));
    });
  return {
    /** Starts a run and returns its id. */
    startRun: ({ plan, calibration, engine, dataset, settings, at }: RunDescription & { readonly at: string }): number =>
      session.write(() =>
        session.run(
          `INSERT INTO runs (plan_id, calibration_id, engine, dataset, settings, state, created) VALUES (?, ?, ?, ?, ?, 'running', ?)`,
          ...[plan, calibration ?? null, engine, dataset, canonicalJson(settings), at],
        ),
      ),
    /** Gives a run another name, note and tags, whatever its state. False if there is no such run. */
    labelRun: (id: number, { name, note, tags }: RunLabel): boolean =>
      session.write(() => {
        if (!session.one('SELECT 1 FROM runs WHERE id = ?', id)) return false;
        session.run('UPDATE runs SET name = ?, note = ?, tags = ? WHERE id = ?', name, note, JSON.stringify(tags), id);
        return true;
      }),
    /** Removes runs with all that is stored of them. A run that is going on is left. */
    removeRuns: (ids: readonly number[]): void =>
      session.write(() => {
        for (const id of ids) session.run(`DELETE FROM runs WHERE id = ? AND state <> 'running'`, id);
      }),
    /** Sets a run that was not finished to `running` again. */
    resumeRun: (id: number): void =>
      session.write(() => {
        session.run(`UPDATE runs SET state = 'running', finished = NULL, error = NULL WHERE id = ?`, id);
      }),
    /** Commits a finished batch with its records. */
    addRunBatch: (id: number, batch: RunBatch): void =>
      session.write(() => {
        session.run(
          'INSERT INTO run_batches (run_id, position, samples, result) VALUES (?, ?, ?, ?)',
          ...[id, batch.position, batch.samples, JSON.stringify(batch.result)],
        );
        if (batch.records === undefined) return;
        const insert = 'INSERT INTO run_records (run_id, position, data) VALUES (?, ?, ?)';
        session.run(insert, id, batch.position, Buffer.from(batch.records, 'base64'));
      }),
    finishRun: (id: number, report: RunReport, at: string): void => finish(id, 'done', at, report, null),
    cancelRun: (id: number, at: string): void => finish(id, 'cancelled', at, null, null),
    failRun: (id: number, reason: Message, at: string): void => finish(id, 'failed', at, null, reason),
    /**
     * Ends the runs that a killed process left in state `running`; they can be resumed. Only the writer of the project may call this, and
     * only while it runs nothing itself: then no process works on these runs.
     */
    endInterruptedRuns: (end: { readonly state: 'cancelled' | 'failed'; readonly error?: Message; readonly at: string }): void =>
      session.write(() => {
        const update = `UPDATE runs SET state = ?, error = ?, finished = ? WHERE state = 'running'`;
        session.run(update, end.state, textOrNull(end.error), end.at);
      }),
  };
}

const settingsOf = (
  session: Session,
  { id, settings }: { readonly id: number; readonly settings: string },
): RunRecord['settings'] => session.json(settings, `the settings of run ${id}`);

const tagsOf = (session: Session, { id, tags }: { readonly id: number; readonly tags: string }): string[] => {
  const what = `the tags of run ${id}`;
  const parsed = runLabelSchema.shape.tags.safeParse(session.json(tags, what));
  if (!parsed.success) throw session.damaged(what);
  return parsed.data;
};

const recordOf = (session: Session, row: Row): RunRecord => ({
  ...row,
  settings: settingsOf(session, row),
  tags: tagsOf(session, row),
  error: messageOrNull(row.error),
  report: row.report === null ? undefined : parseReport(session, row.report, `the report of run ${row.id}`),
});

function parseOutline(session: Session, text: string, what: string): RunOutline {
  const parsed = runOutlineSchema.safeParse(session.json(text, what));
  if (!parsed.success) throw session.damaged(what);
  return parsed.data;
}

function parseReport(session: Session, text: string, what: string): RunReport {
  const parsed: z.ZodSafeParseResult<RunReport> = runReportSchema.safeParse(session.json(text, what));
  if (!parsed.success) throw session.damaged(what);
  return parsed.data;
}
