/** Runs whose plan or samples are refused, and runs over samples with labels. */
import { writeFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { type Note, onCommandLine, plainNote } from '../../../src-shared/message/index.ts';
import { formatNpy } from '../../../src-main/dataset/index.ts';
import { randomValues } from '../../support/onnx-graph.ts';
import type { ProjectBench } from '../support/bench.ts';
import { editLayer } from '../support/edits.ts';
import { runRequest, runToEnd } from '../support/runs.ts';
import { codeOf } from '../support/window.ts';

export function runSampleTests(on: ProjectBench): void {
  it('refuses a plan that cannot run, and fails with the reason where samples cannot be read', async () => {
    const { window, view, path, made } = on;
    await editLayer(window, view, 'ra', { coding: 'leaky-rate', neuron: 'lif' });
    expect(await codeOf(window.call('run.start', runRequest(on)))).toBe('plan.coding');
    await window.call('plan.undo', { path, client: window.id });
    const job = await runToEnd(on, { dataset: made.at('nothing') });
    expect(job).toMatchObject({ state: 'failed', error: { code: 'dataset.not-found' }, run: null });
    expect(await codeOf(window.call('run.report', { path, id: 99 }))).toBe('run.missing');
  });

  it('takes the labels of a .npy file, named or beside it, keeps them with the project, and tells labels that do not fit', async () => {
    const { window, path, made } = on;
    const [count, size] = [4, 3 * 12 * 12];
    writeFileSync(made.at('x_test.npy'), formatNpy(randomValues(count * size, 5), [count, 3, 12, 12]));
    writeFileSync(made.at('y_test.npy'), formatNpy(Float64Array.of(0, 1, 2, 3), [count]));
    writeFileSync(made.at('swapped.npy'), formatNpy(Float64Array.of(3, 2, 1, 0), [count]));
    writeFileSync(made.at('beyond.npy'), formatNpy(Float64Array.of(0, 1, 2, 10), [count]));
    writeFileSync(made.at('few.npy'), formatNpy(Float64Array.of(0, 1), [2]));
    const source = made.at('x_test.npy');
    const preview = (dataset: string) =>
      window.call('samples.preview', { model: made.model, project: path, source: dataset, purpose: 'run', count: 4 });
    const labelled = async (dataset: string) => (await preview(dataset)).samples.map(({ label }) => label);
    expect(await labelled(source)).toEqual(['0', '1', '2', '3']);
    expect((await preview(source)).notes.map(onCommandLine).join()).toContain('y_test.npy beside it');
    expect(await labelled(`${source}#swapped.npy`)).toEqual(['3', '2', '1', '0']);
    for (const wrong of ['beyond.npy', 'few.npy']) {
      const dataset = `${source}#${made.at(wrong)}`;
      expect(await codeOf(preview(dataset))).toBe('dataset.labels');
      expect(await runToEnd(on, { dataset })).toMatchObject({ state: 'failed', error: { code: 'dataset.labels' } });
    }
    const runs: { accuracy: number | null; notes: readonly Note[] }[] = [];
    for (const dataset of [source, `${source}#${made.at('swapped.npy')}`]) {
      const job = await runToEnd(on, { dataset });
      expect(job.state).toBe('done');
      const { ann, notes } = await window.call('run.report', { path, id: job.run! });
      runs.push({ accuracy: ann.accuracy ?? null, notes });
    }
    expect(runs.map(({ accuracy }) => typeof accuracy)).toEqual(['number', 'number']);
    expect(runs[0]!.notes.map(plainNote).join()).toContain('y_test.npy beside it');
    // The dataset that was chosen last is there when the project is opened again.
    await window.call('project.close', { path });
    expect((await window.call('project.open', { path })).dataset).toBe(`${source}#${made.at('swapped.npy')}`);
  });
}
