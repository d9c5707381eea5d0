import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { exampleFiles } from './example-files.ts';

const folder = mkdtempSync(join(tmpdir(), 'spikeloom-examples-'));
afterAll(() => rmSync(folder, { recursive: true }));

it('are those of the checkout where they lie', async () => {
  const files = await exampleFiles(join(folder, 'none'));
  expect(existsSync(join(files, 'resnet20-cifar10.onnx'))).toBe(true);
  expect(existsSync(join(folder, 'none'))).toBe(false);
});

it('of a packed program are copied once, from where they lie unpacked', async () => {
  const unpacked = join(folder, 'app.asar.unpacked', 'resources');
  mkdirSync(join(unpacked, 'cifar10'), { recursive: true });
  writeFileSync(join(unpacked, 'cifar10', 'one.png'), 'first');
  const target = join(folder, 'user', 'examples');
  const source = join(folder, 'app.asar', 'resources');
  expect(await exampleFiles(target, source)).toBe(target);
  expect(readFileSync(join(target, 'cifar10', 'one.png'), 'utf8')).toBe('first');
  writeFileSync(join(unpacked, 'cifar10', 'one.png'), 'second');
  await exampleFiles(target, source);
  expect(readFileSync(join(target, 'cifar10', 'one.png'), 'utf8')).toBe('first');
});
