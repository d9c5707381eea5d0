/** `spikeloom gpu`, and what the gpu engine answers where it cannot run: one sentence with what to do, never another engine. */
import { expect, it } from 'vitest';
import type { GpuReport } from '../../src-main/services/run/gpu-report.ts';
import { noAdapter } from '../support/gpu-adapter.ts';
import { json, ROOT, spikeloom, start } from './support/spikeloom.ts';

const MODEL = 'resources/examples/resnet20-cifar10.onnx';

it.skipIf(noAdapter !== null)('tests the adapter that it is asked for', async () => {
  const { adapters, adapter, test } = await json<GpuReport>('gpu', '--gpu-adapter', 'software');
  expect(adapters.map(({ name }) => name)).toContain(adapter.name);
  expect(adapter.software).toBe(true);
  expect(test).toMatchObject({ correct: true });
  expect(test.neurons).toHaveLength(16);
});

it.skipIf(noAdapter !== null)('takes no software adapter that nobody asked for', async () => {
  const { adapters } = await json<GpuReport>('gpu', '--gpu-adapter', 'software');
  // A machine with a card has an adapter that is not software.
  if (adapters.length > 1) return;
  const { status, stderr } = await spikeloom('bench', MODEL, '--engine', 'gpu', '--batch', '1');
  expect(status).not.toBe(0);
  expect(stderr).toMatch(/^spikeloom: The gpu engine found only software adapters .*--gpu-adapter software.*\n$/);
});

it.each([
  ['a driver that is not there', { VK_ICD_FILENAMES: '/no/such/driver.json' }],
  ['no graphics library', { VK_ICD_FILENAMES: undefined, LD_LIBRARY_PATH: undefined }],
])('says so in one sentence: %s', async (_, variables) => {
  const args = ['gpu', '--gpu-adapter', 'no such card'];
  const { status, stderr, stdout } = await start(args, ROOT, { env: { ...process.env, ...variables } }).finished;
  expect(status).not.toBe(0);
  expect(stdout).toBe('');
  expect(stderr).toMatch(/^spikeloom: There is no graphics adapter named "no such card" on this machine.*\n$/);
});

it('an adapter is for the gpu engine', async () => {
  const { stderr } = await spikeloom('bench', MODEL, '--gpu-adapter', 'software');
  expect(stderr).toBe('spikeloom: --gpu-adapter: only the gpu engine has an adapter; add --engine gpu\n');
});
