/**
 * Padding: `pads` (all begins, then all ends, one per axis, none negative) and `mode` `constant` (zeros), `reflect` or `edge`.
 * `[0, 0, 1, 2, 0, 0, 3, 4]` pads the last two of four axes by 1 and 2 in front, 3 and 4 at the end. Padding with another
 * constant becomes zeros plus an added constant. A negative pad becomes a Slice.
 */
import type { Shape } from '../../tensor/index.ts';
import { describeShape, isBatchSize } from '../../tensor/index.ts';
import type { ValueId } from '../network.ts';
import type { NetworkBuilder, OnnxRead, Operator } from '../operator.ts';
import { float64 } from './support/arrays.ts';
import { nums, text } from './support/attributes.ts';
import { linear, sign } from './support/forms.ts';
import { lookup } from './support/lookup.ts';
import type { AxisTable } from './support/lookup.ts';
import { emitAdd } from './support/operands.ts';
import { checkedAxis, constantInput, input, intsOf } from './support/reading.ts';
import { emitRange } from './slice.ts';

/** Adds zeros around a value. */
export function emitPad(build: NetworkBuilder, x: ValueId, pads: readonly number[], mode = 'constant'): ValueId {
  return pads.every((pad) => pad === 0) ? x : build.emit('Pad', [x], { pads, mode });
}

/** For each axis, the input index of every entry of the result, or −1 for zero; undefined if the axis does not change. */
function tablesOf(shape: Shape, pads: readonly number[], mode: string): AxisTable[] {
  return shape.map((size, axis) => {
    const [begin, end] = [pads[axis], pads[axis + shape.length]];
    if (begin === 0 && end === 0) return undefined;
    return Array.from({ length: begin + size + end }, (_, i) => {
      const index = i - begin;
      if (index >= 0 && index < size) return index;
      if (mode === 'edge') return index < 0 ? 0 : size - 1;
      if (mode === 'reflect') return index < 0 ? -index : 2 * (size - 1) - index;
      return -1;
    });
  });
}

const readPad: OnnxRead = (node, build) => {
  const x = input(node, 0);
  const shape = build.shapeOf(x);
  const rank = shape.length;
  const mode = node.string('mode', 'constant');
  if (mode !== 'constant' && mode !== 'reflect' && mode !== 'edge') throw new Error(`Pad in mode ${mode} is not supported`);
  const given = intsOf(node, build, 'pads', 1);
  if (!given) throw new Error('Pad lacks its pads');
  const axes = constantInput(node, build, 3, 'axes');
  const pads = axes ? new Array<number>(2 * rank).fill(0) : [...given];
  axes?.data.forEach((axis: number, i: number) => {
    pads[checkedAxis(axis, rank)] = given[i];
    pads[checkedAxis(axis, rank) + rank] = given[i + axes.data.length];
  });
  if (pads.length !== 2 * rank) throw new Error(`${pads.length} pads do not fit ${rank} axes`);
  if (shape.some((size, axis) => isBatchSize(size) && (pads[axis] !== 0 || pads[axis + rank] !== 0))) {
    throw new Error(`batch: padding along the batch axis of ${describeShape(shape)}`);
  }
  const value = constantInput(node, build, 2, 'the value of Pad')?.data[0] ?? node.float('value', 0);

  // Apply negative pads first, as a slice.
  const cut = shape.reduce(
    (v, size, axis) => emitRange(build, v, axis, Math.max(0, -pads[axis]), size - Math.max(0, -pads[axis + rank])),
    x,
  );
  const positive = pads.map((pad) => Math.max(0, pad));
  const padded = emitPad(build, cut, positive, mode);
  if (mode !== 'constant' || value === 0 || padded === cut) return [padded];
  const inside = build.shapeOf(cut).map((size) => (isBatchSize(size) ? 1 : size));
  const ring = lookup(
    float64(inside, new Float64Array(inside.reduce((a, b) => a * b, 1)).fill(1)),
    tablesOf(inside, positive, 'constant'),
  );
  return [
    emitAdd(
      build,
      padded,
      build.constant(
        float64(
          ring.shape,
          Float64Array.from(ring.data, (one) => (1 - one) * value),
        ),
      ),
    ),
  ];
};

/** The operator Pad. */
export const pad: Operator = {
  onnx: { Pad: readPad },
  write: (node, writer) =>
    writer.add({
      type: 'Pad',
      inputs: [node.inputs[0], writer.ints(nums(node.attributes, 'pads'))],
      outputs: [node.output],
      attributes: { mode: text(node.attributes, 'mode') },
    }),
  shape: ([x], attributes) => {
    const pads = nums(attributes, 'pads');
    if (text(attributes, 'mode') === 'reflect' && x.some((size, axis) => Math.max(pads[axis], pads[axis + x.length]) >= size)) {
      throw new Error(`a reflection by [${pads.join(', ')}] is wider than ${describeShape(x)}`);
    }
    return x.map((size, axis) => pads[axis] + size + pads[axis + x.length]);
  },
  evaluate: ([x], attributes) => lookup(x, tablesOf(x.shape, nums(attributes, 'pads'), text(attributes, 'mode'))),
  spiking: linear,
  moves: 'pad',
  preserves: sign,
};
