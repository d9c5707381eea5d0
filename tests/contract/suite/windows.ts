/** Several windows on one project, and windows that are lost. */
import { beforeAll, expect, it } from 'vitest';
import { projectBench } from '../support/bench.ts';
import { editLayer, editPlan } from '../support/edits.ts';
import { setLayers } from '../../../src-shared/plan/index.ts';
import type { HostUnderTest } from '../support/host-under-test.ts';
import { codeOf, type TestWindow } from '../support/window.ts';

export function windowsSuite(host: HostUnderTest): void {
  const on = projectBench(host);
  let second: TestWindow;
  beforeAll(async () => {
    second = await on.connect(on.running);
  });

  it('share one document: what one changes, the other hears of', async () => {
    const { window: first, view, path } = on;
    expect(await second.call('project.open', { path })).toMatchObject({ readOnly: null, document: view.document });
    const revision = await editLayer(first, view, 'ra', { thresholds: 4 });
    const heard = await second.event('plan.changed', (change) => change.revision === revision);
    expect(heard).toMatchObject({ path, client: first.id, kind: 'commit' });
    await second.call('plan.undo', { path, client: second.id });
    expect((await first.event('plan.changed', ({ kind }) => kind === 'undo')).client).toBe(second.id);
  });

  it('do not overwrite each other: of two changes for one revision, the second is refused', async () => {
    const { window: first, path } = on;
    const now = await first.call('plan.document', { path });
    const [one, other] = [
      editPlan(first, path, now, setLayers(now.plan, ['ra'], { thresholds: 3 }), 'one'),
      codeOf(editPlan(second, path, now, setLayers(now.plan, ['ra'], { thresholds: 5 }), 'other')),
    ];
    const outcomes = [await codeOf(one), await other].sort();
    expect(outcomes).toEqual(['it was answered', 'plan.stale']);
    expect((await first.call('plan.document', { path })).done).toHaveLength(now.done.length + 1);
  });

  it('open the same file under another name as the same project', async () => {
    const { path, made } = on;
    const again = await second.call('project.open', { path: `${made.folder}/../${made.folder.split('/').at(-1)}/p.spikeloom` });
    expect(again.path).toBe(path);
  });

  it('open a project together, and one may give up: the other gets it', async () => {
    const { window: first, path } = on;
    await Promise.all([first, second].map((window) => window.call('project.close', { path })));
    const abort = new AbortController();
    const given = codeOf(first.call('project.open', { path }, abort.signal));
    const opened = second.call('project.open', { path });
    abort.abort();
    expect(await given).toBe('cancelled');
    expect((await opened).readOnly).toBeNull();
    await second.call('plan.document', { path });
    await second.call('project.close', { path });
    expect(await codeOf(second.call('plan.document', { path }))).toBe('project.missing');
  });

  it('that all give up leave it closed', async () => {
    const { window: first, path, connect, start } = on;
    const abort = new AbortController();
    const given = codeOf(first.call('project.open', { path }, abort.signal));
    abort.abort();
    expect(await given).toBe('cancelled');
    const other = await connect(await start());
    // Another program can write it: nobody here holds it any more.
    expect((await other.call('project.open', { path })).readOnly).toBeNull();
    await other.call('project.close', { path });
    await Promise.all([first, second].map((window) => window.call('project.open', { path })));
  });

  it('keep a project open until the last one closes it', async () => {
    const { window: first, path } = on;
    await second.call('project.close', { path });
    expect((await first.call('plan.document', { path })).plan).toBeDefined();
    await second.call('project.open', { path });
  });

  it('lose nothing when the connection is lost: the job goes on, and a window that comes back sees it', async () => {
    const { window: first, path, made, running, connect } = on;
    const lost = await connect(running);
    await lost.call('project.open', { path });
    const ask = { path, dataset: made.images, samples: null, batch: 1, engine: 'reference', threads: null } as const;
    const { job } = await lost.call('run.start', ask);
    await lost.event('run.progress');
    lost.close();
    const back = await connect(running);
    expect((await back.call('job.list', {})).find(({ id }) => id === job)).toMatchObject({ state: 'running' });
    expect((await back.call('project.open', { path })).document).toEqual(await first.call('plan.document', { path }));
    await back.event('run.progress', (progress) => progress.job === job);
    expect((await back.jobEnd(job)).state).toBe('done');
  });
}
