/**
 * Opens a source of samples by its description on the command line: finds the format's reader, puts the samples in order, takes the
 * range, finds the labels, and preprocesses what is read. A folder of classes is read class by class as a dataset and
 * round robin as calibration; every other format in the order of the file (docs/cli.md, `SRC`).
 */
import { stat } from 'node:fs/promises';
import { basename, dirname, resolve } from 'node:path';
import { isTable, parseSampleSpec, type SampleSpec } from '../../src-shared/contract/sample-spec.ts';
import { SpikeloomError } from '../../src-shared/errors/index.ts';
import { type Message, option, say } from '../../src-shared/message/index.ts';
import { describeShape, sizeOf, type Shape, type TensorData } from '../../src-shared/tensor/index.ts';
import { readAt } from '../files/user-file.ts';
import { cifarFolder, cifarSource, isPickle, pickled } from './cifar.ts';
import { classFolderSource, forEachAtOnce, type SkippedFile } from './class-folder.ts';
import { csvSource } from './csv.ts';
import { idxSource, isIdxName } from './idx.ts';
import { checkLabels, readLabels } from './labels.ts';
import { normaliserFor } from './normalise.ts';
import { labelledNpy } from './npy-labels.ts';
import { npzSource } from './npz.ts';
import { roundRobin, type SampleOrder } from './order.ts';
import type { Preprocess } from './preprocess.ts';
import type { RawSource } from './raw-source.ts';
import { openSampleFile, unreadable } from './sample-file.ts';
import type { SampleSource } from './source.ts';

export interface OpenOptions {
  /** Shape of the network's input, batch axis first: `[BATCH, 3, 32, 32]`. */
  readonly inputShape: Shape;
  /** `sequential` for a dataset, `round-robin` for calibration. */
  readonly order: SampleOrder;
  /** Applied to images and bytes, not to values. */
  readonly preprocess?: Preprocess | undefined;
  /** A .npy file of labels, in the order of the file or folder; takes the place of the source's own. */
  readonly labels?: string | undefined;
  /** The network's class names, by output; they number the folders of a dataset where all of those are among them. */
  readonly classes?: readonly string[] | undefined;
  /** Number K of the network's classes; labels must be below. */
  readonly classCount?: number | undefined;
  /** Leave out images that cannot be used, and list them in `skipped`, instead of ending with an error. */
  readonly skipBad?: boolean | undefined;
  /** At most so many samples: one of each class in turn where the labels are known, otherwise the first. */
  readonly limit?: number | undefined;
}

/** Each takes a place in lists that are held in memory. */
const MOST_SAMPLES = 2 ** 27;

/**
 * Opens `PATH`, with `#PART`, `#LABELS.npy` and `@A:B` behind it. Throws `dataset.not-found`, `dataset.format`, `dataset.shape`, `dataset.labels`, `dataset.empty`,
 * `preprocess.invalid`, `option.invalid`.
 */
export async function openSource(spec: string, given: OpenOptions): Promise<SampleSource> {
  const { path, part, labels: own, range } = parseSampleSpec(spec);
  // An option has the last word.
  const options = own === undefined ? given : { ...given, labels: given.labels ?? resolve(dirname(path), own) };
  const skipped: SkippedFile[] = [];
  const raw = await openRaw({ path, part }, options, skipped);
  if (raw.count === 0) throw new SpikeloomError('dataset.empty', `${raw.name}: has no samples`, { at: { file: path } });
  if (raw.count > MOST_SAMPLES) {
    const message = `${raw.name}: has ${raw.count} samples, and at most ${MOST_SAMPLES} are read; split it`;
    throw new SpikeloomError('dataset.format', message, { at: { file: path } });
  }
  const reader = sampleReader(raw, options);

  const labels = options.labels === undefined ? raw.labels : await readLabels(options.labels);
  if (labels !== undefined) checkLabels(labels, raw.count, options.classCount, options.labels ?? raw.labelFile ?? raw.name);

  const roundRobinLabels = options.order === 'round-robin' && raw.byClass === true ? raw.labels : undefined;
  const all = roundRobinLabels === undefined ? Array.from({ length: raw.count }, (_, i) => i) : roundRobin(roundRobinLabels);
  if (range !== undefined && range.to > all.length) {
    throw new SpikeloomError(
      'option.invalid',
      `${spec}: asks for samples up to ${range.to - 1}, but there are ${all.length}; B may be at most ${all.length}`,
      { at: { file: path } },
    );
  }
  const ordered = range === undefined ? all : all.slice(range.from, range.to);
  const usable = options.skipBad === true ? await withoutBad(ordered, raw, reader, skipped) : ordered;
  const index = spread(usable, labels, options.limit);
  if (index.length === 0)
    throw new SpikeloomError('dataset.empty', `${raw.name}: has no samples that can be used`, { at: { file: path } });

  return {
    name: range === undefined ? raw.name : `${raw.name}@${range.from}:${range.to}`,
    count: index.length,
    kind: raw.samples.kind,
    skipped,
    notes: () => [...(raw.notes ?? []), ...(raw.readingNotes?.() ?? [])],
    all: usable.length,
    nameOf: (i) => raw.nameOf(index[i]!),
    ...(labels === undefined ? {} : { labels: Int32Array.from(index, (i) => labels[i]!) }),
    ...(raw.classes === undefined ? {} : { classes: raw.classes }),
    read: async (from, to, signal) => {
      if (!(from >= 0 && from <= to && to <= index.length)) throw new RangeError(`samples ${from}…${to - 1} of ${index.length}`);
      return reader(index.slice(from, to), signal);
    },
  };
}

/** At most `limit` of the samples, over the classes in turn; all of them, in their order, where there are no more. */
function spread(index: readonly number[], labels: Int32Array | undefined, limit: number | undefined): readonly number[] {
  if (limit === undefined || limit >= index.length) return index;
  if (labels === undefined) return index.slice(0, limit);
  return roundRobin(Int32Array.from(index, (i) => labels[i]!))
    .slice(0, limit)
    .map((at) => index[at]!);
}

/** The reader for a path, chosen by its kind and the ending of its name. */
export async function openRaw(
  { path, part }: Omit<SampleSpec, 'range'>,
  options: OpenOptions,
  skipped: SkippedFile[],
): Promise<RawSource> {
  const purpose = options.order === 'round-robin' ? 'calibration' : 'dataset';
  const found = await stat(path).catch((cause: unknown) => {
    throw unreadable(path, cause);
  });
  if (found.isDirectory()) {
    const { classes, classCount } = options;
    const cifar = await cifarFolder(path, purpose);
    if (cifar !== undefined) return cifar;
    const ownLabels = purpose === 'dataset' && options.labels === undefined;
    const left = options.skipBad === true ? skipped : undefined;
    return classFolderSource(path, { classes, classCount, labelsMatter: ownLabels, skipped: left });
  }
  const name = basename(path).toLowerCase();
  if (name.endsWith('.npy')) {
    const { labels, classCount } = options;
    return labelledNpy(path, { asked: part, given: labels !== undefined, labelsMatter: purpose === 'dataset', classCount });
  }
  if (name.endsWith('.npz')) return npzSource(path, part, purpose);
  if (isTable(name)) return csvSource(path, sizeOf(options.inputShape.slice(1)), options.classes, part);
  if (name.endsWith('.bin')) return cifarSource([path], path);
  if (isIdxName(name) && !isArchiveName(name)) return idxSource(path);
  throw await unknownFormat(path, name);
}

const isArchiveName = (name: string): boolean => /\.(zip|tar|tgz|7z|rar|tar\.\w+)$/.test(name);

/** The error of a file of unknown format, worded by the file's name and first bytes. */
async function unknownFormat(path: string, name: string): Promise<SpikeloomError> {
  await using handle = await openSampleFile(path);
  if (isPickle(await readAt(handle, 0, 2))) return pickled(path);
  const what = isArchiveName(name)
    ? 'is an archive of other files; unpack it and name what is in it'
    : "not a known format; known are .npy, .npz, .csv, .tsv, IDX (.idx, .gz, MNIST's names), CIFAR's .bin, and a folder of class folders with images";
  return new SpikeloomError('dataset.format', `${path}: ${what}`, { at: { file: path } });
}

type Reader = (index: readonly number[], signal?: AbortSignal) => Promise<TensorData>;

/** Reads numbered samples of a raw source as the network's input. */
function sampleReader(raw: RawSource, options: OpenOptions): Reader {
  const shape = options.inputShape.slice(1);
  const size = sizeOf(shape);
  if (raw.samples.kind === 'values') {
    const { read } = raw.samples;
    checkValueShape(raw.samples.shape, shape, raw.name);
    return async (index, signal) => {
      signal?.throwIfAborted();
      const samples = await read(index);
      const data = samples.some((sample) => sample instanceof Float64Array)
        ? new Float64Array(index.length * size)
        : new Float32Array(index.length * size);
      samples.forEach((sample, i) => {
        checkFinite(sample, raw.nameOf(index[i]!));
        data.set(sample, i * size);
      });
      return data;
    };
  }
  const { each } = raw.samples;
  const { preprocess } = options;
  if (preprocess === undefined) {
    throw new SpikeloomError(
      'preprocess.invalid',
      say`${raw.name}: holds images or bytes, and nothing says how they become the network's input; give their preprocessing (${option('preprocess', 'FILE')})`,
      { at: { file: raw.name, option: 'preprocess' } },
    );
  }
  const { check, write } = normaliserFor(preprocess, shape);
  const Data = preprocess.dtype === 'float64' ? Float64Array : Float32Array;
  return async (index, signal) => {
    signal?.throwIfAborted();
    const data = new Data(index.length * size);
    await each(index, { check, use: (image, at) => write(image, data, at * size), signal });
    return data;
  };
}

/** Values must have the network's shape; only flat ones, or those for a flat input, may be regrouped. */
function checkValueShape(given: Shape, wanted: Shape, name: string): void {
  const same = given.length === wanted.length && given.every((size, axis) => size === wanted[axis]);
  if (same || (sizeOf(given) === sizeOf(wanted) && (given.length === 1 || wanted.length === 1))) return;
  throw new SpikeloomError(
    'dataset.shape',
    `${name}: samples have shape ${describeShape(given)}, the network takes ${describeShape(wanted)}; give samples of that shape`,
    {
      at: { file: name },
    },
  );
}

function checkFinite(sample: TensorData, name: string): void {
  for (let i = 0; i < sample.length; i++) {
    if (Number.isFinite(sample[i])) continue;
    throw new SpikeloomError('dataset.value', `${name}: value ${i} is ${sample[i]}; samples must be finite numbers`, {
      at: { file: name },
    });
  }
}

/** The numbers of the samples that can be read; the others are added to `skipped`. */
async function withoutBad(index: readonly number[], raw: RawSource, reader: Reader, skipped: SkippedFile[]): Promise<number[]> {
  if (raw.samples.kind !== 'pixels') return [...index];
  const reasons = new Array<Message | undefined>(index.length);
  await forEachAtOnce(index, async (i, at) => {
    try {
      await reader([i]);
    } catch (error) {
      if (!(error instanceof SpikeloomError)) throw error;
      reasons[at] = error.sentence;
    }
  });
  return index.filter((i, at) => {
    const reason = reasons[at];
    if (reason !== undefined) skipped.push({ file: raw.nameOf(i), reason });
    return reason === undefined;
  });
}
