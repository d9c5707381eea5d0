/**
 * NumPy archives (.npz): a zip of .npy files. Samples are the array called inputs, x, images or data, or the only one;
 * labels the one called labels or y.
 */
import { readFile } from 'node:fs/promises';
import { unzipSync } from 'fflate';
import { accessProblem, messageOf, SpikeloomError } from '../../src-shared/errors/index.ts';
import { sizeOf } from '../../src-shared/tensor/index.ts';
import { arraySource } from './array-source.ts';
import { labelsOf } from './labels.ts';
import { parseNpy, type NpyArray } from './npy.ts';
import type { RawSource } from './raw-source.ts';

const SAMPLE_NAMES = ['inputs', 'x', 'images', 'data'];
const LABEL_NAMES = ['labels', 'y'];

/** Arrays of a .npz file by name, those that `wanted` accepts. Throws `dataset.not-found`, `dataset.format`. */
export async function readNpz(file: string, wanted: (name: string) => boolean = () => true): Promise<Map<string, NpyArray>> {
  const arrays = new Map<string, NpyArray>();
  for (const [entry, bytes] of Object.entries(
    await unzip(file, (entry) => entry.endsWith('.npy') && wanted(entry.slice(0, -4))),
  )) {
    arrays.set(entry.slice(0, -4), parseNpy(bytes, `${file}/${entry}`));
  }
  return arrays;
}

/** The samples of a .npz file. Throws `dataset.format` where it is not clear which array they are. */
export async function npzSource(file: string): Promise<RawSource> {
  const names: string[] = [];
  await unzip(file, (entry) => {
    if (entry.endsWith('.npy')) names.push(entry.slice(0, -4));
    return false;
  });
  const labelName = LABEL_NAMES.find((name) => names.includes(name));
  const others = names.filter((name) => name !== labelName);
  const sampleName = SAMPLE_NAMES.find((name) => names.includes(name)) ?? (others.length === 1 ? others[0] : undefined);
  if (sampleName === undefined) {
    throw new SpikeloomError(
      'dataset.format',
      `${file}: has arrays ${names.join(', ') || '(none)'}; call the samples one of ${SAMPLE_NAMES.join(', ')}`,
      { at: { file } },
    );
  }
  const arrays = await readNpz(file, (name) => name === sampleName || name === labelName);
  const array = arrays.get(sampleName)!;
  const size = sizeOf(array.shape.slice(1));
  const read = async (from: number, to: number): Promise<NpyArray['data']> => array.data.subarray(from * size, to * size);
  const source = arraySource({ ...array, read }, file);
  const labels = labelName === undefined ? undefined : labelsOf(arrays.get(labelName)!, `${file}/${labelName}`);
  return labels === undefined ? source : { ...source, labels };
}

async function unzip(file: string, filter: (entry: string) => boolean): Promise<Record<string, Uint8Array>> {
  let bytes: Uint8Array;
  try {
    bytes = await readFile(file);
  } catch (cause) {
    throw new SpikeloomError('dataset.not-found', `${file}: cannot be read: ${accessProblem(cause)}`, { at: { file }, cause });
  }
  try {
    return unzipSync(bytes, { filter: ({ name }) => filter(name) });
  } catch (cause) {
    throw new SpikeloomError('dataset.format', `${file}: not a .npz file, or a damaged one (${messageOf(cause)})`, {
      at: { file },
      cause,
    });
  }
}
