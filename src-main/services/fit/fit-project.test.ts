/** Checks of projects: wrong options, projects that are not whole, and the outline that windows check with. */
import { copyFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { classifier, samples } from '../../../tests/support/classifier.ts';
import { testFolder } from '../../../tests/support/onnx-graph.ts';
import { checkFit, TARGET_IDS } from '../../../src-shared/fit/index.ts';
import { EMPTY_PLAN } from '../../../src-shared/plan/index.ts';
import { loadModel } from '../model/load-model.ts';
import { convertModel } from '../model/convert-model.ts';
import { fitOutline, fitProject, type FitRequest } from './fit-project.ts';
import { fitSubject } from './fit-subject.ts';

const folder = testFolder();
const at = (name: string): string => join(folder.path, name);
const fit = (change: Partial<FitRequest> = {}) => fitProject({ project: at('p.spikeloom'), target: 'mcu', ...change });

beforeAll(async () => {
  folder.write('model.onnx', classifier());
  folder.write('samples.npy', samples(10));
  const request = { engine: 'reference', plan: { options: {} }, calibration: { source: at('samples.npy'), batch: 10 } } as const;
  await convertModel({ model: at('model.onnx'), out: at('p.spikeloom'), ...request }, { signal: new AbortController().signal });
});
afterAll(() => folder[Symbol.dispose]());

/** A copy of the project after a change of its database. */
function spoilt(name: string, sql: string): string {
  copyFileSync(at('p.spikeloom'), at(name));
  const db = new Database(at(name));
  db.pragma('foreign_keys = OFF');
  db.exec(sql);
  db.close();
  return at(name);
}

it.each<[Partial<FitRequest>, string]>([
  [{ target: 'loihi' }, 'speck2e, xylo-audio2'],
  [{ ram: 'much' }, '--ram: "much"'],
  [{ flash: '1T' }, '--flash: "1T"'],
  [{ weights: 'int4' }, 'float32 or int8'],
  [{ target: 'speck2e', ram: '256K' }, '--ram is not for speck2e'],
  [{ target: 'xylo-imu', weights: 'int8' }, 'choose --target mcu'],
])('refuses %o', async (change, says) => {
  await expect(fit(change)).rejects.toMatchObject({ code: 'option.invalid', message: expect.stringContaining(says) });
});

it('needs no calibration', async () => {
  const project = spoilt('bare.spikeloom', 'DELETE FROM calibrations');
  expect(await fit({ project, target: 'xylo-audio2' })).toMatchObject({ plan: 1, target: 'xylo-audio2' });
});

it('refuses a project without a plan', async () => {
  const project = spoilt('empty.spikeloom', 'DELETE FROM calibrations; DELETE FROM plans');
  await expect(fit({ project })).rejects.toMatchObject({ code: 'project.damaged', message: expect.stringContaining('no plan') });
});

describe('the outline of a network', () => {
  it('gives the same report as the network', async () => {
    const [outline, { placed }] = [await fitOutline({ project: at('p.spikeloom') }), await loadModel(at('model.onnx'), {})];
    for (const id of TARGET_IDS.filter((one) => one !== 'mcu')) {
      const [a, b] = [outline, placed].map((one) => checkFit(id, fitSubject(one, EMPTY_PLAN)));
      expect(a).toEqual(b);
    }
  });

  it('has no values', async () => {
    const { network } = await fitOutline({ project: at('p.spikeloom') });
    expect([...network.constants.values()].every(({ data }) => data.length === 0)).toBe(true);
    expect(network.constants.size).toBeGreaterThan(1);
  });
});

it('refuses a model that has changed', async () => {
  writeFileSync(at('model.onnx'), 'another');
  await expect(fit()).rejects.toMatchObject({ code: 'project.missing' });
});
