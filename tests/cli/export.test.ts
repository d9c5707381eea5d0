/** `spikeloom export` as a user runs it: its answer, wrong options, and what Ctrl-C and a kill leave. */
import { mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import { isAlive } from '../../src-main/runtime/is-alive.ts';
import type { ExportResult } from '../../src-main/services/export/export-project.ts';
import type { PlansPreview } from '../../src-main/services/export/preview-plans.ts';
import { golden, json, type Running, spikeloom, start, temporaryFolder } from './support/spikeloom.ts';

const folder = temporaryFolder();
const NET = 'resnet-mt-differential';
const PROJECT = join(folder, 'p.spikeloom');

beforeAll(async () => {
  await json(
    'convert',
    golden(NET, 'model.onnx'),
    '--calibration',
    golden(NET, 'calibration.npy'),
    '--steps',
    '3',
    '--coding',
    'rate',
    '--out',
    PROJECT,
  );
});

function outputFolder(name: string): string {
  const path = join(folder, name);
  mkdirSync(path);
  return path;
}

it('writes a package and says how it was checked', async () => {
  const out = join(outputFolder('made'), 'package');
  const { path, manifest } = await json<ExportResult>('export', PROJECT, '--format', 'onnx', '--out', out, '--name', 'digits');
  expect([path, manifest.name, manifest.steps, manifest.grade]).toEqual([out, 'digits', 3, 'exact']);
  const { status, stdout } = await spikeloom(
    'export',
    PROJECT,
    '--format',
    'onnx-unrolled',
    '--out',
    out,
    '--force',
    '--batch',
    '1',
  );
  expect(status).toBe(0);
  expect(stdout).toMatch(/^Package +\S+\/package, .* 6 files$/m);
  expect(stdout).toMatch(/^Check +exact: no difference from the reference engine$/m);
});

it('previews without a folder what a format cannot hold, and writes nothing', async () => {
  const before = readdirSync(folder);
  const { status, stdout } = await spikeloom('export', PROJECT, '--format', 'nir', '--preview');
  expect(status).toBe(0);
  expect(stdout).toMatch(/^Layer +Obstacles +With --adapt-plan$/m);
  expect(stdout).toMatch(/^\S+ +.*multi-threshold neurons.* +(removed|stay)$/m);
  expect(stdout).toMatch(/^Adapted plan +steps 3, coding rate, neuron if/m);
  const { own } = await json<PlansPreview>('export', PROJECT, '--format', 'onnx', '--preview', '--name', 'net');
  expect(own).toMatchObject({ obstacles: [], reader: null, plan: { steps: 3 } });
  expect(readdirSync(folder)).toEqual(before);
});

it('needs a folder unless it previews, and previews no capsule', async () => {
  const without = await spikeloom('export', PROJECT, '--format', 'onnx');
  expect([without.status, without.stderr]).toEqual([2, expect.stringContaining('--out DIR')]);
  const capsule = await spikeloom('export', PROJECT, '--format', 'capsule', '--preview');
  expect([capsule.status, capsule.stderr]).toEqual([2, expect.stringContaining('--preview is not for the format capsule')]);
});

it.each([
  [['--steps', '0'], '--steps'],
  [['--batch', 'two'], 'dynamic'],
  [['--name', '1st'], 'C identifier'],
  [['--format', 'tflite'], 'onnx-unrolled'],
])('refuses %s', async (args, says) => {
  const out = join(folder, 'refused');
  const format = args.includes('--format') ? [] : ['--format', 'onnx'];
  const { status, stderr } = await spikeloom('export', PROJECT, ...format, '--out', out, ...args);
  expect(status).toBe(2);
  expect(stderr).toMatch(/^spikeloom: [^\n]+\n$/);
  expect(stderr).toContain(says);
});

describe('an export that is interrupted', () => {
  /** Many steps on the reference engine: it will not be done before it is interrupted. */
  const long = (out: string): string[] => [
    'export',
    PROJECT,
    '--format',
    'onnx',
    '--steps',
    '200',
    '--out',
    join(out, 'package'),
  ];

  /** Waits until the model is written, into a temporary folder. */
  async function atWork(out: string, { process: child, finished }: Running): Promise<void> {
    while (readdirSync(out).length === 0) {
      if (child.exitCode !== null) throw new Error((await finished).stderr);
      await sleep(20);
    }
    await sleep(300);
  }

  it('leaves nothing after Ctrl-C', async () => {
    const out = outputFolder('cancelled');
    const running = start(long(out));
    await atWork(out, running);
    running.process.kill('SIGINT');
    const { status, stderr } = await running.finished;
    expect([status, stderr]).toEqual([130, 'spikeloom: cancelled\n']);
    expect(readdirSync(out)).toEqual([]);
  });

  it('leaves a hidden folder after a kill, which the next export removes', async () => {
    const out = outputFolder('killed');
    const running = start(long(out));
    await atWork(out, running);
    running.process.kill('SIGKILL');
    await running.finished;
    // The job ends itself after its parent, on a busy machine some seconds later.
    const jobs = readdirSync(out).map((name) => Number(/^\..*\.(\d+)\.spikeloom-tmp$/.exec(name)![1]));
    await vi.waitFor(() => expect(jobs.filter(isAlive)).toEqual([]), { timeout: 60_000, interval: 50 });
    expect(readdirSync(out).every((name) => name.endsWith('.spikeloom-tmp'))).toBe(true);
    await json('export', PROJECT, '--format', 'onnx', '--out', join(out, 'package'));
    expect(readdirSync(out)).toEqual(['package']);
  });
});
