/**
 * Image files as pixels: JPEG, PNG, WebP and TIFF by sharp, BMP by our own decoder. Pixels are taken as they are stored: no colour
 * profile is applied, transparency is dropped (as Pillow's `convert("RGB")` does; JPEGs come out bit-identical to Pillow's). Images
 * that a camera stored turned or mirrored are put upright, as their EXIF orientation says.
 */
import sharp, { type Metadata } from 'sharp';
import { messageOf, SpikeloomError } from '../../src-shared/errors/index.ts';
import { say } from '../../src-shared/message/index.ts';
import { readAt } from '../files/user-file.ts';
import { bmpSize, decodeBmp } from './bmp.ts';
import type { Pixels } from './pixels.ts';
import { openSampleFile } from './sample-file.ts';

// Every image is decoded once; keeping results would only take memory.
sharp.cache(false);
// Several images are decoded at once (class-folder.ts); more threads within one would only hold memory.
sharp.concurrency(1);

/** Endings of image files, lower case. */
export const IMAGE_ENDINGS: readonly string[] = ['.jpg', '.jpeg', '.jpe', '.jfif', '.png', '.webp', '.tif', '.tiff', '.bmp'];
const KINDS = 'JPEG, PNG, WebP, TIFF or BMP';

export const isImageName = (name: string): boolean => IMAGE_ENDINGS.some((ending) => name.toLowerCase().endsWith(ending));

const SHARP_FORMATS: ReadonlySet<string> = new Set(['jpeg', 'png', 'webp', 'tiff']);

/** Larger images are refused before they are decoded, in pixels. */
const MOST_PIXELS = 2 ** 28;
/** Larger files are not held in memory beside their pixels. */
const MOST_BYTES_HELD = 2 ** 24;
/** Bytes read from a larger file to learn its kind: they include the PNG chunk that marks an animation. */
const HEAD_BYTES = 2 ** 20;

/** An image whose header has been read. Sizes are those of the decoded image, upright. */
export interface ImageFile {
  readonly height: number;
  readonly width: number;
  /** True where it is stored turned or mirrored, and put upright by decoding. */
  readonly turned: boolean;
  /** Throws `dataset.format` for a damaged image. */
  decode(): Promise<Pixels>;
}

/**
 * Reads an image file as far as its header. Throws `dataset.not-found`; `dataset.format` for one that is damaged, and for CMYK,
 * 16-bit and animated images, which have no single meaning as 8-bit RGB.
 */
export async function openImage(file: string): Promise<ImageFile> {
  await using handle = await openSampleFile(file);
  const { size } = await handle.stat();
  const isBmp = (head: Uint8Array): boolean => head[0] === 0x42 && head[1] === 0x4d;
  const head = await readAt(handle, 0, Math.min(size, size > MOST_BYTES_HELD ? HEAD_BYTES : size));
  // Awaited here: the file stays open that long.
  if (size <= MOST_BYTES_HELD) return await imageOf(head, file);
  // Our own decoder needs all bytes; sharp reads the file as it goes on.
  if (isBmp(head)) return await imageOf(await readAt(handle, 0, size), file);
  return await inSentence(file, () => imageBySharp(file, head, file));
}

/** The image in the bytes of a file. Throws as `openImage`. */
export const imageOf = (bytes: Uint8Array, file: string): Promise<ImageFile> =>
  inSentence(file, async () => {
    if (bytes.length === 0) throw new Error('the file is empty');
    if (bytes[0] !== 0x42 || bytes[1] !== 0x4d) return imageBySharp(bytes, bytes, file);
    const decode = async (): Promise<Pixels> => ({ ...decodeBmp(bytes), name: file });
    return { ...bmpSize(bytes), turned: false, decode: () => inSentence(file, decode) };
  });

/** Does `work`; its errors become `dataset.format` with the name of the image. */
async function inSentence<T>(file: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (cause) {
    const message = say`${file}: cannot be used as an image: ${messageOf(cause)}; replace or remove it`;
    throw new SpikeloomError('dataset.format', message, { at: { file }, cause });
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

/** `input`: the bytes, or the path, of which `head` are the first bytes. */
async function imageBySharp(input: Uint8Array | string, head: Uint8Array, file: string): Promise<ImageFile> {
  const open = () => sharp(input, { ignoreIcc: true, failOn: 'warning', limitInputPixels: MOST_PIXELS, sequentialRead: true });
  const metadata = await open().metadata().catch(inWords);
  checkKind(metadata, head);
  const { space, orientation = 1, autoOrient } = metadata;
  const decode = async (): Promise<Pixels> => {
    const { data, info } = await open()
      .autoOrient()
      .toColourspace(space === 'b-w' ? 'b-w' : 'srgb')
      .removeAlpha()
      .raw()
      .toBuffer({ resolveWithObject: true })
      .catch(inWords);
    if (info.channels !== 1 && info.channels !== 3)
      throw new Error(`it has ${info.channels} channels; convert it to RGB or grey`);
    return { data, height: info.height, width: info.width, channels: info.channels, planar: false, name: file };
  };
  return { height: autoOrient.height, width: autoOrient.width, turned: orientation > 1, decode: () => inSentence(file, decode) };
}

/** Throws an Error that says why an image cannot be used, if its header tells. */
function checkKind({ format, pages, depth, space, width, height }: Metadata, head: Uint8Array): void {
  if (!SHARP_FORMATS.has(format)) throw new Error(`its content is ${format}, not ${KINDS}`);
  const pictures = pages ?? (format === 'png' ? picturesInPng(head) : 1);
  if (pictures > 1) {
    const what = format === 'tiff' ? `has ${pictures} pages` : `is animated (${pictures} pictures)`;
    throw new Error(`it ${what}; save the one you mean`);
  }
  if (space === 'cmyk') throw new Error('its colours are CMYK; convert it to RGB');
  if (depth !== 'uchar') throw new Error(`it has more than 8 bits a channel (${depth}); convert it to 8 bits`);
  if (width * height > MOST_PIXELS) throw new Error(`it has more than ${MOST_PIXELS} pixels; make it smaller`);
}

/** Throws a decoder's error in words that do not depend, as its own do, on what it met before. */
function inWords(cause: unknown): never {
  const said = String(cause);
  throw new Error(REASONS.find(([pattern]) => pattern.test(said))?.[1] ?? 'the file is damaged or cut off', { cause });
}

const REASONS: readonly (readonly [RegExp, string])[] = [
  [/exceeds pixel limit/, `it has more than ${MOST_PIXELS} pixels; make it smaller`],
  [/unsupported image format/, `its content is of an unknown kind, not ${KINDS}`],
];
