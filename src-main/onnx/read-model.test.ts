/** Weights out of a file: every element type, views where they can be, and small files as fast as large ones. */
import { describe, expect, it } from 'vitest';
import { floats, onnxBytes, randomTensor, testFolder, type TestTensor } from '../../tests/support/onnx-graph.ts';
import { readModel } from './index.ts';
import { DATA_TYPE } from './proto/types.ts';

const raw = (dataType: number, data: ArrayBufferView, count: number): TestTensor => ({
  shape: [count],
  values: [],
  raw: { dataType, rawData: new Uint8Array(data.buffer, data.byteOffset, data.byteLength) },
});

async function read(weights: Readonly<Record<string, TestTensor>>) {
  using folder = testFolder();
  const nodes = [{ type: 'Relu', inputs: ['x'], outputs: ['y'] }];
  const bytes = onnxBytes({ nodes, weights, inputs: [{ name: 'x', shape: ['batch', 4] }], outputs: ['y'] });
  return (await readModel(folder.write('model.onnx', bytes))).graph.initializers;
}

const { float16, bfloat16, double, int8, uint8, int16, uint16, int32, uint32, int64, uint64, bool } = DATA_TYPE;

describe('element types', () => {
  it.each<[string, TestTensor, readonly number[], string]>([
    [
      'float16',
      raw(float16, Uint16Array.of(0x3c00, 0xc000, 0x0001, 0x7bff, 0x3555), 5),
      [1, -2, 2 ** -24, 65504, 0.333251953125],
      'float',
    ],
    ['bfloat16', raw(bfloat16, Uint16Array.of(0x3f80, 0xc000, 0x3eab), 3), [1, -2, 0.333984375], 'float'],
    ['float64', raw(double, Float64Array.of(0.1, -3), 2), [0.1, -3], 'float'],
    ['int8', raw(int8, Int8Array.of(-128, 127), 2), [-128, 127], 'int'],
    ['uint8', raw(uint8, Uint8Array.of(0, 255), 2), [0, 255], 'int'],
    ['int16', raw(int16, Int16Array.of(-32768, 5), 2), [-32768, 5], 'int'],
    ['uint16', raw(uint16, Uint16Array.of(65535), 1), [65535], 'int'],
    ['int32', raw(int32, Int32Array.of(-(2 ** 31), 7), 2), [-(2 ** 31), 7], 'int'],
    ['uint32', raw(uint32, Uint32Array.of(2 ** 32 - 1), 1), [2 ** 32 - 1], 'int'],
    ['int64', raw(int64, BigInt64Array.of(2n ** 53n, -1n), 2), [2 ** 53, -1], 'int'],
    ['uint64', raw(uint64, BigUint64Array.of(2n ** 53n), 1), [2 ** 53], 'int'],
    ['bool', raw(bool, Uint8Array.of(1, 0), 2), [1, 0], 'bool'],
    [
      'float16 in a typed field',
      { shape: [2], values: [], raw: { dataType: float16, int32Data: [0x3c00, 0xc000] } },
      [1, -2],
      'float',
    ],
    [
      'int64 in a typed field',
      { shape: [2], values: [], raw: { dataType: int64, int64Data: ['9007199254740992', -1] } },
      [2 ** 53, -1],
      'int',
    ],
    ['float64 in a typed field', { shape: [1], values: [], raw: { dataType: double, doubleData: [0.1] } }, [0.1], 'float'],
    ['float32 in a typed field', { shape: [2], values: [], raw: { dataType: 1, floatData: [0.5, 2] } }, [0.5, 2], 'float'],
  ])('%s', async (_name, tensor, values, dtype) => {
    const weight = (await read({ w: tensor })).get('w')!;
    expect([...weight.data]).toEqual(values);
    expect(weight.dtype).toBe(dtype);
  });

  it('an empty tensor has no values', async () => {
    expect((await read({ w: floats([0], []) })).get('w')!.data).toHaveLength(0);
  });
});

it('32-bit weights are views on the bytes of the file, wherever they lie in it', async () => {
  // Names of different lengths put the values at addresses of every remainder.
  const tensors = Object.fromEntries(
    ['a', 'ab', 'abc', 'abcd', 'abcde'].map((name, seed) => [name, randomTensor([40], seed + 1)]),
  );
  const weights = await read(tensors);
  const buffers = new Set([...weights.values()].map((tensor) => tensor.data.buffer));
  expect(buffers.size).toBe(1);
  for (const [name, { values }] of Object.entries(tensors)) expect([...weights.get(name)!.data]).toEqual([...values]);
});
