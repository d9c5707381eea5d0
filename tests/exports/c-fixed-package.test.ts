/** A C package of int8 weights: what its manifest says, `make check` on its own, and networks that have no such form. */
import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildKernels } from '../../scripts/build-kernels.mjs';
import { formatNpy } from '../../src-main/dataset/index.ts';
import { type ExportRequest, exportProject } from '../../src-main/services/export/export-project.ts';
import { openProject } from '../../src-main/project/index.ts';
import { previewExport } from '../../src-main/services/export/preview-export.ts';
import { convertModel } from '../../src-main/services/model/convert-model.ts';
import { evaluateProject } from '../../src-main/services/run/evaluate-project.ts';
import { manifestSchema } from '../../src-shared/export/index.ts';
import { convertResidual } from '../fixtures/converted-residual.ts';
import { attention, samplesOf } from '../fixtures/small-networks.ts';
import { onnxBytes } from '../support/onnx-graph.ts';
import { noCompiler, STRICT } from './support/c-compilers.ts';

const folder = mkdtempSync(join(tmpdir(), 'spikeloom-int8-package-'));
const at = (name: string): string => join(folder, name);
const CONTEXT = { signal: new AbortController().signal };

afterAll(() => rmSync(folder, { recursive: true, force: true }));
beforeAll(async () => {
  await buildKernels();
  await convertResidual(folder);
});

const noMake = spawnSync('make', ['--version']).status === 0 ? null : 'no make; on Debian, apt-get install make';
const run = (change: Partial<ExportRequest> = {}) =>
  exportProject(
    { project: at('p.spikeloom'), format: 'c', weights: 'int8', name: 'digits', out: at('package'), ...change },
    CONTEXT,
  );
const evaluate = (numbers?: 'int8') =>
  evaluateProject(
    {
      project: at('p.spikeloom'),
      dataset: at('samples.npy'),
      engine: 'reference',
      threads: 1,
      batch: 10,
      ...(numbers === undefined ? {} : { numbers }),
    },
    CONTEXT,
  );
const manifestOf = (name: string) => manifestSchema.parse(JSON.parse(readFileSync(at(`${name}/manifest.json`), 'utf8')));

describe.skipIf(noCompiler !== null)(
  `a C package of int8 weights${noCompiler === null ? '' : ` (skipped: ${noCompiler})`}`,
  () => {
    beforeAll(async () => {
      await evaluate();
      await run();
    });

    it('is approximate, with the measured difference', () => {
      const { grade, weights, differences, verification, memory } = manifestOf('package');
      expect({ grade, weights }).toEqual({ grade: 'approximate', weights: 'int8' });
      const [comparison] = verification.comparisons;
      expect(comparison!.answer_relative_l2).toBeGreaterThan(1e-4);
      expect(comparison!.answer_relative_l2).toBeLessThan(0.1);
      expect(differences.join('\n')).toMatch(
        /with int8 numbers the answers of 8 samples differ from the reference engine by 0\.\d+ of a step/,
      );
      expect(differences.join('\n')).toContain(`${comparison!.answer_relative_l2} of the answer (relative L2)`);
      expect(readFileSync(at('package/digits.h'), 'utf8')).toContain(`#define DIGITS_STATE_BYTES ${memory!.ram}\n`);
    });

    it('takes a quarter of the weights, and no floating-point numbers between input and answer', async () => {
      await run({ weights: 'float32', out: at('floats') });
      const [bytes, floats] = ['package', 'floats'].map((name) => manifestOf(name).memory!.flash);
      expect(bytes).toBeLessThan(floats! / 2);
      expect(manifestOf('floats')).toMatchObject({ weights: 'float32', grade: 'exact' });
      const source = readFileSync(at('package/digits.c'), 'utf8');
      expect(source).not.toContain('math.h');
      expect(source.match(/\bfloat \*(?!in\b|out\b|const answer\b)/g)).toBeNull();
      expect(readFileSync(at('package/digits_data.c'), 'utf8')).not.toContain('float');
    });

    it('quotes the newest run with int8 numbers, and no other', async () => {
      expect(manifestOf('package').run).toBeNull();
      const { report } = await evaluate('int8');
      await evaluate();
      await run({ force: true });
      expect(manifestOf('package').run!.agreement.value).toBe(report.steps.at(-1)!.agreement);
    });

    it('is previewed with the sizes that it has', async () => {
      using project = openProject(at('p.spikeloom'), { readOnly: true });
      const { id: version, json } = project.latestPlan()!;
      const { contents } = await previewExport(
        {
          project: at('p.spikeloom'),
          plan: json,
          version,
          calibration: project.latestCalibrationHead()!.id,
          outdated: [],
          format: 'c',
          options: { weights: 'int8' },
          name: 'digits',
        },
        CONTEXT,
      );
      const sizes = new Map(manifestOf('package').files.map(({ path, bytes }) => [path, bytes]));
      for (const { path, bytes } of contents!.files) expect(Math.abs(bytes / sizes.get(path)! - 1), path).toBeLessThan(0.02);
    });

    it('is the same bytes at every export', async () => {
      await run({ out: at('again') });
      for (const name of ['digits.c', 'digits.h', 'digits_data.c', 'digits_test.c', 'Makefile', 'manifest.json', 'README.md'])
        expect(readFileSync(at(`again/${name}`)), name).toEqual(readFileSync(at(`package/${name}`)));
    });

    it.skipIf(noMake !== null)(
      `passes make check alone, to the last bit${noMake === null ? '' : ` (skipped: ${noMake})`}`,
      () => {
        cpSync(at('package'), at('elsewhere/moved'), { recursive: true });
        const make = () =>
          spawnSync('make', ['-C', at('elsewhere/moved'), `CFLAGS=-O2 ${STRICT.join(' ')}`, 'check'], { encoding: 'utf8' });
        const { status, stdout, stderr } = make();
        expect([status, stderr]).toEqual([0, '']);
        expect(stdout).toMatch(/digits: \d samples, 4 steps: all answers agree/);
        // An answer that is off by its last bit is found out.
        const tests = at('elsewhere/moved/digits_test.c');
        const text = readFileSync(tests, 'utf8');
        const [answers] = /answers\[[^}]*\}/.exec(text)!;
        const moved = answers.replace(
          /0x1\.([0-9a-f]{6})p/,
          (_, digits: string) => `0x1.${(Number.parseInt(digits, 16) ^ 2).toString(16).padStart(6, '0')}p`,
        );
        expect(moved).not.toBe(answers);
        writeFileSync(tests, text.replace(answers, moved));
        expect(make()).toMatchObject({ status: 2, stdout: expect.stringContaining('the answer differs by') as string });
      },
    );
  },
);

describe('int8 weights are refused', () => {
  const refused = async (change: Partial<ExportRequest>, expected: object): Promise<void> => {
    await expect(run({ ...change, out: at('refused') })).rejects.toMatchObject(expected);
    expect(readdirSync(folder).filter((name) => name.includes('refused'))).toEqual([]);
  };

  it('for a network of real-valued units, with the layer', async () => {
    writeFileSync(at('attention.onnx'), onnxBytes(attention));
    const shape = attention.inputs![0]!.shape.slice(1) as number[];
    writeFileSync(at('attention.npy'), formatNpy(samplesOf(attention, 6, 5), [6, ...shape]));
    await convertModel(
      {
        model: at('attention.onnx'),
        out: at('attention.spikeloom'),
        engine: 'reference',
        plan: { options: { steps: 4 } },
        calibration: { source: at('attention.npy'), batch: 6 },
      },
      CONTEXT,
    );
    await refused(
      { project: at('attention.spikeloom') },
      {
        code: 'numbers.unsupported',
        message: expect.stringMatching(/a real-valued unit, has no form in whole numbers/) as string,
      },
    );
  });

  it('for other formats, and numbers that do not exist', async () => {
    await refused({ format: 'onnx' }, { code: 'option.invalid', message: expect.stringContaining('weights') as string });
    await refused({ weights: 'int4' }, { code: 'option.invalid', message: expect.stringContaining('int8') as string });
  });
});
