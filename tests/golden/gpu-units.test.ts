/**
 * The units of the gpu engine, in 32-bit floating point, against what the published implementation sent in 64, at the bound of the cpu
 * engine's. A neuron may decide otherwise only where the sum it sent is exactly a threshold, at most one of a case beyond what the recurrences
 * of §3 decide in 32 bits.
 */
import { beforeAll, describe, expect, it } from 'vitest';
import { noAdapter } from '../support/gpu-adapter.ts';
import { in32, sameNeuron, tiedNeurons } from './harness/ties.ts';
import { openDevice, SOFTWARE } from '../../src-main/engines/gpu/adapters.ts';
import { loadRuntime } from '../../src-main/engines/gpu/runtime.ts';
import { writeOnnx } from '../../src-main/onnx/index.ts';
import { type LiveDevice, shareDevice } from '../../src-gpu/live-device.ts';
import { runUnit } from '../../src-gpu/self-test/run-unit.ts';
import { unitCases, unitDistance } from './harness/units.ts';

describe.skipIf(noAdapter !== null)('units of the gpu engine reproduce the golden cases', () => {
  let live: LiveDevice;
  beforeAll(async () => {
    live = shareDevice(await openDevice(SOFTWARE), await loadRuntime(), writeOnnx).share();
  });

  it.each(unitCases().map((one) => [one.name, one] as const))('%s', async (_, one) => {
    const output = await runUnit(live, one);
    const tied = tiedNeurons(one, output);
    const published = in32(one);
    const others = tied.filter((neuron) => !published || !sameNeuron(neuron, output.length / one.steps, output, published));
    expect(others.length).toBeLessThanOrEqual(1);
    const size = output.length / one.steps;
    for (const neuron of tied) for (let t = 0; t < one.steps; t++) output[t * size + neuron] = one.expected[t * size + neuron]!;
    expect(unitDistance(one, output)).toBeLessThanOrEqual(1e-5);
  });
});
