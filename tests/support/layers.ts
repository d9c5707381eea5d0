/** Layers of networks, written out as exporters write them; every function adds nodes and returns its output. */
import { floats } from './onnx-graph.ts';
import type { GraphWriter } from './graph-writer.ts';

export type Layer = (w: GraphWriter, x: string) => string;

/** Layers one after the other. */
export const chain =
  (...layers: readonly Layer[]): Layer =>
  (w, x) =>
    layers.reduce((value, layer) => layer(w, value), x);

export const relu: Layer = (w, x) => w.node('Relu', [x]);

/** A linear layer of a matrix, as Gemm with the weight transposed. */
export const gemm =
  (from: number, to: number): Layer =>
  (w, x) =>
    w.node('Gemm', [x, w.weight([to, from], 1 / Math.sqrt(from)), w.weight([to], 0.1)], { transB: 1n, alpha: 1, beta: 1 });

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
