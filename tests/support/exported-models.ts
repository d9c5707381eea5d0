/** Small networks as whole files of one exporter each, with what that exporter is known for. Random weights. */
import {
  dynamoTransformer,
  type ExportedModel,
  kerasTransformer,
  rmsTransformer,
  torchTokens,
  torchTransformer,
} from './exported-transformers.ts';
import { EXPORTERS, graphWriter } from './graph-writer.ts';
import { ACTIVATIONS, batchNorm, chain, conv, gemm, type Layer, linear, relu, SQUEEZES } from './layers.ts';
import { floats, ints } from './onnx-graph.ts';
import { convNext, mixer, swin } from './token-models.ts';

const relu6: Layer = (w, x) => w.clip(x, 0, 6);

/** x.view(x.size(0), -1), as PyTorch traces it. */
const view =
  (features: number | undefined): Layer =>
  (w, x) => {
    const size = w.node('Gather', [w.node('Shape', [x]), ints(0)], { axis: 0n });
    const shape = w.node('Concat', [w.unsqueeze(size, [0]), ints([features ?? -1])], { axis: 0n });
    return w.node('Reshape', [x, shape]);
  };

/** An inverted residual block of MobileNetV2. */
const inverted =
  (channels: number): Layer =>
  (w, x) => {
    const wide = chain(conv(channels, 2 * channels, { kernel: 1, bias: false }), batchNorm(2 * channels), relu6)(w, x);
    const deep = chain(conv(2 * channels, 2 * channels, { group: 2 * channels, bias: false }), batchNorm(2 * channels), relu6);
    return w.node('Add', [
      x,
      chain(deep, conv(2 * channels, channels, { kernel: 1, bias: false }), batchNorm(channels))(w, wide),
    ]);
  };

function mobileNet(exporter: 'torch9' | 'torch11' | 'torch17'): ExportedModel {
  const w = graphWriter(EXPORTERS[exporter]);
  const stem = chain(conv(3, 4, { stride: 2, bias: false }), batchNorm(4), relu6, inverted(4))(w, 'input');
  const pooled = w.reduce('ReduceMean', stem, [2, 3], false);
  const y = chain(w.opset < 11 ? view(undefined) : (_w, x) => x, gemm(4, 5))(w, pooled);
  const becomes = { Conv: ['Conv'], BatchNormalization: ['Conv'], Clip: ['Clip'], Gemm: ['Linear'] };
  return { exporter, model: w.model([y], { name: 'input', shape: ['batch', 3, 8, 8] }), becomes };
}

/** A decoder with skips: enlarged to the size of what it meets, which the file computes. */
export function decoder(exporter: 'torch9' | 'torch11' | 'torch13'): ExportedModel {
  const w = graphWriter(EXPORTERS[exporter]);
  const fine = chain(conv(2, 4), relu)(w, 'input');
  const coarse = chain(conv(4, 4, { stride: 2 }), relu)(w, fine);
  let large: string;
  if (w.opset < 10) large = w.node('Upsample', [coarse, floats([4], [1, 1, 2, 2])], { mode: 'nearest' });
  else {
    const spatial = w.slice(w.node('Shape', [fine]), 0, 2, 4);
    const leading = w.slice(w.node('Shape', [coarse]), 0, 0, 2);
    const sizes = w.node('Concat', [leading, spatial], { axis: 0n });
    const none = w.opset < 13 ? floats([0], []) : '';
    large = w.node('Resize', [coarse, none, none, sizes], {
      mode: 'nearest',
      nearest_mode: 'floor',
      coordinate_transformation_mode: 'asymmetric',
    });
  }
  const both = w.node('Concat', [fine, large], { axis: 1n });
  const y = conv(8, 2)(w, both);
  const becomes = { [w.opset < 10 ? 'Upsample' : 'Resize']: ['Resize'], Shape: [], Conv: ['Conv'] };
  return { exporter, model: w.model([y], { name: 'input', shape: ['batch', 2, 6, 6] }), becomes };
}

/** Channels last: transposed around every convolution, weights transposed by nodes, batch normalisation as arithmetic. */
function kerasNetwork(): ExportedModel {
  const w = graphWriter(EXPORTERS.keras);
  const last =
    (layer: Layer): Layer =>
    (_w, x) =>
      w.transpose(layer(w, w.transpose(x, 0, 3, 1, 2)), 0, 2, 3, 1);
  /** Kernel of TensorFlow, [height, width, in, out]; padding on the far side only, as SAME with stride 2. */
  const convolution =
    (from: number, to: number, stride: number): Layer =>
    (_w, x) => {
      const kernel = w.transpose(w.weight([3, 3, from, to], Math.sqrt(2 / (9 * from))), 3, 2, 0, 1);
      return w.node('Conv', [x, kernel], {
        strides: [BigInt(stride), BigInt(stride)],
        ...(stride === 1 ? { auto_pad: 'SAME_UPPER' } : { pads: [0n, 0n, 1n, 1n] }),
      });
    };
  /** Kernel [height, width, channels, 1], reshaped by a node. */
  const depthwise =
    (channels: number): Layer =>
    (_w, x) => {
      const kernel = w.reshape(w.transpose(w.weight([3, 3, channels, 1], 0.3), 2, 3, 0, 1), channels, 1, 3, 3);
      return w.node('Conv', [x, kernel], { auto_pad: 'SAME_UPPER', group: BigInt(channels) });
    };
  const normal =
    (channels: number): Layer =>
    (_w, x) => {
      const scaled = w.node('Mul', [x, w.weight([channels], 0.1, 1)]);
      return w.node('Add', [scaled, w.node('Sub', [w.weight([channels], 0.1), w.weight([channels], 0.1)])]);
    };
  const six: Layer = (_w, x) => w.node('Min', [w.node('Max', [x, 0]), 6]);
  w.module('stem');
  let x = chain(last(convolution(3, 6, 2)), normal(6), six)(w, 'input');
  w.module('block');
  x = w.node('Add', [x, chain(last(depthwise(6)), normal(6), six, last(convolution(6, 6, 1)), normal(6))(w, x)]);
  w.module('gate');
  const mean = w.reshape(w.reduce('ReduceMean', x, [1, 2], false), -1, 1, 1, 6);
  const gate = chain(linear(6, 3), relu, linear(3, 6), (_w, v) => w.node('Sigmoid', [v]))(w, mean);
  x = w.node('Mul', [x, gate]);
  w.module('head');
  const pooled = w.squeeze(w.reduce('ReduceMean', x, [1, 2]), [1, 2]);
  const y = w.node('Softmax', [linear(6, 5)(w, pooled)], { axis: 1n });
  const model = w.model([y], { name: 'input', shape: ['unk__12', 8, 8, 3] });
  return { exporter: 'keras', model, becomes: { Conv: ['Conv'], Max: ['Clip'], Min: ['Clip'], Squeeze: ['Reshape'] } };
}

/** Everything a Constant node; biases added to what is reshaped by computed shapes; hard-swish and its gate. */
function paddleNetwork(): ExportedModel {
  const w = graphWriter(EXPORTERS.paddle);
  const swish = ACTIVATIONS['hard-swish, PyTorch before 1.8']!.layer;
  /** A convolution whose bias is reshaped and added by nodes. */
  const biased =
    (from: number, to: number, stride: number): Layer =>
    (_w, x) =>
      w.node('Add', [conv(from, to, { stride, bias: false })(w, x), w.reshape(w.weight([to], 0.1), 1, to, 1, 1)]);
  let x = chain(biased(3, 6, 2), batchNorm(6), swish)(w, 'x');
  const mean = w.node('GlobalAveragePool', [x]);
  const small = chain(conv(6, 3, { kernel: 1 }), relu, conv(3, 6, { kernel: 1 }))(w, mean);
  x = w.node('Mul', [x, w.node('HardSigmoid', [small], { alpha: 0.2, beta: 0.5 })]);
  const pooled = chain(conv(6, 8, { kernel: 1 }), swish)(w, w.node('GlobalAveragePool', [x]));
  const size = w.slice(w.node('Shape', [pooled]), 0, 0, 1);
  const flat = w.node('Reshape', [pooled, w.node('Concat', [size, ints([-1])], { axis: 0n })]);
  const logits = w.node('Add', [w.node('MatMul', [flat, w.weight([8, 5], 0.3)]), w.weight([5], 0.1)]);
  const y = w.node('Softmax', [logits], { axis: -1n });
  const model = w.model([y], { name: 'x', shape: [-1, 3, 8, 8].map((size) => (size < 0 ? 'batch' : size)) });
  return { exporter: 'paddle', model, becomes: { Clip: ['HardSwish'], HardSigmoid: ['HardSigmoid'], MatMul: ['Linear'] } };
}

/** CNTK: a fixed batch of one, weights reshaped by nodes, Plus with broadcasting, TransposeTimes as a transposed weight. */
function cntkNetwork(): ExportedModel {
  const w = graphWriter(EXPORTERS.cntk);
  const convolution =
    (from: number, to: number): Layer =>
    (_w, x) => {
      const kernel = w.weight([to, from, 5, 5], Math.sqrt(2 / (25 * from)));
      return w.node('Conv', [x, kernel], { kernel_shape: [5n, 5n], auto_pad: 'SAME_UPPER', strides: [1n, 1n], group: 1n });
    };
  const plus =
    (...shape: readonly number[]): Layer =>
    (_w, x) =>
      w.node('Add', [x, w.weight(shape, 0.1)]);
  const pool: Layer = (_w, x) =>
    w.node('MaxPool', [x], { kernel_shape: [2n, 2n], strides: [2n, 2n], pads: [0n, 0n, 0n, 0n], auto_pad: 'NOTSET' });
  const scaled = w.node('Div', ['Input3', w.given(floats([1], [2]))]);
  const features = chain(convolution(1, 4), plus(4, 1, 1), relu, pool, convolution(4, 6), plus(6, 1, 1), relu, pool)(w, scaled);
  // Times: the input's axes and the weight's are reshaped to matrices.
  const flat = w.reshape(features, 1, 24);
  const hidden = chain(plus(1, 7), relu)(w, w.node('MatMul', [flat, w.reshape(w.weight([6, 2, 2, 7], 0.2), 24, 7)]));
  const times = w.node('MatMul', [hidden, w.transpose(w.weight([5, 7], 0.3), 1, 0)]);
  const y = w.node('Add', [times, w.weight([5], 0.1)]);
  return {
    exporter: 'cntk',
    model: w.model([y], { name: 'Input3', shape: [1, 1, 8, 8] }),
    becomes: { Conv: ['Conv'], MatMul: ['Linear'] },
  };
}

/** A network of PyTorch with GroupNormalization as it is written before operator set 18. */
function groupNormNetwork(exporter: 'torch11' | 'torch17'): ExportedModel {
  const w = graphWriter(EXPORTERS[exporter]);
  const x = conv(3, 6)(w, 'input');
  const grouped = w.reshape(x, 0, 3, -1);
  const normal = w.node('InstanceNormalization', [grouped, floats([3], [1, 1, 1]), floats([3], [0, 0, 0])], { epsilon: 1e-5 });
  const back = w.node('Reshape', [normal, w.node('Shape', [x])]);
  const scaled = w.node('Mul', [back, w.weight([6, 1, 1], 0.1, 1)]);
  const shifted = w.node('Add', [scaled, w.weight([6, 1, 1], 0.1)]);
  const y = chain(relu, SQUEEZES['convolutions and a sigmoid']!(6, 2), conv(6, 2))(w, shifted);
  const model = w.model([y], { name: 'input', shape: ['batch', 3, 6, 6] });
  return { exporter, model, becomes: { InstanceNormalization: ['GroupNormalization'], Mul: ['GroupNormalization', 'Mul'] } };
}

export const EXPORTED: Readonly<Record<string, () => ExportedModel>> = {
  'MobileNetV2, PyTorch at set 9': () => mobileNet('torch9'),
  'MobileNetV2, PyTorch at set 17': () => mobileNet('torch17'),
  'decoder, PyTorch at set 9': () => decoder('torch9'),
  'decoder, PyTorch at set 11': () => decoder('torch11'),
  'decoder, PyTorch at set 13': () => decoder('torch13'),
  'transformer, PyTorch at set 13': torchTransformer,
  'transformer, PyTorch by TorchDynamo at set 20': dynamoTransformer,
  'transformer with RMSNormalization, TorchDynamo at set 18': rmsTransformer,
  'transformer, Keras': kerasTransformer,
  'shifted windows as in Swin, PyTorch at set 17': () => torchTokens(swin, { Softmax: ['Softmax'], Div: [] }),
  'a block of ConvNeXt, PyTorch at set 17': () =>
    torchTokens(convNext, { Sqrt: ['LayerNormalization', 'Transpose'], Erf: ['Gelu'] }),
  'a block of MLP-Mixer, PyTorch at set 17': () => torchTokens(mixer, { LayerNormalization: ['LayerNormalization'] }),
  'convolutions, Keras': kerasNetwork,
  'convolutions, Paddle': paddleNetwork,
  'convolutions, CNTK': cntkNetwork,
  'group normalisation, PyTorch at set 11': () => groupNormNetwork('torch11'),
  'group normalisation, PyTorch at set 17': () => groupNormNetwork('torch17'),
};
