/**
 * The kernels of the cpu engine against the published implementation's own output, in 32-bit floating point. A neuron with differential
 * output often meets a tie: the sum it sent is exactly a threshold it wants to take back, and rounding decides. There, and only
 * there, the kernel may decide otherwise.
 */
import { describe, expect, it } from 'vitest';
import { runCpuUnit } from './harness/run-cpu-unit.ts';
import { type UnitCase, unitCases, unitDistance } from './harness/units.ts';

describe('kernels of the cpu engine reproduce the golden cases', () => {
  it.each(unitCases().map((one) => [one.name, one] as const))('%s', async (_, one) => {
    const output = await runCpuUnit(one);
    const tied = tiedNeurons(one, output);
    expect(tied.length).toBeLessThanOrEqual(1);
    const size = output.length / one.steps;
    for (const neuron of tied) for (let t = 0; t < one.steps; t++) output[t * size + neuron] = one.expected[t * size + neuron]!;
    expect(unitDistance(one, output)).toBeLessThanOrEqual(1e-5);
  });
});

/** Neurons whose output differs for the first time at a step where the sum sent equals a threshold, in exact arithmetic. */
function tiedNeurons({ work, coding, steps, expected }: UnitCase, output: Float64Array): number[] {
  if (work.kind !== 'neuron' || coding !== 'differential') return [];
  const size = output.length / steps;
  return Array.from(work.thresholds.keys()).filter((neuron) => {
    const theta = work.thresholds[neuron]!;
    let [sent, estimate] = [0, 0];
    for (let t = 0; t < steps; t++) {
      const credit = (sent + estimate) / theta;
      const s = expected[t * size + neuron]!;
      if (Math.abs(output[t * size + neuron]! - s) > 1e-6 * theta) {
        const level = 2 ** Math.round(Math.log2(credit));
        return Math.abs(credit - level) < 1e-9;
      }
      sent += estimate + s;
      estimate += s / (t + 1);
    }
    return false;
  });
}
