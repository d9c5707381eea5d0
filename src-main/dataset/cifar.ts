/**
 * CIFAR-10 and CIFAR-100 in their binary version (https://www.cs.toronto.edu/~kriz/cifar.html): records of one label byte
 * (CIFAR-100: coarse and fine label) and 3072 bytes, 32×32 pixels channel by channel.
 */
import { readdir } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { SpikeloomError } from '../../src-shared/errors/index.ts';
import { readUserText } from '../files/user-file.ts';
import type { Pixels } from './pixels.ts';
import type { PixelUser, RawSource } from './raw-source.ts';
import { MOST_BYTES, readSampleFile, tooLarge, unreadable } from './sample-file.ts';

const IMAGE_BYTES = 3072;

interface Variant {
  readonly labelBytes: 1 | 2;
  /** Number of values that each label byte may have. */
  readonly limits: readonly number[];
  readonly namesFile: string;
}

const VARIANTS: readonly Variant[] = [
  { labelBytes: 1, limits: [10], namesFile: 'batches.meta.txt' },
  { labelBytes: 2, limits: [20, 100], namesFile: 'fine_label_names.txt' },
];

const TRAINING = /^(data_batch_\d+|train)\.bin$/;
const TEST = /^(test_batch|test)\.bin$/;

/** The batch files among a folder's names: the training batches for calibration, the test batches for a dataset, or the only ones there are. */
function cifarFiles(names: readonly string[], purpose: 'dataset' | 'calibration'): string[] {
  const training = names.filter((name) => TRAINING.test(name)).sort((a, b) => a.localeCompare(b, 'en', { numeric: true }));
  const test = names.filter((name) => TEST.test(name));
  const [wanted, other] = purpose === 'calibration' ? [training, test] : [test, training];
  return wanted.length > 0 ? wanted : other;
}

/** The samples of binary batches, in the order of `files`. Throws `dataset.not-found`, `dataset.format`. */
export async function cifarSource(files: readonly string[], name: string): Promise<RawSource> {
  const batches: Batch[] = [];
  for (const file of files) {
    batches.push(await readBatch(file));
    const bytes = batches.reduce((sum, batch) => sum + batch.bytes.length, 0);
    if (bytes > MOST_BYTES) throw tooLarge(name, bytes, file);
  }
  const [first] = batches;
  if (first === undefined) throw new SpikeloomError('dataset.empty', `${name}: no batch files`, { at: { file: name } });
  const odd = batches.find(({ variant }) => variant !== first.variant);
  if (odd !== undefined) {
    throw new SpikeloomError('dataset.format', `${odd.file}: is of the other CIFAR than ${first.file}; keep them apart`, {
      at: { file: odd.file },
    });
  }
  const records = batches.flatMap(({ file, bytes, count, variant }) => {
    const size = variant.labelBytes + IMAGE_BYTES;
    return Array.from({ length: count }, (_, i) => ({ record: bytes.subarray(i * size, (i + 1) * size), name: `${file}[${i}]` }));
  });
  const { labelBytes } = first.variant;
  const pixelsOf = (i: number): Pixels => {
    const { record, name: recordName } = records[i]!;
    return { data: record.subarray(labelBytes), height: 32, width: 32, channels: 3, planar: true, name: recordName };
  };
  const each = async (index: readonly number[], { use }: PixelUser): Promise<void> =>
    index.forEach((i, at) => use(pixelsOf(i), at));
  const classes = await readNames(join(dirname(first.file), first.variant.namesFile));
  return {
    name,
    count: records.length,
    labels: Int32Array.from(records, ({ record }) => record[labelBytes - 1]!),
    ...(classes === undefined ? {} : { classes }),
    nameOf: (index) => records[index]!.name,
    samples: { kind: 'pixels', each },
  };
}

interface Batch {
  readonly file: string;
  readonly bytes: Uint8Array;
  readonly count: number;
  readonly variant: Variant;
}

/** Size limit of a batch, far above any real one. Batches are held in memory. */
const MOST_BATCH_BYTES = 2 ** 28;

async function readBatch(file: string): Promise<Batch> {
  const bytes = await readSampleFile(file, MOST_BATCH_BYTES);
  if (isPickle(bytes)) throw pickled(file);
  const variant = VARIANTS.find((candidate) => isOf(candidate, bytes));
  if (variant === undefined) {
    throw new SpikeloomError(
      'dataset.format',
      `${file}: ${bytes.length} bytes are not whole CIFAR-10 records (3073 bytes) or CIFAR-100 records (3074 bytes) with valid labels; get the binary version again`,
      { at: { file } },
    );
  }
  return { file, bytes, count: bytes.length / (variant.labelBytes + IMAGE_BYTES), variant };
}

/** True if the bytes are whole records with possible labels. The size of a file alone may fit both variants. */
function isOf({ labelBytes, limits }: Variant, bytes: Uint8Array): boolean {
  const size = labelBytes + IMAGE_BYTES;
  if (bytes.length === 0 || bytes.length % size !== 0) return false;
  for (let at = 0; at < bytes.length; at += size) {
    if (limits.some((limit, byte) => bytes[at + byte]! >= limit)) return false;
  }
  return true;
}

const MOST_NAMES_BYTES = 2 ** 16;

/** Class names, one per line; undefined if the file does not exist. */
async function readNames(file: string): Promise<string[] | undefined> {
  const text = await readUserText(file, MOST_NAMES_BYTES).catch(() => undefined);
  const names = text
    ?.split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
  return names === undefined || names.length === 0 ? undefined : names;
}

/** Names of the files of CIFAR-10's and CIFAR-100's Python version. */
const PICKLED = /^(data_batch_\d+|test_batch|batches\.meta|train|test|meta)$/;

/** The first bytes of Python's pickles, protocol 2 and later. */
export const isPickle = (bytes: Uint8Array): boolean => bytes[0] === 0x80 && bytes[1]! >= 2 && bytes[1]! <= 5;

/** The error for files of Python objects. Reading them would mean running their code. */
export const pickled = (file: string): SpikeloomError =>
  new SpikeloomError(
    'dataset.format',
    `${file}: is a pickle of Python, as in CIFAR's Python version, which is not read; get the binary version (cifar-10-binary.tar.gz or cifar-100-binary.tar.gz), or save the arrays with numpy.savez`,
    { at: { file } },
  );

/** The CIFAR batches in a folder; undefined if the folder has none. Throws `dataset.format` for the Python version of CIFAR. */
export async function cifarFolder(folder: string, purpose: 'dataset' | 'calibration'): Promise<RawSource | undefined> {
  let names: string[];
  try {
    names = await readdir(folder);
  } catch (cause) {
    throw unreadable(folder, cause);
  }
  const files = cifarFiles(names, purpose);
  if (files.length === 0) {
    const python = names.filter((name) => PICKLED.test(name));
    if (python.includes('batches.meta') || (python.includes('meta') && python.length > 1)) throw pickled(folder);
    return undefined;
  }
  return cifarSource(
    files.map((file) => join(folder, file)),
    `${folder} (${files.map((file) => basename(file)).join(', ')})`,
  );
}
