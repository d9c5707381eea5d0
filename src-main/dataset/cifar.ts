/**
 * CIFAR-10 and CIFAR-100 in their binary version (https://www.cs.toronto.edu/~kriz/cifar.html): records of one label byte
 * (CIFAR-100: coarse and fine label) and 3072 bytes, 32×32 pixels channel by channel.
 */
import { readdir, readFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { accessProblem, SpikeloomError } from '../../src-shared/errors/index.ts';
import type { Pixels } from './pixels.ts';
import type { RawSource } from './raw-source.ts';

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

/** The batch files among a folder's names: for calibration those of training, for a dataset those of the test, or what there is. */
export function cifarFiles(names: readonly string[], purpose: 'dataset' | 'calibration'): string[] {
  const training = names.filter((name) => TRAINING.test(name)).sort((a, b) => a.localeCompare(b, 'en', { numeric: true }));
  const test = names.filter((name) => TEST.test(name));
  const [wanted, other] = purpose === 'calibration' ? [training, test] : [test, training];
  return wanted.length > 0 ? wanted : other;
}

/** The samples of binary batches, in the order of `files`. Throws `dataset.not-found`, `dataset.format`. */
export async function cifarSource(files: readonly string[], name: string): Promise<RawSource> {
  const batches = await Promise.all(files.map(readBatch));
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
  const read = async (index: readonly number[]): Promise<Pixels[]> =>
    index.map((i): Pixels => {
      const { record, name: recordName } = records[i]!;
      return { data: record.subarray(labelBytes), height: 32, width: 32, channels: 3, planar: true, name: recordName };
    });
  const classes = await readNames(join(dirname(first.file), first.variant.namesFile));
  return {
    name,
    count: records.length,
    labels: Int32Array.from(records, ({ record }) => record[labelBytes - 1]!),
    ...(classes === undefined ? {} : { classes }),
    nameOf: (index) => records[index]!.name,
    samples: { kind: 'pixels', read },
  };
}

interface Batch {
  readonly file: string;
  readonly bytes: Uint8Array;
  readonly count: number;
  readonly variant: Variant;
}

async function readBatch(file: string): Promise<Batch> {
  let bytes: Uint8Array;
  try {
    bytes = await readFile(file);
  } catch (cause) {
    throw new SpikeloomError('dataset.not-found', `${file}: cannot be read: ${accessProblem(cause)}`, { at: { file }, cause });
  }
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

/** Whole records, all of whose labels are possible: a file's size alone may fit both variants. */
function isOf({ labelBytes, limits }: Variant, bytes: Uint8Array): boolean {
  const size = labelBytes + IMAGE_BYTES;
  if (bytes.length === 0 || bytes.length % size !== 0) return false;
  for (let at = 0; at < bytes.length; at += size) {
    if (limits.some((limit, byte) => bytes[at + byte]! >= limit)) return false;
  }
  return true;
}

/** Class names, one a line, if the file is there. */
async function readNames(file: string): Promise<string[] | undefined> {
  const text = await readFile(file, 'utf8').catch(() => undefined);
  const names = text
    ?.split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
  return names === undefined || names.length === 0 ? undefined : names;
}

/** The batch files in a folder, if it is one of CIFAR. */
export async function cifarFolder(folder: string, purpose: 'dataset' | 'calibration'): Promise<RawSource | undefined> {
  const files = cifarFiles(await readdir(folder), purpose);
  if (files.length === 0) return undefined;
  return cifarSource(
    files.map((file) => join(folder, file)),
    `${folder} (${files.map((file) => basename(file)).join(', ')})`,
  );
}
