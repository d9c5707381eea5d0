/** Convolution over 1, 2 or 3 spatial axes: `x [N, C, …]`, constant weights `[M, C/group, …kernel]`, constant bias `[M]`. */
import type { Shape, Tensor } from '../../tensor/index.ts';
import { describeShape, sizeOf, tensor64 } from '../../tensor/index.ts';
import type { Attributes } from '../network.ts';
import type { Operator } from '../operator.ts';
import { wide, wideWeight } from './support/arrays.ts';
import { big, num, nums } from './support/attributes.ts';
import { refuseBatch } from './support/batch.ts';
import { dot, spaced } from './support/dot.ts';
import { convFanOut } from './support/fan-out.ts';
import { linear, writeOne } from './support/forms.ts';
import { constantInput, input } from './support/reading.ts';
import { padInto, readWindows, windowCounts, windowTables } from './support/windows.ts';

const windowsOf = (weights: Shape, attributes: Attributes) => ({
  kernel: weights.slice(2),
  strides: nums(attributes, 'strides'),
  dilations: nums(attributes, 'dilations'),
  pads: nums(attributes, 'pads'),
});

/** The operator Conv. */
export const conv: Operator = {
  onnx: {
    Conv: (node, build) => {
      const x = input(node, 0);
      const weights = constantInput(node, build, 1, 'the weight of Conv');
      if (!weights) throw new Error('Conv lacks its weight');
      constantInput(node, build, 2, 'the bias of Conv');
      const { kernel, ...windows } = readWindows(node, build.shapeOf(x).slice(2), weights.shape.slice(2));
      if (node.has('kernel_shape') && node.ints('kernel_shape').join() !== kernel.join()) {
        throw new Error(
          `kernel_shape [${node.ints('kernel_shape').join(', ')}] is not that of the weight ${describeShape(weights.shape)}`,
        );
      }
      const inputs = [x, input(node, 1), ...(node.inputs[2] === undefined ? [] : [node.inputs[2]])];
      return [build.emit('Conv', inputs, { ...windows, group: node.int('group', 1) })];
    },
  },
  write: (node, writer) =>
    writeOne(writer, node, 'Conv', {
      kernel_shape: big(writer.shapeOf(node.inputs[1]).slice(2)),
      strides: big(nums(node.attributes, 'strides')),
      dilations: big(nums(node.attributes, 'dilations')),
      pads: big(nums(node.attributes, 'pads')),
      group: BigInt(num(node.attributes, 'group')),
    }),
  shape: ([x, weights, bias], attributes) => {
    const group = num(attributes, 'group');
    const fits = x.length >= 3 && x.length <= 5 && weights.length === x.length;
    if (
      !fits ||
      x[1] !== weights[1] * group ||
      weights[0] % group !== 0 ||
      (bias && (bias.length !== 1 || bias[0] !== weights[0]))
    ) {
      throw new Error(`weight ${describeShape(weights)} in ${group} groups does not fit the input ${describeShape(x)}`);
    }
    refuseBatch(x, [...x.keys()].slice(1), 'convolution');
    return [x[0], weights[0], ...windowCounts(x.slice(2), windowsOf(weights, attributes), false)];
  },
  evaluate: ([x, weights, bias], attributes) => evaluateConv(x, weights, bias, attributes),
  spiking: linear,
  constantPart: () => [2],
  counted: () => 'conv',
  fanOut: ([x, weights], y, attributes) =>
    convFanOut([x, y], weights.slice(2), weights[0] / num(attributes, 'group'), attributes),
  terms: ([, weights]) => sizeOf(weights.slice(1)),
  weights: {
    channelAxis: () => 1,
    channels: ([m]) => m,
    run: ([, ...rest]) => sizeOf(rest),
    channelOf: () => (run) => run,
  },
};

function evaluateConv(x: Tensor, weights: Tensor, bias: Tensor | undefined, attributes: Attributes): Tensor {
  const [batch, channels, ...spatial] = x.shape;
  const group = num(attributes, 'group');
  const windows = windowsOf(weights.shape, attributes);
  const counts = windowCounts(spatial, windows, false);
  const tables = windowTables(spatial, windows, counts);
  const { plane, base, taps } = tables;
  const result = tensor64([batch, weights.shape[0], ...counts]);
  const out = result.data as Float64Array;
  const values = wide(x);
  const w = wideWeight(weights);

  const groupChannels = channels / group;
  const rows = weights.shape[0] / group;
  const offset = new Int32Array(groupChannels * taps.length);
  spaced(groupChannels, plane).forEach((start, c) => taps.forEach((tap, i) => (offset[c * taps.length + i] = start + tap)));

  const buffer = new Float64Array(channels * plane);
  const sample = channels * sizeOf(spatial);
  const outSample = weights.shape[0] * base.length;
  for (let n = 0; n < batch; n++) {
    padInto(values, n * sample, channels, tables, buffer);
    for (let g = 0; g < group; g++) {
      dot({
        x: buffer,
        base,
        xAt: g * groupChannels * plane,
        offset,
        w,
        wAt: g * rows * offset.length,
        rows,
        out,
        outAt: n * outSample + g * rows * base.length,
        outPosition: 1,
        outRow: base.length,
      });
    }
  }
  if (bias) addPerChannel(out, wideWeight(bias), base.length);
  return result;
}

/** Adds `bias[c]` to planes of `plane` values, in place. */
export function addPerChannel(out: Float64Array, bias: Float64Array, plane: number): void {
  for (let at = 0, c = 0; at < out.length; at += plane, c = (c + 1) % bias.length) {
    const b = bias[c];
    for (let i = at; i < at + plane; i++) out[i] += b;
  }
}
