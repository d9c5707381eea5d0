/** `sensitivity`: the table as text and as a document, under any energy model, and what it refuses. */
import { copyFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, expect, it } from 'vitest';
import { z } from 'zod';
import { sensitivityRowSchema } from '../../src-shared/tuning/sensitivity-rows.ts';
import { golden, json, spikeloom, temporaryFolder } from './support/spikeloom.ts';

const NET = 'vgg-mt-differential';
const folder = temporaryFolder();
const at = (name: string): string => join(folder, name);
const project = at('net.spikeloom');
const command = ['sensitivity', project, '--dataset', golden(NET, 'inputs.npy'), '--labels', golden(NET, 'labels.npy')];

beforeAll(async () => {
  await copyFile(golden(NET, 'model.onnx'), at('model.onnx'));
  await json('convert', at('model.onnx'), '--calibration', golden(NET, 'calibration.npy'), '--steps', '4', '--out', project);
});

it('prints a document whose rows are those of the schema', async () => {
  const document = await json<Record<string, unknown>>(...command, '--energy-model', 'full-ledger');
  const rows = z.array(sensitivityRowSchema).parse(document.rows);
  expect(rows.length).toBeGreaterThan(10);
  expect(rows.every(({ accuracy, energy }) => accuracy !== null && energy !== null)).toBe(true);
  expect(document).toMatchObject({ energy_model: 'full-ledger', steps: 4, untried: [], warnings: [] });
});

it('prints a table, also where the energy model prices nothing', async () => {
  const { stdout } = await spikeloom(...command, '--energy-model', 'ndp9120');
  expect(stdout).toContain('Energy model  ndp9120\n');
  expect(stdout).toContain('the model prices no part of a spiking network');
  expect(stdout).toMatch(/scale 1 → 2 +\S+ \[\S+ \S+\] +\S+ \[\S+ \S+\] +\S+ \[\S+ \S+\] +–\n/);
});

it('names the energy models that there are', async () => {
  const { status, stderr } = await spikeloom(...command, '--energy-model', 'none');
  expect([status, stderr]).toEqual([2, expect.stringContaining('There is no energy model none; choose one of full-ledger')]);
});
