/** Opening: killed writers, second openers, newer, foreign and damaged files; and making a project whole or not at all. */
import { spawn } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { SpikeloomError } from '../../src-shared/errors/index.ts';
import { createProject, openProject, type Project } from './index.ts';
import { APPLICATION_ID, MIGRATIONS } from './schema.ts';

const AT = '2025-01-01T00:00:00Z';
const fill = (project: Project): number =>
  project.savePlan({
    model: project.saveModel({
      sha256: 'a'.repeat(64),
      path: 'net.onnx',
      size: 3,
      packed: new Uint8Array(50_000).fill(7),
      at: AT,
    }),
    message: 'converted',
    json: '{"version":1}',
    at: AT,
  });

let folder: string;
let path: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'spikeloom-project-'));
  path = join(folder, 'p.spikeloom');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** What is in the folder, but for the empty lock file that opening leaves. */
const contents = (): string[] => readdirSync(folder).filter((name) => name !== '.p.spikeloom.lock');

/** The error's code, after checking that its message is one line and names the file. */
function codeOf(work: () => unknown): string {
  try {
    work();
  } catch (error) {
    if (!(error instanceof SpikeloomError)) throw error;
    expect(error.message).toContain(path);
    expect(error.message).not.toContain('\n');
    expect(error.at.file).toBe(path);
    return error.code;
  }
  return 'nothing thrown';
}

/** Starts a program on the project's functions and waits until it has printed `ready`. */
async function startProgram(code: string): Promise<{ kill(): Promise<void> }> {
  const source = `import { createProject, openProject } from ${JSON.stringify(new URL('./index.ts', import.meta.url).href)};\n${code}`;
  const child = spawn(process.execPath, ['--input-type=module-typescript', '-e', source], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  await new Promise<void>((resolve, reject) => {
    child.stdout.on('data', (text: Buffer) => text.toString().includes('ready') && resolve());
    child.once('exit', () => reject(new Error('the program ended before it was ready')));
  });
  return {
    kill: async () => {
      child.kill('SIGKILL');
      await ended;
    },
  };
}

describe('a killed program', () => {
  it('loses at most the unfinished batch, whenever it is killed', { timeout: 60_000 }, async () => {
    createProject(path, fill);
    let committed = 0;
    for (const delay of [0, 7, 23]) {
      const writer = await startProgram(`
        const project = openProject(${JSON.stringify(path)});
        const work = { plan: 1, engine: 'cpu', dataset: 'd', settings: {} };
        const run = project.unfinishedRun(work)?.id ?? project.startRun({ ...work, at: '${AT}' });
        for (let position = project.runBatches(run).length; ; position++) {
          project.addRunBatch(run, { position, samples: 100, result: { position, filler: 'x'.repeat(20_000) } });
          if (position % 10 === 9) process.stdout.write('ready');
        }`);
      await new Promise((resolve) => setTimeout(resolve, delay));
      await writer.kill();
      // The lock died with its holder; opening checks the integrity of the whole file.
      using project = openProject(path);
      expect(project.readOnly).toBeUndefined();
      const batches = project.runBatches(1);
      expect(batches.length).toBeGreaterThanOrEqual(committed + 1);
      expect(batches.map(({ result }) => (result as { position: number }).position)).toEqual(batches.map((_, index) => index));
      committed = batches.length;
    }
  });

  it('leaves no half-made project under its name', { timeout: 60_000 }, async () => {
    const maker = await startProgram(`
      createProject(${JSON.stringify(path)}, (project) => {
        project.saveModel({ sha256: 'a', path: 'p', size: 1, at: '${AT}' });
        process.stdout.write('ready');
        for (;;);
      });`);
    await maker.kill();
    expect(readdirSync(folder)).not.toContain('p.spikeloom');
    expect(readdirSync(folder)).toContainEqual(expect.stringMatching(/^\.p\.spikeloom\.\d+\.tmp$/));
    createProject(path, fill);
    expect(contents()).toEqual(['p.spikeloom']);
    openProject(path).close();
    expect(contents()).toEqual(['p.spikeloom']);
  });
});

describe('a second program', () => {
  it('reads, with the reason, and writes when the first has closed', { timeout: 60_000 }, async () => {
    createProject(path, fill);
    const first = await startProgram(`
      const project = openProject(${JSON.stringify(path)});
      project.savePlan({ model: 1, message: 'by the first', json: '{}', at: '${AT}' });
      process.stdout.write('ready');
      setInterval(() => {}, 1000);`);
    const second = openProject(path);
    expect(second.readOnly).toBe('another program has it open');
    expect(second.latestPlan()?.message).toBe('by the first');
    expect(codeOf(() => second.startRun({ plan: 1, engine: 'cpu', dataset: 'd', settings: {}, at: AT }))).toBe(
      'project.read-only',
    );
    expect(codeOf(() => createProject(path, fill, { overwrite: true }))).toBe('project.read-only');
    second.close();
    await first.kill();
    using third = openProject(path);
    expect(third.readOnly).toBeUndefined();
  });

  it('is excluded in the same process too, and a reader excludes nobody', () => {
    createProject(path, fill);
    using reader = openProject(path, { readOnly: true });
    using first = openProject(path);
    using second = openProject(path);
    expect([reader.readOnly, first.readOnly, second.readOnly]).toEqual([
      'it was opened for reading only',
      undefined,
      'another program has it open',
    ]);
  });
});

describe('files that are no whole project', () => {
  it('refuses a newer one unchanged', () => {
    createProject(path, fill);
    const db = new Database(path);
    db.pragma('user_version = 99');
    db.pragma('journal_mode = DELETE');
    db.close();
    const before = readFileSync(path);
    expect(codeOf(() => openProject(path))).toBe('project.newer');
    expect(readFileSync(path).equals(before)).toBe(true);
    expect(contents()).toEqual(['p.spikeloom']);
  });

  it('refuses what is something else', () => {
    expect(codeOf(() => openProject(path))).toBe('project.missing');
    writeFileSync(path, '');
    expect(codeOf(() => openProject(path))).toBe('project.not-a-project');
    writeFileSync(path, 'not a database at all, but long enough to be one. '.repeat(100));
    expect(codeOf(() => openProject(path))).toBe('project.not-a-project');
    rmSync(path);
    const foreign = new Database(path);
    foreign.exec('CREATE TABLE plans (id)');
    foreign.close();
    expect(codeOf(() => openProject(path))).toBe('project.not-a-project');
    rmSync(path);
    mkdirSync(path);
    expect(codeOf(() => openProject(path))).toBe('project.not-a-project');
  });

  it('says that a truncated or overwritten one is damaged', () => {
    createProject(path, fill);
    const whole = readFileSync(path);
    for (const length of [whole.length - 1, whole.length - 4096, whole.length >> 1, 5000, 4096, 200, 100]) {
      writeFileSync(path, whole);
      truncateSync(path, length);
      expect([length, codeOf(() => openProject(path))]).toEqual([length, 'project.damaged']);
    }
    const holed = Buffer.from(whole);
    holed.fill(0xa5, 4096, 8192);
    writeFileSync(path, holed);
    expect(codeOf(() => openProject(path))).toBe('project.damaged');
  });
});

describe('making a project', () => {
  it('leaves nothing when filling it fails', () => {
    expect(() =>
      createProject(path, (project) => {
        fill(project);
        throw new Error('calibration failed');
      }),
    ).toThrow('calibration failed');
    expect(contents()).toEqual([]);
  });

  it('replaces a project only when asked to, and never anything else', () => {
    createProject(path, fill);
    expect(codeOf(() => createProject(path, fill))).toBe('output.unwritable');
    createProject(path, (project) => project.saveModel({ sha256: 'b', path: 'other', size: 1, at: AT }), { overwrite: true });
    using project = openProject(path);
    expect(project.models().map(({ sha256 }) => sha256)).toEqual(['b']);
    project.close();
    writeFileSync(path, 'precious');
    expect(codeOf(() => createProject(path, fill, { overwrite: true }))).toBe('output.unwritable');
    expect(readFileSync(path, 'utf8')).toBe('precious');
  });

  it('does not take a killed program’s log for that of the new project', async () => {
    createProject(path, fill);
    const writer = await startProgram(`
      const project = openProject(${JSON.stringify(path)});
      project.savePlan({ model: 1, message: 'in the log only', json: '{}', at: '${AT}' });
      process.stdout.write('ready');
      // Kept in use: one that nothing refers to is closed by the garbage collector, and its log with it.
      setInterval(() => project.path, 1000);`);
    await writer.kill();
    expect(readdirSync(folder)).toContain('p.spikeloom-wal');
    createProject(path, fill, { overwrite: true });
    using project = openProject(path);
    expect(project.plans().map(({ message }) => message)).toEqual(['converted']);
  });

  it('says where it cannot write', () => {
    path = join(folder, 'missing', 'p.spikeloom');
    expect(codeOf(() => createProject(path, fill))).toBe('output.unwritable');
    writeFileSync(join(folder, 'file'), '');
    path = join(folder, 'file', 'p.spikeloom');
    expect(codeOf(() => createProject(path, fill))).toBe('output.unwritable');
  });
});

/** As a user whom folder permissions bind (they do not bind root). */
function asOrdinaryUser(work: () => void): void {
  const root = process.geteuid?.() === 0;
  if (root) process.seteuid!(65_534);
  try {
    work();
  } finally {
    if (root) process.seteuid!(0);
  }
}

describe.skipIf(process.platform === 'win32')('a folder that cannot be written', () => {
  it('opens for reading also where someone else once locked the project', () => {
    createProject(path, fill);
    openProject(path).close();
    chmodSync(folder, 0o555);
    asOrdinaryUser(() => {
      using project = openProject(path);
      expect(project.readOnly).toBe('its folder cannot be written');
      expect(project.latestPlan()?.message).toBe('converted');
    });
    chmodSync(folder, 0o755);
  });

  it('opens for reading, with the reason, and takes no new project', () => {
    createProject(path, fill);
    chmodSync(folder, 0o555);
    asOrdinaryUser(() => {
      using project = openProject(path);
      expect(project.readOnly).toBe('its folder cannot be written');
      expect(project.latestPlan()?.message).toBe('converted');
      expect(codeOf(() => project.saveModel({ sha256: 'c', path: '', size: 0, at: AT }))).toBe('project.read-only');
      path = join(folder, 'q.spikeloom');
      expect(codeOf(() => createProject(path, fill))).toBe('output.unwritable');
    });
    chmodSync(folder, 0o755);
    expect(contents()).toEqual(['p.spikeloom']);
  });
});

it('is a SQLite database with a write-ahead log under Spikeloom’s application id', () => {
  createProject(path, fill);
  const db = new Database(path);
  expect(db.pragma('application_id', { simple: true })).toBe(APPLICATION_ID);
  expect(db.pragma('journal_mode', { simple: true })).toBe('wal');
  expect(db.pragma('user_version', { simple: true })).toBe(MIGRATIONS.length);
  db.close();
});
