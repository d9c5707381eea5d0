/** Samples from an array `[N, …]` of any origin. Floats and integers are values, uint8 are pixels. */
import { SpikeloomError } from '../../src-shared/errors/index.ts';
import { describeShape, sizeOf, type Shape, type TensorData } from '../../src-shared/tensor/index.ts';
import { type NpyArray, openNpy } from './npy.ts';
import type { NpyData, NpyKind } from './npy-values.ts';
import type { Pixels } from './pixels.ts';
import { type PixelUser, rangesOf, type RawSource } from './raw-source.ts';

/** An array of samples that can be read in parts. */
export interface SampleArray {
  readonly shape: Shape;
  readonly kind: NpyKind;
  /** Samples `from`…`to`−1, `[to − from, …]` flat. */
  read(from: number, to: number): Promise<NpyData>;
}

/** An array in memory with the interface of one on disk. */
export function heldArray({ shape, kind, data }: NpyArray): SampleArray {
  const size = sizeOf(shape.slice(1));
  return { shape, kind, read: async (from, to) => data.subarray(from * size, to * size) };
}

/** The samples of a .npy file, read as they are needed. Throws `dataset.not-found`, `dataset.format`. */
export async function npySource(file: string): Promise<RawSource> {
  return arraySource(await openNpy(file), file);
}

/** The samples of an array. `file` names it. Throws `dataset.format` for a single number, `dataset.shape`. */
export function arraySource(array: SampleArray, file: string): RawSource {
  const [count, ...shape] = array.shape;
  if (count === undefined)
    throw new SpikeloomError('dataset.format', `${file}: holds a single number, not samples [N, …]`, { at: { file } });
  if (count > 0 && sizeOf(shape) === 0) {
    const message = `${file}: its samples have shape ${describeShape(shape)}, which holds no values`;
    throw new SpikeloomError('dataset.shape', message, { at: { file } });
  }
  const nameOf = (index: number): string => `${file}[${index}]`;
  const read = async (index: readonly number[]): Promise<NpyData[]> => {
    const size = sizeOf(shape);
    const samples: NpyData[] = [];
    for (const [from, to] of rangesOf(index)) {
      const part = await array.read(from, to);
      for (let i = 0; i < to - from; i++) samples.push(part.subarray(i * size, (i + 1) * size));
    }
    return samples;
  };
  if (array.kind !== 'byte') {
    return {
      name: file,
      count,
      nameOf,
      samples: { kind: 'values', shape, read: read as (index: readonly number[]) => Promise<TensorData[]> },
    };
  }
  const form = pixelForm(shape, file);
  const each = async (index: readonly number[], { check, use, signal }: PixelUser): Promise<void> => {
    for (let from = 0; from < index.length; from += READ_AT_ONCE) {
      signal?.throwIfAborted();
      const part = index.slice(from, from + READ_AT_ONCE);
      check(form, nameOf(part[0]!));
      const samples = await read(part);
      samples.forEach((data, i) => use({ ...form, data: data as Uint8Array, name: nameOf(part[i]!) }, from + i));
    }
  };
  return { name: file, count, nameOf, samples: { kind: 'pixels', each } };
}

/** Number of images of an array that are read together. */
const READ_AT_ONCE = 16;

/** The arrangement in which a sample of bytes is an image: `[H, W]`, `[H, W, C]` or `[C, H, W]` with C = 1 or 3. */
function pixelForm(shape: Shape, file: string): Omit<Pixels, 'data' | 'name'> {
  const [a, b, c] = shape;
  const isChannels = (size: number | undefined): size is 1 | 3 => size === 1 || size === 3;
  if (shape.length === 2) return { height: a!, width: b!, channels: 1, planar: false };
  if (shape.length === 3 && isChannels(a) && !isChannels(c)) return { height: b!, width: c!, channels: a, planar: true };
  if (shape.length === 3 && isChannels(c) && !isChannels(a)) return { height: a!, width: b!, channels: c, planar: false };
  throw new SpikeloomError(
    'dataset.shape',
    `${file}: bytes of shape ${describeShape(shape)} a sample are not images [H, W], [H, W, C] or [C, H, W] with 1 or 3 channels; save images that way, or values as float32`,
    { at: { file } },
  );
}
