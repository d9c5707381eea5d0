/** Transposed convolution: `x [N, C, …]`, constant weights `[C, M/group, …kernel]`, constant bias `[M]`. */
import type { Shape, Tensor } from '../../tensor/index.ts';
import { describeShape, sizeOf, stridesOf, tensor64 } from '../../tensor/index.ts';
import type { Attributes } from '../network.ts';
import type { OnnxNodeView, Operator } from '../operator.ts';
import { addPerChannel } from './conv.ts';
import { wide, wideWeight } from './support/arrays.ts';
import { big, num, nums } from './support/attributes.ts';
import { refuseBatch } from './support/batch.ts';
import { convFanOut } from './support/fan-out.ts';
import { linear, writeOne } from './support/forms.ts';
import { gatherStrided } from './support/permute.ts';
import { constantInput, input } from './support/reading.ts';
import { extent, latticeOffsets, readWindows } from './support/windows.ts';

/** Sizes before the pads are removed: the end of the last window plus the output padding. */
const fullSizes = (spatial: readonly number[], weights: Shape, attributes: Attributes): number[] =>
  spatial.map(
    (size, i) =>
      (size - 1) * nums(attributes, 'strides')[i] +
      extent(weights[i + 2], nums(attributes, 'dilations')[i]) +
      nums(attributes, 'outputPadding')[i],
  );

function outputSizes(spatial: readonly number[], weights: Shape, attributes: Attributes): number[] {
  const pads = nums(attributes, 'pads');
  return fullSizes(spatial, weights, attributes).map((size, i) => size - pads[i] - pads[i + spatial.length]);
}

type Windowed = Readonly<Record<'kernel' | 'strides' | 'dilations' | 'outputPadding', readonly number[]>>;

/**
 * Pads and output padding if the file gives the output's size, or (auto_pad SAME) makes it the input's size times the strides;
 * undefined if the file gives pads. An output larger than the windows is padded.
 */
function fitted(node: OnnxNodeView, spatial: readonly number[], { kernel, strides, dilations, outputPadding }: Windowed) {
  const auto = node.string('auto_pad', 'NOTSET');
  if (!auto.startsWith('SAME') && !node.has('output_shape')) return undefined;
  const wanted = node.has('output_shape')
    ? node.ints('output_shape').slice(-spatial.length)
    : spatial.map((size, i) => size * strides[i]);
  const totals = wanted.map(
    (size, i) => (spatial[i] - 1) * strides[i] + extent(kernel[i], dilations[i]) + outputPadding[i] - size,
  );
  const small = totals.map((total) => Math.floor(Math.max(0, total) / 2));
  const large = totals.map((total, i) => Math.max(0, total) - small[i]);
  return {
    pads: auto === 'SAME_UPPER' ? [...small, ...large] : [...large, ...small],
    outputPadding: outputPadding.map((padding, i) => padding + Math.max(0, -totals[i])),
  };
}

/** The operator ConvTranspose. */
export const convTranspose: Operator = {
  onnx: {
    ConvTranspose: (node, build) => {
      const x = input(node, 0);
      const weights = constantInput(node, build, 1, 'the weight of ConvTranspose');
      if (!weights) throw new Error('ConvTranspose lacks its weight');
      constantInput(node, build, 2, 'the bias of ConvTranspose');
      const spatial = build.shapeOf(x).slice(2);
      const kernel = weights.shape.slice(2);
      const { strides, dilations, pads } = readWindows(node, spatial, kernel);
      const outputPadding = node.ints('output_padding', new Array<number>(spatial.length).fill(0));
      const sizes = fitted(node, spatial, { kernel, strides, dilations, outputPadding }) ?? { pads, outputPadding };
      const inputs = [x, input(node, 1), ...(node.inputs[2] === undefined ? [] : [node.inputs[2]])];
      return [build.emit('ConvTranspose', inputs, { strides, dilations, ...sizes, group: node.int('group', 1) })];
    },
  },
  write: (node, writer) =>
    writeOne(writer, node, 'ConvTranspose', {
      kernel_shape: big(writer.shapeOf(node.inputs[1]).slice(2)),
      strides: big(nums(node.attributes, 'strides')),
      dilations: big(nums(node.attributes, 'dilations')),
      pads: big(nums(node.attributes, 'pads')),
      output_padding: big(nums(node.attributes, 'outputPadding')),
      group: BigInt(num(node.attributes, 'group')),
    }),
  shape: ([x, weights, bias], attributes) => {
    const group = num(attributes, 'group');
    const fits = x.length >= 3 && x.length <= 5 && weights.length === x.length;
    if (!fits || x[1] !== weights[0] || x[1] % group !== 0 || (bias && bias[0] !== weights[1] * group)) {
      throw new Error(`weight ${describeShape(weights)} in ${group} groups does not fit the input ${describeShape(x)}`);
    }
    refuseBatch(x, [...x.keys()].slice(1), 'transposed convolution');
    const sizes = outputSizes(x.slice(2), weights, attributes);
    if (sizes.some((size) => size < 1)) throw new Error(`the pads leave nothing of the output (${sizes.join(' × ')})`);
    return [x[0], weights[1] * group, ...sizes];
  },
  evaluate: ([x, weights, bias], attributes) => evaluateConvTranspose(x, weights, bias, attributes),
  spiking: linear,
  constantPart: () => [2],
  counted: () => 'conv',
  fanOut: ([x, weights], y, attributes) => convFanOut([x, y], weights.slice(2), weights[1], attributes, true),
  terms: ([, [channels, , ...kernel]], attributes) => (channels / num(attributes, 'group')) * sizeOf(kernel),
  weights: {
    channelAxis: () => 1,
    channels: ([, perGroup], group) => perGroup * group,
    run: ([, , ...kernel]) => sizeOf(kernel),
    channelOf:
      ([inputs, perGroup], group) =>
      (run) =>
        Math.floor(run / perGroup / (inputs / group)) * perGroup + (run % perGroup),
  },
};

function evaluateConvTranspose(x: Tensor, weights: Tensor, bias: Tensor | undefined, attributes: Attributes): Tensor {
  const [batch, channels, ...spatial] = x.shape;
  const group = num(attributes, 'group');
  const pads = nums(attributes, 'pads');
  const full = fullSizes(spatial, weights.shape, attributes);
  const sizes = outputSizes(spatial, weights.shape, attributes);
  const strides = stridesOf(full);
  const plane = sizeOf(full);
  const starts = latticeOffsets(
    spatial,
    strides.map((stride, i) => stride * nums(attributes, 'strides')[i]),
  );
  const taps = latticeOffsets(
    weights.shape.slice(2),
    strides.map((stride, i) => stride * nums(attributes, 'dilations')[i]),
  );
  const values = wide(x);
  const w = wideWeight(weights);
  const rows = weights.shape[1];
  const outChannels = rows * group;
  const result = tensor64([batch, outChannels, ...sizes]);
  const out = result.data as Float64Array;
  const cut = pads.slice(0, spatial.length).reduce((sum, pad, i) => sum + pad * strides[i], 0);

  for (let n = 0; n < batch; n++) {
    // Every input value adds its kernel to the full output. Copying the result removes the pads.
    const buffer = new Float64Array(outChannels * plane);
    for (let c = 0; c < channels; c++) {
      const g = Math.floor(c / (channels / group));
      for (let row = 0; row < rows; row++) {
        const target = (g * rows + row) * plane;
        const wAt = (c * rows + row) * taps.length;
        for (let p = 0; p < starts.length; p++) {
          const value = values[(n * channels + c) * starts.length + p];
          const at = target + starts[p];
          for (let k = 0; k < taps.length; k++) buffer[at + taps[k]] += w[wAt + k] * value;
        }
      }
    }
    out.set(gatherStrided(buffer, [outChannels, ...sizes], [plane, ...strides], cut), n * outChannels * sizeOf(sizes));
  }
  if (bias) addPerChannel(out, wideWeight(bias), sizeOf(sizes));
  return result;
}
