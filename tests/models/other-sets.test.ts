/** Operators beside ONNX's own: fused convolutions of ONNX Runtime, image operators of old Windows ML converters; and the newest of ONNX. */
import { describe, expect, it } from 'vitest';
import { checkedModel, opsOf } from '../support/check-model.ts';
import { randomTensor, type TestAttribute, type TestNode } from '../support/onnx-graph.ts';

const image = { name: 'x', shape: ['batch', 3, 6, 7] };

async function operatorsOf(nodes: readonly TestNode[], opset = 17): Promise<readonly string[]> {
  const weights = { w: randomTensor([4, 3, 3, 3], 1, 0.3), b: randomTensor([4], 2), v: randomTensor([4, 4, 3, 3], 3, 0.3) };
  const { network, distance } = await checkedModel({
    weights,
    nodes,
    inputs: [image],
    outputs: [nodes.at(-1)!.outputs[0]!],
    opset,
  });
  expect(distance).toBeLessThanOrEqual(2e-6);
  return opsOf(network);
}

describe('a convolution fused with', () => {
  const pads = { pads: [1n, 1n, 1n, 1n], kernel_shape: [3n, 3n] };
  const fused = (activation: string, parameters: readonly number[], inputs: readonly string[]): TestNode => ({
    type: 'FusedConv',
    domain: 'com.microsoft',
    inputs,
    outputs: ['y'],
    attributes: {
      ...pads,
      activation,
      ...(parameters.length > 0 ? { activation_params: parameters.map((value) => value + 1e-9) } : {}),
    },
  });
  it.each<[activation: string, parameters: readonly number[], op: string]>([
    ['Relu', [], 'Relu'],
    ['Tanh', [], 'Tanh'],
    ['Sigmoid', [], 'Sigmoid'],
    ['LeakyRelu', [0.2], 'LeakyRelu'],
    ['HardSigmoid', [0.3, 0.4], 'HardSigmoid'],
    ['Clip', [-0.5, 0.75], 'Clip'],
  ])('%s', async (activation, parameters, op) => {
    expect(await operatorsOf([fused(activation, parameters, ['x', 'w', 'b'])])).toEqual(['Conv', op]);
  });

  it('a sum and Relu', async () => {
    const before: TestNode = { type: 'Conv', inputs: ['x', 'w', 'b'], outputs: ['a'], attributes: pads };
    const ops = await operatorsOf([before, fused('Relu', [], ['a', 'v', 'b', 'a'])]);
    expect(ops).toEqual(['Conv', 'Conv', 'Add', 'Relu']);
  });

  it('what is not known is refused by name', async () => {
    await expect(operatorsOf([fused('Cubic', [], ['x', 'w'])])).rejects.toThrow(
      /the activation Cubic in a FusedConv is not supported/,
    );
  });
});

describe('image operators on trial', () => {
  const one = (type: string, attributes: Readonly<Record<string, TestAttribute>>): readonly TestNode[] => [
    { type, inputs: ['x'], outputs: ['y'], attributes },
  ];
  it.each<[type: string, attributes: Readonly<Record<string, TestAttribute>>]>([
    ['ImageScaler', { scale: 0.5, bias: [0.1, -0.25, 0.5] }],
    ['Affine', { alpha: 0.5, beta: -0.25 }],
    ['Crop', { border: [1n, 2n, 3n, 1n] }],
    ['Crop', { border: [1n, 2n, 0n, 0n], scale: [3n, 4n] }],
  ])('%s', async (type, attributes) => {
    const ops = await operatorsOf(one(type, attributes), 8);
    expect(ops.every((op) => ['Mul', 'Add', 'Slice'].includes(op))).toBe(true);
  });

  it('a crop that does not fit is refused', async () => {
    await expect(operatorsOf(one('Crop', { border: [4n, 2n, 4n, 1n] }), 8)).rejects.toThrow(/does not fit an image of 6 × 7/);
  });
});

it.each([1, 0.5])('Swish by %f', async (alpha) => {
  const ops = await operatorsOf([{ type: 'Swish', inputs: ['x'], outputs: ['y'], attributes: { alpha: alpha + 1e-12 } }], 24);
  expect(ops).toContain('Silu');
});
