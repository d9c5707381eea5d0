/** Exports that cannot be made: one line with status 2 that says what is wrong, where and what to do, and nothing is left behind. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ExportRequest, exportProject } from '../../src-main/services/export/export-project.ts';
import { openProject } from '../../src-main/project/index.ts';
import { at, BENCH, convert, removeBench, write } from '../bad-input/bench.ts';
import { expectRefusal } from '../bad-input/expect-refusal.ts';
import { UNUSABLE, writePlaces } from '../bad-input/place-cases.ts';
import { asOrdinaryUser, type BadCase, contentsOf } from '../bad-input/table.ts';
import { classifier, samples } from '../support/classifier.ts';

afterAll(removeBench);
beforeAll(async () => {
  write('samples.npy', samples(20));
  mkdirSync(at('out'));
  await writePlaces();
  write('own.npy', samples(20));
  write('own.onnx', classifier());
  await convert('own.onnx', { out: 'no-samples.spikeloom', calibration: 'own.npy' });
  writeFileSync(at('own.npy'), 'not an array');
  mkdirSync(at('documents'));
  write('documents/letter.txt', 'dear');
});

const run = (change: Partial<ExportRequest>) =>
  exportProject(
    { project: at('good.spikeloom'), format: 'onnx', out: at('out/package'), ...change },
    { signal: new AbortController().signal },
  );

const CASES: readonly BadCase[] = [
  ...UNUSABLE.map(([name, code, ...says]) => ({
    what: name,
    code,
    says: [name, ...says],
    run: () => run({ project: at(name) }),
  })),
  {
    what: 'a format that does not exist',
    code: 'option.invalid',
    says: ['--format', 'tflite', 'onnx-unrolled'],
    run: () => run({ format: 'tflite' }),
  },
  ...['2fast', 'my model', 'float', 'a/b', ''].map(
    (name): BadCase => ({
      what: `the name "${name}"`,
      code: 'option.invalid',
      says: ['--name', name, 'C identifier'],
      run: () => run({ name }),
    }),
  ),
  ...['0', '-1', 'many', '1000000000'].map(
    (steps): BadCase => ({
      what: `${steps} steps`,
      code: 'option.invalid',
      says: ['--steps', steps],
      run: () => run({ steps }),
    }),
  ),
  {
    what: 'a profile that does not exist',
    code: 'option.invalid',
    says: ['--profile', 'lava', 'sinabs'],
    run: () => run({ format: 'nir', profile: 'lava' }),
  },
  {
    what: 'a profile for a format without readers',
    code: 'option.invalid',
    says: ['--profile', 'onnx'],
    run: () => run({ profile: 'sinabs' }),
  },
  {
    what: 'a fixed batch for NIR',
    code: 'option.invalid',
    says: ['--batch', 'nir'],
    run: () => run({ format: 'nir', batch: 1 }),
  },
  {
    what: 'another plan for a format that holds every plan',
    code: 'option.invalid',
    says: ['--adapt-plan', 'onnx'],
    run: () => run({ 'adapt-plan': true }),
  },
  {
    what: 'calibration samples that cannot be read any more',
    code: 'dataset.format',
    says: ['own.npy'],
    run: () => run({ project: at('no-samples.spikeloom') }),
  },
  {
    what: 'a folder that is there',
    code: 'output.exists',
    says: ['documents', '--force'],
    run: () => run({ out: at('documents') }),
  },
  {
    what: 'a folder that is there and no package, with --force',
    code: 'output.exists',
    says: ['documents', 'no package'],
    run: () => run({ out: at('documents'), force: true }),
  },
  {
    what: 'a file in the place of the folder',
    code: 'output.exists',
    says: ['own.onnx', 'no package'],
    run: () => run({ out: at('own.onnx'), force: true }),
  },
  {
    what: 'a folder in a folder that is not there',
    code: 'output.unwritable',
    says: ['absent', 'make it first'],
    run: () => run({ out: at('absent/package') }),
  },
  {
    what: 'a folder without permission',
    code: 'output.unwritable',
    says: ['closed', 'permission denied'],
    run: () => asOrdinaryUser(() => run({ out: at('closed/package') })),
  },
];

describe('refuses', () => {
  it.each(CASES)('$what', (one) => expectRefusal(one, BENCH));

  it('a project whose calibration never finished', async () => {
    await convert('model.onnx', { out: 'bare.spikeloom' });
    {
      using project = openProject(at('bare.spikeloom'));
      expect(project.calibrationHeads()).toHaveLength(1);
    }
    const { default: Database } = await import('better-sqlite3');
    const db = new Database(at('bare.spikeloom'));
    db.exec('DELETE FROM calibrations');
    db.close();
    await expectRefusal(
      { what: '', code: 'project.damaged', says: ['convert'], run: () => run({ project: at('bare.spikeloom') }) },
      BENCH,
    );
  });

  it('nothing else', async () => {
    const before = contentsOf(at('documents'));
    await expect(run({ out: at('out/fine') })).resolves.toMatchObject({ path: at('out/fine') });
    expect(contentsOf(at('documents'))).toEqual(before);
  });
});
