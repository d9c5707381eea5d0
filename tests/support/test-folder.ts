/** Small files for tests: a temporary folder, and images and arrays written into it. */
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll } from 'vitest';
import sharp, { type Sharp } from 'sharp';

export interface TestFolder {
  /** Path of a name inside the folder. */
  path(name: string): string;
  /** Writes a file, its folders too, and returns its path. */
  write(name: string, content: Uint8Array | string): Promise<string>;
}

/** A folder that exists while the tests of a file run. */
export function testFolder(): TestFolder {
  let root = '';
  beforeAll(async () => {
    root = await mkdtemp(join(tmpdir(), 'spikeloom-dataset-'));
  });
  afterAll(() => rm(root, { recursive: true, force: true }));
  const path = (name: string): string => join(root, name);
  return {
    path,
    write: async (name, content) => {
      await mkdir(dirname(path(name)), { recursive: true });
      await writeFile(path(name), content);
      return path(name);
    },
  };
}

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
