/** Reads the results of a sweep, and says of each whether it is that of its item. Results that arrive twice must be equal. */
import { createHash } from 'node:crypto';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { accessProblem, SpikeloomError } from '../../../src-shared/errors/index.ts';
import { type Message, say, withoutStop } from '../../../src-shared/message/index.ts';
import { formatShard, parseShardDocument, type ShardDocument } from '../run/shard.ts';
import { readUserText } from '../../files/user-file.ts';
import { planOf, SWEEP, type SweepItem, type SweepList } from './sweep-list.ts';

/** The results of a sweep that are there. */
export interface SweepResults {
  /** Path of a sound result by item. */
  readonly sound: ReadonlyMap<number, string>;
  /** Results beyond the first of their item, equal to it. */
  readonly doubles: number;
  /** Files that are no results of this sweep, or not whole. */
  readonly unusable: readonly { readonly file: string; readonly why: Message }[];
}

/** Largest result, as `merge` reads it. */
const MOST_RESULT_BYTES = 2 ** 29 - 1;

/** The start of the names of an item's results. */
export const resultPrefix = (item: number): string => `${String(item).padStart(5, '0')}.`;

/**
 * Reads all results of a sweep or, for some `items`, those that have their names. Throws `sweep.differs` if two results of an item differ,
 * and `sweep.damaged` without their folder.
 */
export async function resultsOf(
  folder: string,
  list: SweepList,
  items: readonly SweepItem[] | undefined,
  signal: AbortSignal,
): Promise<SweepResults> {
  const place = join(folder, SWEEP.results);
  const names = await readdir(place).catch((cause: unknown) => {
    throw new SpikeloomError('sweep.damaged', `The results of ${folder} cannot be read: ${accessProblem(cause)}.`, {
      at: { file: place },
      cause,
    });
  });
  const isWanted = (name: string): boolean => items?.some(({ item }) => name.startsWith(resultPrefix(item))) ?? true;
  const sound = new Map<number, { readonly file: string; readonly digest: string }>();
  const unusable: { file: string; why: Message }[] = [];
  let doubles = 0;
  for (const name of names.toSorted()) {
    // A hidden name is that of a result that is being written, or was when its process was killed.
    if (name.startsWith('.') || !name.endsWith('.json') || !isWanted(name)) continue;
    signal.throwIfAborted();
    const file = join(place, name);
    const read = await readResult(file, list).catch((error: unknown) => ({
      why: error instanceof SpikeloomError ? error.sentence : say`${file} cannot be read: ${accessProblem(error)}.`,
    }));
    if ('why' in read) {
      unusable.push({ file, why: read.why });
      continue;
    }
    const { item, digest } = read;
    const twin = sound.get(item);
    if (twin && twin.digest !== digest) throw different(twin.file, file, item);
    if (twin) doubles++;
    else sound.set(item, { file, digest });
  }
  return { sound: new Map([...sound].map(([item, { file }]) => [item, file])), doubles, unusable };
}

interface Result {
  readonly item: number;
  /** SHA-256 of everything but the times. */
  readonly digest: string;
}

const headSchema = z.object({ sweep: z.string(), item: z.int().min(1) });

async function readResult(file: string, list: SweepList): Promise<Result> {
  const text = await readUserText(file, MOST_RESULT_BYTES);
  const shard = parseShardDocument(text, file);
  const head = headSchema.safeParse(JSON.parse(text)).data;
  const refuse = (why: Message): never => {
    throw new SpikeloomError('sweep.differs', say`${file} is not a result of this sweep: ${withoutStop(why)}.`, { at: { file } });
  };
  if (!head) return refuse('it does not say of which item it is');
  if (head.sweep !== list.digest) return refuse('it belongs to another list of items');
  const item = list.items.find((one) => one.item === head.item);
  if (!item) return refuse(`there is no item ${head.item}`);
  const { work } = planOf(list, item);
  const different = (Object.keys(work) as (keyof typeof work)[]).find((key) => work[key] !== shard.work[key]);
  if (different !== undefined) return refuse(`its ${different} differs from that of item ${head.item}`);
  if (formatShard(shard) !== item.shard) return refuse(`it has other samples than item ${head.item}`);
  return { item: head.item, digest: figuresDigest(shard) };
}

/** Digest of what a result says of the samples. The times that it took, and notes of one machine, may differ. */
function figuresDigest({ batches }: ShardDocument): string {
  const timeless = batches
    .toSorted((a, b) => a.position - b.position)
    .map((one) => ({ ...one, result: { ...one.result, annMs: 0, snnMs: 0 } }));
  return createHash('sha256').update(JSON.stringify(timeless)).digest('hex');
}

const different = (first: string, second: string, item: number): SpikeloomError =>
  new SpikeloomError(
    'sweep.differs',
    `${first} and ${second} are both results of item ${item}, and their numbers differ: they were computed on machines that round differently, or one was changed; move the wrong one away. Nothing was merged.`,
    { at: { file: second } },
  );
