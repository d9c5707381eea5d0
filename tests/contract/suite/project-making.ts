/** Making a project, and the project of the example. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { PREPROCESS, type ProjectBench } from '../support/bench.ts';
import { codeOf } from '../support/window.ts';

export function projectMakingTests(on: ProjectBench): void {
  it('is made once at a time, and not where it cannot be written', async () => {
    const { window, made } = on;
    const request = {
      model: made.model,
      out: made.at('twice.spikeloom'),
      preprocess: PREPROCESS,
      dataset: null,
      calibration: { source: made.images, batch: 20, skipBad: false },
    };
    const { job } = await window.call('project.create', request);
    expect(await codeOf(window.call('project.create', request))).toBe('option.invalid');
    expect((await window.jobEnd(job)).state).toBe('done');
    // Refused at once: nobody waits in the queue for a place that is none, or that has another project.
    for (const out of [made.at('no/folder/p.spikeloom'), made.at('twice.spikeloom'), 'p.spikeloom'])
      expect(await codeOf(window.call('project.create', { ...request, out })), out).toBe('output.unwritable');
    const place = await window.call('project.place', { out: request.out });
    expect(place).toEqual({ path: request.out, problem: null, exists: true, free: made.at('twice 2.spikeloom') });
  });

  it('can be the example, which is made once', async () => {
    const { window, made } = on;
    const { path, job } = await window.call('project.example', {});
    expect(path).toBe(join(made.userFolder, 'examples', 'ResNet-20.spikeloom'));
    expect(await window.call('project.example', {})).toEqual({ path, job });
    expect((await window.jobEnd(job!)).state).toBe('done');
    expect(existsSync(path)).toBe(true);
    expect(await window.call('project.example', {})).toEqual({ path, job: null });
    const example = await window.call('project.open', { path });
    expect(example.graph.layers).toHaveLength(19);
    expect(example.model.classes).toHaveLength(10);
    expect(example.dataset).toMatch(/cifar10.test$/);
  });
}
