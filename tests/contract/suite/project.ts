/** Projects: made, opened, closed, looked at by two programs; the example. */
import { existsSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, expect, it } from 'vitest';
import { thresholdIteration } from '../../../src-main/calibrate/statistics/index.ts';
import type { ProjectView } from '../../../src-shared/contract/index.ts';
import { bench, makeProject, PREPROCESS, runner } from '../support/bench.ts';
import { editLayer } from '../support/edits.ts';
import type { HostUnderTest, RunningHost } from '../support/host-under-test.ts';
import { codeOf, type TestWindow } from '../support/window.ts';

export function projectSuite(host: HostUnderTest): void {
  const made = bench();
  const { start, connect } = runner(host, made);
  let running: RunningHost;
  let window: TestWindow;
  let view: ProjectView;
  beforeAll(async () => {
    running = await start();
    window = await connect(running);
    view = await makeProject(window, made, 'p.spikeloom');
  });

  it('opens with everything a window shows', () => {
    expect(view).toMatchObject({
      path: made.at('p.spikeloom'),
      name: 'p',
      readOnly: null,
      dataset: made.images,
      layout: null,
      runs: [],
    });
    expect(view.model).toMatchObject({ file: made.model, classes: null });
    // Max pooling has moved in front of its ReLU.
    expect(view.graph.layers.map(({ rule, shape, neurons }) => [rule, shape, neurons])).toEqual([
      ['relu', [8, 12, 12], 1152],
      ['relu', [16, 3, 3], 144],
      ['relu', [16, 3, 3], 144],
    ]);
    const ids = new Set([view.graph.input.id, ...view.graph.nodes.map(({ id }) => id)]);
    expect(view.graph.nodes.flatMap(({ inputs }) => inputs).filter((id) => !ids.has(id))).toEqual([]);
    const conv = view.graph.nodes.find(({ id }) => id === 'b')!;
    expect(conv).toMatchObject({ op: 'Conv', inputs: ['ra'], facts: ['3×3', 'stride 2', 'pad 1'], parameters: 16 * 8 * 9 + 16 });
    expect(view.document).toMatchObject({ revision: 0, done: [], undone: [], saved: { version: 1, same: true } });
    expect(view.versions).toMatchObject([{ id: 1, parent: null, message: 'converted' }]);
    expect(view.calibration).toMatchObject({ version: 1, source: made.images, samples: 60, batch: 20, outdated: [] });
    for (const {
      threshold: [least, middle, most],
    } of view.calibration!.layers)
      expect(least <= middle && middle <= most && most > 0).toBe(true);
  });

  it('is among the recent ones, until it is forgotten', async () => {
    expect(await window.call('recent.list', {})).toMatchObject([{ path: view.path, name: 'p', exists: true }]);
    await window.call('recent.forget', { path: view.path });
    expect(await window.call('recent.list', {})).toEqual([]);
  });

  it('remembers its layout', async () => {
    const layout = { panels: [20, 80], open: true };
    await window.call('layout.write', { path: view.path, layout });
    expect((await window.call('project.open', { path: view.path })).layout).toEqual(layout);
  });

  it('tells the statistics of a layer, and of one of its channels', async () => {
    const ask = { path: view.path, layer: 'ra' };
    const all = await window.call('calibration.layer', { ...ask, channel: null });
    expect(all).toMatchObject({
      layer: 'ra',
      channel: null,
      channels: 8,
      level: 'channel',
      groups: 'channel',
      total: 8,
      first: 0,
    });
    for (const values of [all.thresholds, all.mean, all.variance, all.maximum, all.percentile]) expect(values).toHaveLength(8);
    const sorted = all.thresholds.toSorted((a, b) => a - b);
    expect(all.threshold).toEqual([sorted[0], sorted[3], sorted[7]]);
    const count = ({ histogram }: typeof all): number => histogram!.counts.reduce((sum, one) => sum + one, 0);
    expect(count(all)).toBe(8 * 60 * 144);
    for (let channel = 0; channel < 8; channel++) {
      const one = await window.call('calibration.layer', { ...ask, channel });
      expect(one.mean).toEqual(all.mean);
      expect(one.threshold).toEqual([0, 0, 0].map(() => all.thresholds[channel]));
      expect(one.histogram!.low).toBe(-one.histogram!.high);
      expect(count(one)).toBe(60 * 144);
    }
    expect(await codeOf(window.call('calibration.layer', { ...ask, layer: 'x', channel: null }))).toBe('option.invalid');
    expect(await codeOf(window.call('calibration.layer', { ...ask, channel: 8 }))).toBe('option.invalid');
  });

  it('tells attributes and weights of an operator; of a neuron layer without an operator nothing', async () => {
    const conv = view.graph.nodes.find(({ op }) => op === 'Conv')!;
    const { attributes, weights } = await window.call('network.node', { path: view.path, node: conv.id });
    expect(attributes.map(({ name }) => name)).toContain('strides');
    expect(weights.reduce((sum, { count }) => sum + count, 0)).toBe(conv.parameters);
    for (const { statistics, histogram, count } of weights) {
      expect(statistics!.min).toBeLessThanOrEqual(statistics!.mean);
      expect(histogram!.counts.reduce((sum, one) => sum + one, 0)).toBe(count);
    }
    const relu = view.graph.nodes.find(({ op }) => op === 'Relu')!;
    expect((await window.call('network.node', { path: view.path, node: relu.id })).weights).toEqual([]);
    expect(await codeOf(window.call('network.node', { path: view.path, node: 'x' }))).toBe('option.invalid');
  });

  it('tells how threshold iteration gets to its answer', async () => {
    const curve = await window.call('calibration.iteration', { path: view.path, layer: 'ra', channel: 3 });
    expect(curve).toMatchObject({ channel: 3, solved: true });
    expect(curve.thresholds[0]).toBe(1);
    const { mean, variance } = await window.call('calibration.layer', { path: view.path, layer: 'ra', channel: null });
    // Multi-threshold neurons with 8 thresholds over 8 steps have 8 · 2⁸ levels.
    const { values } = thresholdIteration([mean[3]!], [variance[3]!], 8 * 2 ** 8);
    expect(curve.thresholds.at(-1)).toBe(values[0]);
    expect(await codeOf(window.call('calibration.iteration', { path: view.path, layer: 'ra', channel: 8 }))).toBe(
      'option.invalid',
    );
  });

  it('is read-only, with the reason, for a second program, until the first has closed it', async () => {
    const other = await connect(await start());
    const seen = await other.call('project.open', { path: view.path });
    expect(seen.readOnly).toContain('another program has it open');
    expect(await codeOf(editLayer(other, view, 'ra', { thresholds: 4 }))).toBe('project.read-only');
    expect(await codeOf(other.call('plan.undo', { path: view.path, client: 'x' }))).toBe('project.read-only');
    expect(await codeOf(other.call('plan.save', { path: view.path, message: '' }))).toBe('project.read-only');
    const run = { path: view.path, dataset: made.images, samples: 4, batch: 4, engine: 'cpu', threads: null } as const;
    expect(await codeOf(other.call('run.start', run))).toBe('project.read-only');
    expect(await other.call('layout.write', { path: view.path, layout: {} })).toEqual({});
    await window.call('project.close', { path: view.path });
    expect(await codeOf(window.call('plan.document', { path: view.path }))).toBe('project.missing');
    expect((await other.call('project.open', { path: view.path })).readOnly).toBeNull();
    await other.call('project.close', { path: view.path });
    expect((await window.call('project.open', { path: view.path })).readOnly).toBeNull();
  });

  it('says what cannot be opened', async () => {
    expect(await codeOf(window.call('project.open', { path: made.at('missing.spikeloom') }))).toBe('project.missing');
    expect(await codeOf(window.call('project.open', { path: made.model }))).toBe('project.not-a-project');
  });

  it('opens without its model, says so, and runs once it is back', async () => {
    await window.call('project.close', { path: view.path });
    renameSync(made.model, made.at('moved.onnx'));
    const without = await window.call('project.open', { path: view.path });
    expect(without.model.missing).toContain(`there is no ${made.model}`);
    expect(without.graph).toEqual(view.graph);
    expect(without.calibration).toEqual(view.calibration);
    const conv = { path: view.path, node: view.graph.nodes.find(({ op }) => op === 'Conv')!.id };
    expect(await codeOf(window.call('network.node', conv))).toBe('project.missing');
    const run = { path: view.path, dataset: made.images, samples: 4, batch: 4, engine: 'cpu', threads: null } as const;
    const calibrate = { path: view.path, source: null, batch: 20, engine: 'cpu', threads: null } as const;
    expect(await codeOf(window.call('run.start', run))).toBe('project.missing');
    expect(await codeOf(window.call('calibration.start', calibrate))).toBe('project.missing');
    writeFileSync(made.model, 'another file');
    const changed = await window.event('model.changed', ({ missing }) => missing?.includes('has changed') === true);
    expect(changed.path).toBe(view.path);
    expect(await codeOf(window.call('run.start', run))).toBe('project.missing');
    renameSync(made.at('moved.onnx'), made.model);
    const { job } = await window.call('run.start', run);
    expect((await window.jobEnd(job)).state).toBe('done');
    expect((await window.call('network.node', conv)).weights.length).toBeGreaterThan(0);
    expect((await window.call('project.open', { path: view.path })).model.missing).toBeNull();
  });

  it('is made once at a time, and not where it cannot be written', async () => {
    const request = {
      model: made.model,
      out: made.at('twice.spikeloom'),
      preprocess: PREPROCESS,
      dataset: null,
      calibration: { source: made.images, batch: 20, skipBad: false },
    };
    const { job } = await window.call('project.create', request);
    expect(await codeOf(window.call('project.create', request))).toBe('option.invalid');
    expect((await window.jobEnd(job)).state).toBe('done');
    // Refused at once: nobody waits in the queue for a place that is none, or that has another project.
    for (const out of [made.at('no/folder/p.spikeloom'), made.at('twice.spikeloom'), 'p.spikeloom'])
      expect(await codeOf(window.call('project.create', { ...request, out })), out).toBe('output.unwritable');
    const place = await window.call('project.place', { out: request.out });
    expect(place).toEqual({ path: request.out, problem: null, exists: true, free: made.at('twice 2.spikeloom') });
  });

  it('can be the example, which is made once', async () => {
    const { path, job } = await window.call('project.example', {});
    expect(path).toBe(join(made.userFolder, 'examples', 'ResNet-20.spikeloom'));
    expect(await window.call('project.example', {})).toEqual({ path, job });
    expect((await window.jobEnd(job!)).state).toBe('done');
    expect(existsSync(path)).toBe(true);
    expect(await window.call('project.example', {})).toEqual({ path, job: null });
    const example = await window.call('project.open', { path });
    expect(example.graph.layers).toHaveLength(19);
    expect(example.model.classes).toHaveLength(10);
    expect(example.dataset).toMatch(/cifar10.test$/);
  });
}
