/** `spikeloom fit` as a user runs it: its answer and its status. */
import { join } from 'node:path';
import { beforeAll, expect, it } from 'vitest';
import type { FitResult } from '../../src-main/services/fit/fit-project.ts';
import { fitReportSchema } from '../../src-shared/fit/index.ts';
import { golden, json, spikeloom, temporaryFolder } from './support/spikeloom.ts';

const PROJECT = join(temporaryFolder(), 'p.spikeloom');
const NET = 'mlp-if-rate';

beforeAll(async () => {
  const calibration = golden(NET, 'calibration.npy');
  await json('convert', golden(NET, 'model.onnx'), '--calibration', calibration, '--coding', 'rate', '--out', PROJECT);
});

it('names what a chip lacks, with status 1', async () => {
  const { status, stdout, stderr } = await spikeloom('fit', PROJECT, '--target', 'speck2e');
  expect([status, stderr]).toEqual([1, '']);
  expect(stdout).toMatch(/^Fits +no: \d+ rules are violated$/m);
  expect(stdout).toContain("✗ connection: the network's output reads head (weights)");
  expect(stdout).toContain('Source: sinabs');
  expect(stdout).toContain('no exporter for the tools of this chip');
});

it('prints one document, with the sizes of memory in any unit', async () => {
  const { plan, ...report } = await json<FitResult>('fit', PROJECT, '--target', 'mcu', '--flash', '1M', '--ram', '256K');
  expect([plan, fitReportSchema.parse(report).fits]).toEqual([1, true]);
  expect(report.cores.map(({ uses: [all] }) => all!.limit)).toEqual([1_048_576, 262_144]);
});

it('refuses an unknown target in one line', async () => {
  const { status, stderr } = await spikeloom('fit', PROJECT, '--target', 'loihi');
  expect(status).toBe(2);
  expect(stderr).toMatch(/^spikeloom: --target: "loihi" [^\n]+\n$/);
});
