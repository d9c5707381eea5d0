/** What an open project shows, where it is listed, and what it remembers for the window. */
import { expect, it } from 'vitest';
import type { ProjectBench } from '../support/bench.ts';

export function projectContentTests(on: ProjectBench): void {
  it('opens with everything a window shows', () => {
    const { view, made } = on;
    expect(view).toMatchObject({
      path: made.at('p.spikeloom'),
      name: 'p',
      readOnly: null,
      dataset: made.images,
      layout: null,
      runs: [],
    });
    expect(view.model).toMatchObject({ file: made.model, classes: null });
    // Max pooling has moved in front of its ReLU.
    expect(view.graph.layers.map(({ rule, shape, neurons }) => [rule, shape, neurons])).toEqual([
      ['relu', [8, 12, 12], 1152],
      ['relu', [16, 3, 3], 144],
      ['relu', [16, 3, 3], 144],
    ]);
    const ids = new Set([view.graph.input.id, ...view.graph.nodes.map(({ id }) => id)]);
    expect(view.graph.nodes.flatMap(({ inputs }) => inputs).filter((id) => !ids.has(id))).toEqual([]);
    const conv = view.graph.nodes.find(({ id }) => id === 'b')!;
    expect(conv).toMatchObject({ op: 'Conv', inputs: ['ra'], facts: ['3×3', 'stride 2', 'pad 1'], parameters: 16 * 8 * 9 + 16 });
    expect(view.document).toMatchObject({ revision: 0, done: [], undone: [], saved: { version: 1, same: true } });
    expect(view.versions).toMatchObject([{ id: 1, parent: null, message: 'converted' }]);
    expect(view.calibration).toMatchObject({ version: 1, source: made.images, samples: 60, batch: 20, outdated: [] });
    for (const {
      threshold: [least, middle, most],
    } of view.calibration!.layers)
      expect(least <= middle && middle <= most && most > 0).toBe(true);
  });

  it('is among the recent ones, until it is forgotten', async () => {
    const { window, view } = on;
    expect(await window.call('recent.list', {})).toMatchObject([{ path: view.path, name: 'p', exists: true }]);
    await window.call('recent.forget', { path: view.path });
    expect(await window.call('recent.list', {})).toEqual([]);
  });

  it('remembers its layout', async () => {
    const { window, view } = on;
    const layout = { panels: [20, 80], open: true };
    await window.call('layout.write', { path: view.path, layout });
    expect((await window.call('project.open', { path: view.path })).layout).toEqual(layout);
  });
}
