/** Sessions of the cpu engine under way: cancelling, closing, workers that die, inputs that do not fit. */
import { beforeAll, describe, expect, it } from 'vitest';
import { buildKernels } from '../../../scripts/build-kernels.mjs';
import * as models from '../../../tests/fixtures/small-networks.ts';
import { onnxBytes, testFolder } from '../../../tests/support/onnx-graph.ts';
import type { LayerSettings } from '../../../src-shared/plan/types.ts';
import type { SpikingNetwork } from '../../../src-shared/spiking/index.ts';
import { compile, placeNeurons } from '../../convert/index.ts';
import { importNetwork, readModel } from '../../onnx/index.ts';
import { cpuEngine } from './index.ts';
import { createPool } from './pool.ts';

beforeAll(buildKernels);

const SAMPLES = 400;
const inputs = models.samplesOf(models.residual, SAMPLES, 1);

async function spikingNetwork(): Promise<SpikingNetwork> {
  using folder = testFolder();
  const placed = placeNeurons(importNetwork(await readModel(folder.write('m.onnx', onnxBytes(models.residual)))).network);
  const threshold = { method: 'max', percentile: 100, of: 'value', level: 'layer', scale: 1 } as const;
  const settings: LayerSettings = { coding: 'differential', neuron: 'mt', thresholds: 4, threshold };
  return compile(placed, { coding: 'differential', tau: 1, layers: new Map(placed.sites.map((site) => [site.name, settings])) });
}

describe('a session', () => {
  it('is cancelled at once, and goes on with the next batch', async () => {
    await using session = await cpuEngine.prepare(await spikingNetwork(), { threads: 2 });
    await session.run(inputs.subarray(0, 432), 1, { steps: 2 });
    const controller = new AbortController();
    const reason = new Error('enough');
    const running = session.run(inputs, SAMPLES, { steps: 64, signal: controller.signal });
    setTimeout(() => controller.abort(reason), 50);
    await expect(running).rejects.toBe(reason);
    const after = await session.run(inputs.subarray(0, 432 * 4), 4, { steps: 2 });
    expect(after.logits[0]).toHaveLength(2 * 4 * 10);
    await expect(session.float(inputs, SAMPLES, { signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
  });

  it('tells how far it is', async () => {
    await using session = await cpuEngine.prepare(await spikingNetwork(), { threads: 2 });
    const fractions: number[] = [];
    await session.run(inputs, SAMPLES, { steps: 8, onProgress: (fraction) => fractions.push(fraction) });
    expect(fractions.at(-1)).toBe(1);
    expect(fractions).toEqual(fractions.toSorted((a, b) => a - b));
  });

  it('that is closed fails what is under way and what comes after', async () => {
    const session = await cpuEngine.prepare(await spikingNetwork(), { threads: 1 });
    const running = session.run(inputs, SAMPLES, { steps: 32 });
    const failed = expect(running).rejects.toMatchObject({ code: 'engine.failed' });
    await session[Symbol.asyncDispose]();
    await failed;
    await expect(session.float(inputs, SAMPLES)).rejects.toMatchObject({ code: 'engine.failed' });
  });

  it('refuses inputs that are not so many samples', async () => {
    await using session = await cpuEngine.prepare(await spikingNetwork(), { threads: 1 });
    await expect(session.run(inputs.subarray(1), SAMPLES, { steps: 1 })).rejects.toThrow(`${SAMPLES} samples are`);
  });
});

describe('a worker', () => {
  it('that dies fails what is under way, with the reason', async () => {
    using folder = testFolder();
    const file = folder.write(
      'dies.mjs',
      "import { parentPort } from 'node:worker_threads'; parentPort.on('message', () => process.exit(3));",
    );
    const pool = createPool(2, { input: [1, 1] }, new URL(`file://${file}`));
    const network = { key: 0, model: { bytes: new Uint8Array(), inputs: [], outputs: [] }, shapes: [] };
    const work = () =>
      pool.work({
        inputs: new Float32Array(1),
        tiles: [{ kind: 'float', first: 0, samples: 1, network }],
        onTile: () => undefined,
      });
    await expect(work()).rejects.toMatchObject({ code: 'engine.failed', message: expect.stringContaining('exit status 3') });
    await expect(work()).rejects.toMatchObject({ code: 'engine.failed' });
    await pool.dispose();
  });
});
