/** `spikeloom gpu`, and what the gpu engine answers where it cannot run: one sentence with what to do, never another engine. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { askedCases } from '../../src-gpu/self-test/cases.ts';
import { listAdapters } from '../../src-main/engines/gpu/adapters.ts';
import type { GpuReport } from '../../src-main/services/run/gpu-report.ts';
import { noAdapter } from '../support/gpu-adapter.ts';
import { golden, ROOT, spikeloom, start, temporaryFolder } from './support/spikeloom.ts';

const MODEL = 'resources/examples/resnet20-cifar10.onnx';
const SMALL = golden('mlp-if-rate', 'model.onnx');

describe.skipIf(noAdapter !== null)('the test of an adapter', () => {
  const user = temporaryFolder();
  const env = { ...process.env, SPIKELOOM_USER_FOLDER: user };
  const run = (...args: readonly string[]) => start(args, ROOT, { env }).finished;
  const notesOfBench = async (): Promise<string> => {
    const args = ['bench', SMALL, '--engine', 'gpu', '--gpu-adapter', 'software', '--batch', '1', '--steps', '2', '--json'];
    const { stdout, stderr } = await run(...args);
    expect(stderr).toBe('');
    return (JSON.parse(stdout) as { readonly notes: readonly unknown[] }).notes.map((note) => JSON.stringify(note)).join('\n');
  };

  it('holds every unit, a network and the arithmetic to what is right, and the notes of a run know it', {
    timeout: 300_000,
  }, async () => {
    const { stdout } = await run('gpu', '--gpu-adapter', 'software', '--json');
    const { adapters, adapter, test, network, correct } = JSON.parse(stdout) as GpuReport;
    expect(adapters.map(({ name }) => name)).toContain(adapter.name);
    expect(adapter.software).toBe(true);
    expect(correct).toBe(true);
    expect(network).toMatchObject({ correct: true });
    expect(test.units.map(({ unit }) => unit)).toEqual(askedCases().map(({ name }) => name));
    expect(test.units.filter((unit) => !unit.correct)).toEqual([]);
    expect(test.arithmetic.map(({ operation, ulps }) => [operation, ulps])).toEqual([
      ['+', 0],
      ['×', 0],
      ['÷', 0],
      ['√', 0],
    ]);
    expect(JSON.parse(readFileSync(join(user, 'gpu.json'), 'utf8'))).toMatchObject([{ adapter: adapter.name, correct: true }]);
    expect(await notesOfBench()).toContain('on this adapter passed');
  });
});

it.skipIf(noAdapter !== null)('takes no software adapter that nobody asked for', async () => {
  // A machine with a card has an adapter that is not software.
  if ((await listAdapters()).length > 1) return;
  const { status, stderr } = await spikeloom('bench', MODEL, '--engine', 'gpu', '--batch', '1');
  expect(status).not.toBe(0);
  expect(stderr).toMatch(/^spikeloom: The gpu engine found only software adapters .*--gpu-adapter software.*\n$/);
});

it.each([
  ['a driver that is not there', { VK_ICD_FILENAMES: '/no/such/driver.json' }],
  ['no graphics library', { VK_ICD_FILENAMES: undefined, LD_LIBRARY_PATH: undefined }],
])('says so in one sentence: %s', async (_, variables) => {
  const env = { ...process.env, ...variables };
  const named = await start(['gpu', '--gpu-adapter', 'no such card'], ROOT, { env }).finished;
  expect(named.status).not.toBe(0);
  expect(named.stdout).toBe('');
  expect(named.stderr).toMatch(/^spikeloom: There is no graphics adapter named "no such card" on this machine.*\n$/);
  // A machine with a card may still have another driver.
  const run = await start(['bench', MODEL, '--engine', 'gpu', '--gpu-adapter', 'software', '--batch', '1'], ROOT, { env })
    .finished;
  expect(run.status).not.toBe(0);
  expect(run.stderr).toMatch(/^spikeloom: There is no software adapter on this machine.*\n$/);
});

it('an adapter is for the gpu engine', async () => {
  const { stderr } = await spikeloom('bench', MODEL, '--gpu-adapter', 'software');
  expect(stderr).toBe('spikeloom: --gpu-adapter: only the gpu engine has an adapter; add --engine gpu\n');
});
