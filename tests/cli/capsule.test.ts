/** `spikeloom export --format capsule` and `spikeloom reproduce` as a user runs them. */
import { appendFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { golden, json, spikeloom, temporaryFolder } from './support/spikeloom.ts';

const folder = temporaryFolder();
const PROJECT = join(folder, 'p.spikeloom');
const CAPSULE = join(folder, 'capsule');
const NET = 'mlp-if-rate';

it('what evaluate found is found again, and a spoilt capsule is refused', async () => {
  const calibration = golden(NET, 'calibration.npy');
  await json('convert', golden(NET, 'model.onnx'), '--calibration', calibration, '--steps', '2', '--out', PROJECT);
  await json('evaluate', PROJECT, '--dataset', golden(NET, 'inputs.npy'));
  const refused = await spikeloom('export', PROJECT, '--format', 'capsule', '--out', CAPSULE, '--steps', '2');
  expect([refused.status, refused.stderr]).toEqual([2, 'spikeloom: --steps is not for the format capsule; leave it out\n']);
  const written = await spikeloom('export', PROJECT, '--format', 'capsule', '--out', CAPSULE);
  expect([written.status, written.stderr]).toEqual([0, '']);
  expect(written.stdout).toMatch(/^Run +48 samples of \S+, 2 steps, cpu engine$/m);

  const { status, stdout } = await spikeloom('reproduce', CAPSULE);
  expect(stdout).toMatch(/^All \d+ figures are the same to the last bit\.\n$/);
  expect(status).toBe(0);
  const other = await spikeloom('reproduce', CAPSULE, '--engine', 'reference');
  expect(other.stdout).toMatch(/^engine +cpu +reference$/m);

  appendFileSync(join(CAPSULE, 'thresholds.json'), ' ');
  const spoilt = await spikeloom('reproduce', CAPSULE);
  expect(spoilt.status).toBe(2);
  expect(spoilt.stderr).toMatch(/^spikeloom: \S+ cannot be reproduced: thresholds\.json has changed [^\n]+\n$/);
});
