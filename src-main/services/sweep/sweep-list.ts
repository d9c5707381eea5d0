/**
 * The list of a sweep (`sweep.json`): the plans, the shards of the samples, and one item for each pair of them. It is written once and never
 * changed. Its digest covers all of it, so that no item can run, and no result can count, against an edited list.
 */
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { z } from 'zod';
import { ENGINE_IDS } from '../../../src-shared/engine/index.ts';
import { accessProblem, SpikeloomError } from '../../../src-shared/errors/index.ts';
import { say } from '../../../src-shared/message/index.ts';
import { readUserText } from '../../files/user-file.ts';
import { formatShard, isShard, parseShard, shardPositions, workSchema } from '../run/shard.ts';

/** Names of the files and folders of a sweep, relative to its folder. */
export const SWEEP = {
  list: 'sweep.json',
  plans: 'plans',
  results: 'results',
  reports: 'reports',
  logs: 'logs',
} as const;

const positive = z.int().min(1);
const text = z.string().min(1);
/** Names of files in the folder. A list may come from someone else, so no name leads out of it. */
const planName = z.string().regex(/^\d{4,9}$/);
const modelName = z.string().regex(/^model\/(?!\.+$)[^/\\]+$/);
const digest = z.string().regex(/^[0-9a-f]{64}$/);

const listSchema = z.strictObject({
  format: z.literal('spikeloom-sweep'),
  sweep: z.literal(1),
  /** Version of the program that wrote it. */
  spikeloom: text,
  /** The project that it was made from, and `stateOf` it. */
  project: z.strictObject({ path: text, state: digest }),
  /** `origin`: the path at which the project found its model. `settings`: how the model is read (`readModelSettings`). */
  model: z.strictObject({ file: modelName, origin: text, sha256: digest, settings: z.json() }),
  /** `dataset` and `labels`: absolute paths. `source`: the samples as the person named them, for reports. */
  run: z.strictObject({
    engine: z.enum(ENGINE_IDS),
    threads: positive.optional(),
    batch: positive,
    dataset: text,
    source: text,
    labels: text.optional(),
    skipBad: z.boolean(),
  }),
  /** `sha256`: of the plan's file. `work`: what all shards of the plan share. */
  plans: z.array(z.strictObject({ plan: planName, name: text, sha256: digest, work: workSchema })).min(1),
  /** `samples`: the first, and the one behind the last. */
  items: z
    .array(
      z.strictObject({
        item: positive,
        plan: planName,
        shard: z.string().refine(isShard),
        samples: z.tuple([z.int().min(0), positive]),
      }),
    )
    .min(1),
});

type ListContents = z.infer<typeof listSchema>;
export type SweepPlan = ListContents['plans'][number];
export type SweepItem = ListContents['items'][number];
export type SweepList = ListContents & { readonly digest: string };

const digestOf = (contents: ListContents): string => createHash('sha256').update(JSON.stringify(contents)).digest('hex');

/** The text of `sweep.json`. */
export function formatSweepList(contents: ListContents): string {
  const parsed = listSchema.parse(contents);
  return `${JSON.stringify({ ...parsed, digest: digestOf(parsed) }, null, 1)}\n`;
}

/** The items of plans that all have the same number of shards. Throws `option.invalid` for more shards than batches. */
export function itemsOf(plans: readonly SweepPlan[], shards: number): SweepItem[] {
  return plans.flatMap(({ plan, work: { samples, batch } }, at) =>
    Array.from({ length: shards }, (_, i): SweepItem => {
      const shard = { index: i + 1, count: shards };
      const positions = shardPositions(shard, Math.ceil(samples / batch));
      const range: [number, number] = [positions[0]! * batch, Math.min((positions.at(-1)! + 1) * batch, samples)];
      return { item: at * shards + i + 1, plan, shard: formatShard(shard), samples: range };
    }),
  );
}

/** Largest list: some ten thousand items, and plans with settings for each of thousands of layers. */
const MOST_LIST_BYTES = 2 ** 28;

/** Reads the list of the sweep in a folder. Throws `sweep.damaged` if it is not there, not whole, or edited. */
export async function readSweepList(folder: string): Promise<SweepList> {
  const file = join(folder, SWEEP.list);
  const contents = await readUserText(file, MOST_LIST_BYTES).catch((cause: unknown) => {
    throw damaged(folder, `its ${SWEEP.list} cannot be read: ${accessProblem(cause)}`, cause);
  });
  const { digest: stated, ...rest } = z.looseObject({ digest: z.string().optional() }).catch({}).parse(parsedJson(contents));
  const { data, error } = listSchema.safeParse(rest);
  if (!data) {
    const place = error.issues[0]!.path.join('.') || 'its outermost part';
    throw damaged(folder, `its ${SWEEP.list} is not a whole list of items (wrong at ${place})`);
  }
  if (digestOf(data) !== stated) throw damaged(folder, `its ${SWEEP.list} was edited after it was written`);
  return { ...data, digest: stated };
}

function parsedJson(contents: string): unknown {
  try {
    return JSON.parse(contents);
  } catch {
    return undefined;
  }
}

/** The error for a folder that is not the sweep that was emitted. `why`: a clause without a full stop. */
export const damaged = (folder: string, why: string, cause?: unknown): SpikeloomError =>
  new SpikeloomError(
    'sweep.damaged',
    say`${folder} cannot be used as a sweep: ${why}; restore it from a copy, or emit the sweep into another folder. Results that are there are kept.`,
    { at: { file: folder }, cause },
  );

/** The plan of an item. */
export const planOf = (list: SweepList, { plan }: SweepItem): SweepPlan => list.plans.find((one) => one.plan === plan)!;

export const shardOf = ({ shard }: SweepItem) => parseShard(shard);
