/** The list of runs: comparing two of them, pinning one, taking some off and putting them back, removing them for good. */
import { expect, it } from 'vitest';
import { overviewOf } from '../../../src-shared/results/index.ts';
import type { ProjectBench } from '../support/bench.ts';
import { codeOf, type TestWindow } from '../support/window.ts';

const idsOf = async (window: TestWindow, path: string): Promise<number[]> =>
  (await window.call('run.list', { path })).map(({ id }) => id);

/** The tests find finished runs in the project. */
export function runListTests(on: ProjectBench): void {
  it('compares two runs with the figures of their reports', async () => {
    const { window, path } = on;
    const [first, second] = await idsOf(window, path);
    const { last, first: head } = await window.call('run.compare', { path, first: first!, second: second! });
    const report = await window.call('run.report', { path, id: second! });
    expect(head.run).toBe(first);
    expect(last.accuracy!.second).toEqual(overviewOf(report).steps.at(-1)!.accuracy);
    expect(await codeOf(window.call('run.compare', { path, first: first!, second: 99 }))).toBe('run.missing');
  });

  it('pins a run, and keeps which one', async () => {
    const { window, path } = on;
    const [first] = await idsOf(window, path);
    await window.call('run.pin', { path, id: first! });
    expect(await window.event('baseline.changed')).toMatchObject({ baseline: first });
    expect((await window.call('project.open', { path })).baseline).toBe(first);
    expect(await codeOf(window.call('run.pin', { path, id: 99 }))).toBe('run.missing');
    await window.call('run.pin', { path, id: null });
    expect((await window.call('project.open', { path })).baseline).toBeNull();
  });

  it('takes runs off the list, and puts them back', async () => {
    const { window, path } = on;
    const all = await idsOf(window, path);
    await window.call('run.remove', { path, ids: [all[0]!] });
    expect(await idsOf(window, path)).toEqual(all.slice(1));
    await window.call('run.keep', { path, ids: [all[0]!] });
    // One that is on the list stays there.
    await window.call('run.discard', { path, ids: [all[0]!] });
    expect(await idsOf(window, path)).toEqual(all);
    expect(await codeOf(window.call('run.remove', { path, ids: [all[0]!, 99] }))).toBe('run.missing');
    expect(await idsOf(window, path)).toEqual(all);
  });

  it('puts back what a window took off that is gone, and removes for good what one discards', async () => {
    const { window, path, running, connect } = on;
    const all = await idsOf(window, path);
    const other = await connect(running);
    await other.call('project.open', { path });
    await other.call('run.remove', { path, ids: [all[0]!] });
    expect(await idsOf(window, path)).toEqual(all.slice(1));
    other.close();
    // The host hears of it later.
    await expect.poll(() => idsOf(window, path), { timeout: 60_000 }).toEqual(all);
    await window.call('run.remove', { path, ids: [all[1]!] });
    await window.call('run.discard', { path, ids: [all[1]!] });
    expect(await codeOf(window.call('run.report', { path, id: all[1]! }))).toBe('run.missing');
    await window.call('run.keep', { path, ids: [all[1]!] });
    expect(await idsOf(window, path)).toEqual(all.filter((id) => id !== all[1]));
  });
}
