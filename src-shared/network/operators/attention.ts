/**
 * The attention of a Transformer as one ONNX operator (operator sets 23 and 24), and rotary position embeddings (set 23). Both
 * are read as the products, softmax and sums they consist of. Source: ONNX's definitions of Attention and RotaryEmbedding.
 */
import type { Shape, Tensor } from '../../tensor/index.ts';
import type { ValueId } from '../network.ts';
import type { NetworkBuilder, OnnxNodeView, OnnxRead } from '../operator.ts';
import { matmul } from './matmul.ts';
import { emitReshape } from './reshape.ts';
import { float64 } from './support/arrays.ts';
import { elementwise, rowsOf } from './support/broadcast.ts';
import { emitAdd, emitMul, numberOf } from './support/operands.ts';
import { constantInput, input } from './support/reading.ts';

/**
 * Replaces −∞ in a mask, because spikes cannot carry an infinite constant. Its exponential is 0 beside every score, and the sum
 * of 2⁶ steps of it still fits into 32 bits.
 */
export const MASKED = -1e30;

const product = (node: OnnxNodeView, build: NetworkBuilder, a: ValueId, b: ValueId): ValueId =>
  matmul.onnx['MatMul']({ ...node, inputs: [a, b] }, build)[0];

/** Splits a value into heads: `[B, S, H · d]` becomes `[B, H, S, d]`. A value with four axes has that form already. */
function inHeads(build: NetworkBuilder, x: ValueId, heads: number): ValueId {
  const shape = build.shapeOf(x);
  if (shape.length === 4) return x;
  const [batch, length, width] = shape;
  if (shape.length !== 3 || heads < 1 || width % heads !== 0)
    throw new Error(`Attention with ${heads} heads does not fit ${shape.length} axes, the last of size ${String(shape.at(-1))}`);
  return build.emit('Transpose', [emitReshape(build, x, [batch, length, heads, width / heads])], { perm: [0, 2, 1, 3] });
}

/** Repeats each of H heads `times` times in a row: `[B, H, S, d]` becomes `[B, H · times, S, d]`. Heads a b become a a b b. */
function repeated(build: NetworkBuilder, x: ValueId, times: number): ValueId {
  if (times === 1) return x;
  const [batch, heads, length, size] = build.shapeOf(x);
  const apart = emitReshape(build, x, [batch, heads, 1, length, size]);
  const copies = build.emit('Expand', [apart], { shape: [batch, heads, times, length, size] });
  return emitReshape(build, copies, [batch, heads * times, length, size]);
}

/** The mask of the file as numbers to add, `[…, q, k]`. Entries beyond the end of its last axis are masked. */
function maskOf(given: Tensor, keys: number): Tensor {
  const own = given.shape.at(-1) ?? 1;
  const data = new Float64Array((given.data.length / own) * keys).fill(-Infinity);
  for (let i = 0; i < given.data.length; i++) {
    const value = given.dtype === 'bool' ? (given.data[i] === 0 ? -Infinity : 0) : given.data[i];
    data[Math.floor(i / own) * keys + (i % own)] = value;
  }
  return { shape: [...given.shape.slice(0, -1), keys], data, dtype: 'float' };
}

/** The causal mask: query i sees the keys up to i. */
const causalMask = (queries: number, keys: number): Tensor =>
  float64(
    [queries, keys],
    Array.from({ length: queries * keys }, (_, i) => (i % keys <= Math.floor(i / keys) ? 0 : -Infinity)),
  );

const sum = rowsOf((a, b) => a + b);

/** For each row of a mask, 0 if every key is masked and 1 otherwise: `[…, q, 1]`. Undefined if no row is fully masked. */
function seeingRows({ shape, data }: Tensor): Tensor | undefined {
  const keys = shape.at(-1)!;
  const rows = Array.from({ length: data.length / keys }, (_, row) =>
    data.subarray(row * keys, (row + 1) * keys).every((value) => value === -Infinity) ? 0 : 1,
  );
  return rows.includes(0) ? float64([...shape.slice(0, -1), 1], rows) : undefined;
}

/** The probabilities of scores under a mask. A row without any visible key gets zeros. */
function probabilities(build: NetworkBuilder, scores: ValueId, mask: Tensor | undefined): ValueId {
  const axis = build.shapeOf(scores).length - 1;
  if (!mask) return build.emit('Softmax', [scores], { axis });
  const finite = float64(
    mask.shape,
    Array.from(mask.data, (value) => Math.max(value, MASKED)),
  );
  const softmax = build.emit('Softmax', [emitAdd(build, scores, build.constant(finite))], { axis });
  const seeing = seeingRows(mask);
  return seeing ? emitMul(build, softmax, build.constant(seeing)) : softmax;
}

const attention: OnnxRead = (node, build) => {
  const left = ['past_key', 'past_value', 'nonpad_kv_seqlen'].find((_, i) => node.inputs[4 + i] !== undefined);
  if (left !== undefined) throw new Error(`Attention with ${left}, the cache of a text generator, is not supported`);
  const heads = build.shapeOf(input(node, 0)).length === 4 ? build.shapeOf(input(node, 0))[1] : node.int('q_num_heads', 0);
  const q = inHeads(build, input(node, 0), heads);
  const [k, v] = [1, 2].map((i) => inHeads(build, input(node, i), node.int('kv_num_heads', 0)));
  const [batch, , queries, size] = build.shapeOf(q);
  const [, groups, keys] = build.shapeOf(k);
  if (heads % groups !== 0) throw new Error(`Attention of ${heads} heads to ${groups} heads of keys does not divide`);
  const transposed = build.emit('Transpose', [repeated(build, k, heads / groups)], { perm: [0, 1, 3, 2] });
  const scale = numberOf(build, node.float('scale', 1 / Math.sqrt(size)));
  let scores = product(node, build, emitMul(build, q, scale), transposed);
  const cap = node.float('softcap', 0);
  if (cap > 0) {
    const bent = build.emit('Tanh', [emitMul(build, scores, numberOf(build, 1 / cap))]);
    scores = emitMul(build, bent, numberOf(build, cap));
  }
  const given = constantInput(node, build, 3, 'the mask of Attention');
  const masks = [given && maskOf(given, keys), node.int('is_causal', 0) !== 0 ? causalMask(queries, keys) : undefined];
  const [first, second] = masks.filter((mask) => mask !== undefined);
  const mask = first && second ? elementwise(first, second, 'float', sum) : first;
  const y = product(node, build, probabilities(build, scores, mask), repeated(build, v, heads / groups));
  if (build.shapeOf(input(node, 0)).length === 4) return [y];
  const together = build.emit('Transpose', [y], { perm: [0, 2, 1, 3] });
  return [emitReshape(build, together, [batch, queries, heads * build.shapeOf(y)[3]])];
};

/** Rows of a cache `[positions, n]` at constant positions `[b, S]`, or the cache `[b, S, n]` itself. */
function rowsAt(cache: Tensor, positions: Tensor | undefined): Tensor {
  if (!positions) return cache;
  const n = cache.shape.at(-1)!;
  const rows = Array.from(positions.data, (at: number) => Array.from(cache.data.subarray(at * n, (at + 1) * n)));
  return float64([...positions.shape, n], rows.flat());
}

/**
 * x · c + x[partner] · s along the last axis: each entry of a pair is rotated with its partner, and entries after the pairs stay.
 * By default, the pairs are i and i + n (halves); if `interleaved`, they are 2i and 2i + 1 (neighbours).
 */
const rotaryEmbedding: OnnxRead = (node, build) => {
  const shape = build.shapeOf(input(node, 0));
  const heads = node.int('num_heads', 0);
  const [batch, length, width] = shape;
  if (shape.length === 3 && (heads < 1 || width % heads !== 0))
    throw new Error(`RotaryEmbedding with ${heads} heads does not fit`);
  // [B, S, H, d] or [B, H, S, d]: in a value with three axes, the heads come after the positions.
  const x = shape.length === 3 ? emitReshape(build, input(node, 0), [batch, length, heads, width / heads]) : input(node, 0);
  const size = build.shapeOf(x)[3];
  const positions = constantInput(node, build, 3, 'the positions of RotaryEmbedding');
  const [cos, sin] = [1, 2].map((i) => {
    const cache = constantInput(node, build, i, 'the angles of RotaryEmbedding');
    if (!cache) throw new Error('RotaryEmbedding lacks its angles');
    return rowsAt(cache, positions);
  });
  const [copies, rows, n] = cos.shape;
  const turned = node.int('rotary_embedding_dim', 0) || size;
  if (turned !== 2 * n || turned > size) throw new Error(`angles of ${n} pairs do not fit ${turned} of ${size} values`);
  const interleaved = node.int('interleaved', 0) !== 0;
  const pairs = Array.from({ length: size }, (_, i) => {
    if (i >= turned) return { partner: i, angle: -1, isFirst: false };
    const isFirst = interleaved ? i % 2 === 0 : i < n;
    const distance = interleaved ? 1 : n;
    return { partner: isFirst ? i + distance : i - distance, angle: interleaved ? i >> 1 : i % n, isFirst };
  });
  const table = (of: (row: number, angle: number, isFirst: boolean) => number, still: number): ValueId => {
    const values = Array.from({ length: copies * rows }, (_, row) =>
      pairs.map(({ angle, isFirst }) => (angle < 0 ? still : of(row, angle, isFirst))),
    );
    const places: Shape = shape.length === 3 ? [copies, rows, 1, size] : [copies, 1, rows, size];
    return build.constant(float64(places, values.flat()));
  };
  const c = table((row, angle) => cos.data[row * n + angle], 1);
  const s = table((row, angle, isFirst) => (isFirst ? -1 : 1) * sin.data[row * n + angle], 0);
  const partners = build.emit('Gather', [x], { axis: 3, indices: pairs.map(({ partner }) => partner), indexShape: [size] });
  const y = emitAdd(build, emitMul(build, x, c), emitMul(build, partners, s));
  return [emitReshape(build, y, shape)];
};

/** Readers of Attention and RotaryEmbedding. */
export const attentionReaders: Readonly<Record<string, OnnxRead>> = {
  Attention: attention,
  RotaryEmbedding: rotaryEmbedding,
};
