/** Layers of networks, written out as exporters write them; every function adds nodes and returns its output. */
import { floats, ints, type TestTensor } from './onnx-graph.ts';
import type { GraphWriter } from './graph-writer.ts';

export type Layer = (w: GraphWriter, x: string) => string;

/** A linear layer on the last axis, as a product and a sum. */
export const linear =
  (from: number, to: number): Layer =>
  (w, x) =>
    w.node('Add', [w.node('MatMul', [x, w.weight([from, to], 1 / Math.sqrt(from))]), w.weight([to], 0.1)]);

export interface ConvOptions {
  readonly kernel?: number;
  readonly stride?: number;
  readonly group?: number;
  readonly bias?: boolean;
}

/** A convolution that keeps the size at stride 1. */
export const conv =
  (from: number, to: number, { kernel = 3, stride = 1, group = 1, bias = true }: ConvOptions = {}): Layer =>
  (w, x) => {
    const pad = BigInt((kernel - 1) / 2);
    const weight = w.weight([to, from / group, kernel, kernel], Math.sqrt((2 * group) / (from * kernel * kernel)));
    return w.node('Conv', [x, weight, ...(bias ? [w.weight([to], 0.1)] : [])], {
      kernel_shape: [BigInt(kernel), BigInt(kernel)],
      strides: [BigInt(stride), BigInt(stride)],
      pads: [pad, pad, pad, pad],
      group: BigInt(group),
    });
  };

/** Batch normalisation in inference. */
export const batchNorm =
  (channels: number): Layer =>
  (w, x) => {
    const of = (scale: number, offset: number) => w.weight([channels], scale, offset);
    const variance = w.given(
      floats(
        [channels],
        Array.from({ length: channels }, (_, c) => 0.5 + c / channels),
      ),
    );
    return w.node('BatchNormalization', [x, of(0.1, 1), of(0.1, 0), of(0.1, 0), variance], { epsilon: 1e-5 });
  };

const EPSILON = 1e-3;

const variance = (w: GraphWriter, x: string, mean: string, axes: readonly number[]): string => {
  const d = w.node('Sub', [x, mean]);
  return w.reduce('ReduceMean', w.node('Mul', [d, d]), axes);
};

const inverseRoot = (w: GraphWriter, value: string): string =>
  w.node('Reciprocal', [w.node('Sqrt', [w.node('Add', [value, EPSILON])])]);

/** LayerNormalization of the last axis, by the way it is written out. */
export const LAYER_NORMS: Readonly<Record<string, (width: number) => Layer>> = {
  'PyTorch, a power and a division': (width) => (w, x) => {
    const d = w.node('Sub', [x, w.reduce('ReduceMean', x, [-1])]);
    const mean = w.reduce('ReduceMean', w.node('Pow', [d, 2]), [-1]);
    const normal = w.node('Div', [d, w.node('Sqrt', [w.node('Add', [mean, EPSILON])])]);
    return w.node('Add', [w.node('Mul', [normal, w.weight([width], 0.1, 1)]), w.weight([width], 0.1)]);
  },
  'PyTorch, the difference from the mean written twice': (width) => (w, x) => {
    const mean = w.reduce('ReduceMean', x, [-1]);
    const square = w.reduce('ReduceMean', w.node('Pow', [w.node('Sub', [x, mean]), 2]), [-1]);
    const normal = w.node('Div', [w.node('Sub', [x, mean]), w.node('Sqrt', [w.node('Add', [square, EPSILON])])]);
    return w.node('Add', [w.node('Mul', [normal, w.weight([width], 0.1, 1)]), w.weight([width], 0.1)]);
  },
  'PyTorch, mean and variance from means of their own': (width) => (w, x) => {
    const d = w.node('Sub', [x, w.reduce('ReduceMean', x, [-1])]);
    const again = w.node('Sub', [x, w.reduce('ReduceMean', x, [-1])]);
    const square = w.reduce('ReduceMean', w.node('Mul', [again, again]), [-1]);
    const normal = w.node('Div', [d, w.node('Sqrt', [w.node('Add', [square, EPSILON])])]);
    return w.node('Add', [w.node('Mul', [w.weight([width], 0.1, 1), normal]), w.weight([width], 0.1)]);
  },
  'TensorFlow, x · s + (β − mean · s)': (width) => (w, x) => {
    const mean = w.reduce('ReduceMean', x, [-1]);
    const s = w.node('Mul', [inverseRoot(w, variance(w, x, mean, [-1])), w.weight([width], 0.1, 1)]);
    const shift = w.node('Sub', [w.weight([width], 0.1), w.node('Mul', [mean, s])]);
    return w.node('Add', [w.node('Mul', [x, s]), shift]);
  },
  'TensorFlow, x · s − mean · s, no bias': (width) => (w, x) => {
    const mean = w.reduce('ReduceMean', x, [-1]);
    const s = w.node('Mul', [w.weight([width], 0.1, 1), inverseRoot(w, variance(w, x, mean, [-1]))]);
    return w.node('Sub', [w.node('Mul', [x, s]), w.node('Mul', [s, mean])]);
  },
  'TensorFlow, x · s + (β − mean · s), no scale': (width) => (w, x) => {
    const mean = w.reduce('ReduceMean', x, [-1]);
    const s = inverseRoot(w, variance(w, x, mean, [-1]));
    return w.node('Add', [w.node('Sub', [w.weight([width], 0.1), w.node('Mul', [mean, s])]), w.node('Mul', [x, s])]);
  },
  'Flax, (x − mean) · (γ / √) + β': (width) => (w, x) => {
    const mean = w.reduce('ReduceMean', x, [-1]);
    const square = w.reduce('ReduceMean', w.node('Mul', [x, x]), [-1]);
    const spread = w.node('Max', [w.node('Sub', [square, w.node('Mul', [mean, mean])]), 0]);
    const s = w.node('Mul', [inverseRoot(w, spread), w.weight([width], 0.1, 1)]);
    return w.node('Add', [w.node('Mul', [w.node('Sub', [x, mean]), s]), w.weight([width], 0.1)]);
  },
  'one operator': (width) => (w, x) =>
    w.node('LayerNormalization', [x, w.weight([width], 0.1, 1), w.weight([width], 0.1)], { axis: -1n, epsilon: EPSILON }),
};

/** RMSNormalization of the last axis. */
export const rmsNorm =
  (width: number): Layer =>
  (w, x) => {
    const mean = w.reduce('ReduceMean', w.node('Pow', [x, 2]), [-1]);
    return w.node('Mul', [w.weight([width], 0.1, 1), w.node('Mul', [x, inverseRoot(w, mean)])]);
  };

export interface WrittenOut {
  /** The canonical operator it is. */
  readonly op: string;
  readonly layer: Layer;
  /** First operator set that has all its operators. */
  readonly since?: number;
}

/** Activation functions, by the way they are written out. */
export const ACTIVATIONS: Readonly<Record<string, WrittenOut>> = {
  'GELU by erf, PyTorch': {
    op: 'Gelu',
    since: 9,
    layer: (w, x) => {
      const gate = w.node('Add', [w.node('Erf', [w.node('Div', [x, Math.SQRT2])]), 1]);
      return w.node('Mul', [w.node('Mul', [x, gate]), 0.5]);
    },
  },
  'GELU by erf, Keras': {
    op: 'Gelu',
    since: 9,
    layer: (w, x) => {
      const gate = w.node('Add', [1, w.node('Erf', [w.node('Mul', [x, Math.SQRT1_2])])]);
      return w.node('Mul', [w.node('Mul', [0.5, x]), gate]);
    },
  },
  'GELU by tanh, PyTorch': {
    op: 'Gelu',
    layer: (w, x) => {
      const cube = w.node('Mul', [w.node('Mul', [x, x]), x]);
      const inner = w.node('Mul', [w.node('Add', [x, w.node('Mul', [cube, 0.044715])]), Math.sqrt(2 / Math.PI)]);
      return w.node('Mul', [w.node('Mul', [x, 0.5]), w.node('Add', [w.node('Tanh', [inner]), 1])]);
    },
  },
  'GELU by tanh, Keras': {
    op: 'Gelu',
    layer: (w, x) => {
      const inner = w.node('Mul', [0.7978846, w.node('Add', [x, w.node('Mul', [0.044715, w.node('Pow', [x, 3])])])]);
      return w.node('Mul', [w.node('Mul', [0.5, x]), w.node('Add', [1, w.node('Tanh', [inner])])]);
    },
  },
  SiLU: { op: 'Silu', layer: (w, x) => w.node('Mul', [x, w.node('Sigmoid', [x])]) },
  'hard-swish, PyTorch before 1.8': {
    op: 'HardSwish',
    layer: (w, x) => w.node('Div', [w.node('Mul', [x, w.clip(w.node('Add', [x, 3]), 0, 6)]), 6]),
  },
  'hard-swish by a hard sigmoid': {
    op: 'HardSwish',
    layer: (w, x) => w.node('Mul', [x, w.node('HardSigmoid', [x], { alpha: 1 / 6, beta: 0.5 })]),
  },
  'hard-swish, Keras': {
    op: 'HardSwish',
    layer: (w, x) => {
      const six = w.node('Min', [w.node('Relu', [w.node('Add', [x, 3])]), 6]);
      return w.node('Mul', [x, w.node('Mul', [six, 1 / 6])]);
    },
  },
  'hard-swish, Max and Min': {
    op: 'HardSwish',
    layer: (w, x) => w.node('Mul', [w.node('Min', [w.node('Max', [w.node('Add', [x, 3]), 0]), 6]), w.node('Div', [x, 6])]),
  },
  'hard sigmoid, PyTorch': { op: 'HardSigmoid', layer: (w, x) => w.node('Div', [w.clip(w.node('Add', [x, 3]), 0, 6), 6]) },
  'hard sigmoid, Keras': {
    op: 'HardSigmoid',
    layer: (w, x) => w.clip(w.node('Add', [w.node('Mul', [x, 0.2]), 0.5]), 0, 1),
  },
  'hard sigmoid, Max and Min': {
    op: 'HardSigmoid',
    layer: (w, x) => w.node('Mul', [w.node('Min', [w.node('Max', [0, w.node('Add', [x, 3])]), 6]), 1 / 6]),
  },
  Mish: { op: 'Mish', layer: (w, x) => w.node('Mul', [x, w.node('Tanh', [w.node('Softplus', [x])])]) },
  'softplus written out': {
    op: 'Softplus',
    layer: (w, x) => w.node('Log', [w.node('Add', [w.node('Exp', [x]), 1])]),
  },
  'sigmoid written out': {
    op: 'Sigmoid',
    layer: (w, x) => w.node('Div', [1, w.node('Add', [1, w.node('Exp', [w.node('Neg', [x])])])]),
  },
};

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

/** Squeeze-and-excite of `[batch, channels, height, width]`. */
export const SQUEEZES: Readonly<Record<string, (channels: number, inner: number) => Layer>> = {
  'convolutions and a sigmoid': (channels, inner) => (w, x) => {
    const mean = w.node('GlobalAveragePool', [x]);
    const small = w.node('Relu', [conv(channels, inner, { kernel: 1 })(w, mean)]);
    return w.node('Mul', [x, w.node('Sigmoid', [conv(inner, channels, { kernel: 1 })(w, small)])]);
  },
  'convolutions, SiLU and a hard sigmoid, by ReduceMean': (channels, inner) => (w, x) => {
    const mean = w.reduce('ReduceMean', x, [2, 3]);
    const small = conv(channels, inner, { kernel: 1 })(w, mean);
    const silu = w.node('Mul', [small, w.node('Sigmoid', [small])]);
    return w.node('Mul', [w.node('HardSigmoid', [conv(inner, channels, { kernel: 1 })(w, silu)], { alpha: 1 / 6 }), x]);
  },
  'linear layers between reshapes': (channels, inner) => (w, x) => {
    const flat = w.reshape(w.node('GlobalAveragePool', [x]), -1, channels);
    const small = w.node('Relu', [linear(channels, inner)(w, flat)]);
    const gate = w.node('Sigmoid', [linear(inner, channels)(w, small)]);
    return w.node('Mul', [x, w.unsqueeze(w.unsqueeze(gate, [2]), [3])]);
  },
};
