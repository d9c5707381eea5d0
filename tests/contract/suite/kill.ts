/** The host is killed in the middle of work: what it had acknowledged is there when the project is opened again. */
import { existsSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { isAlive } from '../../../src-main/runtime/is-alive.ts';
import type { ProjectView } from '../../../src-shared/contract/index.ts';
import { childrenOf } from '../../support/child-processes.ts';
import { type Bench, bench, makeProject, PREPROCESS, runner } from '../support/bench.ts';
import { editLayer } from '../support/edits.ts';
import type { HostUnderTest } from '../support/host-under-test.ts';
import type { TestWindow } from '../support/window.ts';

type KillBench = ReturnType<typeof runner> & { readonly made: Bench };

export function killSuite(host: HostUnderTest): void {
  const made = bench();
  const on = { made, ...runner(host, made) };
  for (const define of [editTest, endedRunTest, makingTest, killedRunTest, killedExportTest]) define(on);
}

function editTest({ made, start, connect, kill }: KillBench): void {
  it('every edit that was acknowledged is there, wherever it is killed', async () => {
    let running = await start();
    let window = await connect(running);
    let view = await makeProject(window, made, 'edits.spikeloom');
    for (const delay of [0, 15, 60, 120]) {
      const acknowledged = await editUntilKilled(window, view, async () => {
        await sleep(delay);
        await kill(running);
      });
      running = await start();
      window = await connect(running);
      view = await window.call('project.open', { path: view.path });
      const { document } = view;
      // The last one may have been written and not answered.
      expect(document.revision - acknowledged.revision).toBeLessThanOrEqual(1);
      expect(document.revision).toBeGreaterThanOrEqual(acknowledged.revision);
      if (document.revision === acknowledged.revision) expect(document).toEqual(acknowledged);
      expect(view.readOnly).toBeNull();
    }
    // Undo goes back through all of it.
    const { done } = view.document;
    expect(done.length).toBeGreaterThan(0);
    for (const _ of done) await window.call('plan.undo', { path: view.path, client: window.id });
    expect(await window.call('plan.document', { path: view.path })).toMatchObject({
      plan: { layers: [] },
      done: [],
      saved: { same: true },
    });
    await window.call('project.close', { path: view.path });
  });
}

function endedRunTest({ made, start, connect }: KillBench): void {
  it('ended by its user in the middle of a run, it cancels the run and leaves no process behind', async () => {
    const running = await start();
    const window = await connect(running);
    const { path } = await makeProject(window, made, 'ended.spikeloom');
    const ask = { path, dataset: made.images, samples: null, batch: 1, engine: 'reference', threads: null } as const;
    const { job } = await window.call('run.start', ask);
    await window.event('run.progress', (progress) => progress.job === job);
    const children = process.platform === 'linux' ? childrenOf(running.pid) : [];
    await running.end();
    // It ends when it hears that its host has; the test's own time limit is the limit.
    while (children.some(isAlive)) await sleep(10);
    const next = await connect(await start());
    expect((await next.call('project.open', { path })).runs).toMatchObject([{ state: 'cancelled' }]);
    await next.call('project.close', { path });
  });
}

function makingTest({ made, start, connect, kill }: KillBench): void {
  it('the making of a project that was going on is in the list, and is started again', async () => {
    const running = await start();
    const window = await connect(running);
    const out = made.at('unmade.spikeloom');
    const { job } = await window.call('project.create', {
      model: made.model,
      out,
      preprocess: PREPROCESS,
      dataset: made.images,
      calibration: { source: made.images, batch: 20, skipBad: false },
    });
    await kill(running);

    const second = await start();
    const next = await connect(second);
    const jobAt = async (all: TestWindow) => (await all.call('job.list', {})).filter(({ path }) => path === out);
    const [left, ...more] = await jobAt(next);
    expect(more).toEqual([]);
    expect(left).toMatchObject({
      id: job,
      kind: 'create',
      state: 'failed',
      title: 'unmade from residual.onnx',
      error: { message: expect.stringContaining('ended before this project was made') },
    });
    const { job: again } = await next.call('job.retry', { job });
    const end = await next.jobEnd(again);
    expect(end).toMatchObject({ state: 'done' });
    await kill(second);
    const third = await connect(await start());
    expect(await jobAt(third)).toMatchObject([
      { id: again, state: 'done', kind: 'create', notes: end.notes },
      { id: job, state: 'failed' },
    ]);
    await third.call('project.close', { path: (await third.call('project.open', { path: out })).path });
  });
}

function killedExportTest({ made, start, connect, kill }: KillBench): void {
  it('an export that was going on is shown as failed, left nothing half, and is done when it is started again', async () => {
    const running = await start();
    const window = await connect(running);
    const { path } = await makeProject(window, made, 'export.spikeloom');
    const choices = { format: 'onnx', options: {}, name: null, steps: 2, zip: false, force: true } as const;
    const { job } = await window.call('export.start', { path, out: made.at('package'), ...choices });
    await window.event('job.changed', ({ id, phase }) => id === job && phase !== 'waiting');
    const children = process.platform === 'linux' ? childrenOf(running.pid) : [];
    await kill(running);
    // The job ends itself after its host, on a busy machine somewhat later.
    while (children.some(isAlive)) await sleep(10);
    const next = await connect(await start());
    await next.call('project.open', { path });
    const [left] = (await next.call('job.list', {})).filter((one) => one.path === path);
    expect(left).toMatchObject({ id: job, kind: 'export', state: 'failed', title: 'Export to package (ONNX, one time step)' });
    // A job that was nearly done may still have renamed its package, which is whole then.
    expect(existsSync(made.at('package'))).toBe(existsSync(made.at('package/manifest.json')));
    const { job: again } = await next.call('job.retry', { job });
    expect(await next.jobEnd(again)).toMatchObject({ error: null, state: 'done' });
    const exports = await next.call('export.list', { path });
    expect(exports.length).toBeGreaterThan(0);
    for (const one of exports) expect(one).toMatchObject({ path: made.at('package'), place: 'there' });
  });
}

function killedRunTest({ made, start, connect, kill }: KillBench): void {
  it('a run that was going on is shown as failed, with the reason, and goes on where it stopped', async () => {
    const running = await start();
    const window = await connect(running);
    const { path } = await makeProject(window, made, 'run.spikeloom');
    const ask = { path, dataset: made.images, samples: null, batch: 1, engine: 'reference', threads: null } as const;
    const { job } = await window.call('run.start', ask);
    await window.event('run.progress', (progress) => progress.job === job && progress.samples >= 5);
    await kill(running);

    const second = await start();
    const next = await connect(second);
    const view = await next.call('project.open', { path });
    expect(view.readOnly).toBeNull();
    expect(view.runs).toMatchObject([{ id: 1, state: 'failed', error: expect.stringContaining('Spikeloom ended before') }]);
    const [left] = (await next.call('job.list', {})).filter((one) => one.path === path);
    expect(left).toMatchObject({ id: job, kind: 'run', state: 'failed', title: 'Run of all samples' });
    const { job: again } = await next.call('job.retry', { job: left!.id });
    const first = await next.event('run.progress', (progress) => progress.job === again);
    expect(first.samples).toBeGreaterThanOrEqual(1);
    expect(await next.jobEnd(again)).toMatchObject({ state: 'done', run: 1 });
    // What was done before was not done again: the first progress of the phase starts from there.
    const starts = next.events('job.changed').filter(({ id, phase }) => id === again && phase === 'simulating');
    expect(starts[0]!.done).toBeGreaterThanOrEqual(5);
    // The list survives another restart: each job once, newest first, with how it ended.
    await kill(second);
    const third = await connect(await start());
    await third.call('project.open', { path });
    const jobs = (await third.call('job.list', {})).filter((one) => one.path === path);
    const shown = next.events('job.changed').findLast(({ id }) => id === again)!;
    expect(shown.notes.length).toBeGreaterThan(0);
    expect(jobs).toMatchObject([
      { id: again, state: 'done', kind: 'run', run: 1, notes: shown.notes },
      { id: job, state: 'failed', kind: 'run', error: { message: expect.stringContaining('Spikeloom ended before') } },
      { state: 'done', kind: 'create' },
    ]);
    const report = await third.call('run.report', { path, id: 1 });
    expect(report.settings.dataset.samples).toBe(60);
  });
}

/** Edits and undoes as fast as answers come, until the host is gone; the last document that is sure to be written. */
async function editUntilKilled(window: TestWindow, view: ProjectView, killHost: () => Promise<void>) {
  let acknowledged = await window.call('plan.document', { path: view.path });
  let gone = false;
  const edits = (async () => {
    for (let i = 1; !gone; i++) {
      if (i % 5 === 0) await window.call('plan.undo', { path: view.path, client: window.id });
      else await editLayer(window, view, ['ra', 'rc'][i % 2]!, { thresholds: 1 + ((acknowledged.revision + i) % 16) });
      acknowledged = await window.call('plan.document', { path: view.path });
    }
  })();
  await killHost();
  gone = true;
  // A call that is not answered any more waits for ever.
  await Promise.race([edits, sleep(50)]);
  return acknowledged;
}
