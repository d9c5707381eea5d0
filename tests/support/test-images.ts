/** Small images for tests. */
import sharp, { type Sharp } from 'sharp';

/** The bytes of a PNG of one colour. */
export const plainPng = (colour: readonly [number, number, number], height = 2, width = 2): Promise<Uint8Array> =>
  rawImage(
    Uint8Array.from({ length: height * width * 3 }, (_, i) => colour[i % 3]!),
    height,
    width,
    3,
  )
    .png()
    .toBuffer();

/** Bytes as an image that sharp can write in any format. */
export const rawImage = (data: Uint8Array, height: number, width: number, channels: 1 | 2 | 3 | 4): Sharp =>
  sharp(data, { raw: { height, width, channels } });
