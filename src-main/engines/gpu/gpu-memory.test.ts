/**
 * Memory over many runs and sessions: buffers on the device, counted as they are made and destroyed, and the process's own. Batches change
 * their size, and sessions come and go. Few runs in every run of the tests, 300 in `npm run test:gpu`.
 */
import { expect, it } from 'vitest';
import { createGpuEngine, type OpenDevice } from '../../../src-gpu/index.ts';
import { goldenThresholds, loadGoldenNet } from '../../../tests/golden/harness/nets.ts';
import { noAdapter } from '../../../tests/support/gpu-adapter.ts';
import { compile } from '../../convert/index.ts';
import { writeOnnx } from '../../onnx/index.ts';
import { openDevice, SOFTWARE } from './adapters.ts';
import { loadRuntime } from './runtime.ts';

const RUNS = process.env['SPIKELOOM_TEST_GPU'] === 'all' ? 300 : 24;
const BATCHES = [8, 3, 8, 1, 5] as const;
const STEPS = 4;
const SESSIONS = 3;
/** Growth of the process from the first tenth of 300 runs to their end, in megabytes: far less than buffers that a run would leave. */
const MOST_GROWTH = 64;

/** Counts the bytes of buffers that are there. */
function counting({ device }: OpenDevice, live: { bytes: number; buffers: number }): void {
  const create = device.createBuffer.bind(device);
  device.createBuffer = (descriptor) => {
    const buffer = create(descriptor);
    live.buffers++;
    live.bytes += descriptor.size;
    const destroy = buffer.destroy.bind(buffer);
    let isThere = true;
    buffer.destroy = () => {
      if (isThere) {
        live.buffers--;
        live.bytes -= descriptor.size;
      }
      isThere = false;
      destroy();
    };
    return buffer;
  };
}

it.skipIf(noAdapter !== null)(`is flat over ${RUNS} runs`, async () => {
  const net = await loadGoldenNet('mlp-if-rate');
  const spiking = compile(net.placed, net.choices, goldenThresholds(net));
  const live = { bytes: 0, buffers: 0 };
  const open = async (): Promise<OpenDevice> => {
    const opened = await openDevice(SOFTWARE);
    counting(opened, live);
    return opened;
  };
  const engine = createGpuEngine({ open, runtime: loadRuntime, writeModel: writeOnnx });
  const size = net.inputs.length / net.batch;
  const seen: { bytes: number; buffers: number }[] = [];
  const resident: number[] = [];
  const session = await engine.prepare(spiking);
  for (let runs = 0; runs < RUNS; runs += BATCHES.length) {
    for (const batch of BATCHES) {
      const inputs = net.inputs.subarray(0, batch * size);
      await session.float(inputs, batch);
      await session.run(inputs, batch, { steps: STEPS, record: { conversionError: true } });
    }
    seen.push({ ...live });
    resident.push(process.memoryUsage().rss / 2 ** 20);
  }
  expect(seen).toEqual(seen.map(() => seen[0]));
  await session[Symbol.asyncDispose]();
  // The buffers of compiled kernels stay for the next session. Further sessions must leave no more than these.
  const left = { ...live };
  expect(left.buffers).toBeLessThan(seen[0]!.buffers);
  for (let again = 0; again < SESSIONS; again++) {
    await using other = await engine.prepare(spiking);
    await other.run(net.inputs.subarray(0, 8 * size), 8, { steps: STEPS, record: { conversionError: true } });
  }
  expect(live).toEqual(left);
  const growth = resident.at(-1)! - resident[Math.floor(resident.length / 10)]!;
  console.log(
    `${RUNS} runs: ${seen[0]!.buffers} buffers of ${seen[0]!.bytes} bytes, ${left.buffers} after the session; the process grew by ${growth.toFixed(0)} MB`,
  );
  if (RUNS >= 300) expect(growth).toBeLessThanOrEqual(MOST_GROWTH);
});
