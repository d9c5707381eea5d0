/** Draws one sample, as the network gets it, as a picture. Each channel is stretched from its smallest to its largest value. */
import sharp from 'sharp';
import type { Message } from '../../../src-shared/message/index.ts';
import { type Shape, sizeOf, type TensorData } from '../../../src-shared/tensor/index.ts';

/** Longest side of a picture in pixels, unless a caller wants another; larger samples are scaled down. */
const LONGEST_SIDE = 256;

/**
 * The memory layout of a sample's channels, rows and columns. A sample `[3, H, W]` has channel stride H·W and column stride 1; a
 * sample `[H, W, 3]` has 1 and 3.
 */
interface Planes {
  readonly channels: number;
  readonly height: number;
  readonly width: number;
  /** Distance between neighbouring channels, and between neighbouring columns, in values. */
  readonly channelStride: number;
  readonly pixelStride: number;
}

/** How samples of this shape are drawn, and notes that a person needs to read the pictures. */
export function pictureForm(
  shape: Shape,
  channelsLast: boolean,
): { readonly planes: Planes; readonly notes: readonly Message[] } {
  const planes = planesOf(shape, channelsLast);
  const { channels } = planes;
  const shown = channels >= 3 ? 3 : 1;
  if (shape.length < 3) return { planes, notes: [`Samples of shape [${shape.join(', ')}] are drawn as one grey picture.`] };
  if (channels === shown) return { planes, notes: [] };
  return { planes, notes: [`Only the first ${shown === 3 ? 'three' : 'one'} of ${channels} channels are drawn.`] };
}

function planesOf(shape: Shape, channelsLast: boolean): Planes {
  const [a, b, ...rest] = shape;
  if (shape.length < 3)
    return { channels: 1, height: b === undefined ? 1 : a!, width: b ?? a ?? 1, channelStride: 1, pixelStride: 1 };
  if (channelsLast) {
    const channels = shape.at(-1)!;
    const width = shape.at(-2)!;
    return { channels, width, height: sizeOf(shape) / channels / width, channelStride: 1, pixelStride: channels };
  }
  const width = rest.at(-1)!;
  const size = sizeOf(shape) / a!;
  return { channels: a!, width, height: size / width, channelStride: size, pixelStride: 1 };
}

/** The picture as a PNG data URL. */
export async function drawSample(data: TensorData, planes: Planes, longestSide = LONGEST_SIDE): Promise<string> {
  const { height, width, channelStride, pixelStride } = planes;
  const channels = planes.channels >= 3 ? 3 : 1;
  const pixels = new Uint8Array(height * width * channels);
  for (let channel = 0; channel < channels; channel++) {
    const at = (i: number): number => data[channel * channelStride + i * pixelStride]!;
    let [least, most] = [Infinity, -Infinity];
    for (let i = 0; i < height * width; i++) {
      least = Math.min(least, at(i));
      most = Math.max(most, at(i));
    }
    // A channel whose values are all equal is drawn black.
    const scale = most > least ? 255 / (most - least) : 0;
    for (let i = 0; i < height * width; i++) pixels[i * channels + channel] = Math.round((at(i) - least) * scale);
  }
  const image = sharp(pixels, { raw: { height, width, channels } });
  const fitted = image.resize({ width: longestSide, height: longestSide, fit: 'inside', withoutEnlargement: true });
  return `data:image/png;base64,${(await fitted.png().toBuffer()).toString('base64')}`;
}
