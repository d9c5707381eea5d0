/**
 * What reports say of thresholds that lose activations: with thresholds of values, the layers that are silenced are named with the remedy and no other
 * is; by default nothing that matters is lost. Whole evaluations, on both engines.
 */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildKernels } from '../../scripts/build-kernels.mjs';
import { formatNpy, readNpy } from '../../src-main/dataset/index.ts';
import type { EngineId } from '../../src-shared/engine/index.ts';
import { reportText } from '../../src-main/cli/report-text.ts';
import { convertModel } from '../../src-main/services/model/convert-model.ts';
import { evaluateProject } from '../../src-main/services/run/evaluate-project.ts';
import { loadModel } from '../../src-main/services/model/load-model.ts';
import { plainNote } from '../../src-shared/message/index.ts';
import type { PlanOptions } from '../../src-shared/plan/index.ts';
import { isNeuronLayer, type RunReport, runReportSchema, thresholdLossesOf } from '../../src-shared/results/index.ts';
import { atBatch, sizeOf } from '../../src-shared/tensor/index.ts';
import { testFolder } from '../support/onnx-graph.ts';

beforeAll(buildKernels);
const folder = testFolder();
afterAll(() => folder[Symbol.dispose]());

const SAMPLES = 8;
const CONTEXT = { signal: new AbortController().signal };
const at = (name: string): string => join(import.meta.dirname, name);
let made = 0;

async function evaluated(name: string, engine: EngineId, options: PlanOptions): Promise<RunReport> {
  const model = at(`${name}.onnx`);
  const { placed } = await loadModel(model);
  const shape = atBatch(placed.network.shapes.get(placed.network.input.value)!, SAMPLES);
  const { data } = await readNpy(at('samples.npy'));
  const dataset = folder.write(`${name}-${++made}.npy`, formatNpy(Float32Array.from(data.subarray(0, sizeOf(shape))), shape));
  const project = join(folder.path, `${name}-${made}.spikeloom`);
  const calibration = { source: dataset, batch: SAMPLES };
  await convertModel({ model, out: project, engine, plan: { options: { steps: 8, ...options } }, calibration }, CONTEXT);
  const { report } = await evaluateProject({ project, dataset, engine, batch: 3, selfCheck: false }, CONTEXT);
  // As it is stored.
  return runReportSchema.parse(JSON.parse(JSON.stringify(report)));
}

const lossNotes = ({ notes }: RunReport): string[] =>
  notes.map(plainNote).filter((note) => note.startsWith('Thresholds lose activations'));
const lossesOf = ({ layers }: RunReport) => layers.filter(isNeuronLayer).map(({ name, lost }) => ({ name, lost: lost! }));

/** A gate or a square of the input: a product of real values. */
const WITHOUT_NEURONS: ReadonlySet<string> = new Set(['engine-glu16', 'engine-square8']);
const networks = readdirSync(import.meta.dirname).flatMap((file) => /^((?:engine|threshold)-.*)\.onnx$/.exec(file)?.[1] ?? []);

it.each(networks)('%s: by default nothing that matters is lost', async (name) => {
  const report = await evaluated(name, 'cpu', {});
  expect(lossNotes(report)).toEqual([]);
  const layers = report.layers.filter(isNeuronLayer);
  expect(layers.length === 0).toBe(WITHOUT_NEURONS.has(name));
  for (const layer of layers) expect(thresholdLossesOf(layer)!.size ?? 0, layer.name).toBeLessThan(0.002);
});

/** Layers whose channels are mostly negative, by the loss with most of the error; those behind them are off as well, but not by their thresholds. */
const silenced: readonly (readonly [string, Readonly<Record<string, 'clipped' | 'shut'>>])[] = [
  ['threshold-clip-max-only', { y: 'shut' }],
  ['engine-gate', { d: 'shut', 'h.l': 'shut' }],
  ['engine-groupnorm', { 4: 'clipped', '5.l': 'shut' }],
  ['engine-groupnorm-silu', { '7.l': 'shut' }],
  ['engine-mtcnn-like', { y: 'shut' }],
  ['engine-se-resnet', { h1: 'shut' }],
];

describe.each(silenced)('%s, thresholds of values', (name, layers) => {
  it('names the layers that are silenced, what that costs, and the remedy, on both engines alike', async () => {
    const published = { thresholdOf: 'value', thresholdScale: 8 };
    const [cpu, reference] = [await evaluated(name, 'cpu', published), await evaluated(name, 'reference', published)];
    for (const report of [cpu, reference]) {
      const [note, ...others] = lossNotes(report);
      expect(others).toEqual([]);
      const named = [...note!.matchAll(/(\S+) \([^)]*% of its squared conversion error\)/g)].map(([, layer]) => layer!);
      expect(named.toSorted()).toEqual(Object.keys(layers).toSorted());
      expect(note).toContain('Set threshold.of to magnitude');
      for (const { name: layer, lost } of lossesOf(report)) {
        const loss = layers[layer];
        if (loss) expect(lost[loss].error, layer).toBeGreaterThan(0.9);
        else expect(lost.clipped.error + lost.shut.error, layer).toBeLessThan(0.05);
      }
      expect(reportText(report)).toMatch(/neuron layer +conversion error % +clipped % +silenced % +threshold cost %/);
    }
    // Which activations are lost depends on the float network and θ alone; the error is as alike as the engines are.
    const [ours, theirs] = [lossesOf(cpu), lossesOf(reference)];
    expect(ours.map(({ lost }) => Object.values(lost).map(({ share }) => share))).toEqual(
      theirs.map(({ lost }) => Object.values(lost).map(({ share }) => share)),
    );
    ours.forEach(({ lost }, index) => {
      for (const loss of ['clipped', 'shut', 'small'] as const)
        expect(Math.abs(lost[loss].error - theirs[index]!.lost[loss].error)).toBeLessThan(0.02);
    });
  });
});

it('a neuron whose smallest spike is too large is told so: integrate-and-fire with the scale of many thresholds', async () => {
  const report = await evaluated('engine-gate', 'cpu', { coding: 'rate', neuron: 'if' });
  expect(lossNotes(report)).toEqual([
    expect.stringMatching(/silenced.*Set neuron to mt or ms, steps to more, or threshold\.scale to less/),
  ]);
});
