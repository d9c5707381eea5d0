/** Division by the L1 (`p` 1) or L2 (`p` 2) norm along `axis`; zeros stay zeros. */
import type { Operator } from '../operator.ts';
import { wide } from './support/arrays.ts';
import { num } from './support/attributes.ts';
import { refuseBatch } from './support/batch.ts';
import { expectation, writeOne } from './support/forms.ts';
import { axesLast, inversePerm, permute } from './support/permute.ts';
import { checkedAxis, input } from './support/reading.ts';

/** The operator LpNormalization. */
export const lpNormalization: Operator = {
  onnx: {
    LpNormalization: (node, build) => {
      const x = input(node, 0);
      const p = node.int('p', 2);
      if (p !== 1 && p !== 2) throw new Error(`LpNormalization with p = ${p} is not supported`);
      return [build.emit('LpNormalization', [x], { axis: checkedAxis(node.int('axis', -1), build.shapeOf(x).length), p })];
    },
  },
  write: (node, writer) =>
    writeOne(writer, node, 'LpNormalization', {
      axis: BigInt(num(node.attributes, 'axis')),
      p: BigInt(num(node.attributes, 'p')),
    }),
  shape: ([x], attributes) => {
    refuseBatch(x, [num(attributes, 'axis')], 'normalisation');
    return x;
  },
  evaluate: ([x], attributes) => {
    const { moved, perm, row } = axesLast(x, [num(attributes, 'axis')]);
    const square = num(attributes, 'p') === 2;
    const data = wide(moved).slice();
    for (let at = 0; at < data.length; at += row) {
      let sum = 0;
      for (let i = at; i < at + row; i++) sum += square ? data[i] * data[i] : Math.abs(data[i]);
      const norm = square ? Math.sqrt(sum) : sum;
      if (norm !== 0) for (let i = at; i < at + row; i++) data[i] /= norm;
    }
    return permute({ shape: moved.shape, data, dtype: 'float' }, inversePerm(perm));
  },
  spiking: expectation,
};
