/** Records of projects that are made: each once, not without end, and never in the way of a job. */
import { readFileSync, writeFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { testFolder } from '../../tests/support/test-folder.ts';
import { createMakings, type Making } from './makings.ts';
import { onCommandLine } from '../../src-shared/message/index.ts';

const folder = testFolder();
let files = 0;
const fresh = (): string => `makings-${files++}.json`;

const record = (id: string, change: Partial<Making> = {}): Making => ({
  id,
  pid: 1,
  path: `/p/${id}.spikeloom`,
  request: {
    model: '/m.onnx',
    out: `/p/${id}.spikeloom`,
    calibration: { source: '/s', batch: 1, skipBad: false },
    dataset: null,
  },
  state: 'running',
  error: null,
  started: '2026-11-20T09:41:00.000Z',
  finished: null,
  notes: [],
  ...change,
});

it('keeps each job once, and the newest', () => {
  const { put, read } = createMakings(folder.path(fresh()), (message) => expect.fail(onCommandLine(message)));
  for (let i = 0; i < 60; i++) put(record(String(i)));
  put(record('59', { state: 'done' }));
  expect(read().map(({ id }) => id)).toEqual(Array.from({ length: 50 }, (_, i) => String(i + 10)));
  expect(read().at(-1)!.state).toBe('done');
});

it('forgets what has ended with its project, and nothing that goes on', () => {
  const { put, read, forget } = createMakings(folder.path(fresh()), (message) => expect.fail(onCommandLine(message)));
  put(record('a', { state: 'done' }));
  put(record('b'));
  for (const id of ['a', 'b', 'c']) forget(`/p/${id}.spikeloom`);
  expect(read().map(({ id }) => id)).toEqual(['b']);
});

it('a file that cannot be read is put aside, one that cannot be written is said', () => {
  const said: string[] = [];
  const path = folder.path(fresh());
  writeFileSync(path, '{"no": "list"}');
  const { put, read } = createMakings(path, (message) => said.push(onCommandLine(message)));
  put(record('a'));
  expect(read()).toHaveLength(1);
  expect(readFileSync(`${path}.unreadable`, 'utf8')).toContain('no');
  createMakings(`${path}/makings.json`, (message) => said.push(onCommandLine(message))).put(record('b'));
  expect(said.at(-1)).toMatch(/cannot be written/);
});
