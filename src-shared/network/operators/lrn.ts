/** Local response normalisation across channels: x / (bias + alpha/size · Σ x²)^beta over `size` neighbouring channels. */
import { sizeOf } from '../../tensor/index.ts';
import type { Operator } from '../operator.ts';
import { wide } from './support/arrays.ts';
import { num } from './support/attributes.ts';
import { refuseBatch } from './support/batch.ts';
import { expectation, writeOne } from './support/forms.ts';
import { input } from './support/reading.ts';

/** The operator LRN. */
export const lrn: Operator = {
  onnx: {
    LRN: (node, build) => {
      const parameters = { alpha: node.float('alpha', 1e-4), beta: node.float('beta', 0.75), bias: node.float('bias', 1) };
      return [build.emit('LRN', [input(node, 0)], { size: node.int('size'), ...parameters })];
    },
  },
  write: (node, writer) => {
    const { alpha, beta, bias } = node.attributes as Readonly<Record<string, number>>;
    writeOne(writer, node, 'LRN', { size: BigInt(num(node.attributes, 'size')), alpha, beta, bias });
  },
  shape: ([x]) => {
    if (x.length < 3) throw new Error(`LRN needs [N, C, …], not ${x.length} axes`);
    refuseBatch(x, [1], 'LRN');
    return x;
  },
  evaluate: ([x], attributes) => {
    const size = num(attributes, 'size');
    const [alpha, beta, bias] = ['alpha', 'beta', 'bias'].map((key) => num(attributes, key));
    const channels = x.shape[1];
    const plane = sizeOf(x.shape.slice(2));
    const values = wide(x);
    const data = new Float64Array(values.length);
    for (let i = 0; i < data.length; i++) {
      const channel = Math.floor(i / plane) % channels;
      const first = Math.max(0, channel - Math.floor((size - 1) / 2));
      const last = Math.min(channels - 1, channel + Math.ceil((size - 1) / 2));
      let squares = 0;
      for (let c = first; c <= last; c++) squares += values[i + (c - channel) * plane] ** 2;
      data[i] = values[i] / (bias + (alpha / size) * squares) ** beta;
    }
    return { shape: x.shape, data, dtype: 'float' };
  },
  spiking: expectation,
};
