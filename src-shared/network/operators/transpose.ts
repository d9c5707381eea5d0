/** Transposition: axis j of the result is axis `perm[j]` of the input. */
import type { Operator } from '../operator.ts';
import { big, nums } from './support/attributes.ts';
import { anyMark, linear, writeOne } from './support/forms.ts';
import { permute } from './support/permute.ts';
import { checkedAxes, input } from './support/reading.ts';

/** The operator Transpose. */
export const transpose: Operator = {
  onnx: {
    Transpose: (node, build) => {
      const x = input(node, 0);
      const rank = build.shapeOf(x).length;
      const perm = node.ints('perm', [...new Array<number>(rank).keys()].reverse());
      if (perm.length !== rank) throw new Error(`perm [${perm.join(', ')}] does not fit ${rank} axes`);
      checkedAxes(perm, rank);
      return [perm.every((axis, i) => axis === i) ? x : build.emit('Transpose', [x], { perm })];
    },
  },
  write: (node, writer) => writeOne(writer, node, 'Transpose', { perm: big(nums(node.attributes, 'perm')) }),
  shape: ([x], attributes) => nums(attributes, 'perm').map((axis) => x[axis]),
  evaluate: ([x], attributes) => permute(x, nums(attributes, 'perm')),
  spiking: linear,
  moves: 'select',
  preserves: anyMark,
};
