/**
 * Sessions of the gpu engine on both kinds of host: cancelling, a device that is lost, memory, what is refused. Results are the business of
 * tests/golden.
 */
import { beforeAll, describe, expect, it } from 'vitest';
import { createGpuEngine, type OpenDevice, type Runtime } from '../../../src-gpu/index.ts';
import { buildKernels } from '../../../scripts/build-kernels.mjs';
import type { SpikingNetwork } from '../../../src-shared/spiking/index.ts';
import { goldenThresholds, loadGoldenNet } from '../../../tests/golden/harness/nets.ts';
import { onCommandLine } from '../../../src-shared/message/index.ts';
import { noAdapter } from '../../../tests/support/gpu-adapter.ts';
import { GPU_HOSTS, type GpuHostUnderTest } from '../../../tests/support/gpu-hosts.ts';
import { compile } from '../../convert/index.ts';
import { cpuEngine } from '../cpu/index.ts';
import { loadRuntime, openDevice, SOFTWARE, writeModel } from './index.ts';

const BATCH = 8;
const STEPS = 4;
/** Pieces of work that a device gets before it is lost: fewer than a run has. */
const SOME = 5;

/** A small network, and a batch for it. */
async function network() {
  const net = await loadGoldenNet('mlp-if-rate');
  const spiking = compile(net.placed, net.choices, goldenThresholds(net));
  return { spiking, inputs: net.inputs.subarray(0, (net.inputs.length / net.batch) * BATCH) };
}

const sessions = (host: GpuHostUnderTest): void => {
  // In a page the same session computes. What opens devices only to compile everything anew there is left to npm run test:gpu.
  const isBrief = host.inPage && process.env.SPIKELOOM_TEST_GPU !== 'all';
  const inFull = (name: string, test: () => Promise<void>): void =>
    it.skipIf(isBrief)(isBrief ? `${name} (skipped: in npm run test:gpu)` : name, test);
  const { counts, lose, refuse } = host;
  const engine = host.engine();
  let spiking: SpikingNetwork;
  let inputs: Float64Array;
  beforeAll(async () => {
    ({ spiking, inputs } = await network());
  });

  it('says what it computed on', async () => {
    await using session = await engine.prepare(spiking);
    const notes = (await session.notes()).map(onCommandLine).join(' ');
    expect(notes).toMatch(/through Vulkan, buffers up to [\d,]+ MB/);
    expect(notes).toContain('software on the CPU');
  });

  it('hears of cancelling at once, and goes on to the next run', async () => {
    await using session = await engine.prepare(spiking);
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
    await using session = await engine.prepare(spiking);
    const undisturbed = await session.run(inputs, BATCH, { steps: STEPS });
    const { opened } = await counts();
    await lose(1, SOME);
    const result = await session.run(inputs, BATCH, { steps: STEPS });
    expect((await counts()).opened).toBe(opened + 1);
    expect(result.logits).toEqual(undisturbed.logits);
    expect(result.counted).toEqual(undisturbed.counted);
    expect((await session.notes()).map(onCommandLine).join(' ')).toContain('was lost once');
  });

  inFull('fails with the reason when a fresh device is lost too, and the next run works', async () => {
    await using session = await engine.prepare(spiking);
    const { opened } = await counts();
    await lose(2, SOME);
    const failed = session.run(inputs, BATCH, { steps: STEPS });
    await expect(failed).rejects.toMatchObject({
      code: 'engine.failed',
      message: expect.stringContaining('device was lost') as string,
    });
    expect((await counts()).opened).toBe(opened + 1);
    await session.run(inputs, BATCH, { steps: STEPS });
  });

  it('is refused memory in one run, and works in the next', async () => {
    await using session = await engine.prepare(spiking);
    const wanted = await session.run(inputs, BATCH, { steps: STEPS });
    await refuse(true);
    const refused = session.run(inputs.subarray(0, inputs.length / 2), BATCH / 2, { steps: STEPS });
    await expect(refused).rejects.toMatchObject({
      code: 'engine.failed',
      message: expect.stringContaining('WebGPU refused') as string,
    });
    await refuse(false);
    expect((await session.run(inputs, BATCH, { steps: STEPS })).logits).toEqual(wanted.logits);
  });

  inFull('shares its device with another one, and their batches run in turn', async () => {
    const { opened } = await counts();
    const shared = host.engine();
    await using first = await shared.prepare(spiking);
    await using second = await shared.prepare(spiking);
    const results = await Promise.all([first, second, first].map((session) => session.run(inputs, BATCH, { steps: STEPS })));
    expect((await counts()).opened).toBe(opened + 1);
    for (const { logits, counted } of results)
      expect({ logits, counted }).toEqual({ logits: results[0]!.logits, counted: results[0]!.counted });
  });

  it('runs one batch after the other', async () => {
    await using session = await engine.prepare(spiking);
    const [first, second] = await Promise.all([1, 2].map(() => session.run(inputs, BATCH, { steps: STEPS })));
    expect(first!.logits).toEqual(second!.logits);
    expect(first!.counted).toEqual(second!.counted);
  });

  inFull('records the spikes and activations of neuron layers as the cpu engine does, and of nothing else', async () => {
    await buildKernels();
    const layers = spiking.stages.filter((stage) => stage.kind === 'neuron').map(({ output }) => output);
    const record = { conversionError: true, values: layers };
    await using session = await engine.prepare(spiking);
    await using other = await cpuEngine.prepare(spiking, { threads: 1 });
    const [ours, theirs] = await Promise.all([session, other].map((one) => one.run(inputs, BATCH, { steps: STEPS, record })));
    for (const layer of layers) {
      const [sent, expected] = [ours!, theirs!].map(({ values }) => values!.get(layer)!);
      expect(sent).toHaveLength(expected!.length);
      // Ties may be decided otherwise.
      const apart = sent!.filter((spike, i) => Math.abs(spike - expected![i]!) > 1e-6).length;
      expect(apart / sent!.length, layer).toBeLessThanOrEqual(1e-3);
      expect(expected!.some((spike) => spike > 0)).toBe(true);
      const [float, wanted] = [ours!, theirs!].map(({ activations }) => activations!.get(layer)!);
      float!.forEach((value, i) => expect(Math.abs(value - wanted![i]!)).toBeLessThanOrEqual(1e-4));
    }
    const refused = session.run(inputs, BATCH, { steps: STEPS, record: { values: [spiking.network.outputs[0]!.value] } });
    await expect(refused).rejects.toMatchObject({
      code: 'option.invalid',
      message: 'The gpu engine records neuron layers only; use the reference engine.',
    });
  });

  it('refuses what does not fit, with the figure', async () => {
    await using session = await engine.prepare(spiking);
    const refused = session.run(inputs, BATCH, { steps: 2 ** 22 });
    await expect(refused).rejects.toMatchObject({
      code: 'engine.failed',
      message: expect.stringMatching(/[\d,]+ MB/) as string,
    });
    // The next run works.
    await session.run(inputs, BATCH, { steps: STEPS });
  });

  it('names the adapters that there are when it is asked for another', async () => {
    const refused = host.engine('no such card').prepare(spiking);
    await expect(refused).rejects.toMatchObject({
      code: 'engine.unavailable',
      message: expect.stringContaining('SwiftShader') as string,
    });
  });
};

it.skipIf(noAdapter !== null)(
  'needs no more of an adapter than WebGPU guarantees: 8 buffers a kernel, 128 MiB each',
  async () => {
    const { spiking, inputs } = await network();
    const open = async (): Promise<OpenDevice> => {
      const { device: generous, facts } = await openDevice(SOFTWARE);
      generous.destroy();
      // A device that nothing is asked for has the limits that every adapter has.
      const adapter = await navigator.gpu.requestAdapter();
      const device = await adapter!.requestDevice();
      expect(device.limits.maxStorageBuffersPerShaderStage).toBe(8);
      return { device, facts };
    };
    const [plain, usual] = [open, () => openDevice(SOFTWARE)].map((one) =>
      createGpuEngine({ open: one, runtime: loadRuntime, writeModel }),
    );
    await using session = await plain!.prepare(spiking);
    await using other = await usual!.prepare(spiking);
    const [ours, theirs] = await Promise.all([session, other].map((one) => one.run(inputs, BATCH, { steps: STEPS })));
    expect(ours!.logits).toEqual(theirs!.logits);
    expect(ours!.counted).toEqual(theirs!.counted);
    expect((await session.notes()).map(onCommandLine).join(' ')).toContain('8 in a kernel');
  },
);

it.skipIf(noAdapter !== null)('reports cancelling while work is still enqueued', async () => {
  const { spiking, inputs } = await network();
  const devices: GPUDevice[] = [];
  const open = async (): Promise<OpenDevice> => {
    const opened = await openDevice(SOFTWARE);
    devices.push(opened.device);
    return opened;
  };
  await using session = await createGpuEngine({ open, runtime: loadRuntime, writeModel }).prepare(spiking);
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

it.skipIf(noAdapter !== null)(
  'closes at once after a call was cancelled that still compiles, and gives back what it made',
  async () => {
    const { spiking, inputs } = await network();
    const models = { made: 0, released: 0 };
    const first = Promise.withResolvers<void>();
    const runtime = async (): Promise<Runtime> => {
      const module = await loadRuntime();
      const create = async (...values: Parameters<Runtime['InferenceSession']['create']>) => {
        const model = await module.InferenceSession.create(...values);
        models.made++;
        first.resolve();
        const release = model.release.bind(model);
        return Object.assign(model, { release: () => release().then(() => void models.released++) });
      };
      return { ...module, InferenceSession: { create } } as unknown as Runtime;
    };
    const engine = createGpuEngine({ open: () => openDevice(SOFTWARE), runtime, writeModel });
    const session = await engine.prepare(spiking);
    const controller = new AbortController();
    const cancelled = session.run(inputs, BATCH, { steps: STEPS, signal: controller.signal });
    await first.promise;
    controller.abort(new Error('no longer wanted'));
    await expect(cancelled).rejects.toThrow('no longer wanted');
    await session[Symbol.asyncDispose]();
    expect(models.released).toBe(0);
    const next = await engine.prepare(spiking);
    await next.float(inputs, BATCH);
    expect(models.released).toBeGreaterThan(0);
    await next[Symbol.asyncDispose]();
    expect(models.released).toBe(models.made);
  },
);

for (const host of GPU_HOSTS) describe.skipIf(host.why !== null)(`a session in ${host.name}`, () => sessions(host));
