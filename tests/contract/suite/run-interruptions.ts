/** Runs that are interrupted: cancelled, killed, and continued where they stopped. */
import { expect, it } from 'vitest';
import { childrenOf } from '../../support/child-processes.ts';
import type { ProjectBench } from '../support/bench.ts';
import { editLayer } from '../support/edits.ts';
import { runRequest, runToEnd } from '../support/runs.ts';
import { codeOf } from '../support/window.ts';

export function runInterruptionTests(on: ProjectBench): void {
  it('is cancelled, waiting or working, and started again', async () => {
    const { window, view, path } = on;
    await editLayer(window, view, 'rc', { threshold: { level: 'channel' } });
    const first = (await window.call('run.start', runRequest(on, { batch: 1 }))).job;
    const second = (await window.call('run.start', runRequest(on, { batch: 2 }))).job;
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
    const { window, view, path } = on;
    const { job } = await window.call('run.start', runRequest(on, { batch: 1, engine: 'reference', samples: 30 }));
    await window.event('run.progress', (progress) => progress.job === job && progress.samples >= 3);
    await window.call('job.cancel', { job });
    await window.jobEnd(job);
    const stopped = (await window.call('run.list', { path })).at(-1)!;
    await editLayer(window, view, 'ra', { threshold: { value: 0.9 } });
    await runToEnd(on, { samples: 4 });
    const newest = await window.call('calibration.summary', { path });
    const { job: again } = await window.call('job.retry', { job });
    expect(await window.jobEnd(again)).toMatchObject({ state: 'done', run: stopped.id });
    const first = window.events('job.changed').find(({ id, phase }) => id === again && phase === 'simulating');
    expect(first!.done).toBeGreaterThanOrEqual(3);
    expect(await window.call('calibration.summary', { path })).toEqual(newest);
  });

  it('goes on from the list of runs, as the run began and with its name, after other plans and thresholds', async () => {
    const { window, view, path, made } = on;
    const { job } = await window.call('run.start', runRequest(on, { batch: 1, engine: 'reference', samples: 20 }));
    await window.event('run.progress', (progress) => progress.job === job && progress.samples >= 3);
    await window.call('job.cancel', { job });
    await window.jobEnd(job);
    const stopped = (await window.call('run.list', { path })).at(-1)!;
    expect(stopped).toMatchObject({ state: 'cancelled', samples: 20, notContinued: null });
    expect(stopped.kept).toBeGreaterThanOrEqual(3);
    await window.call('run.describe', { path, id: stopped.id, name: 'kept', note: '', tags: [] });
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
    const { window, path, running } = on;
    const { job } = await window.call('run.start', runRequest(on, { batch: 1, engine: 'reference', samples: 40 }));
    await window.event('run.progress', (progress) => progress.job === job);
    for (const child of childrenOf(running.pid)) process.kill(child, 'SIGKILL');
    const end = await window.jobEnd(job);
    expect(end).toMatchObject({ state: 'failed', error: { code: 'engine.failed' } });
    const failed = (await window.call('run.list', { path })).at(-1)!;
    expect(failed).toMatchObject({ state: 'failed', error: end.error!.message });
    const again = await window.jobEnd((await window.call('job.retry', { job })).job);
    expect(again).toMatchObject({ state: 'done', run: failed.id });
  });
}
