/**
 * Quantised networks, read as the floating-point networks that they were made of: what is computed is what ONNX Runtime computes with integers,
 * but for the rounding; and where a ReLU lies in the range of a type, it is there.
 */
import { describe, expect, it } from 'vitest';
import { checkedModel, opsOf } from '../support/check-model.ts';
import { floats, randomValues, testNode as node, type TestModel, type TestNode, type TestTensor } from '../support/onnx-graph.ts';
import { evaluateNetwork } from '../../src-shared/network/evaluate.ts';
import { DATA_TYPE } from '../../src-main/onnx/proto/types.ts';

const raw = (dataType: number, shape: readonly number[], values: Int8Array | Uint8Array | Int32Array): TestTensor => ({
  shape,
  values: [],
  raw: { dataType, rawData: new Uint8Array(values.buffer) },
});
const int8 = (shape: readonly number[], values: readonly number[]): TestTensor =>
  raw(DATA_TYPE.int8, shape, Int8Array.from(values));
const uint8 = (shape: readonly number[], values: readonly number[]): TestTensor =>
  raw(DATA_TYPE.uint8, shape, Uint8Array.from(values));
const int32 = (shape: readonly number[], values: readonly number[]): TestTensor =>
  raw(DATA_TYPE.int32, shape, Int32Array.from(values));
const randomInts = (count: number, seed: number): number[] =>
  Array.from(randomValues(count, seed, 40), (value) => Math.max(-127, Math.min(127, Math.round(value))));

/** Scales and zero points of the type of the test: x is around 0, what comes out of a ReLU begins there. */
const SCALES: Readonly<Record<string, TestTensor>> = {
  's.x': floats([], [4 / 128]),
  'z.x': uint8([], [128]),
  's.w': floats([], [0.01]),
  'z.w': int8([], [0]),
  's.rows': floats([4], [0.01, 0.02, 0.005, 0.01]),
  'z.rows': int8([4], [0, 0, 0, 0]),
  's.y': floats([], [0.1]),
  'z.y': uint8([], [128]),
  's.r': floats([], [0.05]),
  'z.r': uint8([], [0]),
};

const microsoft = { domain: 'com.microsoft' };
const quantise = node('QuantizeLinear', 'x s.x z.x', 'q');
const dequantise = (value: string, scale = 'y'): TestNode => node('DequantizeLinear', `${value} s.${scale} z.${scale}`, 'out');

interface Case {
  readonly sample: readonly number[];
  readonly nodes: readonly TestNode[];
  readonly weights?: Readonly<Record<string, TestTensor>>;
  readonly ops: readonly string[];
}

const image = [3, 5, 5];
const kernel = int8([4, 3, 3, 3], randomInts(108, 1));
const matrix = int8([6, 4], randomInts(24, 2));
const conv = { attributes: { pads: [1n, 1n, 1n, 1n] } };
const features = node('QLinearConv', 'q s.x z.x w s.w z.w s.y z.y', 'c', conv);

const CASES: Readonly<Record<string, Case>> = {
  QLinearConv: { sample: image, nodes: [quantise, features, dequantise('c')], weights: { w: kernel }, ops: ['Conv'] },
  'QLinearConv by channel, with a bias and a ReLU in its range': {
    sample: image,
    nodes: [quantise, node('QLinearConv', 'q s.x z.x w s.rows z.rows s.r z.r b', 'c', conv), dequantise('c', 'r')],
    weights: { w: kernel, b: int32([4], [900, -1200, 300, 0]) },
    ops: ['Conv', 'Clip'],
  },
  QLinearMatMul: {
    sample: [6],
    nodes: [quantise, node('QLinearMatMul', 'q s.x z.x w s.w z.w s.y z.y', 'm'), dequantise('m')],
    weights: { w: matrix, 's.y': floats([], [0.03]) },
    ops: ['Linear'],
  },
  'QLinearMatMul of two values': {
    sample: [4, 4],
    nodes: [quantise, node('QLinearMatMul', 'q s.x z.x q s.x z.x s.y z.y', 'm'), dequantise('m')],
    ops: ['MatMul'],
  },
  QGemm: {
    sample: [6],
    nodes: [quantise, node('QGemm', 'q s.x z.x w s.w z.w b s.y z.y', 'm', microsoft), dequantise('m')],
    weights: { w: matrix, b: int32([4], [1000, -500, 0, 2000]), 's.y': floats([], [0.03]) },
    ops: ['Linear'],
  },
  'QLinearAdd and QLinearMul': {
    sample: image,
    nodes: [
      quantise,
      features,
      node('QLinearAdd', 'c s.y z.y c s.y z.y s.y z.y', 'a', microsoft),
      node('QLinearMul', 'a s.y z.y c s.y z.y s.m z.y', 'm', microsoft),
      node('DequantizeLinear', 'm s.m z.y', 'out'),
    ],
    weights: { w: kernel, 's.m': floats([], [0.8]) },
    ops: ['Conv', 'Add', 'Mul'],
  },
  'QLinearSigmoid, QLinearLeakyRelu and QLinearConcat': {
    sample: image,
    nodes: [
      quantise,
      node('QLinearSigmoid', 'q s.x z.x s.r z.r', 's', microsoft),
      node('QLinearLeakyRelu', 'q s.x z.x s.y z.y', 'l', { ...microsoft, attributes: { alpha: 0.1 } }),
      node('QLinearConcat', 's.y z.y s s.r z.r l s.y z.y', 'c', { ...microsoft, attributes: { axis: 1n } }),
      dequantise('c'),
    ],
    weights: { 's.y': floats([], [0.03]), 's.r': floats([], [1 / 255]) },
    ops: ['Sigmoid', 'LeakyRelu', 'Concat'],
  },
  QLinearGlobalAveragePool: {
    sample: image,
    nodes: [
      quantise,
      features,
      node('QLinearGlobalAveragePool', 'c s.y z.y s.g z.y', 'g', microsoft),
      node('DequantizeLinear', 'g s.g z.y', 'out'),
    ],
    weights: { w: kernel, 's.g': floats([], [0.02]) },
    ops: ['Conv', 'ReduceMean'],
  },
  'a ReLU that moved into the range of what is quantised': {
    sample: [6],
    nodes: [
      quantise,
      dequantise('q', 'x'),
      node('MatMul', 'out v', 'm'),
      node('QuantizeLinear', 'm s.r z.r', 'r'),
      node('DequantizeLinear', 'r s.r z.r', 'y'),
    ],
    weights: { v: floats([6, 4], randomValues(24, 4)) },
    ops: ['Linear', 'Clip'],
  },
  'what only moves between quantised values': {
    sample: image,
    nodes: [quantise, node('MaxPool', 'q', 'p', { attributes: { kernel_shape: [2n, 2n] } }), dequantise('p', 'x')],
    ops: ['MaxPool'],
  },
  'quantised as it runs: ConvInteger': {
    sample: image,
    nodes: [
      node('DynamicQuantizeLinear', 'x', 'q s z'),
      node('ConvInteger', 'q w z', 'i', conv),
      node('Cast', 'i', 'f', { attributes: { to: 1n } }),
      node('Mul', 's s.w', 'unit'),
      node('Mul', 'f unit', 'out'),
    ],
    weights: { w: kernel },
    ops: ['Conv'],
  },
  'quantised as it runs: MatMulInteger': {
    sample: [6],
    nodes: [
      node('DynamicQuantizeLinear', 'x', 'q s z'),
      node('MatMulInteger', 'q w z z.w', 'i'),
      node('Cast', 'i', 'f', { attributes: { to: 1n } }),
      node('Mul', 's s.w', 'unit'),
      node('Mul', 'f unit', 'out'),
    ],
    weights: { w: matrix },
    ops: ['Linear'],
  },
};

const modelOf = ({ sample, nodes, weights = {} }: Case): TestModel => ({
  nodes,
  weights: { ...SCALES, ...weights },
  inputs: [{ name: 'x', shape: ['batch', ...sample] }],
  outputs: [nodes.at(-1)!.outputs[0]!],
});

describe('quantised activations', () => {
  it.each(Object.entries(CASES))('%s', async (_what, one) => {
    const { network, distance, notes } = await checkedModel(modelOf(one), { batch: 4, dequantise: true });
    // Rounding to eight bits explains this distance; a wrong layer would be off by its own size.
    expect(distance).toBeLessThan(0.04);
    expect(distance).toBeGreaterThan(0);
    expect(opsOf(network)).toEqual(one.ops);
    expect(notes).toEqual([expect.stringContaining('Quantised activations are read as the floating-point numbers')]);
  });

  it.each(Object.entries(CASES))('%s: refused unless asked for, with the option', async (_what, one) => {
    await expect(checkedModel(modelOf(one))).rejects.toThrow(/--dequantise/);
  });

  it('images that are given as integers are put in order', async () => {
    const nodes = [node('DequantizeLinear', 'x s.x z.x', 'out'), node('MatMul', 'out v', 'y')];
    const weights = { v: floats([6, 4], randomValues(24, 4)) };
    const { network } = await checkedModel(modelOf({ sample: [6], nodes, weights, ops: [] }), {
      dequantise: true,
      onnxRuntime: false,
    });
    expect(opsOf(network)).toEqual(['Add', 'Mul', 'Linear']);
    const at = (value: number): readonly number[] => {
      const x = { shape: [1, 6], data: new Float64Array(6).fill(value), dtype: 'float' } as const;
      return Array.from(evaluateNetwork(network, x)[0]!.data);
    };
    const column = (index: number): number =>
      [0, 1, 2, 3, 4, 5].reduce((sum, row) => sum + Number(weights.v.values[row * 4 + index]), 0);
    expect(at(128)).toEqual([0, 0, 0, 0]);
    at(128 + 32).forEach((value, index) => expect(value).toBeCloseTo(column(index), 5));
  });
});
