/** A project is checked in a process that can be ended, with the errors of opening it. */
import {
  closeSync,
  mkdtempSync,
  openSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { childrenOf } from '../../../../tests/support/child-processes.ts';
import { endlessSchema, HOSTILE_SCHEMAS, makeHostile } from '../../../../tests/support/hostile-projects.ts';
import { createProject, openProject } from '../../../project/index.ts';
import { checkProject } from './index.ts';

let folder: string;
let path: string;
const { signal } = new AbortController();
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'spikeloom-check-'));
  path = join(folder, 'p.spikeloom');
  createProject(path, (made) => made.writeSetting('much', 'x'.repeat(100_000)));
});
afterEach(() => rmSync(folder, { recursive: true }));

it('finds nothing wrong with a whole project, and lets the writer be', async () => {
  using project = openProject(path);
  await checkProject(path, signal);
  project.writeSetting('still', 'writable');
  expect(project.setting('still')).toBe('writable');
  // The lock is still this program's.
  using second = openProject(path);
  expect(second.readOnly).toContain('another program');
});

it('says what opening would say', async () => {
  await expect(checkProject(join(folder, 'none'), signal)).rejects.toMatchObject({ code: 'project.missing' });
  writeFileSync(join(folder, 'text'), 'text, and long enough to be looked at as a file of some kind. '.repeat(100));
  await expect(checkProject(join(folder, 'text'), signal)).rejects.toMatchObject({ code: 'project.not-a-project' });
  const file = openSync(path, 'r+');
  writeSync(file, Buffer.alloc(5000, 0xff), 0, 5000, 4096);
  closeSync(file);
  await expect(checkProject(path, signal)).rejects.toMatchObject({ code: 'project.damaged', at: { file: path } });
});

it('finds a missing end', async () => {
  truncateSync(path, statSync(path).size - 4096);
  await expect(checkProject(path, signal)).rejects.toMatchObject({ code: 'project.damaged' });
});

it('is ended where it does not end by itself: a file of a few pages that SQLite would read for ever', async () => {
  writeFileSync(path, endlessSchema(readFileSync(path)));
  expect(statSync(path).size).toBeLessThan(100_000);
  const found = { code: 'project.damaged', message: expect.stringContaining('could not be read in 3 s'), at: { file: path } };
  await expect(checkProject(path, signal, 3000)).rejects.toMatchObject(found);
  // Nothing is left that reads on.
  await vi.waitFor(() => expect(childrenOf(process.pid)).toEqual([]), 5000);
});

it('is refused by its schema before its pages are read', async () => {
  makeHostile(path, HOSTILE_SCHEMAS['an endless view for settings']!);
  await expect(checkProject(path, signal)).rejects.toMatchObject({ code: 'project.foreign', at: { file: path } });
});

it('is given up', async () => {
  const abort = new AbortController();
  const checked = checkProject(path, abort.signal);
  abort.abort();
  await expect(checked).rejects.toMatchObject({ code: 'cancelled' });
  await expect(checkProject(path, abort.signal)).rejects.toMatchObject({ code: 'cancelled' });
});
