/** Cancelled and killed commands: status 130 within a second, nothing half-written, and an evaluation that goes on where it stopped. */
import { existsSync, mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import Database from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import { resumptionText } from '../../src-main/cli/resumption-text.ts';
import { plainNotes } from '../../src-shared/message/index.ts';
import type { RunReport } from '../../src-shared/results/index.ts';
import { golden, json, ROOT, type Running, spikeloom, start, temporaryFolder } from './support/spikeloom.ts';

const folder = temporaryFolder();
const NET = 'resnet-mt-differential';
const MODEL = golden(NET, 'model.onnx');
const CALIBRATION = ['--calibration', golden(NET, 'calibration.npy')];
const INPUTS = golden(NET, 'inputs.npy');

/** A folder for a command's output. */
function outputFolder(name: string): string {
  const path = join(folder, name);
  mkdirSync(path);
  return path;
}

/** Many steps on the slow engine: it will not be done before it is interrupted. */
const long = (out: string): string[] => [
  'simulate',
  MODEL,
  '--inputs',
  INPUTS,
  ...CALIBRATION,
  '--engine',
  'reference',
  '--steps',
  '200',
  '--out',
  out,
];

/** Waits until a command is at work. */
async function atWork({ process: child, finished }: Running): Promise<void> {
  const early = await Promise.race([finished, sleep(3000)]);
  if (early) throw new Error(`ended before it was interrupted: ${early.stderr}`);
  expect(child.exitCode).toBeNull();
}

describe.concurrent('Ctrl-C', () => {
  it('ends simulate in the middle of a long computation', async () => {
    const out = outputFolder('cancelled');
    const running = start(long(join(out, 'results')));
    await atWork(running);
    running.process.kill('SIGINT');
    const { status, stderr } = await running.finished;
    expect([status, stderr]).toEqual([130, 'spikeloom: cancelled\n']);
    expect(readdirSync(out)).toEqual([]);
  });

  it('ends convert', async () => {
    const out = outputFolder('cancelled-conversion');
    const example = (path: string): string => join(ROOT, 'resources', 'examples', path);
    const source = ['--calibration', example('cifar10/calibration'), '--engine', 'reference'];
    const running = start(['convert', example('resnet20-cifar10.onnx'), ...source, '--out', join(out, 'p.spikeloom')]);
    await atWork(running);
    running.process.kill('SIGINT');
    const { status } = await running.finished;
    expect(status).toBe(130);
    expect(readdirSync(out)).toEqual([]);
  });
});

describe('a kill', () => {
  it('leaves nothing of simulate', async () => {
    const out = outputFolder('killed');
    const running = start(long(join(out, 'results')));
    await atWork(running);
    running.process.kill('SIGKILL');
    expect((await running.finished).signal).toBe('SIGKILL');
    await sleep(1000);
    expect(readdirSync(out)).toEqual([]);
  });
});

// Killed evaluations: tests/fuzz/kills.ts.
describe('Ctrl-C in evaluate', () => {
  it('keeps what was finished; the next one goes on and ends with the same numbers', async () => {
    const project = join(outputFolder('resumed'), 'p.spikeloom');
    await json('convert', MODEL, ...CALIBRATION, '--steps', '2', '--out', project);
    const args = ['evaluate', project, '--dataset', `${INPUTS}@0:16`, '--batch', '2', '--engine', 'reference'];
    const running = start(args);
    while (batchesIn(project) === 0) {
      if (running.process.exitCode !== null) throw new Error((await running.finished).stderr);
      await sleep(30);
    }
    running.process.kill('SIGINT');
    expect((await running.finished).status).toBe(130);
    const kept = batchesIn(project);
    expect(kept).toBeLessThan(8);
    const { status, stdout } = await spikeloom(...args);
    expect(status).toBe(0);
    expect(stdout).toContain(resumptionText(kept));
    const resumed = reportOf(project, 1);
    // The overview is made from the report when it is printed.
    const { timing: _, overview: __, ...fresh } = await json<RunReport & { readonly overview: unknown }>(...args);
    expect(plainNotes(resumed)).toEqual(fresh);
  });
});

/** Batches that runs of a project have stored so far. */
function batchesIn(project: string): number {
  const db = new Database(project, { readonly: true });
  try {
    return (db.prepare('SELECT count(*) AS n FROM run_batches').get() as { n: number }).n;
  } finally {
    db.close();
  }
}

function reportOf(project: string, run: number): Omit<RunReport, 'timing'> {
  expect(existsSync(project)).toBe(true);
  const db = new Database(project, { readonly: true });
  try {
    const { report } = db.prepare('SELECT report FROM run_reports WHERE run_id = ?').get(run) as { report: string };
    const { timing: _, ...lasting } = JSON.parse(report) as RunReport;
    return lasting;
  } finally {
    db.close();
  }
}
