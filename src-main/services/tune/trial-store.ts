/**
 * Trials of tuning in the project. Every finished evaluation is stored at once, so that a search that was killed goes on where it stopped,
 * and a search for the same work finds what an earlier one has evaluated.
 */
import { z } from 'zod';
import { formatPlan, parsePlan, type Plan, stepsOf } from '../../../src-shared/plan/index.ts';
import {
  areFiguresOf,
  BUDGET_QUANTITIES,
  figuresSchema,
  type Numbers,
  OBJECTIVES,
  triedKey,
  type TuneResult,
  tuneResultSchema,
} from '../../../src-shared/tuning/index.ts';
import { messageOf } from '../../../src-shared/errors/index.ts';
import type { PlanRecord, Project } from '../../project/index.ts';
import type { TrialFigures } from './evaluate-trial.ts';

/** The part of the samples that an evaluation is of. */
export type Part = 'tune' | 'holdout';

const energySchema = figuresSchema
  .pick({ float32: true, int8: true })
  .extend({ batches: z.array(figuresSchema.shape.batches.element.pick({ samples: true, energy: true })) });
const storedSchema = z.strictObject({
  part: z.enum(['tune', 'holdout']),
  from: z.int().min(0),
  numbers: z.enum(['float32', 'int8']),
  figures: figuresSchema,
  others: z.record(z.string(), energySchema),
  /** Time that it took, in ms; evaluations of older versions do not have it. */
  ms: z.number().min(0).optional(),
});
const savedSchema = z.strictObject({ saved: z.int() });
const outcomeSchema = z.strictObject({ outcome: tuneResultSchema });
const requestSchema = z.looseObject({
  work: z.string(),
  dataset: z.string(),
  holdout: z.string().optional(),
  budgets: z.array(z.strictObject({ quantity: z.enum(BUDGET_QUANTITIES), limit: z.union([z.number(), z.literal('int8')]) })),
  minimise: z.enum(OBJECTIVES),
  energyModel: z.string(),
  trials: z.int(),
  time: z.number().optional(),
  seed: z.int(),
  engine: z.string(),
});

/** The kind of the jobs under which the evaluations of searches are stored. */
export const TUNE_JOB = 'tune';

/** The request of a search, as its job stores it. */
export type StoredTuneRequest = Readonly<z.infer<typeof requestSchema>>;

/** The stored request of a search; undefined for one of another form. */
export const readTuneRequest = (request: unknown): StoredTuneRequest | undefined => requestSchema.safeParse(request).data;

/** A stored evaluation; undefined for other rows. */
export const readEvaluation = (result: unknown) => storedSchema.safeParse(result).data;

/** The result among the rows of a search; null if it has none. */
export const outcomeIn = (rows: readonly { readonly result: unknown }[]): TuneResult | null =>
  rows.reduce<TuneResult | null>((last, { result }) => outcomeSchema.safeParse(result).data?.outcome ?? last, null);

/** An evaluation of one plan: the batches `from`…`to`−1 of a part. */
export interface Evaluation {
  readonly part: Part;
  readonly plan: Plan;
  readonly numbers: Numbers;
  readonly from: number;
  readonly to: number;
}

/** Stored evaluations of one search. */
export interface TrialStore {
  /** Number of evaluations that an earlier process stored. */
  readonly resumed: number;
  /** Time that the found evaluations took in attempts at this search that did not end, in ms: a resumed search has used it up already. */
  spent(): number;
  /** The stored figures of an evaluation. `sizes`: numbers of samples of its batches. */
  find(evaluation: Evaluation, sizes: readonly number[]): TrialFigures | undefined;
  /** `ms`: the time that the evaluation took. */
  add(evaluation: Evaluation, trial: TrialFigures, ms: number): void;
  /** Records that the search is finished, its result, and the plan version that it saved. */
  finish(result: TuneResult, version: PlanRecord | undefined): void;
  /** Records that the search was cancelled or failed. Both can go on. */
  fail(error: unknown, signal: AbortSignal): void;
}

/**
 * The store of a search. `work`: a digest of everything that decides the figures. `about`: the request as a person reads it. The project must
 * be writable.
 */
export function trialStore(project: Project, work: string, about: Readonly<Record<string, unknown>>): TrialStore {
  const now = (): string => new Date().toISOString();
  const before = project
    .jobs()
    .findLast(({ kind, request }) => kind === TUNE_JOB && requestSchema.safeParse(request).data?.work === work);
  const wanted = { ...about, work };
  const job = before?.id ?? project.startJob({ kind: TUNE_JOB, request: wanted, at: now() });
  if (before) project.restartJob(job, wanted);
  const known = new Map<string, unknown>();
  /** Times of the evaluations since the last result, which are those of attempts that did not end, and that were not found yet. */
  const times = new Map<string, number>();
  let spent = 0;
  const keyOf = (part: Part, from: number, batches: number, tried: string): string => `${part} ${from} ${batches} ${tried}`;
  const rows = project.trials(job);
  for (const { plan, result } of rows) {
    const data = readEvaluation(result);
    if (!data) {
      times.clear();
      continue;
    }
    const key = keyOf(data.part, data.from, data.figures.batches.length, `${data.numbers} ${plan}`);
    known.set(key, data);
    times.set(key, data.ms ?? 0);
  }
  let position = (rows.at(-1)?.position ?? -1) + 1;
  const put = (plan: string, result: unknown): void => project.addTrial(job, { position: position++, plan, result, at: now() });
  return {
    resumed: known.size,
    spent: () => spent,
    find({ part, plan, numbers, from, to }, sizes) {
      const key = keyOf(part, from, to - from, triedKey(plan, numbers));
      const found = known.get(key) as TrialFigures | undefined;
      if (!found || !areFiguresOf(found.figures, sizes, stepsOf(plan))) return undefined;
      spent += times.get(key) ?? 0;
      times.delete(key);
      return found;
    },
    add: ({ part, plan, numbers, from }, { figures, others }, ms) =>
      put(formatPlan(plan), { part, from, numbers, figures, others, ms: Math.round(ms) }),
    finish(result, version) {
      if (version) put(version.json, { saved: version.id });
      put('', { outcome: result });
      project.endJob(job, { state: 'done', at: now() });
    },
    fail(error, signal) {
      project.endJob(
        job,
        signal.aborted ? { state: 'cancelled', at: now() } : { state: 'failed', error: messageOf(error), at: now() },
      );
    },
  };
}

/**
 * The version itself, or the nearest one before it that is not a result of tuning: a search starts from it, so that it does not take its own
 * result for fixed. Results are the versions that a search saved, and those with a plan that one found.
 */
export function untunedPlan(project: Project, version: PlanRecord): PlanRecord {
  const rows = project.jobs().flatMap(({ id, kind }) => (kind === TUNE_JOB ? project.trials(id) : []));
  const saved = new Set(rows.map(({ result }) => savedSchema.safeParse(result).data?.saved));
  const outcomes = rows.flatMap(({ result }) => outcomeSchema.safeParse(result).data?.outcome ?? []);
  const found = new Set(
    outcomes.flatMap(({ best, front }) => [...(best ? [best] : []), ...front].map(({ plan }) => textOf(JSON.stringify(plan)))),
  );
  let plan = version;
  while ((saved.has(plan.id) || found.has(textOf(plan.json))) && plan.parent !== null) {
    const parent = project.plan(plan.parent);
    if (!parent) break;
    plan = parent;
  }
  return plan;
}

const textOf = (json: string): string => formatPlan(parsePlan(json));
