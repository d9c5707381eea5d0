/** Recorded spikes: asked for with a run or of one that is done, and read in pieces. */
import { expect, it } from 'vitest';
import { onCommandLine, plainNote } from '../../../src-shared/message/index.ts';
import { codesFromBytes, estimatesOf } from '../../../src-shared/spikes/index.ts';
import { sizeOf } from '../../../src-shared/tensor/index.ts';
import type { ProjectBench } from '../support/bench.ts';
import { phasesOf, runToEnd } from '../support/runs.ts';
import { codeOf } from '../support/window.ts';

export function runSpikeTests(on: ProjectBench): void {
  it('records spikes with a run, or of a run that is done, and hands them out in pieces', async () => {
    const { window, path, view } = on;
    const layers = view.graph.layers.map(({ name }) => name);
    const job = await runToEnd(on, { recording: { layers: layers.slice(0, 1), samples: [1] } });
    expect(job).toMatchObject({ state: 'done' });
    expect(job.notes.map(plainNote).join()).not.toContain('missing');
    expect(phasesOf(window, job.id)).toContain('recording');
    const id = job.run!;
    expect(await window.call('run.spikes', { path, id })).toMatchObject({
      kept: [{ layer: layers[0], sample: 1 }],
      missing: null,
    });

    const again = await window.call('run.record', { path, id, recording: { layers, samples: [0, 2] }, threads: null });
    expect(await window.jobEnd(again.job)).toMatchObject({ kind: 'record', state: 'done', run: id });
    const recording = (await window.call('run.spikes', { path, id }))!;
    expect(recording.kept).toHaveLength(2 * layers.length);
    const report = await window.call('run.report', { path, id });
    for (const layer of recording.layers) {
      const read = async (part: 'thresholds' | 'activations' | 'codes') => {
        const parts: Buffer[] = [];
        for (let from: number | null = 0; from !== null; ) {
          const { data, next }: { data: string; next: number | null } = await window.call('run.spikePiece', {
            ...{ path, id, layer: layer.name, sample: 2, part, from },
          });
          parts.push(Buffer.from(data, 'base64'));
          from = next;
        }
        return Uint8Array.from(Buffer.concat(parts));
      };
      const neurons = sizeOf(layer.shape);
      expect(neurons).toBe(view.graph.layers.find(({ name }) => name === layer.name)!.neurons);
      const theta = new Float64Array((await read('thresholds')).buffer);
      const activations = new Float32Array((await read('activations')).buffer);
      const codes = codesFromBytes(layer, await read('codes'), report.settings.steps * neurons)!;
      const steps = report.steps.map((_, t) => codes.subarray(t * neurons, (t + 1) * neurons));
      const last = estimatesOf(layer, steps, theta).at(-1)!;
      const [error, norm] = last.reduce(
        ([sum, squares], value, i) => [sum + (value - activations[i]!) ** 2, squares + activations[i]! ** 2],
        [0, 0],
      );
      expect(Math.sqrt(error / norm)).toBeLessThan(0.5);
    }
  });

  it('says what a run lacks, and refuses what cannot be recorded or is not there', async () => {
    const { window, path, view } = on;
    const layer = view.graph.layers[0]!.name;
    const plain = await runToEnd(on);
    expect(await window.call('run.spikes', { path, id: plain.run! })).toBeNull();
    expect(await codeOf(window.call('run.spikes', { path, id: 99 }))).toBe('run.missing');
    const piece = { path, id: plain.run!, layer, sample: 0, part: 'codes', from: 0 } as const;
    expect(await codeOf(window.call('run.spikePiece', piece))).toBe('run.missing');
    const recording = { layers: [layer], samples: [1_000_000] };
    const { job } = await window.call('run.record', { path, id: plain.run!, recording, threads: null });
    const refused = await window.jobEnd(job);
    expect(refused).toMatchObject({ state: 'failed', error: { code: 'option.invalid' } });
    expect(onCommandLine(refused.error!.message)).toContain('there is no sample 1000000');
    // Nothing was forgotten for a recording that was refused.
    expect(await window.call('run.spikes', { path, id: plain.run! })).toBeNull();
  });
}
