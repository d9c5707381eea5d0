/** Sessions of the gpu engine: cancelling, a device that is lost, memory, what is refused. Results are the business of tests/golden. */
import { beforeAll, describe, expect, it } from 'vitest';
import { createGpuEngine, type OpenDevice } from '../../../src-gpu/index.ts';
import type { SpikingNetwork } from '../../../src-shared/spiking/index.ts';
import { goldenThresholds, loadGoldenNet } from '../../../tests/golden/harness/nets.ts';
import { onCommandLine } from '../../../src-shared/message/index.ts';
import { noAdapter } from '../../../tests/support/gpu-adapter.ts';
import { compile } from '../../convert/index.ts';
import { writeOnnx } from '../../onnx/index.ts';
import { openDevice, SOFTWARE } from './adapters.ts';
import { gpuEngine } from './index.ts';
import { loadRuntime } from './runtime.ts';

const BATCH = 8;
const STEPS = 4;

describe.skipIf(noAdapter !== null)('a session', () => {
  let spiking: SpikingNetwork;
  let inputs: Float64Array;
  beforeAll(async () => {
    const net = await loadGoldenNet('mlp-if-rate');
    spiking = compile(net.placed, net.choices, goldenThresholds(net));
    inputs = net.inputs.subarray(0, (net.inputs.length / net.batch) * BATCH);
  });

  /** An engine whose devices the test sees. */
  const watched = (see: (opened: OpenDevice) => void) => {
    const open = async (): Promise<OpenDevice> => {
      const opened = await openDevice(SOFTWARE);
      see(opened);
      return opened;
    };
    return createGpuEngine({ open, runtime: loadRuntime, writeModel: writeOnnx });
  };

  it('says what it computed on', async () => {
    await using session = await gpuEngine(SOFTWARE).prepare(spiking);
    const notes = (await session.notes()).map(onCommandLine).join(' ');
    expect(notes).toMatch(/through Vulkan, buffers up to [\d,]+ MB/);
    expect(notes).toContain('software on the CPU');
  });

  it('hears of cancelling at once, and goes on to the next run', async () => {
    await using session = await gpuEngine(SOFTWARE).prepare(spiking);
    const controller = new AbortController();
    const reason = new Error('no longer wanted');
    const cancelled = session.run(inputs, BATCH, {
      steps: STEPS,
      signal: controller.signal,
      onProgress: () => controller.abort(reason),
    });
    await expect(cancelled).rejects.toBe(reason);
    const { logits } = await session.run(inputs, BATCH, { steps: STEPS });
    expect(logits[0]).toHaveLength(STEPS * BATCH * 10);
    await expect(session.run(inputs, BATCH, { steps: STEPS, signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
  });

  it('runs a batch again on a fresh device when the first is lost in the middle, and says so', async () => {
    const devices: GPUDevice[] = [];
    await using session = await watched(({ device }) => devices.push(device)).prepare(spiking);
    const undisturbed = await session.run(inputs, BATCH, { steps: STEPS });
    let progress = 0;
    const onProgress = (): void => {
      if (++progress === 3) devices[0]!.destroy();
    };
    const result = await session.run(inputs, BATCH, { steps: STEPS, onProgress });
    expect(devices).toHaveLength(2);
    expect(result.logits).toEqual(undisturbed.logits);
    expect(result.counted).toEqual(undisturbed.counted);
    expect((await session.notes()).map(onCommandLine).join(' ')).toContain('was lost once');
  });

  it('fails with the reason when a fresh device is lost too', async () => {
    const devices: GPUDevice[] = [];
    await using session = await watched(({ device }) => devices.push(device)).prepare(spiking);
    const onProgress = (): void => devices.at(-1)!.destroy();
    const failed = session.run(inputs, BATCH, { steps: STEPS, onProgress });
    await expect(failed).rejects.toMatchObject({ code: 'engine.failed', message: expect.stringContaining('device was lost') });
    expect(devices).toHaveLength(2);
  });

  it('reports cancelling while work is still enqueued', async () => {
    const devices: GPUDevice[] = [];
    await using session = await watched(({ device }) => devices.push(device)).prepare(spiking);
    await session.run(inputs, BATCH, { steps: STEPS });
    const controller = new AbortController();
    let [progress, ended] = [0, false];
    const onProgress = (): void => {
      if (++progress !== 3) return;
      void devices[0]!.queue.onSubmittedWorkDone().then(() => (ended = true));
      controller.abort(new Error('no longer wanted'));
    };
    await expect(session.run(inputs, BATCH, { steps: STEPS, signal: controller.signal, onProgress })).rejects.toThrow();
    expect(ended).toBe(false);
  });

  it('is refused memory in one run, and works in the next', async () => {
    let refuse = false;
    const see = ({ device }: OpenDevice): void => {
      const create = device.createBuffer.bind(device);
      // WebGPU's answer to a lack of memory is a buffer that is none, and an error that comes later.
      device.createBuffer = (descriptor) => create(refuse ? { ...descriptor, size: 2 ** 52 } : descriptor);
    };
    await using session = await watched(see).prepare(spiking);
    const wanted = await session.run(inputs, BATCH, { steps: STEPS });
    refuse = true;
    const refused = session.run(inputs.subarray(0, inputs.length / 2), BATCH / 2, { steps: STEPS });
    await expect(refused).rejects.toMatchObject({ code: 'engine.failed', message: expect.stringContaining('WebGPU refused') });
    refuse = false;
    expect((await session.run(inputs, BATCH, { steps: STEPS })).logits).toEqual(wanted.logits);
  });

  it('shares its device with another one, and their batches run in turn', async () => {
    let opened = 0;
    const engine = watched(() => opened++);
    await using first = await engine.prepare(spiking);
    await using second = await engine.prepare(spiking);
    const results = await Promise.all([first, second, first].map((session) => session.run(inputs, BATCH, { steps: STEPS })));
    expect(opened).toBe(1);
    for (const { logits, counted } of results)
      expect({ logits, counted }).toEqual({ logits: results[0]!.logits, counted: results[0]!.counted });
  });

  it('runs one batch after the other', async () => {
    await using session = await gpuEngine(SOFTWARE).prepare(spiking);
    const [first, second] = await Promise.all([1, 2].map(() => session.run(inputs, BATCH, { steps: STEPS })));
    expect(first!.logits).toEqual(second!.logits);
    expect(first!.counted).toEqual(second!.counted);
  });

  it('refuses what does not fit, with the figure', async () => {
    await using session = await gpuEngine(SOFTWARE).prepare(spiking);
    const refused = session.run(inputs, BATCH, { steps: 2 ** 22 });
    await expect(refused).rejects.toMatchObject({ code: 'engine.failed', message: expect.stringMatching(/[\d,]+ MB/) });
    // The next run works.
    await session.run(inputs, BATCH, { steps: STEPS });
  });

  it('names the adapters that there are when it is asked for another', async () => {
    const refused = gpuEngine('no such card').prepare(spiking);
    await expect(refused).rejects.toMatchObject({ code: 'engine.unavailable', message: expect.stringContaining('SwiftShader') });
  });
});
