/** Runs and calibrations: what is computed anew and what is not, progress, cancelling, retrying. */
import { writeFileSync } from 'node:fs';
import { beforeAll, expect, it } from 'vitest';
import type { JobState, ProjectView, RequestOf } from '../../../src-shared/contract/index.ts';
import { type Message, onCommandLine } from '../../../src-shared/message/index.ts';
import { formatNpy } from '../../../src-main/dataset/index.ts';
import { randomValues } from '../../support/onnx-graph.ts';
import { childrenOf } from '../../support/child-processes.ts';
import { bench, makeProject, runner, SAMPLES } from '../support/bench.ts';
import { editLayer } from '../support/edits.ts';
import type { HostUnderTest, RunningHost } from '../support/host-under-test.ts';
import { codeOf, type TestWindow } from '../support/window.ts';

export function runSuite(host: HostUnderTest): void {
  const made = bench();
  const { start, connect } = runner(host, made);
  let running: RunningHost;
  let window: TestWindow;
  let view: ProjectView;
  let path: string;
  beforeAll(async () => {
    running = await start();
    window = await connect(running);
    view = await makeProject(window, made, 'p.spikeloom');
    ({ path } = view);
  });

  const request = (change: Partial<RequestOf<'run.start'>> = {}): RequestOf<'run.start'> => ({
    path,
    dataset: made.images,
    samples: null,
    batch: 20,
    engine: 'cpu',
    threads: null,
    ...change,
  });
  const run = async (change: Partial<RequestOf<'run.start'>> = {}): Promise<JobState> =>
    window.jobEnd((await window.call('run.start', request(change))).job);
  /** Phases that a job has shown. */
  const phases = (id: string): string[] => [
    ...new Set(
      window
        .events('job.changed')
        .filter((job) => job.id === id)
        .map(({ phase }) => phase),
    ),
  ];

  it('runs the plan, tells what it reaches batch by batch, and stores it', async () => {
    const job = await run();
    expect(job).toMatchObject({ kind: 'run', state: 'done', run: 1, title: 'Run of all samples', path });
    expect(phases(job.id)).not.toContain('calibrating');
    const progress = window.events('run.progress').filter((one) => one.job === job.id);
    expect(progress.map(({ samples, of }) => [samples, of])).toEqual([20, 40, 60].map((samples) => [samples, SAMPLES]));
    const report = await window.call('run.report', { path, id: 1 });
    // The last that is told is what is stored.
    expect(progress.at(-1)!.annAccuracy).toBe(report.ann.accuracy);
    expect(progress.at(-1)!.steps).toEqual(
      report.steps.map(({ step, accuracy, agreement, energy_ratio, energy }) => ({
        step,
        accuracy,
        agreement,
        energyRatio: energy_ratio,
        ledgerFloat32: energy.ratio_float32,
        ledgerInt8: energy.ratio_int8,
      })),
    );
    const [summary] = await window.call('run.list', { path });
    expect(summary).toMatchObject({
      id: 1,
      version: 1,
      samples: SAMPLES,
      state: 'done',
      accuracy: report.steps.at(-1)!.accuracy,
    });
    expect(window.events('runs.changed').map(({ runs }) => runs.at(-1)!.state)).toEqual(['running', 'done']);
  });

  it('takes a name and a note for a run, tells all windows, and keeps them', async () => {
    const other = await connect(running);
    await other.call('project.open', { path });
    const label = { name: 'Four thresholds', note: 'as on the poster,\nwith "quotes"' };
    await window.call('run.describe', { path, id: 1, ...label, name: '  Four thresholds ' });
    for (const one of [window, other]) {
      const { runs } = await one.event('runs.changed', ({ runs: [first] }) => first!.name !== '');
      expect(runs).toMatchObject([label]);
    }
    expect(await window.call('run.list', { path })).toMatchObject([{ ...label, state: 'done', kept: SAMPLES }]);
    expect(await codeOf(window.call('run.describe', { path, id: 99, ...label }))).toBe('run.missing');
    for (const bad of [{ name: 'two\nlines' }, { name: 'x'.repeat(121) }, { note: 'x'.repeat(10_001) }])
      expect(await codeOf(window.call('run.describe', { path, id: 1, ...label, ...bad }))).toBe('contract.request');
    await window.call('run.describe', { path, id: 1, name: '', note: '' });
    expect(await window.call('run.list', { path })).toMatchObject([{ name: '', note: '' }]);
    other.close();
  });

  it('spreads a part of the samples over the classes, and says so', async () => {
    const job = await run({ samples: 10 });
    expect(job.notes.some((note) => note.includes('10 of 60 samples, one of each class in turn'))).toBe(true);
    expect((await window.call('run.report', { path, id: job.run! })).settings.dataset.samples).toBe(10);
    // The same again is another run; a part that is the whole is the whole.
    expect((await run({ samples: 10 })).run).toBe(job.run! + 1);
    expect((await run({ samples: 1000 })).notes.some((note) => note.includes('in turn'))).toBe(false);
  });

  it('derives thresholds from the statistics there are, and passes over the samples only where it must', async () => {
    await editLayer(window, view, 'ra', { threshold: { value: 0.7 } });
    await editLayer(window, view, 'rc', { threshold: { method: 'iteration', scale: 1.1 } });
    const derived = await run({ samples: 4 });
    expect(phases(derived.id)).not.toContain('calibrating');
    const after = (await window.call('calibration.summary', { path }))!;
    expect(after).toMatchObject({ version: 2, samples: SAMPLES, outdated: [] });
    expect(after.layers[0]).toMatchObject({ layer: 'ra', level: 'layer', threshold: [0.7, 0.7, 0.7] });
    const given = await window.call('calibration.layer', { path, layer: 'ra', channel: 7 });
    // One value for the layer, while the statistics are those of the pass.
    expect(given).toMatchObject({ level: 'layer', groups: 'channel', total: 8, thresholdCount: 1, thresholds: [0.7], first: 0 });
    expect(given.mean).toHaveLength(8);
    expect((await window.call('plan.versions', { path })).at(-1)).toMatchObject({ id: 2, message: 'run' });

    await editLayer(window, view, 'rc', { threshold: { level: 'layer' } });
    const passed = await run({ samples: 4 });
    expect(phases(passed.id)).toContain('calibrating');
    const whole = await window.call('calibration.layer', { path, layer: 'rc', channel: 3 });
    expect(whole).toMatchObject({ level: 'layer', groups: 'layer', total: 1, channels: 16 });
    expect(whole.thresholds).toHaveLength(1);
  });

  it('finds the calibration that is there where a setting is changed back', async () => {
    const summary = async () => (await window.call('calibration.summary', { path }))!;
    const changed = await summary();
    await window.call('plan.undo', { path, client: window.id });
    const back = await summary();
    expect([back.outdated, back.layers.find(({ layer }) => layer === 'rc')!.level]).toEqual([[], 'channel']);
    expect(back.id).toBeLessThan(changed.id);
    const told = await window.event('calibration.changed', ({ calibration }) => calibration.id === back.id);
    expect(told.calibration).toEqual(back);
    expect((await window.call('calibration.layer', { path, layer: 'rc', channel: null })).groups).toBe('channel');
    expect(phases((await run({ samples: 4 })).id)).not.toContain('calibrating');
    await window.call('plan.redo', { path, client: window.id });
    expect(await summary()).toEqual(changed);
  });

  it('calibrates anew when asked to, over other samples too', async () => {
    const ask = { path, source: `${made.images}@0:20`, batch: 10, engine: 'cpu', threads: null } as const;
    const job = await window.jobEnd((await window.call('calibration.start', ask)).job);
    expect(job).toMatchObject({ kind: 'calibrate', state: 'done' });
    expect(await window.call('calibration.summary', { path })).toMatchObject({
      samples: 20,
      batch: 10,
      source: `${made.images}@0:20`,
    });
    const again = await window.jobEnd((await window.call('calibration.start', { ...ask, source: null })).job);
    expect(phases(again.id)).toContain('calibrating');
    expect(await window.call('calibration.summary', { path })).toMatchObject({ samples: 20 });
  });

  it('refuses a plan that cannot run, and fails with the reason where samples cannot be read', async () => {
    await editLayer(window, view, 'ra', { coding: 'leaky-rate', neuron: 'lif' });
    expect(await codeOf(window.call('run.start', request()))).toBe('plan.coding');
    await window.call('plan.undo', { path, client: window.id });
    const job = await run({ dataset: made.at('nothing') });
    expect(job).toMatchObject({ state: 'failed', error: { code: 'dataset.not-found' }, run: null });
    expect(await codeOf(window.call('run.report', { path, id: 99 }))).toBe('run.missing');
  });

  it('is cancelled, waiting or working, and started again', async () => {
    await editLayer(window, view, 'rc', { threshold: { level: 'channel' } });
    const first = (await window.call('run.start', request({ batch: 1 }))).job;
    const second = (await window.call('run.start', request({ batch: 2 }))).job;
    await window.call('job.cancel', { job: second });
    expect(await window.jobEnd(second)).toMatchObject({ state: 'cancelled', phase: 'waiting' });
    await window.event('run.progress', ({ job }) => job === first);
    await window.call('job.cancel', { job: first });
    expect((await window.jobEnd(first)).state).toBe('cancelled');
    const cancelled = (await window.call('run.list', { path })).at(-1)!;
    expect(cancelled.state).toBe('cancelled');
    const { job } = await window.call('job.retry', { job: first });
    expect(await window.jobEnd(job)).toMatchObject({ state: 'done', run: cancelled.id });
    expect(await codeOf(window.call('job.retry', { job }))).toBe('option.invalid');
  });

  it('goes on as it was, with its own plan and thresholds, also after another plan has run', async () => {
    const { job } = await window.call('run.start', request({ batch: 1, engine: 'reference', samples: 30 }));
    await window.event('run.progress', (progress) => progress.job === job && progress.samples >= 3);
    await window.call('job.cancel', { job });
    await window.jobEnd(job);
    const stopped = (await window.call('run.list', { path })).at(-1)!;
    await editLayer(window, view, 'ra', { threshold: { value: 0.9 } });
    await run({ samples: 4 });
    const newest = await window.call('calibration.summary', { path });
    const { job: again } = await window.call('job.retry', { job });
    expect(await window.jobEnd(again)).toMatchObject({ state: 'done', run: stopped.id });
    const first = window.events('job.changed').find(({ id, phase }) => id === again && phase === 'simulating');
    expect(first!.done).toBeGreaterThanOrEqual(3);
    expect(await window.call('calibration.summary', { path })).toEqual(newest);
  });

  it('goes on from the list of runs, as the run began and with its name, after other plans and thresholds', async () => {
    const { job } = await window.call('run.start', request({ batch: 1, engine: 'reference', samples: 20 }));
    await window.event('run.progress', (progress) => progress.job === job && progress.samples >= 3);
    await window.call('job.cancel', { job });
    await window.jobEnd(job);
    const stopped = (await window.call('run.list', { path })).at(-1)!;
    expect(stopped).toMatchObject({ state: 'cancelled', samples: 20, notContinued: null });
    expect(stopped.kept).toBeGreaterThanOrEqual(3);
    await window.call('run.describe', { path, id: stopped.id, name: 'kept', note: '' });
    // Another plan, and another calibration of the plan that the run belongs to.
    const ask = { path, source: `${made.images}@0:20`, batch: 10, engine: 'cpu', threads: null } as const;
    await window.jobEnd((await window.call('calibration.start', ask)).job);
    await editLayer(window, view, 'ra', { threshold: { value: 0.8 } });
    const again = (await window.call('run.continue', { path, id: stopped.id })).job;
    const twice = (await window.call('run.continue', { path, id: stopped.id })).job;
    expect(await window.jobEnd(again)).toMatchObject({ state: 'done', run: stopped.id });
    expect(await window.jobEnd(twice)).toMatchObject({ state: 'failed', error: { code: 'run.missing' } });
    const first = window.events('job.changed').find(({ id, phase }) => id === again && phase === 'simulating');
    expect(first!.done).toBeGreaterThanOrEqual(3);
    const finished = (await window.call('run.list', { path })).find(({ id }) => id === stopped.id)!;
    expect(finished).toMatchObject({ name: 'kept', state: 'done', kept: 20, version: stopped.version });
    expect(finished.notContinued).toContain('is done');
    expect(await codeOf(window.call('run.continue', { path, id: stopped.id }))).toBe('option.invalid');
    expect(await codeOf(window.call('run.continue', { path, id: 99 }))).toBe('run.missing');
  });

  it.runIf(process.platform === 'linux')('says why a run failed whose process died, and takes it up again', async () => {
    const { job } = await window.call('run.start', request({ batch: 1, engine: 'reference', samples: 40 }));
    await window.event('run.progress', (progress) => progress.job === job);
    for (const child of childrenOf(running.pid)) process.kill(child, 'SIGKILL');
    const end = await window.jobEnd(job);
    expect(end).toMatchObject({ state: 'failed', error: { code: 'engine.failed' } });
    const failed = (await window.call('run.list', { path })).at(-1)!;
    expect(failed).toMatchObject({ state: 'failed', error: end.error!.message });
    const again = await window.jobEnd((await window.call('job.retry', { job })).job);
    expect(again).toMatchObject({ state: 'done', run: failed.id });
  });

  it('takes the labels of a .npy file, named or beside it, keeps them with the project, and tells labels that do not fit', async () => {
    const [count, size] = [4, 3 * 12 * 12];
    writeFileSync(made.at('x_test.npy'), formatNpy(randomValues(count * size, 5), [count, 3, 12, 12]));
    writeFileSync(made.at('y_test.npy'), formatNpy(Float64Array.of(0, 1, 2, 3), [count]));
    writeFileSync(made.at('swapped.npy'), formatNpy(Float64Array.of(3, 2, 1, 0), [count]));
    writeFileSync(made.at('beyond.npy'), formatNpy(Float64Array.of(0, 1, 2, 10), [count]));
    writeFileSync(made.at('few.npy'), formatNpy(Float64Array.of(0, 1), [2]));
    const source = made.at('x_test.npy');
    const preview = (dataset: string) =>
      window.call('samples.preview', { model: made.model, project: path, source: dataset, purpose: 'run', count: 4 });
    const labelled = async (dataset: string) => (await preview(dataset)).samples.map(({ label }) => label);
    expect(await labelled(source)).toEqual(['0', '1', '2', '3']);
    expect((await preview(source)).notes.map(onCommandLine).join()).toContain('y_test.npy beside it');
    expect(await labelled(`${source}#swapped.npy`)).toEqual(['3', '2', '1', '0']);
    for (const wrong of ['beyond.npy', 'few.npy']) {
      const dataset = `${source}#${made.at(wrong)}`;
      expect(await codeOf(preview(dataset))).toBe('dataset.labels');
      expect(await run({ dataset })).toMatchObject({ state: 'failed', error: { code: 'dataset.labels' } });
    }
    const runs: { accuracy: number | null; notes: readonly Message[] }[] = [];
    for (const dataset of [source, `${source}#${made.at('swapped.npy')}`]) {
      const job = await run({ dataset });
      expect(job.state).toBe('done');
      const { ann, notes } = await window.call('run.report', { path, id: job.run! });
      runs.push({ accuracy: ann.accuracy ?? null, notes });
    }
    expect(runs.map(({ accuracy }) => typeof accuracy)).toEqual(['number', 'number']);
    expect(runs[0]!.notes.map(onCommandLine).join()).toContain('y_test.npy beside it');
    // The dataset that was chosen last is there when the project is opened again.
    await window.call('project.close', { path });
    expect((await window.call('project.open', { path })).dataset).toBe(`${source}#${made.at('swapped.npy')}`);
  });
}
