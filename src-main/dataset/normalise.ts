/** Turns the pixels of one image into the values of one sample of the network's input. */
import { SpikeloomError } from '../../src-shared/errors/index.ts';
import { describeShape, sizeOf, type Shape, type TensorData } from '../../src-shared/tensor/index.ts';
import type { Pixels } from './pixels.ts';
import { channelsOf, type Preprocess, shapeOfImage } from './preprocess.ts';
import { cropCentre, type ImageSize, resizeShorterSide, sizeByShorterSide } from './resize.ts';

export interface Normaliser {
  /** Throws `dataset.shape` for an image whose size does not lead to the network's. Needs only the size, so the image need not be decoded. */
  check(image: ImageSize, name: string): void;
  /** Writes an image's values into `target` from index `offset` on. Throws as `check`. */
  write(image: Pixels, target: TensorData, offset: number): void;
}

/**
 * Makes the writer for a preprocessing and samples of `shape` (without the batch axis): `[C, H, W]`, `[H, W, C]` or flat. Throws
 * `preprocess.invalid` if the preprocessing does not fit the network's input.
 */
export function normaliserFor(preprocess: Preprocess, shape: Shape): Normaliser {
  const channels = channelsOf(preprocess);
  const [height, width] = preprocess.size ?? sizeFrom(preprocess, shape, channels);
  const planarOut = preprocess.layout === 'NCHW';
  checkShape(shape, shapeOfImage(preprocess, height, width));
  const tables = Array.from({ length: channels }, (_, channel) => valuesOf(preprocess, channel));
  const plane = height * width;
  const check = (image: ImageSize, name: string): void => checkSize(image, name, preprocess, { height, width });

  const write = (original: Pixels, target: TensorData, offset: number): void => {
    check(original, original.name);
    const image = fit(original, preprocess, { height, width });
    const bytes = image.channels === channels ? image : image.channels === 3 ? toGrey(image) : image;
    for (let channel = 0; channel < channels; channel++) {
      const table = tables[channel]!;
      const stored = bytes.channels === 1 ? 0 : preprocess.colour === 'BGR' ? channels - 1 - channel : channel;
      const step = bytes.planar ? 1 : bytes.channels;
      let from = bytes.planar ? stored * plane : stored;
      const outStep = planarOut ? 1 : channels;
      let to = offset + (planarOut ? channel * plane : channel);
      for (let pixel = 0; pixel < plane; pixel++) {
        target[to] = table[bytes.data[from]!]!;
        from += step;
        to += outStep;
      }
    }
  };
  return { check, write };
}

/** The value that each byte gets in a channel of the network: `(pixel * scale - mean) / std`, computed in 64 bits. */
function valuesOf({ scale, mean, std }: Preprocess, channel: number): Float64Array {
  const of = (value: number | readonly number[]): number => (typeof value === 'number' ? value : value[channel]!);
  return Float64Array.from({ length: 256 }, (_, byte) => (byte * scale - of(mean)) / of(std));
}

/** Luma as Pillow's "L": ITU-R 601-2 in 16-bit fixed point. */
function toGrey(image: Pixels): Pixels {
  const plane = image.height * image.width;
  const [step, next] = image.planar ? [1, plane] : [3, 1];
  const data = new Uint8Array(plane);
  for (let pixel = 0; pixel < plane; pixel++) {
    const at = pixel * step;
    data[pixel] = (image.data[at]! * 19595 + image.data[at + next]! * 38470 + image.data[at + 2 * next]! * 7471 + 0x8000) >> 16;
  }
  return { ...image, data, channels: 1, planar: false };
}

/** Most pixels after resizing. A long, narrow image becomes very long if its shorter side grows. */
const MOST_RESIZED = 2 ** 26;

/** Throws `dataset.shape` if resizing and cropping do not lead to the size `wanted`. */
function checkSize(image: ImageSize, name: string, { resize, crop }: Preprocess, wanted: ImageSize): void {
  const { height, width } = resize === undefined ? image : sizeByShorterSide(image, resize);
  const resized = resize === undefined ? '' : ` (${height}×${width} after resizing)`;
  const refuse = (why: string): SpikeloomError =>
    new SpikeloomError('dataset.shape', `${name}: is ${image.height}×${image.width} pixels${resized} (height × width), ${why}`, {
      at: { file: name },
    });
  if (resize !== undefined && height * width > MOST_RESIZED)
    throw refuse(`more than ${MOST_RESIZED} pixels; cut the image, which is too long and narrow`);
  if (height === wanted.height && width === wanted.width) return;
  if (crop !== undefined && height >= wanted.height && width >= wanted.width) return;
  throw refuse(
    `the network takes ${wanted.height}×${wanted.width}; set "resize" and "crop" in the preprocessing or change the image`,
  );
}

/** Resizes and crops an image that passed `checkSize` as the preprocessing says. */
function fit(original: Pixels, { resize, interpolation }: Preprocess, { height, width }: ImageSize): Pixels {
  const image = resize === undefined ? original : resizeShorterSide(original, resize, interpolation);
  return image.height === height && image.width === width ? image : cropCentre(image, height, width);
}

function sizeFrom({ layout }: Preprocess, shape: Shape, channels: number): readonly [number, number] {
  const [height, width] = layout === 'NCHW' ? [shape[1], shape[2]] : [shape[0], shape[1]];
  if (shape.length !== 3 || height === undefined || width === undefined) {
    throw new SpikeloomError(
      'preprocess.invalid',
      `preprocessing: no "size", and the network's input ${describeShape(shape)} is not that of images with ${channels} channels; add "size": [height, width]`,
    );
  }
  return [height, width];
}

function checkShape(shape: Shape, made: Shape): void {
  const same = shape.length === made.length && shape.every((size, axis) => size === made[axis]);
  if (same || (shape.length === 1 && sizeOf(shape) === sizeOf(made))) return;
  throw new SpikeloomError(
    'preprocess.invalid',
    `preprocessing: makes samples of shape ${describeShape(made)}, the network takes ${describeShape(shape)}; change layout, colour or size`,
  );
}
