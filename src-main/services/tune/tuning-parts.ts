/**
 * The samples of tuning: a part that the search sees, and a hold-out that it never sees. Both come from one source by a seeded split, or from
 * two sources that must not share a sample. Samples are compared by what the network receives.
 */
import { createHash } from 'node:crypto';
import { SpikeloomError } from '../../../src-shared/errors/index.ts';
import { mulberry32, shuffled } from '../../../src-shared/math/mulberry32.ts';
import { type Message, option, say } from '../../../src-shared/message/index.ts';
import { samplesNeeded } from '../../../src-shared/tuning/index.ts';
import type { SampleSource } from '../../dataset/index.ts';
import { roundRobin } from '../../dataset/order.ts';
import { type ServiceContext, trackProgress } from '../progress.ts';

/** Both parts, and a digest of all of their samples and labels in their order. */
export interface TuningParts {
  readonly tune: SampleSource;
  readonly holdout: SampleSource;
  readonly digest: string;
  readonly notes: readonly Message[];
}

/** Samples up to this size stay in memory, so that images are decoded once and not once for each trial. */
const KEPT_BYTES = 2 ** 29;
/** Samples that are read at a time. */
const CHUNK = 64;

/** A source whose samples are known. */
interface ReadSource {
  /** The source, with its samples in memory if they are small enough. */
  readonly source: SampleSource;
  /** SHA-256 of each sample. */
  readonly hashes: readonly string[];
}

/**
 * Reads the samples and divides them. `holdout`: the source of the hold-out; undefined if it is a part of `dataset`. `least`: the fewest
 * samples that a part needs. Throws `dataset.empty` for too few or too few that differ, and `option.invalid` if the sources share a sample or
 * only one of them has labels.
 */
export async function tuningParts(
  dataset: SampleSource,
  holdout: SampleSource | undefined,
  { seed, least }: { readonly seed: number; readonly least: number },
  context: ServiceContext,
): Promise<TuningParts> {
  if (holdout && (dataset.labels === undefined) !== (holdout.labels === undefined)) throw halfLabelled(dataset, holdout);
  const parts = holdout ? 1 : 2;
  for (const one of [dataset, ...(holdout ? [holdout] : [])]) checkCount(one, one === holdout ? least : least * parts, parts);
  const read = await readSource(dataset, context);
  const next = mulberry32(seed);
  if (holdout) {
    const other = await readSource(holdout, context);
    checkOverlap(read, other);
    const order = balanced(read.source, shuffled(indices(read.source.count), next));
    return finished(read, order, other, indices(other.source.count), []);
  }
  const [own, others] = halves(read.source, next);
  const seen = new Set(own.map((i) => read.hashes[i]!));
  const unseen = others.filter((i) => !seen.has(read.hashes[i]!));
  const left = others.length - unseen.length;
  if (unseen.length < least) throw tooAlike(dataset, unseen.length, least);
  const note =
    left === 0 ? [] : [`${dataset.name}: ${left} samples that also are in the tuning part were left out of the hold-out.`];
  return finished(read, own, read, unseen, note);
}

function checkCount({ name, count }: SampleSource, needed: number, parts: number): void {
  if (count >= needed) return;
  const why = parts === 1 ? '' : ', half of them for the search and half held out';
  const isByDrop = needed > parts * samplesNeeded([]);
  throw new SpikeloomError(
    'dataset.empty',
    isByDrop
      ? say`${name}: has ${count} samples, and ${option('budget')} needs at least ${needed}${why}: with fewer, a single answer is more than the drop that is allowed; give more samples, or allow more.`
      : `${name}: has ${count} samples, and a search needs at least ${needed}${why}: fewer tell nothing of a plan; give more samples.`,
    { at: { file: name } },
  );
}

const tooAlike = ({ name }: SampleSource, unseen: number, needed: number): SpikeloomError =>
  new SpikeloomError(
    'dataset.empty',
    `${name}: holds the same samples many times: ${unseen} of those held out are not in the tuning part too, and ${needed} are needed; give more samples that differ.`,
    { at: { file: name } },
  );

const halfLabelled = (dataset: SampleSource, holdout: SampleSource): SpikeloomError => {
  const [own, other] = dataset.labels ? ([dataset, holdout] as const) : ([holdout, dataset] as const);
  return new SpikeloomError(
    'option.invalid',
    say`${own.name} has labels, and ${other.name} has none, so that figures of ${option('dataset')} and ${option('holdout')} would not be of the same thing; give labels for both, or for neither.`,
    { at: { option: 'holdout' } },
  );
};

function checkOverlap({ source, hashes }: ReadSource, other: ReadSource): void {
  const own = new Map(hashes.map((hash, i) => [hash, i]));
  const shared = other.hashes.flatMap((hash, i) => (own.has(hash) ? [[own.get(hash)!, i] as const] : []));
  const [first] = shared;
  if (!first) return;
  const [a, b] = [source.nameOf(first[0]), other.source.nameOf(first[1])];
  throw new SpikeloomError(
    'option.invalid',
    say`${option('holdout')} and ${option('dataset')} share ${shared.length} samples, the first is ${b}${a === b ? '' : ` (${a})`}; the hold-out must hold samples that the search never sees.`,
    { at: { option: 'holdout' } },
  );
}

const indices = (count: number): number[] => Array.from({ length: count }, (_, i) => i);

/** Two halves in which every class has the same share, each in an order that takes one sample of each class in turn. */
function halves(source: SampleSource, next: () => number): readonly [number[], number[]] {
  const order = balanced(source, shuffled(indices(source.count), next));
  const middle = Math.ceil(order.length / 2);
  return [order.slice(0, middle), order.slice(middle)];
}

/** The samples in an order that takes one of each class in turn, so that every first part of it holds all classes. */
function balanced({ labels }: SampleSource, order: readonly number[]): number[] {
  if (!labels) return [...order];
  return roundRobin(Int32Array.from(order, (i) => labels[i]!)).map((at) => order[at]!);
}

async function readSource(source: SampleSource, { signal, onProgress }: ServiceContext): Promise<ReadSource> {
  const progress = trackProgress(onProgress, 'reading', source.count);
  const hashes: string[] = [];
  const kept: Awaited<ReturnType<SampleSource['read']>>[] = [];
  let bytes = 0;
  for (let from = 0; from < source.count; from += CHUNK) {
    const to = Math.min(from + CHUNK, source.count);
    const data = await source.read(from, to, signal);
    signal.throwIfAborted();
    const size = data.length / (to - from);
    for (let i = 0; i < to - from; i++) {
      const sample = Float64Array.from(data.subarray(i * size, (i + 1) * size));
      hashes.push(createHash('sha256').update(sample).digest('hex'));
      if (bytes <= KEPT_BYTES) kept.push(data.slice(i * size, (i + 1) * size));
    }
    bytes += data.byteLength;
    if (bytes > KEPT_BYTES) kept.length = 0;
    progress(to);
  }
  if (kept.length < source.count) return { source, hashes };
  const read = (from: number, to: number): ReturnType<SampleSource['read']> => Promise.resolve(joined(kept.slice(from, to)));
  return { source: { ...source, read }, hashes };
}

function joined(samples: Awaited<ReturnType<SampleSource['read']>>[]) {
  const size = samples[0]?.length ?? 0;
  const data = samples.some((one) => one instanceof Float64Array)
    ? new Float64Array(samples.length * size)
    : new Float32Array(samples.length * size);
  samples.forEach((one, i) => data.set(one, i * size));
  return data;
}

function finished(
  a: ReadSource,
  own: readonly number[],
  b: ReadSource,
  other: readonly number[],
  notes: readonly Message[],
): TuningParts {
  const digest = createHash('sha256');
  for (const [{ source, hashes }, part] of [[a, own] as const, [b, other] as const])
    for (const i of part) digest.update(`${hashes[i]} ${source.labels?.[i] ?? ''}\n`);
  return { tune: partOf(a.source, own), holdout: partOf(b.source, other), digest: digest.digest('hex'), notes };
}

/** The samples with these numbers, in this order. */
function partOf(source: SampleSource, part: readonly number[]): SampleSource {
  return {
    ...source,
    count: part.length,
    all: part.length,
    nameOf: (i) => source.nameOf(part[i]!),
    ...(source.labels ? { labels: Int32Array.from(part, (i) => source.labels![i]!) } : {}),
    read: async (from, to, signal) => joined(await Promise.all(part.slice(from, to).map((i) => source.read(i, i + 1, signal)))),
  };
}
