import fc from 'fast-check';
import { createHash } from 'node:crypto';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { SpikeloomError } from '../../src-shared/errors/index.ts';
import { decodeBmp } from './bmp.ts';
import { readImage } from './class-folder.ts';
import { imageOf } from './image.ts';
import { normaliserFor } from './normalise.ts';
import type { Pixels } from './pixels.ts';
import { parsePreprocess } from './preprocess.ts';
import { cropCentre, resize, resizeShorterSide } from './resize.ts';
import { rawImage } from '../../tests/support/test-images.ts';

/** A noise image, in which no error can hide behind a pattern. The script that made the figures below uses the same one. */
const noise = (height: number, width: number, channels: 1 | 3): Pixels => {
  const data = Uint8Array.from({ length: height * width * channels }, (_, i) => (i * i * 31 + i * 17) % 256);
  return { data, height, width, channels, planar: false, name: 'noise' };
};

const decodeImage = async (bytes: Uint8Array, file: string): Promise<Pixels> => (await imageOf(bytes, file)).decode();

const hash = (image: Pixels): string => createHash('sha256').update(image.data).digest('hex').slice(0, 16);

describe('decodeImage', () => {
  const { data } = noise(4, 6, 3);

  it('reads PNG, WebP, grey, palette and transparent images', async () => {
    const png = await decodeImage(await rawImage(data, 4, 6, 3).png().toBuffer(), 'a.png');
    expect(png).toMatchObject({ height: 4, width: 6, channels: 3 });
    expect([...png.data]).toEqual([...data]);
    const webp = await decodeImage(await rawImage(data, 4, 6, 3).webp({ lossless: true }).toBuffer(), 'a.webp');
    expect([...webp.data]).toEqual([...data]);
    const grey = await decodeImage(await rawImage(data.subarray(0, 24), 4, 6, 1).toColourspace('b-w').png().toBuffer(), 'g.png');
    expect(grey.channels).toBe(1);
    expect([...grey.data]).toEqual([...data.subarray(0, 24)]);
    const clear = Uint8Array.from({ length: 4 * 6 * 4 }, (_, i) => (i % 4 === 3 ? 0 : data[Math.floor(i / 4) * 3 + (i % 4)]!));
    const transparent = await decodeImage(await rawImage(clear, 4, 6, 4).png().toBuffer(), 't.png');
    expect([...transparent.data]).toEqual([...data]);
  });

  it('decodes JPEGs to the bytes of Pillow (12.3, libjpeg-turbo)', async () => {
    const root = new URL('../../resources/examples/cifar10/test/', import.meta.url).pathname;
    const bytes = createHash('sha256');
    for (const name of (await readdir(root)).sort()) {
      for (const file of (await readdir(join(root, name))).sort().slice(0, 5))
        bytes.update((await readImage(join(root, name, file))).data);
    }
    expect(bytes.digest('hex').slice(0, 16)).toBe('7cf3c16a58805c4b');
  });

  it('refuses what has no single meaning, and says why', async () => {
    const cmyk = await rawImage(data, 4, 6, 3).toColourspace('cmyk').jpeg().toBuffer();
    await expect(decodeImage(cmyk, 'c.jpg')).rejects.toThrow(/c\.jpg: .*CMYK; convert it to RGB/);
    const deep = await rawImage(data, 4, 6, 3).toColourspace('rgb16').png().toBuffer();
    await expect(decodeImage(deep, 'd.png')).rejects.toThrow(/more than 8 bits a channel/);
    const frames = await rawImage(data, 4, 6, 3).webp().toBuffer();
    const { default: sharp } = await import('sharp');
    const animated = await sharp([frames, await rawImage(data.toReversed(), 4, 6, 3).webp().toBuffer()], {
      join: { animated: true },
    })
      .webp()
      .toBuffer();
    await expect(decodeImage(animated, 'm.webp')).rejects.toThrow(/animated \(2 pictures\)/);
    const svg = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" width="4" height="4"/>');
    await expect(decodeImage(svg, 's.jpg')).rejects.toThrow(/its content is svg/);
  });

  it('refuses damaged images with their name', async () => {
    const jpeg = await rawImage(noise(64, 64, 3).data, 64, 64, 3)
      .jpeg()
      .toBuffer();
    const cut = decodeImage(jpeg.subarray(0, jpeg.length / 2), 'cut.jpg');
    await expect(cut).rejects.toMatchObject({ code: 'dataset.format', at: { file: 'cut.jpg' } });
    const said = (reason: string) => ({
      code: 'dataset.format',
      message: expect.stringContaining(`${reason}; replace or remove it`) as string,
    });
    await expect(cut).rejects.toMatchObject(said('the file is damaged or cut off'));
    await expect(decodeImage(new Uint8Array(), 'empty.jpg')).rejects.toMatchObject(said('the file is empty'));
    const text = decodeImage(Buffer.from('this is no image'), 'text.jpg');
    await expect(text).rejects.toMatchObject(said('its content is of an unknown kind, not JPEG, PNG, WebP, TIFF or BMP'));
    await expect(decodeImage(Buffer.from('BM'), 'cut.bmp')).rejects.toThrow(/ends inside its header/);
  });
});

// Written by Pillow 12.3 from a 3×5 `noise` image.
const BITMAPS: readonly (readonly [string, string, 1 | 3, readonly number[]])[] = [
  [
    '24 bits',
    'Qk1mAAAAAAAAADYAAAAoAAAABQAAAAMAAAABABgAAAAAADAAAADEDgAAxA4AAAAAAAAAAAAAIG76qj4QYjxUSGjGXMJmACAQPsT6bpYSzJZYWMTMEgCeMABcNEpIZsJixmiqVDwA',
    3,
    [...noise(3, 5, 3).data],
  ],
  [
    '32 bits',
    'Qk1yAAAAAAAAADYAAAAoAAAABQAAAAMAAAABACAAAAAAADwAAADEDgAAxA4AAAAAAAAAAAAAIG76+qo+EBBiPFRUSGjGxlzCZmYgED4+xPpubpYSzMyWWFhYxMwSEp4wAABcNEpKSGbCwmLGaGiqVDw8',
    3,
    [...noise(3, 5, 3).data],
  ],
  [
    '8 bits with a palette',
    'Qk1uAAAAAAAAAFYAAAAoAAAABQAAAAMAAAABAAgAAAAAABgAAADEDgAAxA4AAAgAAAAIAAAAxONAAGLGaAA+mLAASGfEAJZYWABxK3kAIBA+AKZBGQADBwUDAQAAAAYABQQAAAAABwUDAQQAAAA=',
    3,
    [
      25, 65, 166, 121, 43, 113, 196, 103, 72, 104, 198, 98, 88, 88, 150, 62, 16, 32, 64, 227, 196, 121, 43, 113, 88, 88, 150, 64,
      227, 196, 196, 103, 72, 25, 65, 166, 121, 43, 113, 196, 103, 72, 104, 198, 98,
    ],
  ],
  [
    '1 bit',
    'Qk1KAAAAAAAAAD4AAAAoAAAABQAAAAMAAAABAAEAAAAAAAwAAADEDgAAxA4AAAIAAAACAAAAAAAAAP///wCQAAAAIAAAACAAAAA=',
    1,
    [0, 0, 255, 0, 0, 0, 0, 255, 0, 0, 255, 0, 0, 255, 0],
  ],
];

describe('decodeBmp', () => {
  it.each(BITMAPS)('reads %s', (_, base64, channels, pixels) => {
    const image = decodeBmp(Buffer.from(base64, 'base64'));
    expect(image).toMatchObject({ height: 3, width: 5, channels });
    expect([...image.data]).toEqual(pixels);
  });

  it('throws only errors in words, whatever the bytes', async () => {
    const valid = Buffer.from(BITMAPS[2]![1], 'base64');
    const damaged = fc.array(fc.tuple(fc.nat(valid.length - 1), fc.nat(255)), { maxLength: 4 }).map((edits) => {
      const bytes = Uint8Array.from(valid);
      for (const [at, value] of edits) if (at > 1 && (at < 18 || at > 25)) bytes[at] = value;
      return bytes;
    });
    await fc.assert(
      fc.asyncProperty(damaged, async (bytes) => {
        await decodeImage(bytes, 'a.bmp').catch((error: unknown) => {
          expect(error).toBeInstanceOf(SpikeloomError);
          expect(error).not.toMatchObject({ message: expect.stringMatching(/undefined|RangeError|bounds/) });
        });
      }),
    );
  });
});

describe('resize', () => {
  // Hashes of Pillow 12.3's Image.resize of the 23×37 `noise` image.
  it.each([
    ['bilinear', 7, 11, 'd0cf4ce96e892aaa'],
    ['bilinear', 40, 61, '0de5ae20d5dba73c'],
    ['bilinear', 23, 10, '892196f531dab777'],
    ['bilinear', 9, 37, '7d0844411517126f'],
    ['bicubic', 7, 11, 'e06519335d25cf3a'],
    ['bicubic', 40, 61, 'a029df0b5d91147d'],
    ['bicubic', 23, 10, '8e9c150f41a38a4c'],
    ['bicubic', 9, 37, '4e932b88ad36b224'],
  ] as const)('%s to %d×%d has the bytes of Pillow', (interpolation, height, width, expected) => {
    expect(hash(resize(noise(23, 37, 3), height, width, interpolation))).toBe(expected);
  });

  it('keeps proportions by the shorter side, and crops the centre', () => {
    expect(resizeShorterSide(noise(23, 37, 3), 10, 'bilinear')).toMatchObject({ height: 10, width: 16 });
    expect(resizeShorterSide(noise(37, 23, 1), 10, 'bilinear')).toMatchObject({ height: 16, width: 10 });
    const crop = cropCentre({ ...noise(5, 8, 1), data: Uint8Array.from({ length: 40 }, (_, i) => i) }, 2, 3);
    // (5 − 2)/2 = 1.5 → 2, (8 − 3)/2 = 2.5 → 2
    expect([...crop.data]).toEqual([18, 19, 20, 26, 27, 28]);
  });
});

describe('preprocessing', () => {
  const colour: Pixels = {
    data: Uint8Array.of(10, 20, 30, 40, 50, 60),
    height: 1,
    width: 2,
    channels: 3,
    planar: false,
    name: 'c',
  };
  const planar: Pixels = { ...colour, data: Uint8Array.of(10, 40, 20, 50, 30, 60), planar: true };
  const run = (input: object, shape: number[], image: Pixels): number[] => {
    const target = new Float64Array(shape.reduce((a, b) => a * b, 1));
    normaliserFor(parsePreprocess(input, 'p.json'), shape).write(image, target, 0);
    return [...target];
  };

  it('puts layout, colour, scale, mean and std together', () => {
    for (const image of [colour, planar]) {
      expect(run({}, [3, 1, 2], image)).toEqual([10, 40, 20, 50, 30, 60]);
      expect(run({ layout: 'NHWC' }, [1, 2, 3], image)).toEqual([10, 20, 30, 40, 50, 60]);
      expect(run({ colour: 'BGR' }, [3, 1, 2], image)).toEqual([30, 60, 20, 50, 10, 40]);
      expect(run({ scale: 0.1, mean: [1, 2, 3], std: 2 }, [3, 1, 2], image)).toEqual([0, 1.5, 0, 1.5, 0, 1.5]);
      expect(run({ size: [1, 2] }, [6], image)).toEqual([10, 40, 20, 50, 30, 60]);
      // Pillow's convert("L"): (R·19595 + G·38470 + B·7471 + 32768) >> 16
      expect(run({ colour: 'GRAY' }, [1, 1, 2], image)).toEqual([18, 48]);
    }
    const grey: Pixels = { data: Uint8Array.of(1, 2), height: 1, width: 2, channels: 1, planar: false, name: 'g' };
    expect(run({}, [3, 1, 2], grey)).toEqual([1, 2, 1, 2, 1, 2]);
  });

  it('refuses a wrong size with the file, its size and the one expected', () => {
    const refused = (): unknown => run({}, [3, 4, 4], colour);
    expect(refused).toThrow(
      expect.objectContaining({
        code: 'dataset.shape',
        message: expect.stringMatching(/^c: is 1×2 pixels .* the network takes 4×4/),
      }),
    );
    expect(() => run({ resize: 4, size: [4, 4] }, [3, 4, 4], colour)).toThrow(/4×8 after resizing/);
    expect(run({ resize: 4, crop: 'centre' }, [3, 4, 4], colour)).toHaveLength(48);
  });

  it('refuses settings that do not fit the network or are wrong', () => {
    const code = expect.objectContaining({ code: 'preprocess.invalid' });
    expect(() => run({ layout: 'NHWC' }, [3, 1, 2], colour)).toThrow(code);
    expect(() => run({}, [6], colour)).toThrow(/no "size"/);
    expect(() => run({ colour: 'GRAY', size: [1, 2] }, [6], colour)).toThrow(/makes samples of shape \[1, 1, 2\]/);
    expect(() => parsePreprocess({ mean: [1, 2] }, 'p.json')).toThrow(/mean has 2 values; RGB images have 3/);
    expect(() => parsePreprocess({ std: [1, 0, 1] }, 'p.json')).toThrow(/std is 0/);
    expect(() => parsePreprocess({ colour: 'CMYK' }, 'p.json')).toThrow(/p\.json: colour: must be RGB, BGR or GRAY/);
    expect(() => parsePreprocess({ formula: 'pixel' }, 'p.json')).toThrow(/the only one that is computed/);
    expect(() => parsePreprocess({ means: 1 }, 'p.json')).toThrow(/means/);
  });
});
