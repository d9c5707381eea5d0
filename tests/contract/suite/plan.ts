/** The working plan: changes with their history, versions, and what is refused. */
import { beforeAll, expect, it } from 'vitest';
import type { ProjectView } from '../../../src-shared/contract/index.ts';
import { type Plan, resetLayers, setLayers } from '../../../src-shared/plan/index.ts';
import { bench, makeProject, runner } from '../support/bench.ts';
import { editLayer, editPlan } from '../support/edits.ts';
import type { HostUnderTest } from '../support/host-under-test.ts';
import { codeOf, type TestWindow } from '../support/window.ts';

export function planSuite(host: HostUnderTest): void {
  const made = bench();
  const { start, connect } = runner(host, made);
  let window: TestWindow;
  let view: ProjectView;
  let path: string;
  beforeAll(async () => {
    window = await connect(await start());
    view = await makeProject(window, made, 'p.spikeloom');
    ({ path } = view);
  });
  const document = () => window.call('plan.document', { path });

  it('takes changes, undoes and redoes them, and tells what to apply', async () => {
    const { plan: before } = await document();
    expect(await editLayer(window, view, 'ra', { coding: 'rate' })).toBe(1);
    expect(await editLayer(window, view, 'rc', { threshold: { scale: 1.5 } })).toBe(2);
    expect((await document()).saved).toEqual({ version: 1, same: false });
    expect(await window.call('plan.undo', { path, client: window.id })).toEqual({ revision: 3 });
    expect(await window.call('plan.undo', { path, client: window.id })).toEqual({ revision: 4 });
    // There is nothing more to take back.
    expect(await window.call('plan.undo', { path, client: window.id })).toEqual({ revision: 4 });
    const undone = await document();
    expect(undone.plan).toEqual(before);
    expect([undone.done.length, undone.undone.length, undone.saved.same]).toEqual([0, 2, true]);
    expect(await window.call('plan.redo', { path, client: window.id })).toEqual({ revision: 5 });
    expect((await document()).plan.layers).toEqual([{ key: 'ra', settings: { coding: 'rate' } }]);
    expect(window.events('plan.changed').map(({ kind, revision, client }) => [kind, revision, client === window.id])).toEqual([
      ['commit', 1, true],
      ['commit', 2, true],
      ['undo', 3, true],
      ['undo', 4, true],
      ['redo', 5, true],
    ]);
    expect(window.events('plan.changed')[3]!.transaction.changes.at(-1)).toEqual({ kind: 'keys', from: ['ra'], to: [] });
  });

  it('refuses a change that was made for another revision, and one that does not fit', async () => {
    const now = await document();
    const next = setLayers(now.plan, ['rc'], { thresholds: 4 });
    expect(await codeOf(editPlan(window, path, { ...now, revision: now.revision - 1 }, next, 'late'))).toBe('plan.stale');
    const other: Plan = { ...now.plan, steps: 4 };
    expect(await codeOf(editPlan(window, path, { ...now, plan: other }, { ...other, steps: 5 }, 'elsewhere'))).toBe('plan.stale');
    expect(await document()).toEqual(now);
  });

  it('refuses what makes no plan', async () => {
    const now = await document();
    for (const steps of [0, -1, 1.5, 1e9])
      expect(await codeOf(editPlan(window, path, now, { ...now.plan, steps }, 'bad'))).toBe('plan.invalid');
    expect(await document()).toEqual(now);
  });

  it('leaves a change that changes nothing out of the history', async () => {
    const now = await document();
    expect(await editPlan(window, path, now, now.plan, 'nothing')).toBe(now.revision);
    expect(await document()).toEqual(now);
  });

  it('saves versions that can be read again', async () => {
    const { plan, saved } = await document();
    const version = await window.call('plan.save', { path, message: 'rate in the first layer' });
    expect(version).toMatchObject({ id: saved.version + 1, parent: saved.version, message: 'rate in the first layer' });
    expect(await window.call('plan.versions', { path })).toMatchObject([{ id: 1 }, version]);
    expect(await window.call('plan.version', { path, id: version.id })).toEqual(plan);
    expect((await document()).saved).toEqual({ version: version.id, same: true });
    expect(window.events('plan.saved')).toEqual([{ path, version }]);
    expect(await codeOf(window.call('plan.version', { path, id: 99 }))).toBe('option.invalid');
    // Undone to what was saved before, it is not the newest version.
    await window.call('plan.undo', { path, client: window.id });
    expect((await document()).saved.same).toBe(false);
  });

  it('names the layers whose thresholds would change, as they come and go', async () => {
    const outdated = async () => (await window.call('calibration.summary', { path }))!.outdated;
    expect(await outdated()).toEqual([]);
    await editLayer(window, view, 'rc', { threshold: { value: 0.5 } });
    await editLayer(window, view, 'ra', { coding: 'rate' });
    expect(await outdated()).toEqual(['rc']);
    const { plan } = await document();
    await editPlan(window, path, await document(), resetLayers(plan, ['rc'], 'threshold.value'), 'reset');
    expect(await outdated()).toEqual([]);
    expect(
      window
        .events('calibration.changed')
        .map(({ calibration }) => calibration.outdated)
        .slice(-2),
    ).toEqual([['rc'], []]);
  });
}
