/**
 * Resizing and cropping of images as networks for larger images expect it: the shorter side to a given length, then the
 * centre. Own code, so that results do not change with a library: the same integers as Pillow's `Image.resize` (a separable
 * filter, widened when shrinking, 22-bit fixed-point weights, rounded to bytes between the two passes).
 */
import type { Pixels } from './pixels.ts';

export type Interpolation = 'bilinear' | 'bicubic';

interface Filter {
  readonly support: number;
  weight(x: number): number;
}

const FILTERS: Readonly<Record<Interpolation, Filter>> = {
  bilinear: { support: 1, weight: (x) => Math.max(0, 1 - Math.abs(x)) },
  // Keys' cubic with a = −½.
  bicubic: {
    support: 2,
    weight: (x) => {
      const d = Math.abs(x);
      if (d < 1) return (1.5 * d - 2.5) * d * d + 1;
      return d < 2 ? (((d - 5) * d + 8) * d - 4) * -0.5 : 0;
    },
  },
};

/** Bits behind the point in weights. */
const PRECISION = 22;

/** The image resized so that its shorter side is `side`; the other keeps the proportion, rounded down (as torchvision's Resize). */
export function resizeShorterSide(image: Pixels, side: number, interpolation: Interpolation): Pixels {
  const { height, width } = image;
  const longer = Math.trunc((side * Math.max(height, width)) / Math.min(height, width));
  return height <= width ? resize(image, side, longer, interpolation) : resize(image, longer, side, interpolation);
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
  // Pillow leaves out a pass that would change nothing.
  const wide = width === image.width ? source : filterLines(source, image.height, image.width, width, channels, filter);
  const tall =
    height === image.height
      ? wide
      : transpose(
          filterLines(transpose(wide, image.height, width, channels), width, image.height, height, channels, filter),
          width,
          height,
          channels,
        );
  return { ...image, data: tall, height, width, planar: false };
}

/** Every line of `[lines, size, C]` resized to `[lines, newSize, C]`. */
function filterLines(
  source: Uint8Array,
  lines: number,
  size: number,
  newSize: number,
  channels: number,
  filter: Filter,
): Uint8Array {
  const result = new Uint8Array(lines * newSize * channels);
  for (let target = 0; target < newSize; target++) {
    const { first, weights } = weightsOf(filter, target, size, newSize);
    for (let line = 0; line < lines; line++) {
      for (let channel = 0; channel < channels; channel++) {
        let sum = 1 << (PRECISION - 1);
        let at = (line * size + first) * channels + channel;
        for (const weight of weights) {
          sum += source[at]! * weight;
          at += channels;
        }
        const value = sum >> PRECISION;
        result[(line * newSize + target) * channels + channel] = value < 0 ? 0 : value > 255 ? 255 : value;
      }
    }
  }
  return result;
}

/** The source positions that make up one target position, and their fixed-point weights. */
function weightsOf(filter: Filter, target: number, size: number, newSize: number): { first: number; weights: Int32Array } {
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

/** `[a, b, C]` as `[b, a, C]`. */
function transpose(source: Uint8Array, a: number, b: number, channels: number): Uint8Array {
  const result = new Uint8Array(source.length);
  for (let i = 0; i < a; i++) {
    for (let j = 0; j < b; j++) {
      for (let c = 0; c < channels; c++) result[(j * a + i) * channels + c] = source[(i * b + j) * channels + c]!;
    }
  }
  return result;
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
