/** The user's choices on import (sizes, outputs, quantised values) are kept in the project and used again when it opens. */
import { copyFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  onnxBytes,
  randomTensor,
  randomValues,
  type TestFolder,
  testFolder,
  type TestNode,
} from '../../../tests/support/onnx-graph.ts';
import { formatNpy } from '../../dataset/index.ts';
import { plainNote } from '../../../src-shared/message/index.ts';
import { sizeOf } from '../../../src-shared/tensor/index.ts';
import { openProject } from '../../project/index.ts';
import { convertModel } from './convert-model.ts';
import { inspectModel } from './inspect-model.ts';
import type { ModelInputOptions } from './load-model.ts';
import { readModelSettings, writeModelSettings } from './model-settings.ts';
import { openProjectNetwork } from '../project/open-project-network.ts';
import { simulateModel } from '../run/simulate-model.ts';

const CASES = join(import.meta.dirname, '..', '..', '..', 'tests', 'cases');
const context = { signal: new AbortController().signal, onProgress: () => undefined };

const samples = (folder: TestFolder, shape: readonly number[]): string =>
  folder.write('samples.npy', formatNpy(randomValues(sizeOf(shape), 4), shape));

function requestOf(folder: TestFolder, model: string, source: string | undefined, options: ModelInputOptions) {
  return {
    ...options,
    model,
    out: join(folder.path, 'p.spikeloom'),
    plan: { options: { steps: '2' } },
    calibration: { source, batch: 4 },
    engine: 'reference' as const,
  };
}

/** A convolution over images of any size, pooled to one value a channel. */
function openModel(folder: TestFolder): string {
  const nodes: TestNode[] = [
    { type: 'Conv', name: 'conv', inputs: ['x', 'w'], outputs: ['c'], attributes: { pads: [1n, 1n, 1n, 1n] } },
    { type: 'Relu', name: 'act', inputs: ['c'], outputs: ['r'] },
    { type: 'GlobalAveragePool', name: 'pool', inputs: ['r'], outputs: ['g'] },
    { type: 'Flatten', name: 'flat', inputs: ['g'], outputs: ['y'] },
  ];
  const inputs = [{ name: 'x', shape: ['batch', 3, 'height', 'width'] }];
  return folder.write('open.onnx', onnxBytes({ weights: { w: randomTensor([4, 3, 3, 3], 1) }, nodes, inputs, outputs: ['y'] }));
}

describe('sizes that a model leaves open', () => {
  it('are those of the samples, with a note, and are kept in the project', async () => {
    using folder = testFolder();
    const request = requestOf(folder, openModel(folder), samples(folder, [8, 3, 6, 5]), {});
    const { notes } = await convertModel(request, context);
    expect(notes.map(plainNote)).toContainEqual(
      expect.stringMatching(/leaves open in its input x \[batch, 3, height, width\] are those of the samples in .*: 6 × 5/),
    );
    using project = openProject(request.out);
    const { model } = await openProjectNetwork(project);
    expect(model.placed.network.shapes.get('x')!.slice(1)).toEqual([3, 6, 5]);
  });

  it('are those of the samples to run, where thresholds need none', async () => {
    using folder = testFolder();
    const inputs = samples(folder, [2, 3, 4, 4]);
    const plan = folder.write('plan.json', JSON.stringify({ version: 1, layers: { act: { threshold: { value: 1 } } } }));
    const request = { ...requestOf(folder, openModel(folder), undefined, {}), plan: { options: { steps: '2' }, file: plan } };
    const { report } = await simulateModel({ ...request, inputs, out: join(folder.path, 'out'), batch: 2 }, context);
    expect(report.notes.map(plainNote).join()).toContain('4 × 4');
  });

  it('given by a person win, and samples of another shape do not fit', async () => {
    using folder = testFolder();
    const model = openModel(folder);
    const of = (shape: readonly number[], options: ModelInputOptions) =>
      convertModel(requestOf(folder, model, samples(folder, shape), options), context);
    await expect(of([4, 3, 6, 5], { size: [7, 5] })).rejects.toMatchObject({ code: 'dataset.shape' });
    await expect(of([4, 1, 6, 5], {})).rejects.toMatchObject({ code: 'model.inputs' });
  });
});

describe('a project', () => {
  it.each<[name: string, options: ModelInputOptions, output: string]>([
    ['gap-qdq-activations', { dequantise: true }, 'y'],
    ['gap-argmax-output', { outputs: ['gap_'] }, 'gap_'],
  ])('of %s opens its model as it was read', async (name, options, output) => {
    using folder = testFolder();
    const model = join(folder.path, 'model.onnx');
    copyFileSync(join(CASES, `${name}.onnx`), model);
    const request = requestOf(folder, model, samples(folder, [8, 3, 6, 6]), options);
    await convertModel(request, context);
    using project = openProject(request.out);
    const opened = await openProjectNetwork(project);
    expect(opened.network.network.outputs.map(({ name: one }) => one)).toEqual([output]);
    // A run repeats the note.
    expect(opened.notes.some((note) => plainNote(note).startsWith('Quantised'))).toBe(options.dequantise === true);
  });

  it('keeps every setting', () => {
    const settings = { preprocess: undefined, input: 'x', size: [4, 4], outputs: ['y', 'z'], dequantise: true };
    expect(readModelSettings(JSON.parse(JSON.stringify(writeModelSettings(settings))))).toEqual(settings);
    expect(writeModelSettings({ preprocess: undefined, dequantise: false })).toBeUndefined();
  });
});

it('inspection tells the outputs of the file, those that are taken, and what was left out', async () => {
  const file = (name: string): string => join(CASES, `${name}.onnx`);
  expect(await inspectModel(file('gap-argmax-output'))).toMatchObject({
    declared: ['y', 'label'],
    outputs: [{ name: 'y', shape: '[batch, 5]' }],
    quantised: false,
    notes: [expect.arrayContaining([expect.stringContaining('label')])],
  });
  const blocked = await inspectModel(file('gap-qdq-activations'));
  expect(blocked).toMatchObject({ outputs: [{ name: 'y', shape: '?' }], quantised: true, convertible: false });
  expect((await inspectModel(file('gap-qdq-activations'), { dequantise: true })).convertible).toBe(true);
});
