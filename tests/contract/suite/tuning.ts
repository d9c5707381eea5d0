/** Searches for a plan within a budget: started, paused, taken up again, and read; what is refused before anything is searched. */
import { expect, it } from 'vitest';
import type { RequestOf, TuningState } from '../../../src-shared/contract/index.ts';
import { parsePlan, planTransaction } from '../../../src-shared/plan/index.ts';
import { inWindow } from '../../../src-renderer/texts/messages.ts';
import type { ProjectBench } from '../support/bench.ts';
import { codeOf } from '../support/window.ts';

/** A search that takes a second or two. */
export const tuningRequest = (
  { path, made }: Pick<ProjectBench, 'path'> & { readonly made: Pick<ProjectBench['made'], 'images'> },
  change: Partial<RequestOf<'tuning.start'>> = {},
): RequestOf<'tuning.start'> => ({
  ...{ path, dataset: `${made.images}@0:24`, holdout: null, budgets: ['accuracy-drop<=10', 'steps<=2'], minimise: 'energy' },
  ...{ energyModel: 'paper-ratio', trials: 16, time: null, seed: 1, engine: 'reference', threads: null, ...change },
});

export function tuningTests(on: ProjectBench): void {
  const read = (): Promise<TuningState | null> => on.window.call('tuning.read', { path: on.path });

  it('reads nothing of a project that was never searched', async () => {
    expect(await read()).toBeNull();
  });

  it('is forecast without anything being stored', async () => {
    const { window } = on;
    const { job } = await window.call('tuning.forecast', tuningRequest(on));
    const { state, forecast } = await window.jobEnd(job);
    expect(state).toBe('done');
    expect(forecast!.trials).toBeGreaterThan(0);
    expect(forecast!.trials).toBeLessThanOrEqual(16);
    expect([forecast!.ms, forecast!.memory, forecast!.measuredMs].every((value) => value > 0)).toBe(true);
    expect(await read()).toBeNull();
  });

  it('is paused with every finished trial kept, goes on, and is the search that it would have been', async () => {
    const { window, path } = on;
    const { job } = await window.call('tuning.start', tuningRequest(on));
    await window.event('tuning.trials', (event) => event.job === job);
    expect(await codeOf(window.call('tuning.start', tuningRequest(on)))).toBe('option.invalid');
    await window.call('job.cancel', { job });
    expect(await window.jobEnd(job)).toMatchObject({ kind: 'tune', state: 'cancelled' });
    const paused = (await read())!;
    expect(paused).toMatchObject({ state: 'cancelled', result: null, choices: { budgets: ['accuracy-drop<=10', 'steps<=2'] } });
    expect(paused.points.length).toBeGreaterThan(0);
    const { job: again } = await window.call('job.retry', { job });
    expect(await window.jobEnd(again)).toMatchObject({ state: 'done', error: null });
    const done = (await read())!;
    expect(done).toMatchObject({ state: 'done', error: null });
    expect(done.result!.resumed).toBeGreaterThan(0);
    expect(done.points).toHaveLength(done.result!.trials);
    // The plans that were tried first are the same ones, with the same figures or with those of more samples.
    expect(done.points.slice(0, paused.points.length).map(({ plan }) => plan)).toEqual(paused.points.map(({ plan }) => plan));
    // What windows were told while it went on is what is stored.
    const told = window.events('tuning.trials').filter((event) => event.job === again);
    const latest = new Map(told.flatMap(({ points }) => points).map((point) => [point.plan, point]));
    expect(new Set(latest.values())).toEqual(new Set(done.points));
    // The result is for the person to apply: no version is saved.
    expect(done.result!.version).toBeNull();
    expect(await window.call('plan.versions', { path })).toHaveLength(1);
  });

  it('finds what is stored if it is started again, also if its own result has become the plan', async () => {
    const { window, path } = on;
    const before = (await read())!.result!;
    const { document } = await window.call('project.open', { path });
    const tuned = parsePlan(JSON.stringify(before.best!.plan));
    const transaction = planTransaction('tuned', 'tuner', document.plan, tuned);
    await window.call('plan.commit', { path, client: window.id, revision: document.revision, transaction });
    const { job } = await window.call('tuning.start', tuningRequest(on));
    expect(await window.jobEnd(job)).toMatchObject({ state: 'done', error: null });
    const { result } = (await read())!;
    expect(result!.resumed).toBeGreaterThan(before.resumed);
    expect({ ...result, resumed: 0 }).toEqual({ ...before, resumed: 0 });
  });

  it.each([
    ['a budget that is none', { budgets: ['speed>=2'] as string[] }, '"speed>=2" is not a budget'],
    ['a hold-out that overlaps', { holdout: '@0:20' }, 'share 20 samples'],
  ] as const)('%s is one sentence, and nothing is lost', async (_, change, words) => {
    const { window, made, path } = on;
    const points = (await read())!.points.length;
    const holdout = 'holdout' in change ? `${made.images}${change.holdout}` : null;
    const started = await window
      .call('tuning.start', tuningRequest(on, { budgets: ['accuracy-drop<=10'], ...change, holdout }))
      .then(({ job }) => window.jobEnd(job))
      .then(({ state, error }) => ({ state, message: inWindow(error!.message) }))
      .catch(({ message }: { message: string }) => ({ state: 'failed', message }));
    expect(started.state).toBe('failed');
    expect(started.message).toContain(words);
    expect((await read())!.points).toHaveLength(points);
    expect((await window.call('project.open', { path })).readOnly).toBeNull();
  });
}
