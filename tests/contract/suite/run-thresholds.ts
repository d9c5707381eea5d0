/** The thresholds of a run: which are found, which are derived, and which take a pass over the samples. */
import { expect, it } from 'vitest';
import { type ProjectBench, SAMPLES } from '../support/bench.ts';
import { editLayer } from '../support/edits.ts';
import { phasesOf, runToEnd } from '../support/runs.ts';

export function runThresholdTests(on: ProjectBench): void {
  it('derives thresholds from the statistics there are, and passes over the samples only where it must', async () => {
    const { window, view, path } = on;
    await editLayer(window, view, 'ra', { threshold: { value: 0.7 } });
    await editLayer(window, view, 'rc', { threshold: { method: 'iteration', scale: 1.1 } });
    const derived = await runToEnd(on, { samples: 4 });
    expect(phasesOf(window, derived.id)).not.toContain('calibrating');
    const after = (await window.call('calibration.summary', { path }))!;
    expect(after).toMatchObject({ version: 2, samples: SAMPLES, outdated: [] });
    expect(after.layers[0]).toMatchObject({ layer: 'ra', level: 'layer', threshold: [0.7, 0.7, 0.7] });
    const given = await window.call('calibration.layer', { path, layer: 'ra', channel: 7 });
    // One value for the layer, while the statistics are those of the pass.
    expect(given).toMatchObject({ level: 'layer', groups: 'channel', total: 8, thresholdCount: 1, thresholds: [0.7], first: 0 });
    expect(given.mean).toHaveLength(8);
    expect((await window.call('plan.versions', { path })).at(-1)).toMatchObject({ id: 2, message: 'run' });

    await editLayer(window, view, 'rc', { threshold: { level: 'layer' } });
    const passed = await runToEnd(on, { samples: 4 });
    expect(phasesOf(window, passed.id)).toContain('calibrating');
    const whole = await window.call('calibration.layer', { path, layer: 'rc', channel: 3 });
    expect(whole).toMatchObject({ level: 'layer', groups: 'layer', total: 1, channels: 16 });
    expect(whole.thresholds).toHaveLength(1);
  });

  it('finds the calibration that is there where a setting is changed back', async () => {
    const { window, path } = on;
    const summary = async () => (await window.call('calibration.summary', { path }))!;
    const changed = await summary();
    await window.call('plan.undo', { path, client: window.id });
    const back = await summary();
    expect([back.outdated, back.layers.find(({ layer }) => layer === 'rc')!.level]).toEqual([[], 'channel']);
    expect(back.id).toBeLessThan(changed.id);
    const told = await window.event('calibration.changed', ({ calibration }) => calibration.id === back.id);
    expect(told.calibration).toEqual(back);
    expect((await window.call('calibration.layer', { path, layer: 'rc', channel: null })).groups).toBe('channel');
    expect(phasesOf(window, (await runToEnd(on, { samples: 4 })).id)).not.toContain('calibrating');
    await window.call('plan.redo', { path, client: window.id });
    expect(await summary()).toEqual(changed);
  });

  it('calibrates anew when asked to, over other samples too', async () => {
    const { window, path, made } = on;
    const ask = { path, source: `${made.images}@0:20`, batch: 10, engine: 'cpu', threads: null } as const;
    const job = await window.jobEnd((await window.call('calibration.start', ask)).job);
    expect(job).toMatchObject({ kind: 'calibrate', state: 'done' });
    expect(await window.call('calibration.summary', { path })).toMatchObject({
      samples: 20,
      batch: 10,
      source: `${made.images}@0:20`,
    });
    const again = await window.jobEnd((await window.call('calibration.start', { ...ask, source: null })).job);
    expect(phasesOf(window, again.id)).toContain('calibrating');
    expect(await window.call('calibration.summary', { path })).toMatchObject({ samples: 20 });
  });
}
