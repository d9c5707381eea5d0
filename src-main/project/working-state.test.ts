/** What the window keeps in a project: journal of the working plan, settings, derived calibrations; and the ends of what was killed. */
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { outlineOf } from '../../src-shared/results/index.ts';
import { sampleReport } from '../../tests/fixtures/sample-report.ts';
import { createProject, openProject, type Project } from './index.ts';
import { migrate } from './migrate.ts';
import { MIGRATIONS } from './schema.ts';

const AT = '2025-01-01T00:00:00Z';
const END = '2025-01-02T00:00:00Z';
const MODEL = { sha256: 'a'.repeat(64), path: '/models/net.onnx', size: 1000, at: AT };

let folder: string;
let path: string;
let project: Project;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'spikeloom-project-'));
  path = join(folder, 'p.spikeloom');
  createProject(path, (made) =>
    made.savePlan({ model: made.saveModel(MODEL), message: 'converted', json: '{"version":1}', at: AT }),
  );
  project = openProject(path);
});
afterEach(() => {
  project.close();
  rmSync(folder, { recursive: true });
});

/** The whole journal of a project; undefined before it is started. */
const journalOf = (of: Project) => {
  const head = of.journalStart();
  return head && { ...head, entries: of.journalEntries(0, 1000) };
};

const reopen = (): void => {
  project.close();
  project = openProject(path);
};

describe('the journal of the working plan', () => {
  const head = (revision: number) => ({ start: 1, version: 1, revision });
  const entries = () => journalOf(project)!.entries.map(({ transaction, undone }) => (undone ? `(${transaction})` : transaction));

  it('is read in parts', () => {
    project.startJournal(head(0));
    for (const [index, name] of ['a', 'b', 'c'].entries()) project.journalCommit(name, head(index + 1));
    project.journalUndo(head(4));
    expect(project.journalEntries(0, 2).map(({ transaction }) => transaction)).toEqual(['a', 'b']);
    expect(project.journalEntries(2, 2)).toEqual([{ transaction: 'c', undone: true }]);
    expect(project.journalEntries(3, 2)).toEqual([]);
  });

  it('is not there before it is started', () => {
    expect(journalOf(project)).toBeUndefined();
    project.startJournal(head(0));
    expect(journalOf(project)).toEqual({ ...head(0), entries: [] });
  });

  it('keeps what is done and what was taken back, in order, over reopening', () => {
    project.startJournal(head(0));
    ['a', 'b', 'c', 'd'].forEach((name, index) => project.journalCommit(name, head(index + 1)));
    project.journalUndo(head(5));
    project.journalUndo(head(6));
    reopen();
    expect(entries()).toEqual(['a', 'b', '(c)', '(d)']);
    project.journalRedo(head(7));
    reopen();
    expect(entries()).toEqual(['a', 'b', 'c', '(d)']);
    expect(journalOf(project)).toMatchObject(head(7));
    project.journalCommit('e', { start: 1, version: 2, revision: 8 });
    reopen();
    expect(entries()).toEqual(['a', 'b', 'c', 'e']);
    expect(journalOf(project)).toMatchObject({ version: 2, revision: 8 });
  });

  it('starts anew', () => {
    project.startJournal(head(0));
    project.journalCommit('a', head(1));
    project.startJournal(head(2));
    expect(journalOf(project)).toEqual({ ...head(2), entries: [] });
  });

  it('is not written where the project can only be read', () => {
    project.startJournal(head(0));
    using reader = openProject(path, { readOnly: true });
    expect(() => reader.journalCommit('a', head(1))).toThrow(expect.objectContaining({ code: 'project.read-only' }));
    expect(journalOf(reader)).toEqual({ ...head(0), entries: [] });
  });
});

it('remembers settings by name', () => {
  expect(project.setting('layout')).toBeUndefined();
  project.writeSetting('layout', { panels: [1, 2] });
  project.writeSetting('dataset', 'images');
  project.writeSetting('layout', null);
  reopen();
  expect(project.setting('layout')).toBeNull();
  expect(project.setting('dataset')).toBe('images');
});

describe('derived calibrations', () => {
  const array = (...values: number[]) => ({ shape: [values.length], values: Float64Array.from(values) });
  const base = { plan: 1, source: 'images', samples: 500, batch: 100, at: AT };
  const layer = (name: string, threshold: number, statistics = {}) => ({
    layer: name,
    level: 'channel' as const,
    thresholds: array(threshold),
    statistics,
    unsolved: [],
    silent: [],
  });

  it('read the statistics of the one they were derived from', () => {
    const first = project.saveCalibration({
      ...base,
      layers: [layer('a', 1, { mean: array(7) }), layer('b', 2, { mean: array(8) })],
    });
    const second = project.saveCalibration({ ...base, base: first, layers: [layer('a', 3), layer('b', 4)] });
    expect(project.latestCalibration()).toMatchObject({ id: second, base: first, samples: 500 });
    expect(project.latestCalibration()!.layers.map(({ thresholds, statistics }) => [thresholds.values[0], statistics])).toEqual([
      [3, { mean: array(7) }],
      [4, { mean: array(8) }],
    ]);
    const head = project.latestCalibrationHead()!;
    expect(head).toEqual({
      id: second,
      base: first,
      plan: 1,
      source: 'images',
      samples: 500,
      batch: 100,
      defaults: 2,
      created: AT,
    });
    expect(project.calibrationHead(first)).toMatchObject({ id: first, base: null });
    const { thresholds, statistics: _, ...rest } = layer('b', 4);
    expect(project.calibrationLayer(head, 'b')).toEqual(rest);
    expect(project.calibrationArray(head, 'b', 'thresholds')).toEqual(thresholds);
    expect(project.calibrationArray(head, 'b', 'mean')).toEqual(array(8));
    expect(project.calibrationArray(head, 'b', 'variance')).toBeUndefined();
    expect(project.calibrationLayer(head, 'c')).toBeUndefined();
  });

  it('must name one that is there', () => {
    expect(() => project.saveCalibration({ ...base, base: 99, layers: [] })).toThrow(/FOREIGN KEY/);
  });
});

describe('runs', () => {
  const work = { plan: 1, engine: 'cpu', dataset: 'images', settings: { samples: 1000 } };

  it('are listed in brief, with what they reached', () => {
    const run = project.startRun({ ...work, at: AT });
    const report = sampleReport();
    project.finishRun(run, report, END);
    const second = project.startRun({ ...work, settings: {}, at: AT });
    for (const position of [0, 1]) project.addRunBatch(second, { position, samples: 30, result: {} });
    expect(project.labelRun(second, { name: 'half', note: 'of it', tags: ['a', 'b'] })).toBe(true);
    expect(project.labelRun(99, { name: '', note: '', tags: [] })).toBe(false);
    expect(project.runBriefs()).toEqual([
      {
        id: run,
        name: '',
        note: '',
        tags: [],
        plan: 1,
        engine: 'cpu',
        dataset: 'images',
        settings: { samples: 1000 },
        samples: 1000,
        kept: 0,
        state: 'done',
        error: null,
        created: AT,
        outline: outlineOf(report),
      },
      {
        id: 2,
        name: 'half',
        note: 'of it',
        tags: ['a', 'b'],
        plan: 1,
        engine: 'cpu',
        dataset: 'images',
        settings: {},
        samples: null,
        kept: 60,
        state: 'running',
        error: null,
        created: AT,
        outline: null,
      },
    ]);
  });

  it('are removed with all that is stored of them, unless they are going on', () => {
    const [gone, going] = [project.startRun({ ...work, at: AT }), project.startRun({ ...work, settings: {}, at: AT })];
    for (const id of [gone, going]) project.addRunBatch(id, { position: 0, samples: 1, result: {}, records: 'AAAA' });
    project.finishRun(gone, sampleReport(), END);
    project.removeRuns([gone, going, 99]);
    expect(project.runBriefs().map(({ id }) => id)).toEqual([going]);
    expect([project.runBatches(gone).length, project.runRecords(gone, 0, 9).length]).toEqual([0, 0]);
    expect([project.runBatches(going).length, project.runRecords(going, 0, 9).length]).toEqual([1, 1]);
  });

  it('of a process that was killed are ended, and can be taken up', () => {
    const done = project.startRun({ ...work, at: AT });
    project.finishRun(done, sampleReport(), AT);
    const killed = project.startRun({ ...work, at: AT });
    project.endInterruptedRuns({ state: 'failed', error: 'killed', at: END });
    expect(project.run(done)?.state).toBe('done');
    expect(project.run(killed)).toMatchObject({ state: 'failed', error: 'killed', finished: END });
    expect(project.unfinishedRun(work)?.id).toBe(killed);
  });
});

describe('a process that the writer has started', () => {
  /** Runs code in a child of this process; what it printed. */
  const child = (code: string): Promise<string> =>
    new Promise((resolve, reject) => {
      const source = `import { openProject } from ${JSON.stringify(new URL('./index.ts', import.meta.url).href)};\n${code}`;
      const started = spawn(process.execPath, ['--input-type=module-typescript', '-e', source], {
        stdio: ['ignore', 'pipe', 'inherit'],
      });
      let text = '';
      started.stdout.on('data', (part: Buffer) => (text += part.toString()));
      started.once('error', reject);
      started.once('close', () => resolve(text.trim()));
    });

  it('may write, too, while its parent has the project open', async () => {
    const open = `openProject(${JSON.stringify(path)}, { writer: process.ppid })`;
    expect(await child(`const project = ${open}; project.writeSetting('from', 'child'); console.log(project.readOnly);`)).toBe(
      'undefined',
    );
    expect(project.setting('from')).toBe('child');
    project.writeSetting('from', 'parent');
  });

  it('may not where somebody else is its parent', async () => {
    const code = `const project = openProject(${JSON.stringify(path)}, { writer: 1 });
      try { project.writeSetting('from', 'stranger'); } catch (error) { console.log(error.code, project.readOnly); }`;
    expect(await child(code)).toBe('project.read-only the program that had it open has ended');
    expect(project.setting('from')).toBeUndefined();
  });
});

it('a file of version 1 gets a journal and keeps everything else', () => {
  const old = join(folder, 'old.spikeloom');
  const db = new Database(old);
  migrate(db, MIGRATIONS.slice(0, 1));
  db.exec(`INSERT INTO models VALUES (1, 'a', 'net.onnx', 1, NULL, NULL, '${AT}');
           INSERT INTO plans VALUES (5, 1, NULL, 'first', '{"version":1}', '${AT}');
           INSERT INTO calibrations VALUES (3, 5, 'images', 10, 5, '${AT}');
           INSERT INTO calibration_layers VALUES (3, 0, 'a', 'layer', '[]', '[]');
           INSERT INTO calibration_arrays VALUES (3, 'a', 'thresholds', '[1]', x'000000000000f03f');
           INSERT INTO runs VALUES (2, 5, 3, 'cpu', 'images', '{"samples":10}', 'cancelled', NULL, NULL, '${AT}', '${AT}');`);
  db.close();
  using opened = openProject(old);
  expect(opened.readOnly).toBeUndefined();
  expect(journalOf(opened)).toBeUndefined();
  opened.startJournal({ start: 5, version: 5, revision: 0 });
  expect(opened.plans()).toEqual([{ id: 5, model: 1, parent: null, message: 'first', json: '{"version":1}', created: AT }]);
  expect(opened.latestCalibration()).toMatchObject({
    id: 3,
    plan: 5,
    base: null,
    layers: [{ layer: 'a', thresholds: { values: Float64Array.of(1) } }],
  });
  expect(opened.runBriefs()).toMatchObject([{ id: 2, state: 'cancelled', samples: 10 }]);
});
