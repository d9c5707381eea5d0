/** Models before there is a project: preflight, preview, and what is refused. */
import { writeFileSync } from 'node:fs';
import sharp from 'sharp';
import { beforeAll, expect, it } from 'vitest';
import { onCommandLine } from '../../../src-shared/message/index.ts';
import { formatNpy } from '../../../src-main/dataset/index.ts';
import { residual } from '../../fixtures/small-networks.ts';
import { onnxBytes } from '../../support/onnx-graph.ts';
import { type Bench, bench, CLASSES, makeProject, PREPROCESS, runner, SAMPLES } from '../support/bench.ts';
import type { HostUnderTest } from '../support/host-under-test.ts';
import { codeOf, type TestWindow } from '../support/window.ts';

/** A network with a node that has no spiking form. */
const blocked = (): Uint8Array =>
  onnxBytes({
    ...residual,
    nodes: residual.nodes.map((node) => (node.outputs[0] === 'rc' ? { ...node, type: 'NonZero' } : node)),
  });

interface ModelBench {
  readonly made: Bench;
  window: TestWindow;
}

export function modelSuite(host: HostUnderTest): void {
  const made = bench();
  const { start, connect } = runner(host, made);
  const on = { made } as ModelBench;
  beforeAll(async () => {
    on.window = await connect(await start());
  });
  inspectionTests(on);
  previewTests(on);
}

/** What is told of a model's file, and of the preprocessing beside it. */
function inspectionTests(on: ModelBench): void {
  it('inspects a model', async () => {
    const { window, made } = on;
    const inspection = await window.call('model.inspect', { file: made.model });
    expect(inspection).toMatchObject({ convertible: true, totals: { blocked: 0 }, input: { shape: '[batch, 3, 12, 12]' } });
    expect(inspection.layers.map(({ rule }) => rule)).toEqual(['relu', 'relu', 'relu']);
  });

  it('lists the inputs of a model', async () => {
    const { window, made } = on;
    const inputs = await window.call('model.inputs', { file: made.model });
    expect(inputs).toEqual([{ name: 'x', shape: ['batch', 3, 12, 12], open: [], numbers: true }]);
  });

  it('says which nodes are blocked, and refuses to make a project of them', async () => {
    const { window, made } = on;
    writeFileSync(made.at('blocked.onnx'), blocked());
    const inspection = await window.call('model.inspect', { file: made.at('blocked.onnx') });
    expect(inspection.convertible).toBe(false);
    const [node] = inspection.nodes.filter(({ type }) => type === 'NonZero');
    expect(node).toMatchObject({ status: 'blocked' });
    expect(node!.why).toBeTruthy();
    const { job } = await window.call('project.create', {
      model: made.at('blocked.onnx'),
      out: made.at('blocked.spikeloom'),
      preprocess: PREPROCESS,
      dataset: null,
      calibration: { source: made.images, batch: 10, skipBad: false },
    });
    const end = await window.jobEnd(job);
    expect(end).toMatchObject({ state: 'failed', error: { code: 'model.unsupported' } });
    expect(end.error!.message).toContain('NonZero');
  });

  it('tells broken models in words', async () => {
    const { window, made } = on;
    writeFileSync(made.at('broken.onnx'), onnxBytes(residual).subarray(0, 900));
    expect(await codeOf(window.call('model.inspect', { file: made.at('broken.onnx') }))).toMatch(/^model\./);
    expect(await codeOf(window.call('model.inspect', { file: made.at('missing.onnx') }))).toBe('model.not-onnx');
  });

  it('finds the preprocessing beside a model before there are samples', async () => {
    const { window, made } = on;
    const model = made.at('beside.onnx');
    writeFileSync(model, '');
    const found = () => window.call('model.preprocess', { file: model });
    expect(await found()).toEqual({ preprocess: null, from: null, notes: [] });
    writeFileSync(made.at('beside.json'), JSON.stringify({ input: PREPROCESS, classes: CLASSES }));
    expect(await found()).toEqual({ preprocess: PREPROCESS, from: made.at('beside.json'), notes: [] });
    writeFileSync(made.at('beside.json'), '{"input": {"std": 0}}');
    const { notes, ...none } = await found();
    expect(none).toEqual({ preprocess: null, from: null });
    expect(notes.map(onCommandLine).join()).toContain('std is 0');
  });
}

/** What is shown of samples before they are used. */
function previewTests(on: ModelBench): void {
  it('shows what the network sees: one sample of each class in turn, as the preprocessing makes it', async () => {
    const { window, made } = on;
    const request = { model: made.model, source: made.images, preprocess: PREPROCESS, count: 6 };
    const preview = await window.call('samples.preview', request);
    expect(preview).toMatchObject({ count: SAMPLES, classes: CLASSES, shape: [3, 12, 12], preprocess: PREPROCESS, notes: [] });
    expect(preview.samples.map(({ label }) => label)).toEqual([...CLASSES, ...CLASSES.slice(0, 2)]);
    expect(preview.samples[0]!.name).toBe(`${made.images}/ant/00.png`);
    const [least, mean, most] = preview.samples[0]!.range;
    expect(least).toBeGreaterThanOrEqual(-1);
    expect(most).toBeLessThanOrEqual(1);
    expect(least < mean && mean < most).toBe(true);
    const seen = Buffer.from(preview.samples[0]!.seen.replace('data:image/png;base64,', ''), 'base64');
    const { channels } = await sharp(seen).stats();
    expect(channels.map(({ min, max }) => [min, max])).toEqual([0, 1, 2].map(() => [0, 255]));
  });

  it('shows samples as an open project feeds them', async () => {
    const { window, made } = on;
    const { path } = await makeProject(window, made, 'fed.spikeloom');
    const preview = await window.call('samples.preview', { model: made.model, project: path, source: made.images, count: 1 });
    expect(preview).toMatchObject({ count: SAMPLES, preprocess: PREPROCESS });
  });

  it('says that values pass as they are, whatever is set for images', async () => {
    const { window, made } = on;
    const source = made.at('values.npy');
    writeFileSync(
      source,
      formatNpy(
        Float64Array.from({ length: 2 * 3 * 12 * 12 }, (_, index) => index),
        [2, 3, 12, 12],
      ),
    );
    const preview = await window.call('samples.preview', { model: made.model, source, preprocess: PREPROCESS, count: 1 });
    expect(preview).toMatchObject({ preprocess: null, count: 2 });
    expect(preview.samples[0]!.range).toEqual([0, 215.5, 431]);
  });

  it('names the columns of a table, and refuses what is none', async () => {
    const { window, made } = on;
    const source = made.at('columns.csv');
    writeFileSync(source, 'kind,a,b\n1,2,3\n');
    expect(await window.call('samples.columns', { source: `${source}#kind@0:1` })).toEqual({ columns: ['kind', 'a', 'b'] });
    expect(await codeOf(window.call('samples.columns', { source: made.at('absent.csv') }))).toBe('dataset.not-found');
  });

  it('says that images need a preprocessing, and can be given up', async () => {
    const { window, made } = on;
    const request = { model: made.model, source: made.images, count: 6 };
    expect(await codeOf(window.call('samples.preview', request))).toBe('preprocess.invalid');
    const abort = new AbortController();
    const given = codeOf(window.call('samples.preview', request, abort.signal));
    abort.abort();
    expect(await given).toBe('cancelled');
  });
}
