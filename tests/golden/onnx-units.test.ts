/**
 * The ONNX form of every unit, in 32-bit floating point, against what the published implementation sent in 64: the bounds and the rule
 * for ties are those of the kernels (cpu-units.test.ts).
 */
import { describe, expect, it } from 'vitest';
import { runOnnxUnit } from './harness/run-onnx-unit.ts';
import { in32, sameNeuron, tiedNeurons } from './harness/ties.ts';
import { unitCases, unitDistance } from './harness/units.ts';

describe('exported ONNX units reproduce the golden cases', () => {
  it.each(unitCases().map((one) => [one.name, one] as const))('%s', async (_, one) => {
    const output = await runOnnxUnit(one);
    const size = output.length / one.steps;
    const tied = tiedNeurons(one, output);
    const published = in32(one);
    expect(tied.filter((neuron) => !published || !sameNeuron(neuron, size, output, published)).length).toBeLessThanOrEqual(1);
    for (const neuron of tied) for (let t = 0; t < one.steps; t++) output[t * size + neuron] = one.expected[t * size + neuron]!;
    expect(unitDistance(one, output)).toBeLessThanOrEqual(1e-5);
  });
});
