/** The working plan: changes with their history, versions, and what is refused. */
import { expect, it } from 'vitest';
import { type Plan, resetLayers, setLayers } from '../../../src-shared/plan/index.ts';
import type { ProjectBench } from '../support/bench.ts';
import { editLayer, editPlan } from '../support/edits.ts';
import { codeOf } from '../support/window.ts';

const documentOf = ({ window, path }: ProjectBench) => window.call('plan.document', { path });

/** Changes of the working plan, in the order of its history. */
export function planChangeTests(on: ProjectBench): void {
  it('takes changes, undoes and redoes them, and tells what to apply', async () => {
    const { window, view, path } = on;
    const { plan: before } = await documentOf(on);
    expect(await editLayer(window, view, 'ra', { coding: 'rate' })).toBe(1);
    expect(await editLayer(window, view, 'rc', { threshold: { scale: 1.5 } })).toBe(2);
    expect((await documentOf(on)).saved).toEqual({ version: 1, same: false });
    expect(await window.call('plan.undo', { path, client: window.id })).toEqual({ revision: 3 });
    expect(await window.call('plan.undo', { path, client: window.id })).toEqual({ revision: 4 });
    // There is nothing more to take back.
    expect(await window.call('plan.undo', { path, client: window.id })).toEqual({ revision: 4 });
    const undone = await documentOf(on);
    expect(undone.plan).toEqual(before);
    expect([undone.done.length, undone.undone.length, undone.saved.same]).toEqual([0, 2, true]);
    expect(await window.call('plan.redo', { path, client: window.id })).toEqual({ revision: 5 });
    expect((await documentOf(on)).plan.layers).toEqual([{ key: 'ra', settings: { coding: 'rate' } }]);
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
    const { window, path } = on;
    const now = await documentOf(on);
    const next = setLayers(now.plan, ['rc'], { thresholds: 4 });
    expect(await codeOf(editPlan(window, path, { ...now, revision: now.revision - 1 }, next, 'late'))).toBe('plan.stale');
    const other: Plan = { ...now.plan, steps: 4 };
    expect(await codeOf(editPlan(window, path, { ...now, plan: other }, { ...other, steps: 5 }, 'elsewhere'))).toBe('plan.stale');
    expect(await documentOf(on)).toEqual(now);
  });

  it('compares a plan with a target, whether it is the working plan or not', async () => {
    const { window, path } = on;
    const { plan } = await documentOf(on);
    const budget = { flash: null, ram: null, weights: 'float32' } as const;
    const rate = { ...plan, defaults: { ...plan.defaults, coding: 'rate', neuron: 'if' } } as const;
    const rulesOf = async (one: Plan): Promise<string[]> =>
      (await window.call('network.fit', { path, plan: one, target: 'speck2e', budget })).violations.map(({ rule }) => rule);
    expect(await rulesOf(plan)).toContain('network-coding');
    expect(await rulesOf(rate)).not.toContain('network-coding');
    const mcu = await window.call('network.fit', { path, plan, target: 'mcu', budget: { ...budget, ram: 1 } });
    expect(mcu.violations.map(({ rule, layer }) => [rule, layer])).toEqual([['ram', null]]);
    const unknown = { ...plan, layers: [{ key: 'nowhere', settings: {} }] };
    expect(await codeOf(window.call('network.fit', { path, plan: unknown, target: 'mcu', budget }))).toBe('plan.unknown-layer');
  });

  it('refuses what makes no plan', async () => {
    const { window, path } = on;
    const now = await documentOf(on);
    for (const steps of [0, -1, 1.5, 1e9])
      expect(await codeOf(editPlan(window, path, now, { ...now.plan, steps }, 'bad'))).toBe('plan.invalid');
    expect(await documentOf(on)).toEqual(now);
  });

  it('leaves a change that changes nothing out of the history', async () => {
    const { window, path } = on;
    const now = await documentOf(on);
    expect(await editPlan(window, path, now, now.plan, 'nothing')).toBe(now.revision);
    expect(await documentOf(on)).toEqual(now);
  });
}

/** What a plan is compared with: saved versions, and the calibration. */
export function planVersionTests(on: ProjectBench): void {
  it('saves versions that can be read again', async () => {
    const { window, path } = on;
    const { plan, saved } = await documentOf(on);
    const version = await window.call('plan.save', { path, message: 'rate in the first layer' });
    expect(version).toMatchObject({ id: saved.version + 1, parent: saved.version, message: 'rate in the first layer' });
    expect(await window.call('plan.versions', { path })).toMatchObject([{ id: 1 }, version]);
    expect(await window.call('plan.version', { path, id: version.id })).toEqual(plan);
    expect((await documentOf(on)).saved).toEqual({ version: version.id, same: true });
    expect(window.events('plan.saved')).toEqual([{ path, version }]);
    expect(await codeOf(window.call('plan.version', { path, id: 99 }))).toBe('option.invalid');
    // Undone to what was saved before, it is not the newest version.
    await window.call('plan.undo', { path, client: window.id });
    expect((await documentOf(on)).saved.same).toBe(false);
  });

  it('names the layers whose thresholds would change, as they come and go', async () => {
    const { window, view, path } = on;
    const outdated = async () => (await window.call('calibration.summary', { path }))!.outdated;
    expect(await outdated()).toEqual([]);
    await editLayer(window, view, 'rc', { threshold: { value: 0.5 } });
    await editLayer(window, view, 'ra', { coding: 'rate' });
    expect(await outdated()).toEqual(['rc']);
    const { plan } = await documentOf(on);
    await editPlan(window, path, await documentOf(on), resetLayers(plan, ['rc'], 'threshold.value'), 'reset');
    expect(await outdated()).toEqual([]);
    expect(
      window
        .events('calibration.changed')
        .map(({ calibration }) => calibration.outdated)
        .slice(-2),
    ).toEqual([['rc'], []]);
  });
}
