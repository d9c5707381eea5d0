/** A temporary folder for tests, and files written into it. */
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll } from 'vitest';

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
