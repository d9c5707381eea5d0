/** What a network in whole numbers is made of, and what is refused with which remedy. */
import { expect, it } from 'vitest';
import { placeNeurons } from '../../../src-main/convert/index.ts';
import { basicBlocks, perceptron } from '../../../tests/fixtures/small-networks.ts';
import type { TestModel } from '../../../tests/support/onnx-graph.ts';
import { compileUniform, importModel, type Uniform } from '../../../tests/support/spiking.ts';
import { MOST } from '../arithmetic.ts';
import type { FixedNetwork } from '../network.ts';
import { fixNetwork } from './fix-network.ts';
import { quantiseRows } from './weights.ts';

const fixed = async (model: TestModel, uniform: Uniform = {}, steps = 8, inputRange = 3): Promise<FixedNetwork> =>
  fixNetwork(compileUniform(placeNeurons(await importModel(model)), uniform), { steps, inputRange });

it('a shortcut is a sum of two terms in one unit, and its neurons read that sum', async () => {
  const { layers, values } = await fixed(basicBlocks);
  const sums = layers.filter((layer) => layer.kind === 'sum');
  expect(sums.map(({ terms }) => terms.length)).toEqual([2, 2]);
  for (const { output } of sums) {
    expect(values[output]!.bound).toBeGreaterThan(2 ** 29);
    expect(layers.some((layer) => layer.kind === 'neuron' && layer.input === output)).toBe(true);
  }
});

it('layers read only values that are written before them, and every bound has 32 bits', async () => {
  const { layers, values, input } = await fixed(basicBlocks);
  const written = new Set([input.value]);
  for (const layer of layers) {
    const read = 'input' in layer ? [layer.input] : 'inputs' in layer ? layer.inputs : layer.terms.map((term) => term.input);
    for (const value of read) expect(written, `${layer.kind} ${layer.name}`).toContain(value);
    written.add(layer.output);
  }
  expect(Math.max(...values.map(({ bound }) => bound))).toBeLessThanOrEqual(MOST);
});

it('the range of the input is a power of two, so that quotients by its unit are exact', async () => {
  for (const [range, unit] of [
    [3, 4],
    [4, 4],
    [0.3, 0.5],
    [255, 256],
    [0, 1],
  ] as const)
    expect((await fixed(perceptron, {}, 8, range)).input, `range ${range}`).toMatchObject({ unit: unit / 2048, most: 2048 });
});

it('weights are symmetric, and the largest of a channel is 127', () => {
  const { weights, unit } = quantiseRows(Float64Array.of(0.5, -1, 0.25, 0, 0, 0, 2, 0.0079, -0.0079), 3);
  expect([...weights]).toEqual([64, -127, 32, 0, 0, 0, 127, 1, -1]);
  expect([...unit]).toEqual([1 / 127, 0, 2 / 127]);
});

it('a softmax behind the scores is refused, and the scores are named', async () => {
  const [output] = perceptron.outputs;
  const nodes = [...perceptron.nodes, { type: 'Softmax', inputs: [String(output)], outputs: ['p'] }];
  await expect(fixed({ ...perceptron, nodes, outputs: ['p'] })).rejects.toMatchObject({
    code: 'numbers.unsupported',
    message: expect.stringMatching(
      /Softmax, a real-valued unit, has no form in whole numbers; import the scores in front of it \(--output \w+ when converting\), or keep float32 numbers\.$/,
    ),
  });
});

it('leaky neurons, and levels that need more than 32 bits, are refused', async () => {
  await expect(fixed(perceptron, { coding: 'leaky-rate', neuron: 'lif', tau: 0.9 })).rejects.toThrow(
    /the coding leaky-rate has no form/,
  );
  await expect(fixed(perceptron, { neuron: 'mt', thresholds: 14 })).resolves.toBeDefined();
  await expect(fixed(perceptron, { neuron: 'mt', thresholds: 16 })).rejects.toThrow(
    /a neuron of 16 levels over 8 steps has no form in whole numbers; use fewer levels or steps/,
  );
});
