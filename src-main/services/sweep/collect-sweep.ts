/**
 * `sweep --collect`: checks every result of a sweep against its item, merges the plans that are complete, and lists the items that are missing.
 */
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import writeFileAtomic from 'write-file-atomic';
import { accessProblem } from '../../../src-shared/errors/index.ts';
import { type Message, plainNotes } from '../../../src-shared/message/index.ts';
import { type Estimate, overviewOf, type RunReport } from '../../../src-shared/results/index.ts';
import { unwritable } from '../output-target.ts';
import type { ServiceContext } from '../progress.ts';
import { mergeShards } from '../run/merge-shards.ts';
import { readSweepList, SWEEP, type SweepItem, type SweepPlan } from './sweep-list.ts';
import { resultsOf } from './sweep-results.ts';

export interface CollectRequest {
  readonly folder: string;
}

/** A plan of a sweep, after its last step. The figures are null until all of its items are there. */
export interface CollectedPlan {
  readonly plan: string;
  readonly name: string;
  readonly steps: number;
  /** Items that are there, and all of them. */
  readonly done: number;
  readonly items: number;
  readonly figures: {
    readonly samples: number;
    /** Null without labels. */
    readonly accuracy: Estimate | null;
    readonly agreement: Estimate | null;
    readonly energy_ratio: number;
    /** Path of the report, as `evaluate --json` prints it. */
    readonly report: string;
  } | null;
}

export interface CollectResult {
  readonly items: number;
  readonly done: number;
  readonly missing: readonly SweepItem[];
  readonly doubles: number;
  readonly unusable: readonly { readonly file: string; readonly why: Message }[];
  readonly plans: readonly CollectedPlan[];
}

/** Collects a sweep. Throws `sweep.damaged` for a folder that is no whole sweep, `sweep.differs` for results that contradict each other, and `output.unwritable`. */
export async function collectSweep({ folder }: CollectRequest, context: ServiceContext): Promise<CollectResult> {
  const list = await readSweepList(folder);
  const { sound, doubles, unusable } = await resultsOf(folder, list, undefined, context.signal);
  const plans: CollectedPlan[] = [];
  for (const plan of list.plans) {
    context.signal.throwIfAborted();
    context.onProgress?.({ phase: 'merging', done: plans.length, total: list.plans.length });
    const items = list.items.filter((item) => item.plan === plan.plan);
    const parts = items.flatMap(({ item }) => sound.get(item) ?? []);
    const report = parts.length === items.length ? (await mergeShards({ parts }, context)).report : undefined;
    plans.push(await collected(folder, plan, { done: parts.length, items: items.length }, report));
  }
  const missing = list.items.filter(({ item }) => !sound.has(item));
  return { items: list.items.length, done: sound.size, missing, doubles, unusable, plans };
}

async function collected(
  folder: string,
  { plan, name, work: { steps } }: SweepPlan,
  counts: Pick<CollectedPlan, 'done' | 'items'>,
  report: RunReport | undefined,
): Promise<CollectedPlan> {
  if (!report) return { plan, name, steps, ...counts, figures: null };
  const overview = overviewOf(report);
  const { accuracy, agreement } = overview.steps.at(-1)!;
  const path = join(folder, SWEEP.reports, `${plan}.json`);
  try {
    await mkdir(join(folder, SWEEP.reports), { recursive: true });
    await writeFileAtomic(path, `${JSON.stringify({ ...plainNotes(report), overview }, null, 2)}\n`);
  } catch (cause) {
    throw unwritable(path, accessProblem(cause), cause);
  }
  const { energy_ratio } = report.steps.at(-1)!;
  const figures = { samples: overview.samples, accuracy, agreement, energy_ratio, report: path };
  return { plan, name, steps, ...counts, figures };
}
