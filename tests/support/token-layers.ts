/** Layers of transformers, written out as exporters write them: attention, rotary embeddings, gated feed-forward layers. */
import type { GraphWriter } from './graph-writer.ts';
import { type Layer, linear } from './layers.ts';
import { floats, ints, type TestTensor } from './onnx-graph.ts';

/** Sizes of an attention layer. */
export interface AttentionSizes {
  readonly tokens: number;
  readonly width: number;
  readonly heads: number;
}

const softmaxed = (w: GraphWriter, scores: string): string => w.node('Softmax', [scores], { axis: w.opset < 13 ? 3n : -1n });

/** Self-attention over `[batch, tokens, width]`, by the way it is written. */
export const ATTENTIONS: Readonly<Record<string, (sizes: AttentionSizes) => Layer>> = {
  'one qkv layer, taken apart by Gather':
    ({ tokens, width, heads }) =>
    (w, x) => {
      const qkv = w.reshape(linear(width, 3 * width)(w, x), 0, tokens, 3, heads, width / heads);
      const moved = w.transpose(qkv, 2, 0, 3, 1, 4);
      const [q, k, v] = [0, 1, 2].map((index) => w.node('Gather', [moved, ints(index)], { axis: 0n })) as [
        string,
        string,
        string,
      ];
      const scores = w.node('Mul', [w.node('MatMul', [q, w.transpose(k, 0, 1, 3, 2)]), (width / heads) ** -0.5]);
      const mixed = w.transpose(w.node('MatMul', [softmaxed(w, scores), v]), 0, 2, 1, 3);
      return linear(width, width)(w, w.reshape(mixed, 0, 0, width));
    },
  'one qkv layer, taken apart by Split and Squeeze':
    ({ tokens, width, heads }) =>
    (w, x) => {
      const qkv = w.reshape(linear(width, 3 * width)(w, x), -1, tokens, 3, heads, width / heads);
      const [q, k, v] = w.split(w.transpose(qkv, 2, 0, 3, 1, 4), 0, [1, 1, 1]).map((part) => w.squeeze(part, [0])) as [
        string,
        string,
        string,
      ];
      const scores = w.node('MatMul', [w.node('Mul', [q, (width / heads) ** -0.5]), w.transpose(k, 0, 1, 3, 2)]);
      const mixed = w.transpose(w.node('MatMul', [softmaxed(w, scores), v]), 0, 2, 1, 3);
      return linear(width, width)(w, w.reshape(mixed, -1, tokens, width));
    },
  'layers for q, k and v':
    ({ tokens, width, heads }) =>
    (w, x) => {
      const part = () => w.transpose(w.reshape(linear(width, width)(w, x), -1, tokens, heads, width / heads), 0, 2, 1, 3);
      const [q, k, v] = [part(), part(), part()];
      const scores = w.node('Div', [w.node('MatMul', [q, w.transpose(k, 0, 1, 3, 2)]), Math.sqrt(width / heads)]);
      const mixed = w.transpose(w.node('MatMul', [softmaxed(w, scores), v]), 0, 2, 1, 3);
      return linear(width, width)(w, w.reshape(mixed, -1, tokens, width));
    },
  'both operands scaled, as scaled_dot_product_attention':
    ({ tokens, width, heads }) =>
    (w, x) => {
      const part = () => w.transpose(w.reshape(linear(width, width)(w, x), -1, tokens, heads, width / heads), 0, 2, 1, 3);
      const [q, k, v] = [part(), part(), part()];
      const scale = (width / heads) ** -0.25;
      const scores = w.node('MatMul', [w.node('Mul', [q, scale]), w.node('Mul', [w.transpose(k, 0, 1, 3, 2), scale])]);
      const mixed = w.transpose(w.node('MatMul', [softmaxed(w, scores), v]), 0, 2, 1, 3);
      return linear(width, width)(w, w.reshape(mixed, -1, tokens, width));
    },
  'sequence first, heads merged into the batch, as nn.MultiheadAttention':
    ({ tokens, width, heads }) =>
    (w, x) => {
      const first = w.transpose(x, 1, 0, 2);
      const part = () => w.transpose(w.reshape(linear(width, width)(w, first), tokens, -1, width / heads), 1, 0, 2);
      const [q, k, v] = [w.node('Mul', [part(), (width / heads) ** -0.5]), part(), part()];
      const scores = w.node('MatMul', [q, w.transpose(k, 0, 2, 1)]);
      const weights = w.node('Softmax', [scores], { axis: w.opset < 13 ? 2n : -1n });
      const mixed = w.reshape(w.transpose(w.node('MatMul', [weights, v]), 1, 0, 2), tokens, -1, width);
      return w.transpose(linear(width, width)(w, mixed), 1, 0, 2);
    },
};

/** Keras' attention: every product is an Einsum (operator set 12 and later). */
export const einsumAttention =
  ({ width, heads }: AttentionSizes): Layer =>
  (w, x) => {
    const size = width / heads;
    const part = () => {
      const product = w.node('Einsum', [x, w.weight([width, heads, size], 1 / Math.sqrt(width))], { equation: 'abc,cde->abde' });
      return w.node('Add', [product, w.weight([heads, size], 0.1)]);
    };
    const [q, k, v] = [part(), part(), part()];
    const scores = w.node('Einsum', [k, w.node('Mul', [q, size ** -0.5])], { equation: 'aecd,abcd->acbe' });
    const mixed = w.node('Einsum', [softmaxed(w, scores), v], { equation: 'acbe,aecd->abcd' });
    const out = w.node('Einsum', [mixed, w.weight([heads, size, width], 1 / Math.sqrt(width))], { equation: 'abcd,cde->abe' });
    return w.node('Add', [out, w.weight([width], 0.1)]);
  };

/** cos and sin of the rotary embedding, `[tokens, size]`. */
function rotation(tokens: number, size: number, interleaved: boolean): { cos: TestTensor; sin: TestTensor } {
  const table = (f: (angle: number) => number) =>
    floats(
      [tokens, size],
      Array.from({ length: tokens * size }, (_, at) => {
        const entry = at % size;
        const frequency = interleaved ? Math.floor(entry / 2) : entry % (size / 2);
        return f(Math.floor(at / size) * 100 ** ((-2 * frequency) / size));
      }),
    );
  return { cos: table(Math.cos), sin: table(Math.sin) };
}

/** Rotary embedding of `[batch, heads, tokens, size]`, by the way the halves are turned. */
export const ROTARIES: Readonly<Record<string, (tokens: number, size: number) => Layer>> = {
  'halves by Slice': (tokens, size) => (w, x) => {
    const { cos, sin } = rotation(tokens, size, false);
    const [left, right] = [w.slice(x, 3, 0, size / 2), w.slice(x, 3, size / 2, Number.MAX_SAFE_INTEGER)];
    const turned = w.node('Concat', [w.node('Neg', [right]), left], { axis: -1n });
    return w.node('Add', [w.node('Mul', [x, w.given(cos)]), w.node('Mul', [turned, w.given(sin)])]);
  },
  'halves by Split': (tokens, size) => (w, x) => {
    const { cos, sin } = rotation(tokens, size, false);
    const [left, right] = w.split(x, 3, [size / 2, size / 2]) as [string, string];
    const turned = w.node('Concat', [w.node('Neg', [right]), left], { axis: 3n });
    return w.node('Add', [w.node('Mul', [x, w.given(cos)]), w.node('Mul', [w.given(sin), turned])]);
  },
  'pairs side by side': (tokens, size) => (w, x) => {
    const { cos, sin } = rotation(tokens, size, true);
    const pairs = w.reshape(x, 0, 0, 0, size / 2, 2);
    const [even, odd] = [0, 1].map((index) => w.node('Gather', [pairs, ints(index)], { axis: 4n })) as [string, string];
    const stacked = w.node('Concat', [w.unsqueeze(w.node('Neg', [odd]), [4]), w.unsqueeze(even, [4])], { axis: 4n });
    const turned = w.reshape(stacked, 0, 0, tokens, size);
    return w.node('Add', [w.node('Mul', [x, w.given(cos)]), w.node('Mul', [turned, w.given(sin)])]);
  },
  'halves multiplied before they are joined': (tokens, size) => (w, x) => {
    const half = rotation(tokens, size, false);
    const cut = ({ shape, values }: TestTensor): TestTensor => {
      const kept = Array.from(values as readonly number[]).filter((_, at) => at % size < size / 2);
      return floats([1, 1, shape[0]!, size / 2], kept);
    };
    const [cos, sin] = [w.given(cut(half.cos)), w.given(cut(half.sin))];
    const [left, right] = w.split(x, -1, [size / 2, size / 2]) as [string, string];
    const first = w.node('Sub', [w.node('Mul', [left, cos]), w.node('Mul', [right, sin])]);
    const second = w.node('Add', [w.node('Mul', [right, cos]), w.node('Mul', [left, sin])]);
    return w.node('Concat', [first, second], { axis: -1n });
  },
};

/** Attention with rotary embedding of q and k, the class token (the first one) left as it is. */
export const rotaryAttention =
  ({ tokens, width, heads }: AttentionSizes, rotary: (tokens: number, size: number) => Layer): Layer =>
  (w, x) => {
    const size = width / heads;
    const part = () => w.transpose(w.reshape(linear(width, width)(w, x), -1, tokens, heads, size), 0, 2, 1, 3);
    const turned = (value: string): string => {
      const rest = rotary(tokens - 1, size)(w, w.slice(value, 2, 1, tokens));
      return w.node('Concat', [w.slice(value, 2, 0, 1), rest], { axis: 2n });
    };
    const [q, k, v] = [turned(part()), turned(part()), part()];
    const scores = w.node('Mul', [w.node('MatMul', [q, w.transpose(k, 0, 1, 3, 2)]), size ** -0.5]);
    const mixed = w.transpose(w.node('MatMul', [softmaxed(w, scores), v]), 0, 2, 1, 3);
    return linear(width, width)(w, w.reshape(mixed, -1, tokens, width));
  };

/** Feed-forward layers of a transformer, gated ones among them (SwiGLU, GEGLU). */
export const GATED: Readonly<Record<string, (width: number, inner: number) => Layer>> = {
  'SwiGLU, two layers': (width, inner) => (w, x) => {
    const gate = linear(width, inner)(w, x);
    const silu = w.node('Mul', [gate, w.node('Sigmoid', [gate])]);
    return linear(inner, width)(w, w.node('Mul', [silu, linear(width, inner)(w, x)]));
  },
  'SwiGLU, one layer taken apart': (width, inner) => (w, x) => {
    const [gate, value] = w.split(linear(width, 2 * inner)(w, x), -1, [inner, inner]) as [string, string];
    const silu = w.node('Mul', [gate, w.node('Sigmoid', [gate])]);
    return linear(inner, width)(w, w.node('Mul', [silu, value]));
  },
  GLU: (width, inner) => (w, x) => {
    const [value, gate] = w.split(linear(width, 2 * inner)(w, x), -1, [inner, inner]) as [string, string];
    return linear(inner, width)(w, w.node('Mul', [value, w.node('Sigmoid', [gate])]));
  },
};
