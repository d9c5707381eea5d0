/**
 * Image files as pixels: JPEG, PNG and WebP by sharp, BMP by our own decoder. Pixels are taken as they are stored: no colour
 * profile is applied, nothing is rotated, transparency is dropped (as Pillow's `convert("RGB")` does; JPEGs come out
 * bit-identical to Pillow's).
 */
import sharp from 'sharp';
import { messageOf, SpikeloomError } from '../../src-shared/errors/index.ts';
import { decodeBmp } from './bmp.ts';
import type { Pixels } from './pixels.ts';

// Every image is decoded once; keeping results would only take memory.
sharp.cache(false);
// Several images are decoded at once (class-folder.ts); more threads within one would only hold memory.
sharp.concurrency(1);

/** Endings of image files, lower case. */
export const IMAGE_ENDINGS: readonly string[] = ['.jpg', '.jpeg', '.png', '.webp', '.bmp'];

export const isImageName = (name: string): boolean => IMAGE_ENDINGS.some((ending) => name.toLowerCase().endsWith(ending));

const SHARP_FORMATS: ReadonlySet<string> = new Set(['jpeg', 'png', 'webp']);

/** Larger images are refused before they are decoded, in pixels. */
const MOST_PIXELS = 2 ** 28;

/**
 * The pixels of an image file's bytes. Throws `dataset.format` for one that is damaged, and for CMYK, 16-bit and animated
 * images, which have no single meaning as 8-bit RGB.
 */
export async function decodeImage(bytes: Uint8Array, file: string): Promise<Pixels> {
  try {
    if (bytes.length === 0) throw new Error('the file is empty');
    if (bytes[0] === 0x42 && bytes[1] === 0x4d) return { ...decodeBmp(bytes), name: file };
    return await decodeWithSharp(bytes, file);
  } catch (cause) {
    const reason = messageOf(cause);
    throw new SpikeloomError('dataset.format', `${file}: cannot be used as an image: ${reason}; replace or remove it`, {
      at: { file },
      cause,
    });
  }
}

/** Pictures in a PNG: 1, or as many as its animation control chunk says, which comes before the pixels (sharp reads the first only). */
function picturesInPng(bytes: Uint8Array): number {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  // Chunks: length, type, data, checksum.
  for (let at = 8; at + 12 <= bytes.length; at += 12 + view.getUint32(at)) {
    const type = view.getUint32(at + 4);
    if (type === IMAGE_DATA) return 1;
    if (type === ANIMATION_CONTROL) return view.getUint32(at + 8);
  }
  return 1;
}

/** `IDAT` and `acTL`. */
const IMAGE_DATA = 0x49444154;
const ANIMATION_CONTROL = 0x6163544c;

async function decodeWithSharp(bytes: Uint8Array, file: string): Promise<Pixels> {
  const image = sharp(bytes, { ignoreIcc: true, failOn: 'warning', limitInputPixels: MOST_PIXELS });
  const { format, pages = format === 'png' ? picturesInPng(bytes) : 1, depth, space } = await image.metadata().catch(inWords);
  if (format === undefined || !SHARP_FORMATS.has(format)) {
    throw new Error(`its content is ${format ?? 'of an unknown kind'}, not JPEG, PNG, WebP or BMP`);
  }
  if (pages > 1) throw new Error(`it is animated (${pages} pictures); save the one you mean`);
  if (space === 'cmyk') throw new Error('its colours are CMYK; convert it to RGB');
  if (depth !== 'uchar') throw new Error(`it has more than 8 bits a channel (${depth}); convert it to 8 bits`);
  const { data, info } = await image
    .toColourspace(space === 'b-w' ? 'b-w' : 'srgb')
    .removeAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true })
    .catch(inWords);
  if (info.channels !== 1 && info.channels !== 3) throw new Error(`it has ${info.channels} channels; convert it to RGB or grey`);
  return { data, height: info.height, width: info.width, channels: info.channels, planar: false, name: file };
}

/** Throws a decoder's error in words that do not depend, as its own do, on what it met before. */
function inWords(cause: unknown): never {
  const said = messageOf(cause);
  throw new Error(REASONS.find(([pattern]) => pattern.test(said))?.[1] ?? 'the file is damaged or cut off', { cause });
}

const REASONS: readonly (readonly [RegExp, string])[] = [
  [/exceeds pixel limit/, `it has more than ${MOST_PIXELS} pixels; make it smaller`],
  [/unsupported image format/, 'its content is of an unknown kind, not JPEG, PNG, WebP or BMP'],
];
