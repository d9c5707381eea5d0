/**
 * NIR packages from projects: what they say of their reader, that they are the same at every export, and the version of a plan that NIR can hold.
 */
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildKernels } from '../../scripts/build-kernels.mjs';
import { formatNpy } from '../../src-main/dataset/index.ts';
import { openProject } from '../../src-main/project/index.ts';
import { exportProject, type ExportRequest } from '../../src-main/services/export/export-project.ts';
import { previewPlans } from '../../src-main/services/export/preview-plans.ts';
import { convertModel } from '../../src-main/services/model/convert-model.ts';
import { evaluateProject } from '../../src-main/services/run/evaluate-project.ts';
import { manifestSchema, NIR_PROFILES, NIR_READERS } from '../../src-shared/export/index.ts';
import type { PlanOptions } from '../../src-shared/plan/index.ts';
import { samplesOf } from '../fixtures/small-networks.ts';
import { onnxBytes } from '../support/onnx-graph.ts';
import { averaged } from './support/averaged.ts';
import { digestsIn } from './support/package-files.ts';

const folder = mkdtempSync(join(tmpdir(), 'spikeloom-nir-'));
const at = (name: string): string => join(folder, name);
const CONTEXT = { signal: new AbortController().signal };
const SAMPLES = 24;

afterAll(() => rmSync(folder, { recursive: true, force: true }));
beforeAll(async () => {
  await buildKernels();
  writeFileSync(at('model.onnx'), onnxBytes(averaged));
  writeFileSync(at('samples.npy'), formatNpy(samplesOf(averaged, SAMPLES, 5), [SAMPLES, 3, 12, 12]));
  const labels = Int32Array.from({ length: SAMPLES }, (_, i) => i % 10);
  writeFileSync(at('classes.npy'), formatNpy(Float64Array.from(labels), [SAMPLES]));
  const convert = (out: string, options: PlanOptions) =>
    convertModel(
      {
        model: at('model.onnx'),
        out: at(out),
        engine: 'reference',
        plan: { options: { steps: 4, ...options } },
        calibration: { source: at('samples.npy'), batch: 8 },
      },
      CONTEXT,
    );
  await convert('rate.spikeloom', { coding: 'rate', neuron: 'if' });
  await convert('differential.spikeloom', {});
});

const run = (out: string, change: Partial<ExportRequest> = {}) =>
  exportProject({ project: at('rate.spikeloom'), format: 'nir', out: at(out), ...change }, CONTEXT);

const filesOf = (name: string): Record<string, string> => digestsIn(at(name));

describe.each(NIR_PROFILES)('a package for %s', (profile) => {
  it('says what its reader computes', async () => {
    const { manifest } = await run(profile, { profile, name: 'net' });
    expect(manifestSchema.parse(JSON.parse(readFileSync(join(at(profile), 'manifest.json'), 'utf8')))).toEqual(manifest);
    expect(Object.keys(filesOf(profile))).toContain('net.nir');
    const exact = profile === 'snntorch';
    expect(manifest.grade).toBe(exact ? 'exact' : 'approximate');
    expect(manifest.verification.comparisons.map(({ engine, differing }) => [engine, differing])).toEqual([['reference', 0]]);
    const { reader } = manifest;
    expect(reader).toMatchObject({ profile, exact, source: at('samples.npy'), samples: SAMPLES, labelled: false });
    expect(reader!.comparison.differing === 0).toBe(exact);
    expect(reader!.answers.map(({ steps }) => steps)).toEqual([4, 16]);
    if (exact) for (const { reader: read, engine } of reader!.answers) expect(read).toEqual(engine);
    // The engine comes nearer to the original network with more steps.
    expect(reader!.answers[1]!.engine.agreement.value).toBeGreaterThan(0.8);
    const card = readFileSync(join(at(profile), 'README.md'), 'utf8');
    for (const [aspect, fact] of Object.entries(NIR_READERS[profile].facts)) expect(card).toContain(`| ${aspect} | ${fact} |`);
    expect(card).toContain('NIR cannot say how a neuron resets');
    expect(manifest.differences.some((sentence) => sentence.includes('to 0 after a spike'))).toBe(
      !['sinabs', 'snntorch'].includes(profile),
    );
    expect(manifest.differences.some((sentence) => sentence.includes('initial potential of half a threshold is left out'))).toBe(
      !['sinabs', 'snntorch'].includes(profile),
    );
  });

  it('is the same bytes at every export', async () => {
    await run(`${profile}-again`, { profile, name: 'net' });
    expect(filesOf(`${profile}-again`)).toEqual(filesOf(profile));
  });
});

it('is generic without a profile', async () => {
  const { manifest } = await run('plain', { name: 'net' });
  expect(manifest.reader!.profile).toBe('generic');
  expect(filesOf('plain')).toEqual(filesOf('generic'));
});

it('measures on the samples of the newest run, with their labels', async () => {
  cpSync(at('rate.spikeloom'), at('run.spikeloom'));
  const dataset = { dataset: at('samples.npy'), labels: at('classes.npy'), engine: 'reference', batch: 8 } as const;
  const { report } = await evaluateProject({ project: at('run.spikeloom'), ...dataset }, CONTEXT);
  const { manifest } = await run('with-run', { project: at('run.spikeloom'), profile: 'snntorch' });
  const { reader } = manifest;
  expect(reader).toMatchObject({ labelled: true, samples: SAMPLES, source: at('samples.npy') });
  expect(reader!.answers[0]!.reader.accuracy!.value).toBe(report.steps[3]!.accuracy);
  expect(reader!.answers[0]!.engine.accuracy!.value).toBe(report.steps[3]!.accuracy);
});

describe('a plan that NIR cannot hold', () => {
  const project = (name: string): string => at(`${name}.spikeloom`);

  it('is refused, with all of its layers', async () => {
    await expect(run('refused', { project: project('differential') })).rejects.toMatchObject({
      code: 'export.unsupported',
      message: expect.stringMatching(
        /ra, rb, rc, rd, rf: .*differential coding, multi-threshold neurons.*--adapt-plan/,
      ) as unknown,
    });
    expect(readdirSync(folder)).not.toContain('refused');
  });

  it('is previewed with a version that NIR can hold, and nothing is saved', async () => {
    const request = { project: project('differential'), format: 'nir', options: { profile: 'snntorch' } } as const;
    const { own, adapted } = await previewPlans(request, CONTEXT);
    expect(own.reader).toBeNull();
    expect(own.obstacles.map(({ layer }) => layer)).toEqual(expect.arrayContaining(['x', 'ra', 'rf']));
    expect(adapted!.obstacles).toEqual([]);
    expect(adapted!.plan).toMatchObject({ steps: 4, defaults: { coding: 'rate', neuron: 'if' } });
    expect(adapted!.reader!.answers.map(({ steps }) => steps)).toEqual([4, 16]);
    using opened = openProject(project('differential'), { readOnly: true });
    expect(opened.plans()).toHaveLength(1);
  });

  it('gets no version if the package cannot get its name', async () => {
    const request = { project: project('differential'), format: 'nir', 'adapt-plan': true, out: at('taken') } as const;
    // A folder that somebody makes while the package is written.
    const onProgress = ({ phase }: { readonly phase: string }): void => {
      if (phase === 'measuring') mkdirSync(at('taken/theirs'), { recursive: true });
    };
    await expect(exportProject(request, { ...CONTEXT, onProgress })).rejects.toMatchObject({ code: 'output.exists' });
    expect(readdirSync(at('taken'))).toEqual(['theirs']);
    expect(readdirSync(folder).filter((name) => name.endsWith('.spikeloom-tmp'))).toEqual([]);
    using opened = openProject(project('differential'), { readOnly: true });
    expect(opened.plans()).toHaveLength(1);
    expect(opened.latestCalibration()!.plan).toBe(1);
  });

  it('is exported as a version that NIR can hold, which is saved once', async () => {
    const request = { project: project('differential'), 'adapt-plan': true, profile: 'snntorch' };
    const { manifest } = await run('adapted', request);
    expect(manifest).toMatchObject({
      grade: 'exact',
      plan: { version: 2, plan: { defaults: { coding: 'rate', neuron: 'if' } } },
    });
    await run('adapted-again', request);
    expect(filesOf('adapted-again')).toEqual(filesOf('adapted'));
    using opened = openProject(project('differential'), { readOnly: true });
    expect(opened.plans().map(({ message }) => message)).toEqual(['converted', 'adapted for an export']);
    expect(opened.latestCalibration()!.plan).toBe(2);
    expect(opened.exports().map(({ plan, format }) => [plan, format])).toEqual([
      [2, 'nir'],
      [2, 'nir'],
    ]);
  });

  it('stays as it is if NIR can hold it', async () => {
    const { manifest } = await run('held', { 'adapt-plan': true, profile: 'sinabs', name: 'net' });
    expect(manifest.plan.version).toBe(1);
    expect(filesOf('held')).toEqual(filesOf('sinabs'));
  });
});

it('leaves nothing behind if it is cancelled while it measures', async () => {
  const control = new AbortController();
  const onProgress = ({ phase }: { readonly phase: string }): void => {
    if (phase === 'measuring') control.abort();
  };
  const request = { project: at('rate.spikeloom'), format: 'nir', out: at('cancelled') };
  await expect(exportProject(request, { signal: control.signal, onProgress })).rejects.toThrow('aborted');
  expect(readdirSync(folder).filter((name) => name.includes('cancelled'))).toEqual([]);
});
