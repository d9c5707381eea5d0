/** Image files as cameras and programs store them. */
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import type { Message } from '../../src-shared/message/index.ts';
import { BATCH } from '../../src-shared/tensor/index.ts';
import { openSource, parsePreprocess, type OpenOptions } from './index.ts';
import { testFolder } from '../../tests/support/test-folder.ts';
import { rawImage } from '../../tests/support/test-images.ts';

const folder = testFolder();
const IMAGES: Omit<OpenOptions, 'inputShape'> = { order: 'sequential', preprocess: parsePreprocess({}, 'test') };

describe('image files', () => {
  /** Red is the place in reading order, so that a turn shows. */
  const pixels = Uint8Array.from({ length: 2 * 3 * 3 }, (_, i) => (i % 3 === 0 ? i / 3 + 1 : 0));
  const redsOf = async (
    name: string,
    bytes: Uint8Array,
    size: readonly [number, number],
  ): Promise<[number[], readonly Message[]]> => {
    await folder.write(`images/${name}/a/1.${name.split('-')[0]!}`, bytes);
    const source = await openSource(folder.path(`images/${name}`), { ...IMAGES, inputShape: [BATCH, 3, ...size] });
    const data = await source.read(0, 1);
    return [[...data.subarray(0, 6)], source.notes()];
  };

  it.each([
    ['jfif', rawImage(pixels, 2, 3, 3).jpeg({ quality: 100, chromaSubsampling: '4:4:4' }), 3],
    ['jpe', rawImage(pixels, 2, 3, 3).jpeg({ quality: 100, chromaSubsampling: '4:4:4' }), 3],
    ['tif', rawImage(pixels, 2, 3, 3).tiff({ compression: 'lzw' }), 0],
    ['tiff', rawImage(pixels, 2, 3, 3).tiff({ compression: 'none' }), 0],
    ['TIF', rawImage(pixels, 2, 3, 3).tiff({ compression: 'deflate' }), 0],
  ])('.%s', async (ending, image, loss) => {
    const [reds] = await redsOf(ending, await image.toBuffer(), [2, 3]);
    reds.forEach((red, i) => expect(Math.abs(red - (i + 1))).toBeLessThanOrEqual(loss));
  });

  // The orientations of EXIF, as the pictures they are: rows of the upright image.
  it.each([
    [1, [2, 3], [1, 2, 3, 4, 5, 6]],
    [2, [2, 3], [3, 2, 1, 6, 5, 4]],
    [3, [2, 3], [6, 5, 4, 3, 2, 1]],
    [4, [2, 3], [4, 5, 6, 1, 2, 3]],
    [5, [3, 2], [1, 4, 2, 5, 3, 6]],
    [6, [3, 2], [4, 1, 5, 2, 6, 3]],
    [7, [3, 2], [6, 3, 5, 2, 4, 1]],
    [8, [3, 2], [3, 6, 2, 5, 1, 4]],
  ] as const)('stored with orientation %i', async (orientation, size, upright) => {
    for (const [ending, image] of [
      ['png', rawImage(pixels, 2, 3, 3).png()],
      ['webp', rawImage(pixels, 2, 3, 3).webp({ lossless: true })],
      ['tif', rawImage(pixels, 2, 3, 3).tiff({ compression: 'none' })],
    ] as const) {
      const [reds, notes] = await redsOf(`${ending}-${orientation}`, await image.withMetadata({ orientation }).toBuffer(), size);
      expect(reds, ending).toEqual(upright);
      const said = orientation === 1 ? [] : [expect.stringMatching(/put upright, as their EXIF orientation says/)];
      expect(notes, ending).toEqual(said);
    }
  });

  it('of several pages are refused', async () => {
    const page = await rawImage(pixels, 2, 3, 3).tiff().toBuffer();
    const pages = await sharp([page, page], { join: { animated: true } })
      .tiff()
      .toBuffer();
    await expect(redsOf('tiff-pages', pages, [2, 3])).rejects.toThrow(/it has 2 pages; save the one you mean/);
  });

  it('that are long and narrow are refused before they are resized', async () => {
    const line = await rawImage(new Uint8Array(60_000 * 3), 1, 60_000, 3)
      .png()
      .toBuffer();
    await folder.write('narrow/a/1.png', line);
    const preprocess = parsePreprocess({ resize: 1024, crop: 'centre', size: [2, 2] }, 'test');
    const source = await openSource(folder.path('narrow'), { ...IMAGES, inputShape: [BATCH, 3, 2, 2], preprocess });
    await expect(source.read(0, 1)).rejects.toMatchObject({
      code: 'dataset.shape',
      message: expect.stringMatching(/long and narrow/),
    });
  });
});
