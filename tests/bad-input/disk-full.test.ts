/**
 * A disk without space: a small one is mounted (which only root can) and filled up. Every command that writes ends with
 * status 2 and one line, leaves nothing new on the disk, and a project that was there stays whole.
 */
import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { convertModel } from '../../src-main/services/model/convert-model.ts';
import { exportProject } from '../../src-main/services/export/export-project.ts';
import { evaluateProject } from '../../src-main/services/run/evaluate-project.ts';
import { simulateModel } from '../../src-main/services/run/simulate-model.ts';
import { tuneProject } from '../../src-main/services/tune/tune-project.ts';
import { exitStatus, SpikeloomError } from '../../src-shared/errors/index.ts';
import { classifier, samples } from '../support/classifier.ts';
import { contentsOf } from './table.ts';

const folder = mkdtempSync(join(tmpdir(), 'spikeloom-disk-'));
const disk = join(folder, 'disk');
const at = (name: string): string => join(folder, name);
const CONTEXT = { signal: new AbortController().signal };

/** Mounts the disk; why it cannot be, where it cannot. */
function mountError(): string | undefined {
  mkdirSync(disk);
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=1m', 'spikeloom-test', disk], { stdio: 'pipe' });
    return undefined;
  } catch (error) {
    return String(error).trim().split('\n').at(-1)!;
  }
}

const reason = process.platform === 'linux' ? mountError() : 'it is mounted on Linux only';
afterAll(() => {
  if (reason === undefined) execFileSync('umount', [disk]);
  rmSync(folder, { recursive: true, force: true });
});

/** Leaves `bytes` free on the disk. */
function fill(bytes: number): void {
  rmSync(join(disk, 'filler'), { force: true });
  const free = Number(
    execFileSync('stat', ['-f', '-c', '%a * %S', disk], { encoding: 'utf8' })
      .split(' * ')
      .reduce((a, b) => a * Number(b), 1),
  );
  writeFileSync(join(disk, 'filler'), Buffer.alloc(Math.max(0, free - bytes), 1));
}

const engine = 'reference' as const;
const calibration = { source: at('samples.npy'), batch: 32 };
const convert = (out: string) =>
  convertModel({ model: at('model.onnx'), out, engine, plan: { options: { steps: 4 } }, calibration }, CONTEXT);

/** What a command ends with while the disk is full. */
async function refusal(work: Promise<unknown>): Promise<SpikeloomError> {
  const error = await work.then(
    () => 'it went well',
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof SpikeloomError)) throw error;
  expect(error.message).toMatch(/^[^\n]+$/);
  expect([error.code, exitStatus(error)], error.message).toEqual(['output.unwritable', 2]);
  expect(error.message).toContain(disk);
  expect(error.message).toMatch(/space|full/);
  return error;
}

describe.skipIf(reason !== undefined)(`a full disk${reason === undefined ? '' : ` (skipped: ${reason})`}`, () => {
  beforeAll(async () => {
    writeFileSync(at('model.onnx'), classifier());
    writeFileSync(at('samples.npy'), samples(400));
    await convert(join(disk, 'p.spikeloom'));
  });

  it.each([0, 60_000])('stops convert, %i bytes from full', async (bytes) => {
    fill(bytes);
    const before = contentsOf(disk);
    await refusal(convert(join(disk, 'new.spikeloom')));
    expect(contentsOf(disk)).toEqual(before);
  });

  it.each([0, 30_000])('stops simulate, %i bytes from full', async (bytes) => {
    fill(bytes);
    const before = contentsOf(disk);
    const request = { model: at('model.onnx'), engine, plan: { options: { steps: 4 } }, calibration, inputs: at('samples.npy') };
    await refusal(simulateModel({ ...request, out: join(disk, 'results'), batch: 50 }, CONTEXT));
    expect(contentsOf(disk)).toEqual(before);
  });

  // A project on another disk, so that only the package finds no room.
  it.each([0, 12_000, 40_000])('stops export, %i bytes from full', async (bytes) => {
    await convert(at(`p-${bytes}.spikeloom`));
    fill(bytes);
    const before = contentsOf(disk);
    const request = { project: at(`p-${bytes}.spikeloom`), format: 'onnx-unrolled', out: join(disk, 'package'), steps: 32 };
    await refusal(exportProject(request, CONTEXT));
    expect(contentsOf(disk)).toEqual(before);
    await refusal(exportProject({ ...request, zip: true }, CONTEXT));
    expect(contentsOf(disk)).toEqual(before);
  });

  it.each([0, 40_000])('stops evaluate, %i bytes from full, which goes on when there is space', async (bytes) => {
    fill(bytes);
    const project = join(disk, 'p.spikeloom');
    const evaluate = () => evaluateProject({ project, dataset: at('samples.npy'), engine, batch: 2 }, CONTEXT);
    await refusal(evaluate());
    rmSync(join(disk, 'filler'));
    const db = new Database(project);
    expect(db.pragma('integrity_check', { simple: true })).toBe('ok');
    const { stored } = db.prepare('SELECT count(*) AS stored FROM run_batches').get() as { stored: number };
    db.close();
    const small = await evaluateProject({ project, dataset: `${at('samples.npy')}@0:20`, engine, batch: 10 }, CONTEXT);
    expect(small.report.settings.dataset.samples).toBe(20);
    expect(stored).toBeLessThan(200);
  });

  it.each([0, 40_000])('stops tune, %i bytes from full, which goes on where there is space', async (bytes) => {
    fill(bytes);
    const project = join(disk, 'p.spikeloom');
    const minimise = 'energy' as const;
    const request = {
      project,
      dataset: at('samples.npy'),
      engine,
      budgets: [],
      minimise,
      energyModel: 'paper-ratio',
      trials: 34,
      seed: 1,
    };
    await refusal(tuneProject(request, CONTEXT));
    rmSync(join(disk, 'filler'));
    const db = new Database(project);
    expect(db.pragma('integrity_check', { simple: true })).toBe('ok');
    const { stored } = db.prepare('SELECT count(*) AS stored FROM trials').get() as { stored: number };
    db.close();
    // The disk has no room for a whole search.
    const elsewhere = at(`tuned-${bytes}.spikeloom`);
    copyFileSync(project, elsewhere);
    expect((await tuneProject({ ...request, project: elsewhere }, CONTEXT)).resumed).toBe(stored);
  });
});
