/** Damaged images, each in a folder of classes of its own: cut off, changed anywhere, or of other sizes than their pixels have, behind right checksums. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { crc32 } from 'node:zlib';
import { type OpenOptions, openSource, parsePreprocess } from '../../src-main/dataset/index.ts';
import { BATCH } from '../../src-shared/tensor/index.ts';
import { rawImage } from '../support/test-images.ts';
import { damageBytes } from './damage.ts';
import type { Random } from './random.ts';
import { outcomeOf, type Target } from './target.ts';

const OPTIONS: OpenOptions = {
  inputShape: [BATCH, 1, 3, 3],
  order: 'sequential',
  classCount: 4,
  preprocess: parsePreprocess({ colour: 'GRAY', resize: 3, crop: 'centre' }, 'fuzz'),
};

const [HEIGHT, WIDTH] = [24, 32];

/** An image in every format that is read, upright and turned. */
async function formats(): Promise<ReadonlyMap<string, Uint8Array>> {
  const pixels = Uint8Array.from({ length: HEIGHT * WIDTH * 3 }, (_, i) => (i * i * 31) % 256);
  const image = rawImage(pixels, HEIGHT, WIDTH, 3);
  const turned = image.clone().withMetadata({ orientation: 6 });
  const all = {
    'plain.png': image.clone().png(),
    'palette.png': image.clone().png({ palette: true }),
    'interlaced.png': turned.clone().png({ progressive: true }),
    'plain.jpg': image.clone().jpeg(),
    'progressive.jfif': turned.clone().jpeg({ progressive: true }),
    'lossy.webp': image.clone().webp(),
    'lossless.webp': turned.clone().webp({ lossless: true }),
    'plain.tif': image.clone().tiff({ compression: 'none' }),
    'lzw.tiff': turned.clone().tiff({ compression: 'lzw' }),
    'deflate.tiff': image.clone().tiff({ compression: 'deflate', tile: true, tileWidth: 16, tileHeight: 16 }),
    'jpeg.tiff': image.clone().tiff({ compression: 'jpeg' }),
  };
  const encoded = await Promise.all(Object.entries(all).map(async ([name, one]) => [name, await one.toBuffer()] as const));
  return new Map<string, Uint8Array>([...encoded, ['plain.bmp', bitmap(pixels)]]);
}

/** A Windows bitmap of 24 bits. */
function bitmap(pixels: Uint8Array): Uint8Array {
  const bytes = Buffer.alloc(54 + pixels.length);
  bytes.write('BM');
  for (const [at, value] of [
    [10, 54],
    [14, 40],
    [18, WIDTH],
    [22, HEIGHT],
    [26, 1 + 24 * 65_536],
  ] as const)
    bytes.writeUInt32LE(value, at);
  bytes.set(pixels, 54);
  return bytes;
}

/** Sizes that are none, or more than anyone has memory for. */
const SIZES = [0, 1, 2, 3, 255, 4096, 16_384, 65_535, 65_536, 2 ** 24, 2 ** 31 - 1];

/** The image with another size in its header, if the format has it at a known place; checksums are right. */
function resized(name: string, bytes: Uint8Array, random: Random): Uint8Array {
  const view = Buffer.from(bytes);
  const size = random.pick(SIZES);
  if (name.endsWith('.png')) {
    view.writeUInt32BE(size, random.chance(0.5) ? 16 : 20);
    view.writeUInt32BE(crc32(view.subarray(12, 29)), 29);
  } else if (name.endsWith('.bmp')) view.writeInt32LE(random.chance(0.5) ? size : -size, random.chance(0.5) ? 18 : 22);
  else {
    // The size as 16 bits, wherever it is found: JPEG's frame, TIFF's directory, WebP's header.
    const [little, big] = [Buffer.from([WIDTH, 0]), Buffer.from([0, WIDTH])];
    const at = [view.indexOf(little, 4), view.indexOf(big, 4), view.lastIndexOf(little)].filter((place) => place > 0);
    if (at.length > 0) view.writeUInt16BE(size & 0xffff, random.pick(at));
  }
  return view;
}

export const images: Target = {
  name: 'images',
  async prepare(folder) {
    const whole = [...(await formats())];
    for (const [name] of whole) mkdirSync(join(folder, name, 'a'), { recursive: true });
    return async (random) => {
      const [name, bytes] = random.pick(whole);
      const sized = random.chance(0.4) ? resized(name, bytes, random) : bytes;
      const damaged = sized !== bytes && random.chance(0.5) ? sized : damageBytes(sized, random, random.chance(0.7));
      writeFileSync(join(folder, name, 'a', name), damaged);
      const skipBad = random.chance(0.2);
      return outcomeOf(async () => {
        const opened = await openSource(join(folder, name), { ...OPTIONS, skipBad });
        for (let from = 0; from < opened.count; from++) await opened.read(from, from + 1);
        opened.notes();
      });
    };
  },
};
