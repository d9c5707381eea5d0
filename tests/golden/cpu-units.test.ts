/**
 * The kernels of the cpu engine, in 32-bit floating point, against what the published implementation sent in 64. A neuron often meets
 * a tie: the sum it sent is exactly a threshold it wants to take back, and rounding decides. There, and only there, the kernel
 * may decide otherwise: as the recurrences of §3 do in 32 bits, which ties.test.ts holds it to.
 */
import { describe, expect, it } from 'vitest';
import { runCpuUnit } from './harness/run-cpu-unit.ts';
import { in32, sameNeuron, tiedNeurons } from './harness/ties.ts';
import { unitCases, unitDistance } from './harness/units.ts';

describe('kernels of the cpu engine reproduce the golden cases', () => {
  it.each(unitCases().map((one) => [one.name, one] as const))('%s', async (_, one) => {
    const output = await runCpuUnit(one);
    const tied = tiedNeurons(one, output);
    const published = in32(one);
    expect(
      tied.filter((neuron) => !published || !sameNeuron(neuron, output.length / one.steps, output, published)).length,
    ).toBeLessThanOrEqual(1);
    const size = output.length / one.steps;
    for (const neuron of tied) for (let t = 0; t < one.steps; t++) output[t * size + neuron] = one.expected[t * size + neuron]!;
    expect(unitDistance(one, output)).toBeLessThanOrEqual(1e-5);
  });
});
