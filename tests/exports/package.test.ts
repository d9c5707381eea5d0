/**
 * Packages: what they contain, that the same project gives the same bytes, that a package alone is enough to run it, and that nothing is
 * left of an export that does not succeed.
 */
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { unzipSync } from 'fflate';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildKernels } from '../../scripts/build-kernels.mjs';
import { readNpy } from '../../src-main/dataset/npy.ts';
import { EXPORTERS, type Exporter } from '../../src-main/export/index.ts';
import { openProject } from '../../src-main/project/index.ts';
import { type ExportRequest, exportProject } from '../../src-main/services/export/export-project.ts';
import { expectedOutputs, packageSamples } from '../../src-main/services/export/expected-outputs.ts';
import { verifyPackage } from '../../src-main/services/export/verify-package.ts';
import { convertModel } from '../../src-main/services/model/convert-model.ts';
import { openProjectNetwork } from '../../src-main/services/project/open-project-network.ts';
import { evaluateProject } from '../../src-main/services/run/evaluate-project.ts';
import { type Manifest, manifestSchema } from '../../src-shared/export/index.ts';
import type { SpikingNetwork } from '../../src-shared/spiking/index.ts';
import { convertResidual } from '../fixtures/converted-residual.ts';
import { perceptron } from '../fixtures/small-networks.ts';
import { onnxBytes } from '../support/onnx-graph.ts';
import { digestsIn } from './support/package-files.ts';

const folder = mkdtempSync(join(tmpdir(), 'spikeloom-package-'));
const at = (name: string): string => join(folder, name);
const CONTEXT = { signal: new AbortController().signal };

afterAll(() => rmSync(folder, { recursive: true, force: true }));
beforeAll(async () => {
  await buildKernels();
  await convertResidual(folder);
});

const request = (out: string, change: Partial<ExportRequest> = {}): ExportRequest => ({
  project: at('p.spikeloom'),
  format: 'onnx',
  out: at(out),
  ...change,
});
const run = (out: string, change: Partial<ExportRequest> = {}) => exportProject(request(out, change), CONTEXT);

const filesOf = (name: string): Record<string, string> => digestsIn(at(name));

const manifestIn = (name: string): Manifest =>
  manifestSchema.parse(JSON.parse(readFileSync(join(at(name), 'manifest.json'), 'utf8')));

describe.each(['onnx', 'onnx-unrolled'] as const)('%s', (format) => {
  it('lists its files with their digests, and is proved', async () => {
    const { manifest, notes } = await run(format, { format });
    expect(notes).toEqual([]);
    expect(manifestIn(format)).toEqual(manifest);
    const files = filesOf(format);
    const model = format === 'onnx' ? 'step.onnx' : 'unrolled.onnx';
    expect(Object.keys(files)).toEqual(
      ['README.md', 'manifest.json', 'report.html', model, 'verification/inputs.npy', 'verification/steps.npy'].sort(),
    );
    const { 'manifest.json': _, ...others } = files;
    expect(Object.fromEntries(manifest.files.map(({ path, sha256 }) => [path, sha256]))).toEqual(others);
    expect(manifest).toMatchObject({ format, name: 'model', steps: 4, grade: 'exact', run: null });
    expect(manifest.verification.comparisons.map(({ engine, differing }) => [engine, differing])).toEqual([['reference', 0]]);
  });

  it('is the same bytes at every export', async () => {
    await run(`${format}-again`, { format });
    expect(filesOf(`${format}-again`)).toEqual(filesOf(format));
  });

  it('takes a fixed batch', async () => {
    const { manifest } = await run(`${format}-one`, { format, batch: 3 });
    expect(manifest.input.shape).toEqual([3, 3, 12, 12]);
    expect(manifest.grade).toBe('exact');
    const session = await InferenceSession.create(
      join(at(`${format}-one`), manifest.files.find(({ path }) => path.endsWith('.onnx'))!.path),
    );
    for (const input of session.inputMetadata)
      expect(input.isTensor && input.shape.every((size) => typeof size === 'number')).toBe(true);
    await session.release();
  });
});

it('runs from its folder alone, as its manifest says', async () => {
  mkdirSync(at('elsewhere'));
  cpSync(at('onnx'), at('elsewhere/moved'), { recursive: true });
  const { input, outputs, states, steps } = manifestIn('elsewhere/moved');
  const { data, shape } = await readNpy(at('elsewhere/moved/verification/inputs.npy'));
  const expected = await readNpy(at('elsewhere/moved/verification/steps.npy'));
  const batch = shape[0]!;
  const session = await InferenceSession.create(at('elsewhere/moved/step.onnx'));
  let feeds: Record<string, Tensor> = Object.fromEntries(
    states.map((state) => {
      const sizes = state.shape.map((size) => (typeof size === 'number' ? size : batch));
      return [state.in, new Tensor('float32', new Float32Array(sizes.reduce((a, b) => a * b, 1)), sizes)];
    }),
  );
  const x = new Tensor('float32', Float32Array.from(data), [...shape]);
  const size = expected.data.length / steps;
  const mean = new Float64Array(size);
  for (let t = 0; t < steps; t++) {
    const results = await session.run({ ...feeds, [input.name]: x });
    feeds = Object.fromEntries(states.map((state) => [state.in, results[state.out] as Tensor]));
    for (let i = 0; i < size; i++) mean[i]! += expected.data[t * size + i]! / steps;
    if (t === steps - 1)
      (results[outputs[0]!.name]!.data as Float32Array).forEach((value, i) => expect(value).toBeCloseTo(mean[i]!, 4));
  }
  await session.release();
});

it('quotes the newest run of its plan, after its number of steps', async () => {
  cpSync(at('p.spikeloom'), at('run.spikeloom'));
  await evaluateProject({ project: at('run.spikeloom'), dataset: at('samples.npy'), engine: 'reference', batch: 10 }, CONTEXT);
  const { manifest } = await run('with-run', { project: at('run.spikeloom'), steps: 2 });
  expect(manifest.run).toMatchObject({ samples: 30, engine: 'reference', accuracy: null });
  expect(manifest.run!.agreement.interval[0]).toBeLessThan(manifest.run!.agreement.value);
  expect(readFileSync(at('with-run/report.html'), 'utf8')).toContain('Run 1');
  expect((await run('without-run', { project: at('run.spikeloom'), steps: 9 })).manifest.run).toBeNull();
});

it('has an array for each of several outputs, and random samples if the plan gave all thresholds', async () => {
  mkdirSync(at('several'));
  writeFileSync(at('several/model.onnx'), onnxBytes(perceptron));
  const plan = { version: 1, defaults: { threshold: { value: 1.5, level: 'layer' } } };
  writeFileSync(at('several/plan.json'), JSON.stringify(plan));
  const project = at('several/p.spikeloom');
  const conversion = {
    engine: 'reference',
    plan: { options: { steps: 4 }, file: at('several/plan.json') },
    calibration: { batch: 10 },
  } as const;
  await convertModel({ ...conversion, model: at('several/model.onnx'), out: project }, CONTEXT);
  const { manifest } = await run('several/package', { project });
  expect(manifest.verification).toMatchObject({ samples: 8, source: null });
  expect(manifest.outputs.map(({ name, shape }) => [name, shape])).toEqual([
    ['y', ['batch', 5]],
    ['z', ['batch', 3]],
  ]);
  const arrays = await Promise.all(['y', 'z'].map((name) => readNpy(at(`several/package/verification/steps.${name}.npy`))));
  expect(arrays.map(({ shape }) => shape)).toEqual([
    [4, 8, 5],
    [4, 8, 3],
  ]);
  await run('several/again', { project });
  expect(filesOf('several/again')).toEqual(filesOf('several/package'));
});

it('is recorded in the project', () => {
  using project = openProject(at('p.spikeloom'));
  const [first] = project.exports();
  expect(first).toMatchObject({ format: 'onnx', path: at('onnx') });
  expect(manifestSchema.parse(first!.manifest)).toEqual(manifestIn('onnx'));
});

it('is an archive with --zip, the same bytes at every export', async () => {
  const { path } = await run('packed', { zip: true });
  expect(path).toBe(at('packed.zip'));
  await run('twice/../packed-again', { zip: true });
  const [one, other] = ['packed.zip', 'packed-again.zip'].map((name) => unzipSync(readFileSync(at(name))));
  const names = Object.keys(one!).map((name) => name.replace(/^packed\//, ''));
  expect(names).toEqual(Object.keys(other!).map((name) => name.replace(/^packed-again\//, '')));
  expect(names).toEqual(Object.keys(filesOf('onnx')).sort());
  await run('packed', { zip: true, force: true });
  expect(Object.keys(unzipSync(readFileSync(at('packed.zip'))))).toEqual(Object.keys(one!));
});

describe('a package that is there', () => {
  it('is replaced with --force, and its other files go', async () => {
    await run('replaced', { format: 'onnx-unrolled' });
    writeFileSync(at('replaced/extra.txt'), 'x');
    await run('replaced', { force: true });
    expect(filesOf('replaced')).toEqual(filesOf('onnx'));
  });

  it('stays whole if the export fails', async () => {
    const before = filesOf('replaced');
    await expect(run('replaced', { force: true, project: at('absent.spikeloom') })).rejects.toMatchObject({
      code: 'project.missing',
    });
    expect(filesOf('replaced')).toEqual(before);
  });
});

describe('what is left behind', () => {
  const hidden = (): string[] => readdirSync(folder).filter((name) => name.endsWith('.spikeloom-tmp'));

  it('is nothing of a cancelled export', async () => {
    const cancel = new AbortController();
    const context = { signal: cancel.signal, onProgress: () => cancel.abort() };
    await expect(exportProject(request('cancelled'), context)).rejects.toBeDefined();
    expect(readdirSync(folder)).not.toContain('cancelled');
    expect(hidden()).toEqual([]);
  });

  it('is removed by the next export, if its process was killed', async () => {
    // No process has this number: it is above the largest that systems give.
    mkdirSync(at('.killed.4194399.spikeloom-tmp/verification'), { recursive: true });
    mkdirSync(at(`.running.${process.ppid}.spikeloom-tmp`));
    await run('next');
    expect(hidden()).toEqual([`.running.${process.ppid}.spikeloom-tmp`]);
    rmSync(at(hidden()[0]!), { recursive: true });
  });
});

/** Doubles the thresholds of one layer, as a fault in an exporter would. */
const faulty = (exporter: Exporter, layer: string): Exporter => ({
  ...exporter,
  write: (subject, options) => exporter.write({ ...subject, spiking: withDoubled(subject.spiking, layer) }, options),
});

const withDoubled = (spiking: SpikingNetwork, layer: string): SpikingNetwork => ({
  ...spiking,
  stages: spiking.stages.map((stage) =>
    stage.kind === 'neuron' && stage.name === layer
      ? { ...stage, thresholds: { ...stage.thresholds, values: stage.thresholds.values.map((value) => 2 * value) } }
      : stage,
  ),
});

it('compares with the cpu engine if the reference engine would take more than a minute', async () => {
  using project = openProject(at('p.spikeloom'), { readOnly: true });
  const prepared = await openProjectNetwork(project);
  const samples = await packageSamples(prepared, CONTEXT);
  const { network } = prepared;
  const slow = { ...network, counted: network.counted.map((layer) => ({ ...layer, dense: 1e12 })) };
  const engines = [network, slow].map((spiking) => expectedOutputs(spiking, samples, 4, CONTEXT));
  expect((await Promise.all(engines)).map(({ engine }) => engine)).toEqual(['reference', 'cpu']);
});

it.each([undefined, 3])('names the first layer and step that differ, with a batch of %s', async (batch) => {
  using project = openProject(at('p.spikeloom'), { readOnly: true });
  const prepared = await openProjectNetwork(project);
  const samples = await packageSamples(prepared, CONTEXT);
  const layers = prepared.network.stages.filter((stage) => stage.kind === 'neuron').map(({ name }) => name);
  for (const layer of [layers[0]!, layers.at(-1)!]) {
    const exporter = faulty(await EXPORTERS.onnx(), layer);
    const subject = { spiking: prepared.network, name: 'model', steps: 4, version: '0' };
    const options = { batch };
    const checked = {
      exporter,
      subject,
      options,
      exported: exporter.write(subject, options),
      samples,
      expected: await expectedOutputs(prepared.network, samples, 4, CONTEXT),
    };
    const error = await verifyPackage(checked, CONTEXT).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code: 'export.disagrees', at: { layer: `${layer} (neuron)` } });
    expect(String(error)).toMatch(/in step \d/);
  }
});
