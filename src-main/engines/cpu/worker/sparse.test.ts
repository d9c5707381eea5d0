/** Convolutions and linear layers from non-zero entries against the sum that a convolution is, and which rows go that way. */
import { beforeAll, describe, expect, it } from 'vitest';
import { buildKernels } from '../../../../scripts/build-kernels.mjs';
import { randomValues } from '../../../../tests/support/onnx-graph.ts';
import { BATCH } from '../../../../src-shared/tensor/index.ts';
import { blockedOrder } from '../program/layout.ts';
import { SPARSE_BLOCK, sparseForm } from '../program/sparse.ts';
import { loadKernels } from './kernels.ts';
import { runSparseRows } from './sparse.ts';
import { sparseBytes } from './sparse-lists.ts';
import type { Tile } from './tile.ts';
import { createWorkspace, workspaceBytes } from './workspace.ts';

beforeAll(buildKernels);

interface Size {
  readonly channels: number;
  readonly out: number;
  readonly height: number;
  readonly width: number;
  readonly stride: 1 | 2;
}

const outSize = ({ height, width, stride }: Size): [height: number, width: number] => [
  Math.ceil(height / stride),
  Math.ceil(width / stride),
];

/** One sample `[C, H, W]` convolved 3 × 3, in float64. */
function convolved(x: Float32Array, weights: Float32Array, size: Size): Float64Array {
  const { channels, out, height, width, stride } = size;
  const [rows, columns] = outSize(size);
  return Float64Array.from({ length: out * rows * columns }, (_, index) => {
    const [o, y, column] = [Math.floor(index / (rows * columns)), Math.floor(index / columns) % rows, index % columns];
    let sum = 0;
    for (let c = 0; c < channels; c++) {
      for (let dy = 0; dy < 3; dy++) {
        for (let dx = 0; dx < 3; dx++) {
          const [row, at] = [stride * y + dy - 1, stride * column + dx - 1];
          if (row < 0 || at < 0 || row >= height || at >= width) continue;
          sum += x[(c * height + row) * width + at]! * weights[((o * channels + c) * 3 + dy) * 3 + dx]!;
        }
      }
    }
    return sum;
  });
}

function formOf(weights: Float32Array, size: Size, added: boolean) {
  const { channels, out, height, width, stride } = size;
  const attributes = { strides: [stride, stride], pads: [1, 1, 1, 1], dilations: [1, 1], group: 1 };
  const shape = [BATCH, out, ...outSize(size)];
  const shapes = new Map([['x', [BATCH, channels, height, width]], ...['c', 'r', 'y'].map((value) => [value, shape] as const)]);
  const end = added ? 'c' : 'y';
  const conv = { id: 'c', op: 'Conv' as const, inputs: ['x', 'w'], output: end, attributes, path: '', from: [] };
  const sum = { id: 's', op: 'Add' as const, inputs: ['r', 'c'], output: 'y', attributes: {}, path: '', from: [] };
  const constants = new Map([['w', { shape: [out, channels, 3, 3], data: weights, dtype: 'float' as const }]]);
  const part = { nodes: added ? [conv, sum] : [conv], constants, alias: undefined, inputs: ['x', 'r'], output: 'y' };
  return sparseForm(part, { shapes, blocked: new Set(['x', 'r', 'y']), block: SPARSE_BLOCK, batchFirst: () => true })!;
}

/** Runs rows that hold so large a share of non-zero entries. Returns what they should be, what they are, and which were left out. */
async function run(size: Size, shares: readonly number[], added: boolean) {
  const { channels, out, height, width } = size;
  const plane = height * width;
  const outValues = outSize(size).reduce((product, one) => product * one, out);
  const weights = randomValues(out * channels * 9, 5, 0.3);
  const form = formOf(weights, size, added);
  const memory = await loadKernels();
  const at = memory.reserve(form.weights.data.byteLength);
  memory.floats(at, form.weights.data.length).set(form.weights.data);
  const inputs = memory.reserve(shares.length * channels * plane * 4);
  const addend = memory.reserve(shares.length * outValues * 4);
  const output = memory.reserve(shares.length * outValues * 4);
  const lists = sparseBytes(form).map((bytes) => memory.reserve(bytes)) as [number, number, number];
  const workspace = createWorkspace(memory, memory.arena(workspaceBytes(1)), 1);
  const inOrder = blockedOrder([channels, height, width], SPARSE_BLOCK);
  const outOrder = blockedOrder([out, ...outSize(size)], SPARSE_BLOCK);
  const spikes = new Float64Array(shares.length);
  const expected = shares.map((share, row) => {
    const chance = randomValues(channels * plane, 100 + row);
    const kept = [...chance.keys()].toSorted((a, b) => chance[a]! - chance[b]!).slice(0, Math.round(share * channels * plane));
    const x = new Float32Array(channels * plane);
    for (const index of kept) x[index] = 1 + chance[index]!;
    spikes[row] = x.filter((value) => value !== 0).length;
    const r = randomValues(outValues, 200 + row);
    memory.floats(inputs + row * x.byteLength, x.length).set(Float32Array.from(inOrder, (from) => x[from]!));
    memory.floats(addend + row * r.byteLength, r.length).set(Float32Array.from(outOrder, (from) => r[from]!));
    const sum = convolved(x, weights, size).map((value, index) => value + (added ? r[index]! : 0));
    return Float64Array.from(outOrder, (from) => sum[from]!);
  });
  const tile = { memory, workspace, addressOf: () => at } as unknown as Tile;
  const dense = runSparseRows(tile, form, spikes, shares.length, { inputs: [inputs, addend], output }, lists);
  const results = shares.map((_, row) => memory.floats(output + row * outValues * 4, outValues).slice());
  return { expected, results, dense };
}

describe('a convolution from its non-zero inputs', () => {
  it.each([
    [{ channels: 16, out: 16, height: 5, width: 7, stride: 1 }, false],
    [{ channels: 16, out: 48, height: 5, width: 7, stride: 1 }, true],
    [{ channels: 48, out: 32, height: 1, width: 4, stride: 1 }, true],
    [{ channels: 32, out: 16, height: 4, width: 1, stride: 1 }, true],
    [{ channels: 32, out: 16, height: 1, width: 1, stride: 1 }, false],
    [{ channels: 16, out: 32, height: 5, width: 7, stride: 2 }, false],
    [{ channels: 32, out: 64, height: 6, width: 8, stride: 2 }, true],
    [{ channels: 16, out: 96, height: 4, width: 5, stride: 2 }, true],
    [{ channels: 48, out: 32, height: 1, width: 2, stride: 2 }, true],
    [{ channels: 16, out: 32, height: 2, width: 1, stride: 2 }, false],
  ] as const)('is what a convolution is: %o, sum %s', async (size, added) => {
    const { expected, results, dense } = await run(size, [0, 0.02, 0.15, 0.3], added);
    expect(dense).toEqual([]);
    results.forEach((result, row) => {
      for (const [index, value] of result.entries()) expect(value).toBeCloseTo(expected[row]![index]!, 4);
    });
  });

  it.each([
    [{ tokens: 5, into: 16, out: 16 }, false],
    [{ tokens: 3, into: 48, out: 64 }, true],
    [{ tokens: 1, into: 32, out: 96 }, true],
  ] as const)('is what a linear layer is: %o, sum %s', async ({ tokens, into, out }, added) => {
    const weights = randomValues(into * out, 3, 0.3);
    const shapes = new Map<string, readonly number[]>([
      ['x', [BATCH, tokens, into]],
      ...['l', 'r', 'y'].map((value) => [value, [BATCH, tokens, out]] as const),
    ]);
    const base = { path: '', from: [], attributes: {} };
    const linear = { ...base, id: 'l', op: 'Linear' as const, inputs: ['x', 'w'], output: added ? 'l' : 'y' };
    const sum = { ...base, id: 's', op: 'Add' as const, inputs: ['l', 'r'], output: 'y' };
    const constants = new Map([['w', { shape: [into, out], data: weights, dtype: 'float' as const }]]);
    const part = { nodes: added ? [linear, sum] : [linear], constants, alias: undefined, inputs: ['x', 'r'], output: 'y' };
    const form = sparseForm(part, { shapes, blocked: new Set(), block: SPARSE_BLOCK, batchFirst: () => true })!;
    const memory = await loadKernels();
    const place = (values: Float32Array): number => {
      const address = memory.reserve(values.byteLength);
      memory.floats(address, values.length).set(values);
      return address;
    };
    const x = randomValues(tokens * into, 9).map((value, index) => (index % 5 === 0 ? value : 0));
    const r = randomValues(tokens * out, 10);
    const [at, input, addend] = [place(form.weights.data), place(x), place(r)];
    const output = memory.reserve(tokens * out * 4);
    const lists = sparseBytes(form).map((bytes) => memory.reserve(bytes)) as [number, number, number];
    const workspace = createWorkspace(memory, memory.arena(workspaceBytes(1)), 1);
    const tile = { memory, workspace, addressOf: () => at } as unknown as Tile;
    const spikes = Float64Array.of(x.filter((value) => value !== 0).length);
    expect(runSparseRows(tile, form, spikes, 1, { inputs: [input, addend], output }, lists)).toEqual([]);
    for (const [index, value] of memory.floats(output, tokens * out).entries()) {
      const [token, o] = [Math.floor(index / out), index % out];
      let sum = added ? r[index]! : 0;
      for (let i = 0; i < into; i++) sum += x[token * into + i]! * weights[i * out + o]!;
      expect(value).toBeCloseTo(sum, 4);
    }
  });

  it('leaves full rows to others, in as few ranges as there are', async () => {
    const { dense } = await run(
      { channels: 16, out: 16, height: 3, width: 3, stride: 1 },
      [0.9, 0.8, 0.1, 0, 0.8, 0.2, 1],
      false,
    );
    expect(dense).toEqual([
      { first: 0, count: 2 },
      { first: 4, count: 1 },
      { first: 6, count: 1 },
    ]);
  });
});
