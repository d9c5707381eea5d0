/**
 * Packages of a plan with a delayed readout: in every format the answer after each step is the mean of the decoded outputs of the steps k…n, computed
 * here from the outputs of the reference engine (or of the simulator of whole numbers). The check of an export finds a file that answers otherwise.
 */
import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildKernels } from '../../scripts/build-kernels.mjs';
import { compile, placeNeurons } from '../../src-main/convert/index.ts';
import { type Exporter, EXPORTERS } from '../../src-main/export/index.ts';
import { openProject } from '../../src-main/project/index.ts';
import { exportProject, type ExportRequest } from '../../src-main/services/export/export-project.ts';
import { expectedOutputs, packageSamples } from '../../src-main/services/export/expected-outputs.ts';
import { previewExport } from '../../src-main/services/export/preview-export.ts';
import { verifyPackage } from '../../src-main/services/export/verify-package.ts';
import { exportCapsule } from '../../src-main/services/capsule/export-capsule.ts';
import { reproduce } from '../../src-main/services/capsule/reproduce.ts';
import { openProjectNetwork } from '../../src-main/services/project/open-project-network.ts';
import { evaluateProject } from '../../src-main/services/run/evaluate-project.ts';
import { type ExporterId, manifestSchema, stateSizes } from '../../src-shared/export/index.ts';
import { createFixedSimulator, fixNetwork, runSamples } from '../../src-shared/fixed/index.ts';
import { EMPTY_PLAN } from '../../src-shared/plan/index.ts';
import type { SpikingNetwork } from '../../src-shared/spiking/index.ts';
import { convertResidual } from '../fixtures/converted-residual.ts';
import { perceptron, samplesOf } from '../fixtures/small-networks.ts';
import { testFolder } from '../support/onnx-graph.ts';
import { choicesOf, farthest, importModel, sameThresholds, simulate, type Uniform } from '../support/spiking.ts';
import { layered } from './support/averaged.ts';
import { COMPILERS, noCompiler, programFolder } from './support/c-compilers.ts';
import { expectSameBits } from './support/fixed-program.ts';

const T = 6;
const BATCH = 3;
const SIZE = 7;
const SIGNAL = { signal: new AbortController().signal };
const samples = Float32Array.from(samplesOf(perceptron, BATCH, 5));
const input = { samples, batch: BATCH };
const INPUT_RANGE = 4;
const DIFFERENTIAL: Uniform = { coding: 'differential', neuron: 'mt' };
const RATE: Uniform = { coding: 'rate', neuron: 'if' };
const FROMS = [1, 2, T];

async function spikingOf(uniform: Uniform, from: number): Promise<SpikingNetwork> {
  const placed = placeNeurons(await importModel(perceptron));
  const choices = { ...choicesOf(placed, uniform), ...(from === 1 ? {} : { readout: { from } }) };
  return compile(placed, choices, sameThresholds(placed, 0.7));
}

const subjectOf = (spiking: SpikingNetwork) => ({ spiking, name: 'net', steps: T, version: '0.0.0', inputRange: INPUT_RANGE });

/** The equation of docs/algorithm.md §2, as it stands there: the answers `[T, …]` from the decoded outputs `[T, …]`. */
function answersOf(decoded: ArrayLike<number>, from: number): Float64Array {
  const size = decoded.length / T;
  return Float64Array.from({ length: decoded.length }, (_, at) => {
    const n = Math.floor(at / size) + 1;
    const first = n < from ? 1 : from;
    let sum = 0;
    for (let step = first; step <= n; step++) sum += decoded[(step - 1) * size + (at % size)]!;
    return sum / (n - first + 1);
  });
}

async function wanted(spiking: SpikingNetwork, from: number): Promise<Float64Array[]> {
  const { logits } = await simulate(spiking, { shape: [BATCH, SIZE], data: samples, dtype: 'float' }, T);
  return logits.map((decoded) => answersOf(decoded, from));
}

describe.each([
  ['differential', DIFFERENTIAL],
  ['rate', RATE],
] as const)('%s coding', (_, uniform) => {
  describe.each(FROMS)('from step %i on', (from) => {
    it('a step model answers with the mean', async () => {
      const spiking = await spikingOf(uniform, from);
      const exporter = await EXPORTERS.onnx();
      const { files, states } = exporter.write(subjectOf(spiking), {});
      const session = await InferenceSession.create([...files.values()][0]!);
      const answers = spiking.network.outputs.map((): number[] => []);
      let kept = states.map((state): Tensor => {
        const sizes = stateSizes(state, BATCH);
        return new Tensor('float32', new Float32Array(sizes.reduce((a, b) => a * b, 1)), sizes);
      });
      for (let t = 0; t < T; t++) {
        const feeds = Object.fromEntries(states.map((state, index) => [state.in, kept[index]!]));
        const results = await session.run({ ...feeds, x: new Tensor('float32', samples, [BATCH, SIZE]) });
        kept = states.map((state) => results[state.out] as Tensor);
        spiking.network.outputs.forEach(({ name }, index) => answers[index]!.push(...(results[name]!.data as Float32Array)));
      }
      await session.release();
      (await wanted(spiking, from)).forEach((one, index) => expect(farthest(one, answers[index]!)).toBeLessThan(1e-5));
    });

    it('an unrolled model does', async () => {
      const spiking = await spikingOf(uniform, from);
      const exporter = await EXPORTERS['onnx-unrolled']();
      const exported = exporter.write(subjectOf(spiking), {});
      const ours = await exporter.run(subjectOf(spiking), {}, exported, input, SIGNAL);
      (await wanted(spiking, from)).forEach((one, index) => expect(farthest(one, ours[index]!)).toBeLessThan(1e-5));
    });
  });

  it.skipIf(noCompiler !== null)(
    `a C library does, from step 2 on${noCompiler === null ? '' : ` (skipped: ${noCompiler})`}`,
    async () => {
      const spiking = await spikingOf(uniform, 2);
      const exporter = await EXPORTERS.c();
      const exported = exporter.write(subjectOf(spiking), {});
      const ours = await exporter.run(subjectOf(spiking), {}, exported, input, SIGNAL);
      (await wanted(spiking, 2)).forEach((one, index) => expect(farthest(one, ours[index]!)).toBeLessThan(1e-5));
    },
  );

  const folder = programFolder();
  it.skipIf(noCompiler !== null).each([3])('a C library of int8 weights does, bit for bit, from step %i on', async (from) => {
    const spiking = await spikingOf(uniform, from);
    const subject = subjectOf(spiking);
    const place = join(folder, String(from));
    mkdirSync(place);
    expectSameBits(place, COMPILERS.slice(0, 1), subject, samples, BATCH);
    const exporter = await EXPORTERS.c();
    const options = { weights: 'int8' } as const;
    const ours = await exporter.run(subject, options, exporter.write(subject, options), input, SIGNAL);
    const network = fixNetwork(spiking, { steps: T, inputRange: INPUT_RANGE });
    const { logits } = runSamples(network, createFixedSimulator(network), samples, { samples: BATCH, steps: T });
    logits.forEach((decoded, index) => expect(farthest(answersOf(decoded, from), ours[index]!)).toBeLessThan(1e-5));
  });
});

it('a NIR file leaves the mean to its caller: the card says which, and the adapted plan keeps it', async () => {
  const placed = placeNeurons(await importModel(layered));
  const spiking = compile(placed, { ...choicesOf(placed, RATE), readout: { from: 3 } }, sameThresholds(placed, 0.7));
  const nir = await EXPORTERS.nir();
  expect(nir.instructions(subjectOf(spiking), {})).toContain('the answer is the mean of the outputs from t = 2 on');
  expect(nir.adapted!({ ...EMPTY_PLAN, readout: { from: 3 } })).toMatchObject({
    readout: { from: 3 },
    defaults: { coding: 'rate' },
  });
});

describe('a project whose plan reads its answer from step 3 on', () => {
  const folder = testFolder();
  const at = (name: string): string => join(folder.path, name);
  afterAll(() => folder[Symbol.dispose]());
  beforeAll(async () => {
    await buildKernels();
    await convertResidual(folder.path, { readoutFrom: 3 });
    await evaluateProject({ project: at('p.spikeloom'), dataset: at('samples.npy'), engine: 'reference', batch: 10 }, SIGNAL);
  });

  const request = (format: Exclude<ExporterId, 'nir'>, change: Partial<ExportRequest> = {}): ExportRequest => ({
    project: at('p.spikeloom'),
    format,
    out: at(`${format}-${change.weights ?? ''}`),
    ...change,
  });

  it.each([
    ['onnx', {}],
    ['onnx-unrolled', {}],
    ...(noCompiler === null
      ? ([
          ['c', {}],
          ['c', { weights: 'int8' }],
        ] as const)
      : []),
  ] as const)('%s %o is proved, and says so in manifest and card', async (format, options) => {
    const { manifest, path } = await exportProject(request(format, options), SIGNAL);
    expect(manifestSchema.parse(JSON.parse(readFileSync(join(path, 'manifest.json'), 'utf8')))).toEqual(manifest);
    expect(manifest).toMatchObject({ readout_from: 3, plan: { plan: { readout: { from: 3 } } } });
    expect(manifest.readout).toContain('the steps 3…n; before step 3 it is the mean of the steps so far');
    expect(readFileSync(join(path, 'README.md'), 'utf8')).toContain(manifest.readout);
    expect(Math.max(...manifest.verification.comparisons[0]!.relative_l2)).toBeLessThan(
      format === 'c' && 'weights' in options ? 0.2 : 1e-4,
    );
  });

  it('cannot be exported for fewer steps than that', async () => {
    const problem = { code: 'plan.invalid', message: expect.stringContaining('readout.from is 3, but there are only 2 steps') };
    await expect(exportProject(request('onnx', { steps: 2, out: at('short') }), SIGNAL)).rejects.toMatchObject(problem);
    using project = openProject(at('p.spikeloom'), { readOnly: true });
    const { id: version, json: plan } = project.latestPlan()!;
    const working = { plan, version, calibration: project.latestCalibrationHead()!.id, outdated: [] };
    const short = { project: at('p.spikeloom'), ...working, format: 'onnx', options: {}, steps: 2 } as const;
    await expect(previewExport(short, SIGNAL)).rejects.toMatchObject(problem);
  });

  it.each(['onnx', 'onnx-unrolled'] as const)(
    '%s that answers with the mean of all steps is found by the check',
    async (format) => {
      using project = openProject(at('p.spikeloom'), { readOnly: true });
      const { network, ...prepared } = await openProjectNetwork(project);
      const real = await EXPORTERS[format]();
      const plain = ({ readout: _, ...spiking }: SpikingNetwork): SpikingNetwork => spiking;
      const write: Exporter['write'] = (subject, options) => real.write({ ...subject, spiking: plain(subject.spiking) }, options);
      const exporter = { ...real, write };
      const subject = { spiking: network, name: 'net', steps: 4, version: '0' };
      const own = await packageSamples({ ...prepared, network }, SIGNAL);
      const expected = await expectedOutputs(network, own, 4, SIGNAL);
      const exported = exporter.write(subject, {});
      const checked = { exporter, subject, options: {}, exported, samples: own, expected };
      await expect(verifyPackage(checked, SIGNAL)).rejects.toMatchObject({ code: 'export.disagrees' });
    },
  );

  it('gives the same figures from its capsule', async () => {
    await exportCapsule({ project: at('p.spikeloom'), out: at('capsule') }, SIGNAL);
    const { same, report } = await reproduce({ capsule: at('capsule') }, SIGNAL);
    expect([same, report.settings.readout]).toEqual([true, { from: 3 }]);
  });
});
