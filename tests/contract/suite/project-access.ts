/** Projects that cannot be opened, written or run: another program has them, they are none, or their model is gone. */
import { renameSync, writeFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import type { ProjectBench } from '../support/bench.ts';
import { editLayer } from '../support/edits.ts';
import { codeOf } from '../support/window.ts';

export function projectAccessTests(on: ProjectBench): void {
  it('is read-only, with the reason, for a second program, until the first has closed it', async () => {
    const { window, view, made, connect, start } = on;
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
    const { window, made } = on;
    expect(await codeOf(window.call('project.open', { path: made.at('missing.spikeloom') }))).toBe('project.missing');
    expect(await codeOf(window.call('project.open', { path: made.model }))).toBe('project.not-a-project');
  });

  it('opens without its model, says so, and runs once it is back', async () => {
    const { window, view, made } = on;
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
}
