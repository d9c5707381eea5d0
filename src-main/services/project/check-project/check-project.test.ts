/** A project is checked in a process that can be killed, and the check reports the same errors as opening it. */
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
import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { childrenOf } from '../../../../tests/support/child-processes.ts';
import { endlessSchema, HOSTILE_SCHEMAS, makeHostile } from '../../../../tests/support/hostile-projects.ts';
import { createProject, openProject } from '../../../project/index.ts';
import { checkForWindow, checkProject } from './index.ts';

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
  // This program still holds the lock.
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

describe('a large project', () => {
  /** The first page of the table of batches, which holds a row. */
  const spoilBatches = (): void => {
    {
      using project = openProject(path);
      const model = project.saveModel({ sha256: 'a', path: 'm', size: 1, at: 'now' });
      const plan = project.savePlan({ model, message: '', json: '{}', at: 'now' });
      const run = project.startRun({ plan, engine: 'cpu', dataset: 'd', settings: {}, at: 'now' });
      for (let position = 0; position < 500; position++)
        project.addRunBatch(run, { position, samples: 1, result: { long: 'x'.repeat(80_000) } });
    }
    const db = new Database(path);
    const { rootpage } = db.prepare(`SELECT rootpage FROM sqlite_schema WHERE name = 'run_batches'`).get() as {
      rootpage: number;
    };
    const size = Number(db.pragma('page_size', { simple: true }));
    db.close();
    const file = openSync(path, 'r+');
    writeSync(file, Buffer.alloc(200, 0xff), 0, 200, (rootpage - 1) * size);
    closeSync(file);
  };

  it('opens before its batches are read, and damage in them is told afterwards', async () => {
    spoilBatches();
    const damage = new Promise((resolve) => void checkForWindow(path, signal, resolve));
    await expect(damage).resolves.toMatchObject({ code: 'project.damaged', at: { file: path } });
    await expect(checkProject(path, signal)).rejects.toMatchObject({ code: 'project.damaged' });
  });
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
  // No process is left that continues to read.
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
