/**
 * Resizes and crops images as networks for larger images expect it: the shorter side to a given length, then the centre. Written
 * here, so that results do not change with a library. The results equal those of Pillow's `Image.resize`: a separable filter that
 * widens when shrinking, 22-bit fixed-point weights, rounding to bytes between the two passes.
 */
import type { Pixels } from './pixels.ts';

export type Interpolation = 'bilinear' | 'bicubic';

interface Filter {
  readonly support: number;
  weight(x: number): number;
}

const FILTERS: Readonly<Record<Interpolation, Filter>> = {
  bilinear: { support: 1, weight: (x) => Math.max(0, 1 - Math.abs(x)) },
  // Keys' cubic kernel with a = −½.
  bicubic: {
    support: 2,
    weight: (x) => {
      const d = Math.abs(x);
      if (d < 1) return (1.5 * d - 2.5) * d * d + 1;
      return d < 2 ? (((d - 5) * d + 8) * d - 4) * -0.5 : 0;
    },
  },
};

/** Fractional bits of the weights. */
const PRECISION = 22;

export interface ImageSize {
  readonly height: number;
  readonly width: number;
}

/** Size of an image whose shorter side becomes `side`; the other keeps the proportion, rounded down (as torchvision's Resize). */
export function sizeByShorterSide({ height, width }: ImageSize, side: number): ImageSize {
  const longer = Math.trunc((side * Math.max(height, width)) / Math.min(height, width));
  return height <= width ? { height: side, width: longer } : { height: longer, width: side };
}

/** The image resized so that its shorter side is `side`. */
export function resizeShorterSide(image: Pixels, side: number, interpolation: Interpolation): Pixels {
  const { height, width } = sizeByShorterSide(image, side);
  return resize(image, height, width, interpolation);
}

/** The middle `height`×`width` of an image at least that large; halves are rounded to even (as torchvision's CenterCrop). */
export function cropCentre(image: Pixels, height: number, width: number): Pixels {
  const source = interleaved(image);
  const top = roundHalfToEven((image.height - height) / 2);
  const left = roundHalfToEven((image.width - width) / 2);
  const row = width * image.channels;
  const data = new Uint8Array(height * row);
  for (let y = 0; y < height; y++) {
    const from = ((top + y) * image.width + left) * image.channels;
    data.set(source.subarray(from, from + row), y * row);
  }
  return { ...image, data, height, width, planar: false };
}

const roundHalfToEven = (x: number): number => (x % 1 === 0.5 ? 2 * Math.round(x / 2) : Math.round(x));

/** The image at `height`×`width`. */
export function resize(image: Pixels, height: number, width: number, interpolation: Interpolation): Pixels {
  const { channels } = image;
  const filter = FILTERS[interpolation];
  const source = interleaved(image);
  // Pillow skips a pass that would change nothing.
  const wide = width === image.width ? source : resizeRows(source, image.width, width, channels, filter);
  const tall = height === image.height ? wide : resizeColumns(wide, image.height, height, width * channels, filter);
  return { ...image, data: tall, height, width, planar: false };
}

/** Half of the last bit that is kept, so that sums are rounded. */
const HALF = 1 << (PRECISION - 1);

/** Turns a weighted sum into a byte: drops the fractional bits and clips to 0…255. */
const toByte = (sum: number): number => Math.min(255, Math.max(0, sum >> PRECISION));

/** Resizes every row: `[rows, size, C]` becomes `[rows, newSize, C]`. It works row by row, so that a large image passes through the cache once. */
function resizeRows(source: Uint8Array, size: number, newSize: number, channels: 1 | 3, filter: Filter): Uint8Array {
  const targets = Array.from({ length: newSize }, (_, target) => weightsOf(filter, target, size, newSize));
  const rows = source.length / (size * channels);
  const result = new Uint8Array(rows * newSize * channels);
  for (let row = 0; row < rows; row++) {
    const [from, to] = [row * size * channels, row * newSize * channels];
    if (channels === 3) resizeRgbRow(source, from, targets, result, to);
    else resizeGreyRow(source, from, targets, result, to);
  }
  return result;
}

function resizeRgbRow(source: Uint8Array, from: number, targets: readonly Taps[], result: Uint8Array, to: number): void {
  let out = to;
  for (const { first, weights } of targets) {
    let red = HALF;
    let green = HALF;
    let blue = HALF;
    let at = from + first * 3;
    for (let tap = 0; tap < weights.length; tap++) {
      const weight = weights[tap]!;
      red += Math.imul(source[at]!, weight);
      green += Math.imul(source[at + 1]!, weight);
      blue += Math.imul(source[at + 2]!, weight);
      at += 3;
    }
    result[out] = toByte(red);
    result[out + 1] = toByte(green);
    result[out + 2] = toByte(blue);
    out += 3;
  }
}

function resizeGreyRow(source: Uint8Array, from: number, targets: readonly Taps[], result: Uint8Array, to: number): void {
  for (let target = 0; target < targets.length; target++) {
    const { first, weights } = targets[target]!;
    let sum = HALF;
    for (let tap = 0; tap < weights.length; tap++) sum += Math.imul(source[from + first + tap]!, weights[tap]!);
    result[to + target] = toByte(sum);
  }
}

/** Resizes the columns: `[size, row]` becomes `[newSize, row]`. */
function resizeColumns(source: Uint8Array, size: number, newSize: number, row: number, filter: Filter): Uint8Array {
  const result = new Uint8Array(newSize * row);
  const sums = new Int32Array(row);
  for (let target = 0; target < newSize; target++) {
    const { first, weights } = weightsOf(filter, target, size, newSize);
    sums.fill(HALF);
    for (let tap = 0; tap < weights.length; tap++) {
      const weight = weights[tap]!;
      const from = (first + tap) * row;
      for (let i = 0; i < row; i++) sums[i] = sums[i]! + source[from + i]! * weight;
    }
    for (let i = 0; i < row; i++) result[target * row + i] = toByte(sums[i]!);
  }
  return result;
}

/** Fixed-point weights of the source positions from `first` on. */
interface Taps {
  readonly first: number;
  readonly weights: Int32Array;
}

/** The source positions that make up one target position, and their fixed-point weights. */
function weightsOf(filter: Filter, target: number, size: number, newSize: number): Taps {
  const scale = size / newSize;
  const stretch = Math.max(scale, 1);
  const support = filter.support * stretch;
  const centre = (target + 0.5) * scale;
  const first = Math.max(0, Math.trunc(centre - support + 0.5));
  const last = Math.min(size, Math.trunc(centre + support + 0.5));
  const inverse = 1 / stretch;
  const weights = Array.from({ length: last - first }, (_, index) => filter.weight((index + first - centre + 0.5) * inverse));
  const sum = weights.reduce((total, weight) => total + weight, 0);
  const fixed = weights.map((weight) => {
    const exact = (sum === 0 ? weight : weight / sum) * (1 << PRECISION);
    return Math.trunc(exact < 0 ? exact - 0.5 : exact + 0.5);
  });
  return { first, weights: Int32Array.from(fixed) };
}

/** The bytes pixel by pixel, `[H, W, C]`. */
function interleaved({ data, height, width, channels, planar }: Pixels): Uint8Array {
  if (!planar || channels === 1) return data;
  const result = new Uint8Array(data.length);
  const plane = height * width;
  for (let pixel = 0; pixel < plane; pixel++) {
    for (let c = 0; c < channels; c++) result[pixel * channels + c] = data[c * plane + pixel]!;
  }
  return result;
}
