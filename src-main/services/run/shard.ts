/** Shards: parts of an evaluation that run separately, perhaps on different machines, and are merged (docs/cli.md, `evaluate`). */
import { createHash } from 'node:crypto';
import { z } from 'zod';
import { SpikeloomError } from '../../../src-shared/errors/index.ts';
import { type Note, option, say } from '../../../src-shared/message/index.ts';
import { noteSchema } from '../../../src-shared/message/schema.ts';
import { formatPlan } from '../../../src-shared/plan/index.ts';
import type { PreparedNetwork } from '../model/prepared-network.ts';
import { isReportFrame } from '../report/frame-schema.ts';
import type { ReportFrame } from '../report/report-frame.ts';
import type { FinishedBatch } from './run-dataset.ts';
import { batchesOf } from './stored-batch.ts';

/** Part `index` (from 1) of `count`. */
export interface Shard {
  readonly index: number;
  readonly count: number;
}

/** True for `i/N` with 1 ≤ i ≤ N. */
export function isShard(text: string): boolean {
  const [, index, count] = /^(\d+)\/(\d+)$/.exec(text) ?? [];
  return Number(index) >= 1 && Number(index) <= Number(count);
}

/** Parses `i/N`. Throws `option.invalid`. */
export function parseShard(text: string): Shard {
  const [index, count] = text.split('/').map(Number);
  if (isShard(text)) return { index: index!, count: count! };
  throw new SpikeloomError(
    'option.invalid',
    say`${option('shard')}: "${text}" is not allowed; must be i/N with i from 1 to N, such as 1/4`,
    {
      at: { option: 'shard' },
    },
  );
}

/** The note that the report of a shard has and the report of the whole does not. */
export const shardNote = (shard: Shard, samples: number): string =>
  `Shard ${formatShard(shard)} of the dataset's ${samples} samples only.`;

export const formatShard = ({ index, count }: Shard): string => `${index}/${count}`;

/**
 * Positions of a shard's batches out of `batches`. They are consecutive, and shards differ by at most one batch. Throws
 * `option.invalid` if the shard would be empty.
 */
export function shardPositions({ index, count }: Shard, batches: number): number[] {
  const from = Math.floor(((index - 1) * batches) / count);
  const to = Math.floor((index * batches) / count);
  if (from < to) return Array.from({ length: to - from }, (_, offset) => from + offset);
  const message = say`${option('shard')}: ${index}/${count} holds no samples, there are only ${batches} batches; use fewer shards or a smaller ${option('batch')}`;
  throw new SpikeloomError('option.invalid', message, { at: { option: 'shard' } });
}

/** Properties that all shards of one evaluation share, wherever their files lie. */
export interface ShardedWork {
  readonly model: string;
  readonly plan: string;
  /** SHA-256 of all thresholds. */
  readonly thresholds: string;
  readonly engine: string;
  /** Number format, if it is not floating point. */
  readonly numbers?: 'int8' | undefined;
  readonly steps: number;
  readonly batch: number;
  /** Samples of the whole dataset. */
  readonly samples: number;
  /** `sampleFingerprint` of the dataset. */
  readonly data: string;
}

export function shardedWork(
  { model, plan, calibrated }: Pick<PreparedNetwork, 'model' | 'plan' | 'calibrated'>,
  run: Pick<ShardedWork, 'engine' | 'numbers' | 'steps' | 'batch' | 'samples' | 'data'>,
): ShardedWork {
  const hash = createHash('sha256');
  for (const { layer, thresholds } of calibrated.layers) {
    const { buffer, byteOffset, byteLength } = thresholds.values;
    hash.update(layer).update(new Uint8Array(buffer, byteOffset, byteLength));
  }
  const { engine, numbers, steps, batch, samples, data } = run;
  const own = {
    model: model.sha256,
    plan: formatPlan(plan),
    thresholds: hash.digest('hex'),
    engine,
    steps,
    batch,
    samples,
    data,
  };
  return numbers ? { ...own, numbers } : own;
}

/** A part of an evaluation, with everything that merging needs: the key `shard` in the output of `evaluate --shard --json`. */
export interface ShardDocument extends Shard {
  readonly work: ShardedWork;
  readonly source: string;
  readonly frame: ReportFrame;
  readonly batches: readonly FinishedBatch[];
  readonly totalMs: number;
  /** Notes that a reader of the result must know. */
  readonly notes: readonly Note[];
}

export const workSchema = z.strictObject({
  model: z.string(),
  plan: z.string(),
  thresholds: z.string(),
  engine: z.string(),
  numbers: z.enum(['int8']).optional(),
  steps: z.int().min(1),
  batch: z.int().min(1),
  samples: z.int().min(1),
  data: z.string(),
});

const documentSchema = z.object({
  shard: z.strictObject({
    index: z.int().min(1),
    count: z.int().min(1),
    work: workSchema,
    source: z.string(),
    frame: z.custom<ReportFrame>(isReportFrame),
    batches: z.array(z.custom<FinishedBatch>()).min(1),
    totalMs: z.number().nonnegative(),
    notes: z.array(noteSchema),
  }),
});

/** The shard in the text that `evaluate --shard --json` printed. Throws `dataset.format`. */
export function parseShardDocument(text: string, file: string): ShardDocument {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    json = undefined;
  }
  const parsed = documentSchema.safeParse(json);
  if (parsed.success && isSound(parsed.data.shard)) return parsed.data.shard;
  const message = say`${file}: not the whole output of \`evaluate ${option('shard', 'i/N')} ${option('json')}\`; write that shard again`;
  throw new SpikeloomError('dataset.format', message, { at: { file } });
}

/** True if a document's parts are consistent: frame and batches match its work, and the batches are those of its shard. */
function isSound({ index, count, frame, work, batches }: ShardDocument): boolean {
  if (index > count || frame.settings.steps !== work.steps || !batchesOf(batches, { frame, ...work })) return false;
  const all = Math.ceil(work.samples / work.batch);
  const positions = count <= all ? shardPositions({ index, count }, all) : [];
  return (
    positions.join() ===
    batches
      .map(({ position }) => position)
      .sort((a, b) => a - b)
      .join()
  );
}
