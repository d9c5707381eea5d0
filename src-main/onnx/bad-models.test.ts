/** Files that cannot be imported: each is refused with its code and one line that says what is wrong and where. */
import { symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  floats,
  ints,
  onnxBytes,
  type TestFolder,
  testFolder,
  type TestModel,
  type TestNode,
  type TestTensor,
} from '../../tests/support/onnx-graph.ts';
import { type ErrorCode, SpikeloomError } from '../../src-shared/errors/index.ts';
import { importNetwork, readModel } from './index.ts';
import { DATA_TYPE } from './proto/types.ts';

const INPUT = { name: 'input', shape: ['batch', 4] };
const RELU: TestNode = { type: 'Relu', name: '/act/Relu', inputs: ['input'], outputs: ['y'] };

/** A model of one input `[batch, 4]`; the last node's first output is its output. */
const model = (nodes: readonly TestNode[], more: Partial<TestModel> = {}): Uint8Array =>
  onnxBytes({ nodes, inputs: [INPUT], outputs: nodes.at(-1)!.outputs.slice(0, 1), ...more });

/** A linear layer whose weight is given as it lies in the file. */
const withWeight = (weight: TestTensor): Uint8Array =>
  model([{ type: 'MatMul', name: '/fc/MatMul', inputs: ['input', 'fc.weight'], outputs: ['y'] }], {
    weights: { 'fc.weight': weight },
  });

const external = (location: string, more: Readonly<Record<string, string>> = {}): TestTensor => ({
  shape: [4, 2],
  values: [],
  raw: {
    dataType: DATA_TYPE.float,
    dataLocation: 1,
    externalData: Object.entries({ location, ...more }).map(([key, value]) => ({ key, value })),
  },
});

const WHOLE = model([RELU]);

interface Case {
  readonly what: string;
  readonly bytes: Uint8Array | string;
  readonly code: ErrorCode;
  /** What the message must name. */
  readonly names: readonly string[];
  /** Other files to write, or links to make. */
  readonly beside?: (folder: TestFolder) => void;
}

const CASES: readonly Case[] = [
  { what: 'an empty file', bytes: '', code: 'model.not-onnx', names: ['empty'] },
  { what: 'a text file', bytes: 'this is no model\n', code: 'model.not-onnx', names: ['not an ONNX model'] },
  { what: 'a JPEG', bytes: Uint8Array.of(0xff, 0xd8, 0xff, 0xe0, 0, 16, 74, 70, 73, 70), code: 'model.not-onnx', names: [] },
  {
    what: 'a Git LFS pointer',
    bytes: 'version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 12\n',
    code: 'model.not-onnx',
    names: ['Git LFS pointer', 'git lfs pull'],
  },
  { what: 'a web page', bytes: '<!DOCTYPE html>\n<html>', code: 'model.not-onnx', names: ['web page', 'download'] },
  { what: 'a ZIP archive', bytes: 'PK\x03\x04rest', code: 'model.not-onnx', names: ['ZIP archive', 'unpack'] },
  {
    what: 'weights that are a Git LFS pointer',
    bytes: withWeight(external('weights.bin', { offset: '1000' })),
    code: 'model.external-data',
    names: ['fc.weight', 'Git LFS pointer'],
    beside: (folder) => folder.write('weights.bin', 'version https://git-lfs.github.com/spec/v1\noid sha256:00\n'),
  },
  {
    what: 'a model of decision trees',
    bytes: model([{ type: 'TreeEnsembleRegressor', name: 'trees', domain: 'ai.onnx.ml', inputs: ['input'], outputs: ['y'] }]),
    code: 'model.unsupported',
    names: ['trees', 'classical machine learning'],
  },
  { what: 'a file cut off', bytes: WHOLE.subarray(0, WHOLE.length - 20), code: 'model.truncated', names: ['cut off'] },
  { what: 'a file of its first bytes', bytes: WHOLE.subarray(0, 6), code: 'model.truncated', names: [] },
  { what: 'a model without a graph', bytes: Uint8Array.of(0x08, 8), code: 'model.not-onnx', names: [] },
  {
    what: 'a damaged graph',
    bytes: Uint8Array.from([0x08, 8, 0x3a, 4, 0x0a, 0x7f, 1, 2]),
    code: 'model.not-onnx',
    names: ['damaged'],
  },
  {
    what: 'an operator of an old operator set',
    bytes: model([RELU], { opset: 5 }),
    code: 'model.unsupported',
    names: ['Relu of operator set 5', 'from 6 on'],
  },
  { what: 'a new operator set', bytes: model([RELU], { opset: 27 }), code: 'model.unsupported', names: ['operator set 27'] },
  {
    what: 'missing external data',
    bytes: withWeight(external('weights.bin')),
    code: 'model.external-data',
    names: ['fc.weight', 'weights.bin'],
  },
  {
    what: 'external data that is too short',
    bytes: withWeight(external('weights.bin', { offset: '16', length: '32' })),
    code: 'model.external-data',
    names: ['fc.weight', 'weights.bin', '40'],
    beside: (folder) => folder.write('weights.bin', new Uint8Array(40)),
  },
  {
    what: 'external data of another length than its shape',
    bytes: withWeight(external('weights.bin', { length: '16' })),
    code: 'model.external-data',
    names: ['fc.weight', '32 bytes'],
    beside: (folder) => folder.write('weights.bin', new Uint8Array(40)),
  },
  {
    what: 'external data above the folder',
    bytes: withWeight(external('../weights.bin')),
    code: 'model.external-data',
    names: ['fc.weight', 'outside'],
  },
  {
    what: 'external data at an absolute path',
    bytes: withWeight(external('/etc/passwd')),
    code: 'model.external-data',
    names: ['/etc/passwd', 'outside'],
  },
  {
    what: 'external data through a link out of the folder',
    bytes: withWeight(external('weights.bin')),
    code: 'model.external-data',
    names: ['fc.weight', 'link'],
    beside: (folder) => symlinkSync('/etc/hostname', join(folder.path, 'weights.bin')),
  },
  {
    what: 'a tensor of 2⁴⁰ values',
    bytes: withWeight({ shape: [2 ** 20, 2 ** 20], values: [1, 2, 3] }),
    code: 'model.invalid',
    names: ['fc.weight', '12 bytes'],
  },
  {
    what: 'a tensor with fewer values than its shape',
    bytes: withWeight({ shape: [4, 2], values: [], raw: { dataType: DATA_TYPE.float, floatData: [1, 2, 3] } }),
    code: 'model.invalid',
    names: ['fc.weight', '3 of its 8'],
  },
  {
    what: 'a weight of text',
    bytes: withWeight({ shape: [1], values: [], raw: { dataType: 8, stringData: [Buffer.from('a')] } }),
    code: 'model.unsupported',
    names: ['fc.weight'],
  },
  {
    what: 'a weight that is not a number',
    bytes: withWeight(floats([4, 2], [0, 1, 2, NaN, 4, 5, 6, 7])),
    code: 'model.invalid',
    names: ['fc.weight', 'NaN', 'value 3 of 8'],
  },
  {
    what: 'an infinite weight',
    bytes: withWeight(floats([4, 2], [0, 1, 2, 3, 4, 5, -Infinity, 7])),
    code: 'model.invalid',
    names: ['fc.weight', '-Infinity'],
  },
  {
    what: 'an operator that is not supported',
    bytes: model([{ type: 'Det', name: '/head/Det', inputs: ['input'], outputs: ['y'] }]),
    code: 'model.unsupported',
    names: ['/head/Det', 'Det'],
  },
  {
    what: 'an operator of another set',
    bytes: model([{ type: 'FusedMatMul', name: 'fused', domain: 'com.microsoft', inputs: ['input', 'input'], outputs: ['y'] }]),
    code: 'model.unsupported',
    names: ['fused', 'FusedMatMul', 'com.microsoft'],
  },
  {
    what: 'a loop over a coded condition',
    bytes: model([{ type: 'Loop', name: 'loop', inputs: ['input'], outputs: ['y'] }]),
    code: 'model.unsupported',
    names: ['loop', 'Loop'],
  },
  {
    what: 'a computed weight',
    bytes: model([{ type: 'Conv', name: 'conv', inputs: ['input', 'input'], outputs: ['y'] }]),
    code: 'model.unsupported',
    names: ['conv', 'weight'],
  },
  {
    what: 'shapes that do not fit',
    bytes: model([{ type: 'MatMul', name: 'fc', inputs: ['input', 'w'], outputs: ['y'] }], {
      weights: { w: floats([3, 2], [1, 2, 3, 4, 5, 6]) },
    }),
    code: 'model.unsupported',
    names: ['fc', '[3, 2]'],
  },
  {
    what: 'a softmax over the samples',
    bytes: model([{ type: 'Softmax', name: 'over', inputs: ['input'], outputs: ['y'], attributes: { axis: 0n } }]),
    code: 'model.batch',
    names: ['over', 'Softmax', 'batch'],
  },
  {
    what: 'several inputs',
    bytes: model([{ type: 'Add', name: 'add', inputs: ['input', 'mask'], outputs: ['y'] }], {
      inputs: [INPUT, { name: 'mask', shape: ['batch', 4] }],
    }),
    code: 'model.inputs',
    names: ['input', 'mask', '--input'],
  },
  {
    what: 'no input',
    bytes: model([RELU], { inputs: [], weights: { input: floats([4], [1, 2, 3, 4]) } }),
    code: 'model.inputs',
    names: [],
  },
  {
    what: 'an input of open size',
    bytes: model([RELU], { inputs: [{ name: 'input', shape: ['batch', 3, 'height', 'width'] }] }),
    code: 'model.inputs',
    names: ['input', 'height, width'],
  },
  {
    what: 'a cyclic graph',
    bytes: model([
      { type: 'Add', name: 'first', inputs: ['input', 'b'], outputs: ['a'] },
      { type: 'Relu', name: 'second', inputs: ['a'], outputs: ['b'] },
    ]),
    code: 'model.cyclic',
    names: ['second'],
  },
  {
    what: 'a value that nothing produces',
    bytes: model([{ type: 'Add', name: 'add', inputs: ['input', 'ghost'], outputs: ['y'] }]),
    code: 'model.invalid',
    names: ['add', 'ghost'],
  },
  {
    what: 'two producers of one value',
    bytes: model([RELU, { type: 'Sigmoid', name: 'again', inputs: ['input'], outputs: ['y'] }]),
    code: 'model.invalid',
    names: ['again', 'y', '/act/Relu'],
  },
  { what: 'an output that nothing produces', bytes: model([RELU], { outputs: ['z'] }), code: 'model.invalid', names: ['z'] },
  { what: 'no output', bytes: model([RELU], { outputs: [] }), code: 'model.invalid', names: ['output'] },
  {
    what: 'a value that grows beyond measure',
    bytes: model([{ type: 'Pad', name: 'pad', inputs: ['input', 'pads'], outputs: ['y'] }], {
      weights: { pads: ints([0, 0, 0, 2 ** 40]) },
    }),
    code: 'model.unsupported',
    names: ['pad', '[batch, 1099511627780]'],
  },
  {
    what: 'an output that is the number of samples',
    bytes: model([{ type: 'Shape', name: 'shape', inputs: ['input'], outputs: ['sizes'] }]),
    code: 'model.batch',
    names: ['sizes', 'number of samples'],
  },
  {
    what: 'a network that computes with the number of samples',
    bytes: model(
      [
        { type: 'Shape', name: 'shape', inputs: ['input'], outputs: ['sizes'] },
        { type: 'Gather', name: 'gather', inputs: ['sizes', 'first'], outputs: ['batch'] },
        { type: 'Cast', name: 'cast', inputs: ['batch'], outputs: ['count'], attributes: { to: 1n } },
        { type: 'Mul', name: 'mul', inputs: ['input', 'count'], outputs: ['y'] },
      ],
      { weights: { first: ints(0) } },
    ),
    code: 'model.batch',
    names: ['mul', 'number of samples'],
  },
  {
    what: 'an input of text',
    bytes: model([RELU], { inputs: [{ ...INPUT, elementType: 8 }] }),
    code: 'model.inputs',
    names: ['input', 'no tensor of numbers'],
  },
  {
    what: 'a constant that grows beyond measure',
    bytes: model(
      [
        { type: 'Expand', name: 'expand', inputs: ['one', 'shape'], outputs: ['large'] },
        { type: 'Add', name: 'add', inputs: ['input', 'large'], outputs: ['y'] },
      ],
      { weights: { one: floats([1], [1]), shape: ints([2 ** 14, 2 ** 14, 4]) } },
    ),
    code: 'model.unsupported',
    names: ['expand'],
  },
];

describe('a model that cannot be imported', () => {
  it.each(CASES)('$what: $code', async ({ bytes, code, names, beside }) => {
    using folder = testFolder();
    const file = folder.write('model.onnx', bytes);
    beside?.(folder);
    const error = await readModel(file)
      .then(importNetwork)
      .then(
        () => undefined,
        (cause: unknown) => cause,
      );
    expect(error).toBeInstanceOf(SpikeloomError);
    const { message, at, ...rest } = error as SpikeloomError;
    expect(rest.code, message).toBe(code);
    expect(at.file).toBe(file);
    expect(message).toMatch(/^[^\n]+\.$/);
    expect(message).toContain('model.onnx');
    for (const name of names) expect(message).toContain(name);
  });

  it('a file that is not there: model.not-onnx', async () => {
    await expect(readModel('/nowhere/model.onnx')).rejects.toMatchObject({ code: 'model.not-onnx' });
  });

  it('says which input is missing when another is chosen', async () => {
    using folder = testFolder();
    const inputs = [INPUT, { name: 'mask', shape: ['batch', 4] }];
    const file = folder.write(
      'model.onnx',
      model([{ type: 'Add', name: 'add', inputs: ['input', 'mask'], outputs: ['y'] }], { inputs }),
    );
    const read = await readModel(file);
    expect(() => importNetwork(read, { input: 'input' })).toThrow(/reads the input mask, but only input is fed/);
    expect(() => importNetwork(read, { input: 'image' })).toThrow(/no input called image; its inputs are input, mask/);
  });
});

it('external data inside the folder is read, from its offset on', async () => {
  using folder = testFolder();
  const values = Float32Array.of(9, 9, 9, 9, 1, 2, 3, 4, 5, 6, 7, 8);
  folder.write('weights.bin', new Uint8Array(values.buffer));
  const file = folder.write('model.onnx', withWeight(external('./weights.bin', { offset: '16', length: '32' })));
  expect([...(await readModel(file)).graph.initializers.get('fc.weight')!.data]).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
});
