import { chmodSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { bytesOfUploads, deleteUnusedUploads, keepUploads, newUploadFolder } from './uploads.ts';
import { secureUserFolder } from './user-folder.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'spikeloom-uploads-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

async function upload(bytes: number): Promise<string> {
  const path = join(await newUploadFolder(folder), 'net.onnx');
  writeFileSync(path, Buffer.alloc(bytes));
  return path;
}
const DAY = 24 * 3600 * 1000;

it('are deleted a day after nothing was made of them, and kept for good where something was', async () => {
  const [unused, used, withPart] = [await upload(10), await upload(20), await upload(30)];
  // An upload of an older version: it may be named by a project.
  const old = join(folder, 'upload-old');
  mkdirSync(old);
  writeFileSync(join(old, 'old.onnx'), Buffer.alloc(40));
  await keepUploads(folder, [used, `${withPart}@0:10`, null, undefined, '/elsewhere/upload-x/y', folder]);
  expect(await bytesOfUploads(folder)).toBe(100);
  await deleteUnusedUploads(folder);
  expect(existsSync(unused)).toBe(true);
  await deleteUnusedUploads(folder, Date.now() + DAY + 1000);
  expect([unused, used, withPart, join(old, 'old.onnx')].map((path) => existsSync(path))).toEqual([false, true, true, true]);
  expect(await bytesOfUploads(folder)).toBe(90);
});

it('are none where there is no folder', async () => {
  await deleteUnusedUploads(join(folder, 'none'));
  expect(await bytesOfUploads(join(folder, 'none'))).toBe(0);
});

it.skipIf(process.platform === 'win32')(
  'the user’s folder is the user’s alone, also that of an older version; other folders stay as they are',
  () => {
    const mode = (path: string): number => statSync(path).mode & 0o777;
    const [made, older, other] = ['made/user', 'older', 'other'].map((name) => join(folder, name)) as [string, string, string];
    secureUserFolder(made);
    expect(mode(made)).toBe(0o700);
    for (const [path, file] of [
      [older, 'settings.json'],
      [other, 'thesis.json'],
    ] as const) {
      mkdirSync(path);
      writeFileSync(join(path, file), '{}');
      chmodSync(path, 0o755);
      chmodSync(join(path, file), 0o644);
      secureUserFolder(path);
    }
    expect([mode(older), mode(join(older, 'settings.json'))]).toEqual([0o700, 0o600]);
    expect([mode(other), mode(join(other, 'thesis.json'))]).toEqual([0o755, 0o644]);
    expect(readdirSync(other)).toEqual(['thesis.json']);
  },
);
