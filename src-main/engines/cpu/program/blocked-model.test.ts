/** Models in blocked layout compute what the plain ones do. */
import { InferenceSession, Tensor } from 'onnxruntime-node';
import { describe, expect, it } from 'vitest';
import type { NetworkNode, OpName } from '../../../../src-shared/network/index.ts';
import { operatorOf } from '../../../../src-shared/network/operators/index.ts';
import { atBatch, BATCH, type Shape, sizeOf, type Tensor as Constant } from '../../../../src-shared/tensor/index.ts';
import { randomValues } from '../../../../tests/support/onnx-graph.ts';
import { writeOnnx } from '../../../onnx/index.ts';
import { blockedLayout, tryBlockedLayout } from './block-size.ts';
import { toBlocked } from './blocked-model.ts';
import { ELEMENTWISE_FUNCTIONS } from './blocked-nodes.ts';
import { blockedOrder } from './blocked-layouts.ts';
import { layoutNotes } from '../session.ts';
import { shortcutsAsConvolutions } from './shortcuts.ts';

const { block } = await blockedLayout();

const node = (op: OpName, inputs: string[], output: string, attributes: NetworkNode['attributes'] = {}): NetworkNode => {
  return { id: output, op, inputs, output, attributes, path: '', from: [] };
};
const conv = (x: string, w: string, output: string, group = 1, stride = 1, pad = 1): NetworkNode =>
  node('Conv', [x, w], output, { strides: [stride, stride], pads: [pad, pad, pad, pad], dilations: [1, 1], group });
const weights = (shape: Shape, seed: number): Constant => ({
  shape,
  data: randomValues(sizeOf(shape), seed, 0.2),
  dtype: 'float',
});

/** Greatest difference between the plain and the blocked form of a graph; `blocked`: its values in blocked layout. */
async function difference(
  nodes: readonly NetworkNode[],
  constants: ReadonlyMap<string, Constant>,
  shapes: ReadonlyMap<string, Shape>,
  blocked: ReadonlySet<string>,
): Promise<number> {
  const inputs = [...new Set(nodes.flatMap((one) => one.inputs))].filter(
    (value) => shapes.has(value) && !nodes.some((one) => one.output === value),
  );
  const output = nodes.at(-1)!.output;
  const model = (some: readonly NetworkNode[], values: ReadonlyMap<string, Constant>) => {
    const port = (value: string) => ({ value, shape: shapes.get(value)! });
    const bytes = writeOnnx({ name: 'm', nodes: some, constants: values, inputs: inputs.map(port), outputs: [port(output)] });
    return { bytes, inputs, outputs: [output] };
  };
  const shortened = shortcutsAsConvolutions({ nodes, constants, alias: undefined }, shapes, blocked, block);
  const rewritten = toBlocked(model(shortened.nodes, shortened.constants), shapes, { block, values: blocked });
  const feeds = new Map(inputs.map((value, index) => [value, randomValues(sizeOf(atBatch(shapes.get(value)!, 2)), index + 1)]));
  const plain = await run(model(nodes, constants).bytes, feeds, shapes, output);
  const moved = new Map(
    [...feeds].map(([value, data]) => [value, blocked.has(value) ? reorder(data, shapes.get(value)!, 'in') : data]),
  );
  const result = await run(rewritten.bytes, moved, shapes, output);
  const back = blocked.has(output) ? reorder(result, shapes.get(output)!, 'out') : result;
  return Math.max(...back.map((value, index) => Math.abs(value - plain[index]!)));
}

async function run(
  bytes: Uint8Array,
  feeds: ReadonlyMap<string, Float32Array>,
  shapes: ReadonlyMap<string, Shape>,
  output: string,
): Promise<Float32Array> {
  const session = await InferenceSession.create(bytes, { intraOpNumThreads: 1, logSeverityLevel: 3 });
  const tensors = [...feeds].map(
    ([value, data]) => [value, new Tensor('float32', data, atBatch(shapes.get(value)!, 2))] as const,
  );
  const results = await session.run(Object.fromEntries(tensors));
  return results[output]!.data as Float32Array;
}

function reorder(data: Float32Array, [, ...sample]: Shape, direction: 'in' | 'out'): Float32Array {
  const order = blockedOrder(sample, block);
  const result = new Float32Array(data.length);
  data.forEach((_, index) => {
    const position = index % order.length;
    const plain = index - position + order[position]!;
    if (direction === 'in') result[index] = data[plain]!;
    else result[plain] = data[index]!;
  });
  return result;
}

describe.skipIf(block === 0)('a model in blocked layout computes what the plain one does', () => {
  const [b, image] = [block, (channels: number, size = 6): Shape => [BATCH, channels, size, size]];

  it.each([
    ['a convolution between blocked values', ['x', 'y']],
    ['a convolution of a plain value', ['y']],
    ['a convolution to a plain value', ['x']],
  ])('%s', async (_, blocked) => {
    const shapes = new Map([
      ['x', image(2 * b)],
      ['y', image(b)],
    ]);
    expect(
      await difference([conv('x', 'w', 'y')], new Map([['w', weights([b, 2 * b, 3, 3], 9)]]), shapes, new Set(blocked)),
    ).toBeLessThan(1e-4);
  });

  it('few input channels, depthwise and grouped convolutions', async () => {
    const shapes = new Map(['a', 'c', 'y'].map((value) => [value, image(2 * b)]).concat([['x', image(3)]]) as [string, Shape][]);
    const constants = new Map([
      ['u', weights([2 * b, 3, 3, 3], 1)],
      ['v', weights([2 * b, 1, 3, 3], 2)],
      ['w', weights([2 * b, b, 3, 3], 3)],
    ]);
    const nodes = [conv('x', 'u', 'a'), conv('a', 'v', 'c', 2 * b), conv('c', 'w', 'y', 2)];
    expect(await difference(nodes, constants, shapes, new Set(['y']))).toBeLessThan(1e-4);
  });

  it('sums: with a blocked and with a plain value, of two convolutions, of one value twice', async () => {
    const shapes = new Map(['x', 'z', 'a', 'c', 's', 't', 'y'].map((value) => [value, image(b)]));
    const constants = new Map([
      ['u', weights([b, b, 3, 3], 1)],
      ['v', weights([b, b, 3, 3], 2)],
    ]);
    const nodes = [
      conv('x', 'u', 'a'),
      node('Add', ['z', 'a'], 's'),
      conv('x', 'v', 'c'),
      node('Add', ['c', 's'], 't'),
      node('Add', ['t', 't'], 'y'),
    ];
    for (const blocked of [['x', 'y'], ['x', 'z', 'y'], ['z'], ['y']]) {
      expect(await difference(nodes, constants, shapes, new Set(blocked))).toBeLessThan(1e-4);
    }
  });

  it('a branch of slices and zero channels', async () => {
    const shapes = new Map([
      ['x', image(b)],
      ['rows', [BATCH, b, 3, 6]],
      ['half', image(b, 3)],
      ['pad', image(2 * b, 3)],
      ['a', image(2 * b, 3)],
      ['y', image(2 * b, 3)],
    ]);
    const slice = (axis: number) => ({ axes: [axis], starts: [0], ends: [6], steps: [2] });
    const nodes = [
      node('Slice', ['x'], 'rows', slice(2)),
      node('Slice', ['rows'], 'half', slice(3)),
      node('Pad', ['half'], 'pad', { pads: [0, b / 2, 0, 0, 0, b / 2, 0, 0], mode: 'constant' }),
      conv('x', 'w', 'a', 1, 2),
      node('Add', ['a', 'pad'], 'y'),
    ];
    const constants = new Map([['w', weights([2 * b, b, 3, 3], 1)]]);
    const { nodes: rewritten } = shortcutsAsConvolutions({ nodes, constants, alias: undefined }, shapes, new Set(['x']), b);
    expect(rewritten.map((one) => one.op)).toEqual(['Conv', 'Conv', 'Add']);
    expect(await difference(nodes, constants, shapes, new Set(['x', 'y']))).toBeLessThan(1e-4);
    expect(await difference(nodes, constants, shapes, new Set([]))).toBeLessThan(1e-4);
  });

  it('pools, and operators that need plain values', async () => {
    const shapes = new Map<string, Shape>([
      ['x', image(b)],
      ['a', image(b)],
      ['m', image(b, 3)],
      ['p', image(b, 1)],
      ['y', [BATCH, b]],
    ]);
    const pool = { kernel: [3, 3], strides: [3, 3], pads: [0, 0, 0, 0], ceil: 0 };
    const nodes = [
      conv('x', 'w', 'a'),
      node('MaxPool', ['a'], 'm', { kernel: [3, 3], strides: [2, 2], pads: [1, 1, 1, 1], dilations: [1, 1], ceil: 0 }),
      node('AveragePool', ['m'], 'p', { ...pool, countIncludePad: 0 }),
      node('Reshape', ['p'], 'y', { shape: [BATCH, b] }),
    ];
    expect(await difference(nodes, new Map([['w', weights([b, b, 3, 3], 1)]]), shapes, new Set(['x']))).toBeLessThan(1e-4);
  });
});

it('only functions of single entries pass the blocked layout on', () => {
  expect(ELEMENTWISE_FUNCTIONS.filter((op) => !operatorOf(op).pointwise)).toEqual([]);
});

describe('where the blocked layout cannot be used, the reason is kept', () => {
  it.each([
    ['refused', () => Promise.reject(new Error('no schema registered')), 'ONNX Runtime refuses it: no schema registered'],
    ['in an unknown order', () => Promise.resolve(new Float32Array(128)), 'it orders channels in a way that is not known'],
    [
      'other results',
      // Channels 0…7 side by side, then every model computes nothing but zeros and ones.
      (_: Uint8Array, { x }: Readonly<Record<string, Tensor>>) =>
        Promise.resolve(x!.dims[3] === 2 ? Float32Array.from({ length: 128 }, (_value, at) => (at === 8 ? 1 : 0)) : counting()),
      'it does not compute the same as the plain one',
    ],
  ] as const)('%s', async (_, run, why) => {
    expect(await tryBlockedLayout(run)).toEqual({ block: 0, why });
    expect(layoutNotes({ block: 0, why })).toEqual([expect.stringContaining(`not used here: ${why}.`)]);
  });

  it('and nothing is said where it is used', () => {
    expect(layoutNotes({ block: 8 })).toEqual([]);
  });
});

/** Another result at every call. */
let calls = 0;
const counting = (): Float32Array => new Float32Array(2 * 8 * 9).fill(++calls);
