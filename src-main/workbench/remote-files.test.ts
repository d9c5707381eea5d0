/**
 * A project from a stranger names its model and its samples on another computer. Spikeloom must not look for them before the user
 * has allowed it. In this test the paths are files in the project's folder whose names look like remote paths to a process that
 * believes it runs on Windows.
 */
import { copyFileSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it, vi } from 'vitest';
import { classifier, samples, withWeight } from '../../tests/support/classifier.ts';
import { randomTensor } from '../../tests/support/onnx-graph.ts';
import { onPlatform } from '../../tests/support/platform.ts';
import type { CallName, RequestOf, ResponseOf, ToWindow } from '../../src-shared/contract/index.ts';
import { onCommandLine } from '../../src-shared/message/index.ts';
import { convertModel } from '../services/model/convert-model.ts';
import { createWorkbench, type Workbench } from './index.ts';

const folder = mkdtempSync(join(tmpdir(), 'spikeloom-remote-'));
const at = (name: string): string => join(folder, name);
const path = at('p.spikeloom');
const MODEL = '\\\\far\\share\\model.onnx';
const SAMPLES = '\\\\other\\share\\x.npy';
const LABELS = '\\\\labels\\share\\y.npy';
let before: string;
let workbench: Workbench;

beforeAll(async () => {
  before = process.cwd();
  process.chdir(folder);
  writeFileSync('model.onnx', classifier());
  writeFileSync(SAMPLES, samples(10));
  const calibration = { source: SAMPLES, batch: 10 };
  const request = { model: at('model.onnx'), out: path, engine: 'reference', calibration } as const;
  await convertModel(
    { ...request, plan: { options: {} }, dataset: `${SAMPLES}#${LABELS}` },
    { signal: new AbortController().signal },
  );
  // A window opened the project earlier, when no permission was needed, so the project remembers the contents of its model.
  const { call, close } = open();
  await call('project.open', { path });
  await close();
  renameSync('model.onnx', MODEL);
  using db = closing(new Database(path));
  db.prepare('UPDATE models SET path = ?').run(MODEL);
});
afterAll(() => {
  process.chdir(before);
  rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
});

const closing = (db: Database.Database) => Object.assign(db, { [Symbol.dispose]: () => void db.close() });

beforeEach(() => {
  vi.resetModules();
  onPlatform('win32');
});
afterEach(() => onPlatform());

/** A host and one of its windows. */
function open(make = createWorkbench) {
  workbench = make({ userFolder: at('user'), host: 'browser', version: '1.2.3', runtime: 'test' });
  const events: { readonly name: string; readonly data: unknown }[] = [];
  const waiting = new Map<number, (message: ToWindow) => void>();
  const connection = workbench.connect((message) => {
    if (message.kind === 'event') events.push(message);
    else waiting.get(message.id)?.(message);
  });
  const call = <N extends CallName>(name: N, request: RequestOf<N>): Promise<ResponseOf<N>> =>
    new Promise((resolve, reject) => {
      const id = waiting.size + 1;
      waiting.set(id, (message) => {
        if (message.kind === 'done') resolve(message.response as ResponseOf<N>);
        else if (message.kind === 'failed') reject(Object.assign(new Error(onCommandLine(message.error.message)), message.error));
      });
      connection.receive({ kind: 'call', id, name, request });
    });
  const told = (name: string): unknown[] => events.filter((one) => one.name === name).map(({ data }) => data);
  return { call, told, close: () => workbench.close() };
}

/** A restarted host, in which only permanent permissions remain. */
const restarted = async () => open((await import('./index.ts')).createWorkbench);

const ASKED = [
  { kind: 'model', file: MODEL, server: '\\\\far' },
  { kind: 'samples', file: SAMPLES, server: '\\\\other' },
  { kind: 'samples', file: LABELS, server: '\\\\labels' },
];

it('is asked about, not looked for, and looked for once it is allowed', async () => {
  const { call, told, close } = await restarted();
  const view = await call('project.open', { path });
  expect(view.remote).toEqual(ASKED);
  expect(onCommandLine(view.model.missing!)).toContain('is on another computer');

  const preview = { project: path, model: view.model.file, source: SAMPLES, count: 1 };
  await expect(call('samples.preview', preview)).rejects.toMatchObject({ code: 'project.missing' });
  await call('server.allow', { server: '\\\\far', always: false });
  expect(told('remote.changed')).toEqual([{ path, remote: ASKED.slice(1) }]);
  expect(told('model.changed')).toMatchObject([{ missing: null }]);

  // The model is found now. The samples and their labels need permission one by one.
  await expect(call('samples.preview', preview)).rejects.toMatchObject({ code: 'files.remote', at: { file: SAMPLES } });
  await call('server.allow', { server: '\\\\other', always: false });
  const labelled = { ...preview, source: `${SAMPLES}#${LABELS}` };
  await expect(call('samples.preview', labelled)).rejects.toMatchObject({ code: 'files.remote', at: { file: LABELS } });
  expect(told('remote.changed').at(-1)).toEqual({ path, remote: ASKED.slice(2) });
  await close();
});

it('is asked about again after a restart, where it was not allowed for good', async () => {
  const first = await restarted();
  expect((await first.call('project.open', { path })).remote).toEqual(ASKED);
  await first.call('server.allow', { server: '\\\\far', always: true });
  await first.close();
  expect(JSON.parse(readFileSync(at('user/servers.json'), 'utf8'))).toEqual(['\\\\far']);
  vi.resetModules();
  const second = await restarted();
  expect(await second.call('project.open', { path })).toMatchObject({ remote: ASKED.slice(1), model: { missing: null } });
  await second.close();
});

it('has its model elsewhere where the user says so and it is the same model', async () => {
  rmSync(at('user/servers.json'), { force: true });
  const { call, told, close } = await restarted();
  expect((await call('project.open', { path })).remote).toEqual(ASKED);
  writeFileSync(at('other.onnx'), withWeight(randomTensor([12, 6], 7)));
  const other = call('model.locate', { path, file: at('other.onnx') });
  await expect(other).rejects.toMatchObject({ code: 'project.missing', message: expect.stringContaining('another SHA-256') });
  expect((await call('project.open', { path })).remote).toEqual(ASKED);
  copyFileSync(MODEL, at('copy.onnx'));
  await call('model.locate', { path, file: at('copy.onnx') });
  expect(told('model.changed').at(-1)).toMatchObject({ file: at('copy.onnx'), missing: null });
  expect(told('remote.changed').at(-1)).toEqual({ path, remote: ASKED.slice(1) });
  await close();
});

it.each([
  ['samples', SAMPLES, undefined, SAMPLES],
  ['labels', 'x.npy', LABELS, LABELS],
])('pictures of a run are refused before its %s are looked for', async (_, dataset, labels, file) => {
  const settings = { steps: 4, samples: 10, batch: 5, data: '', skipBad: false, ...(labels ? { labels } : {}) };
  {
    using db = closing(new Database(path));
    db.prepare(
      `INSERT INTO runs (plan_id, calibration_id, engine, dataset, settings, state, created)
       VALUES (1, 1, 'reference', ?, ?, 'cancelled', ?)`,
    ).run(dataset, JSON.stringify(settings), new Date().toISOString());
  }
  const { call, close } = await restarted();
  const id = (await call('project.open', { path })).runs.at(-1)!.id;
  const pictures = call('run.pictures', { path, id, samples: [0] });
  await expect(pictures).rejects.toMatchObject({ code: 'files.remote', at: { file } });
  await close();
});

it.each([
  ['run', { dataset: SAMPLES, samples: null, batch: 5 }],
  ['calibrate', { source: `${at('x.npy')}#${LABELS}`, batch: 5 }],
])('a job %s that the project remembers fails before it looks', async (kind, request) => {
  {
    using db = closing(new Database(path));
    const full = JSON.stringify({ version: 1, engine: 'reference', threads: null, ...request });
    db.prepare("INSERT INTO jobs (kind, request, state, created) VALUES (?, ?, 'running', ?)").run(
      kind,
      full,
      new Date().toISOString(),
    );
  }
  const { call, close } = await restarted();
  await call('project.open', { path });
  const [job] = (await call('job.list', {})).filter((one) => one.path === path).slice(-1);
  const again = await call('job.retry', { job: job!.id });
  await vi.waitFor(async () => {
    const ended = (await call('job.list', {})).find(({ id }) => id === again.job);
    expect(ended).toMatchObject({ state: 'failed', error: { code: 'files.remote' } });
  }, 20_000);
  await close();
});
