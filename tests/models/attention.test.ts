/**
 * Attention and rotary position embeddings as single operators (operator sets 23 and 24): imported as what ONNX Runtime computes, and their
 * spiking form approaches that.
 */
import { describe, expect, it } from 'vitest';
import { DATA_TYPE } from '../../src-main/onnx/proto/types.ts';
import { checkedModel, converted, opsOf, outputErrors } from '../support/check-model.ts';
import {
  floats,
  randomTensor,
  type TestAttribute,
  type TestModel,
  type TestNode,
  type TestTensor,
} from '../support/onnx-graph.ts';

const HEADS = 4;
const LENGTH = 6;
const WIDTH = 16;
const STEPS = 32;

const node = (
  type: string,
  inputs: string,
  output: string,
  attributes: Readonly<Record<string, TestAttribute>> = {},
): TestNode => ({
  type,
  inputs: inputs.split(' ').map((name) => name.replace('-', '')),
  outputs: [output],
  name: output,
  attributes,
});

/** Queries, keys and values as linear layers of an input `[batch, 6, 16]`; the keys and values have `groups` heads of 4. */
function projections(groups: number): Readonly<Record<string, TestTensor>> {
  const width = groups * (WIDTH / HEADS);
  return {
    wq: randomTensor([WIDTH, WIDTH], 1, 0.4),
    wk: randomTensor([WIDTH, width], 2, 0.4),
    wv: randomTensor([WIDTH, width], 3, 0.4),
  };
}

const model = (nodes: readonly TestNode[], weights: Readonly<Record<string, TestTensor>>): TestModel => ({
  opset: 23,
  weights,
  nodes,
  inputs: [{ name: 'x', shape: ['batch', LENGTH, WIDTH] }],
  outputs: [nodes.at(-1)!.outputs[0]!],
});

interface Case {
  readonly name: string;
  readonly attributes?: Readonly<Record<string, TestAttribute>>;
  readonly mask?: TestTensor;
  /** Heads of the keys and values. */
  readonly groups?: number;
}

/** A mask of truths `[q, k]`: the keys that a query sees. */
function truths(sees: (query: number, key: number) => boolean): TestTensor {
  const values = Uint8Array.from({ length: LENGTH ** 2 }, (_, i) => (sees(Math.floor(i / LENGTH), i % LENGTH) ? 1 : 0));
  return { shape: [LENGTH, LENGTH], values: [], raw: { dataType: DATA_TYPE.bool, rawData: values } };
}

const mask = randomTensor([LENGTH, LENGTH], 4, 2);
const CASES: readonly Case[] = [
  { name: 'alone' },
  { name: 'with a scale', attributes: { scale: 0.3 } },
  { name: 'causal', attributes: { is_causal: 1n } },
  { name: 'with scores that are capped', attributes: { softcap: 1.5 } },
  { name: 'with a mask', mask },
  { name: 'with a mask of truths', mask: truths((query, key) => key % 2 === 0 || key === query) },
  { name: 'with a mask for each head', mask: randomTensor([1, HEADS, LENGTH, LENGTH], 5, 2) },
  { name: 'causal, capped, with a mask', attributes: { is_causal: 1n, softcap: 2.5 }, mask },
  { name: 'with two heads of keys', groups: 2 },
  { name: 'with one head of keys', groups: 1, attributes: { is_causal: 1n } },
];

describe('Attention', () => {
  const written = ({ attributes, mask, groups = HEADS }: Case): TestModel => {
    const heads = { q_num_heads: BigInt(HEADS), kv_num_heads: BigInt(groups), ...attributes };
    const nodes = [
      ...[node('MatMul', 'x wq', 'q'), node('MatMul', 'x wk', 'k'), node('MatMul', 'x wv', 'v')],
      node('Attention', mask ? 'q k v mask' : 'q k v', 'y', heads),
    ];
    return model(nodes, { ...projections(groups), ...(mask ? { mask } : {}) });
  };

  it.each(CASES)('$name', async (one) => {
    const { network, distance } = await checkedModel(written(one));
    expect(distance).toBeLessThanOrEqual(2e-6);
    expect(opsOf(network)).toEqual(expect.arrayContaining(['Linear', 'MatMul', 'Softmax']));
    const [{ errors }] = await outputErrors(await converted(network, STEPS), STEPS);
    expect(errors.at(-1)!, `after each step ${errors.map((error) => error.toFixed(4)).join(' ')}`).toBeLessThan(0.02);
  });

  it('a query without any key answers 0, as in ONNX', async () => {
    const blind = truths((query) => query > 0);
    const { network } = await checkedModel(written({ name: 'blind', mask: blind }), { onnxRuntime: false });
    const [{ mean }] = await outputErrors(await converted(network, 2), 2);
    expect(mean.every(Number.isFinite)).toBe(true);
    expect([...mean.subarray(0, WIDTH)]).toEqual(new Array<number>(WIDTH).fill(0));
  });

  it('a cache of keys is refused by name', async () => {
    const nodes = [node('Attention', 'x x x - past past', 'y', { q_num_heads: 4n, kv_num_heads: 4n })];
    const past = randomTensor([1, HEADS, 2, WIDTH / HEADS], 6);
    await expect(checkedModel(model(nodes, { past }))).rejects.toThrow(/Attention with past_key, the cache of a text generator/);
  });
});

describe('RotaryEmbedding', () => {
  const angles = (count: number, pairs: number, of: (x: number) => number): TestTensor =>
    floats(
      [count, pairs],
      Array.from({ length: count * pairs }, (_, i) => of(Math.floor(i / pairs) / 10 ** (i % pairs))),
    );
  const cache = (pairs: number) => ({
    cos: angles(LENGTH, pairs, Math.cos),
    sin: angles(LENGTH, pairs, Math.sin),
    positions: { shape: [1, LENGTH], values: [5n, 4n, 3n, 2n, 1n, 0n] },
  });
  it.each([
    ['of halves', 2, { num_heads: 4n }],
    ['of neighbours', 2, { num_heads: 4n, interleaved: 1n }],
    ['of a part', 1, { num_heads: 4n, rotary_embedding_dim: 2n }],
  ])('%s', async (_name, pairs, attributes) => {
    const nodes = [node('RotaryEmbedding', 'x cos sin positions', 'y', attributes)];
    const { network, distance } = await checkedModel(model(nodes, cache(pairs)), { batch: 1 });
    expect(distance).toBeLessThanOrEqual(2e-6);
    expect([...new Set(opsOf(network))].sort()).toEqual(['Add', 'Gather', 'Mul', 'Reshape']);
  });
});
