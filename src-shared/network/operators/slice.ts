/**
 * Slice: `axes`, `starts`, `ends`, `steps`, with one entry each per sliced axis. Starts and ends are counted from the front and
 * limited to the axis. With a negative step, `ends` may be −1, which lies before the first entry. Axes taken whole are not
 * listed, so the batch axis never is. Split is read as one Slice per part.
 */
import type { Shape } from '../../tensor/index.ts';
import { describeShape, isBatchSize, stridesOf } from '../../tensor/index.ts';
import type { Attributes, ValueId } from '../network.ts';
import type { NetworkBuilder, OnnxRead, Operator } from '../operator.ts';
import { nums } from './support/attributes.ts';
import { meansWholeBatch } from './support/batch.ts';
import { anyMark, linear } from './support/forms.ts';
import { gatherStrided } from './support/permute.ts';
import { checkedAxis, input, intsOf } from './support/reading.ts';

interface Range {
  readonly axis: number;
  readonly start: number;
  readonly end: number;
  readonly step: number;
}

/** Emits a Slice, or nothing if it would take everything. */
function emitSlice(build: NetworkBuilder, x: ValueId, ranges: readonly Range[]): ValueId {
  const shape = build.shapeOf(x);
  const kept = ranges.filter(({ axis, start, end, step }) => start !== 0 || end !== shape[axis] || step !== 1);
  if (kept.length === 0) return x;
  return build.emit('Slice', [x], {
    axes: kept.map(({ axis }) => axis),
    starts: kept.map(({ start }) => start),
    ends: kept.map(({ end }) => end),
    steps: kept.map(({ step }) => step),
  });
}

/** Takes entries start … end−1 of one axis. */
export const emitRange = (build: NetworkBuilder, x: ValueId, axis: number, start: number, end: number): ValueId =>
  emitSlice(build, x, [{ axis, start, end, step: 1 }]);

const clamp = (value: number, low: number, high: number): number => Math.min(Math.max(value, low), high);

/** A slice as ONNX gives it, normalised for an axis of `size`. Throws an Error if it takes part of the batch. */
function normalised(shape: Shape, axis: number, start: number, end: number, step: number, fixedBatch: number | undefined): Range {
  const size = shape[axis];
  if (step === 0 || !Number.isInteger(step)) throw new Error('a slice needs a step other than 0');
  if (isBatchSize(size)) {
    if (start !== 0 || step !== 1 || !(end >= size || meansWholeBatch(end, size, fixedBatch))) {
      throw new Error(`batch: a slice takes part of the batch axis of ${describeShape(shape)}`);
    }
    return { axis, start, end: size, step };
  }
  const from = start < 0 ? start + size : start;
  const to = end < 0 ? end + size : end;
  return step > 0
    ? { axis, start: clamp(from, 0, size), end: clamp(to, 0, size), step }
    : { axis, start: clamp(from, 0, size - 1), end: clamp(to, -1, size - 1), step };
}

const readSlice: OnnxRead = (node, build) => {
  const x = input(node, 0);
  const shape = build.shapeOf(x);
  const starts = intsOf(node, build, 'starts', 1);
  const ends = intsOf(node, build, 'ends', 2);
  if (!starts || starts.length !== ends?.length) throw new Error('Slice lacks its starts or ends');
  const axes = intsOf(node, build, 'axes', 3) ?? [...starts.keys()];
  const steps = intsOf(node, build, 'steps', 4) ?? starts.map(() => 1);
  const ranges = axes.map((axis, i) =>
    normalised(shape, checkedAxis(axis, shape.length), starts[i], ends[i], steps[i], build.fixedBatch),
  );
  return [emitSlice(build, x, ranges)];
};

const readSplit: OnnxRead = (node, build) => {
  const x = input(node, 0);
  const shape = build.shapeOf(x);
  const axis = checkedAxis(node.int('axis', 0), shape.length);
  if (isBatchSize(shape[axis])) throw new Error(`batch: a split along the batch axis of ${describeShape(shape)}`);
  const even = Math.ceil(shape[axis] / node.outputs);
  const sizes =
    intsOf(node, build, 'split', 1) ?? Array.from({ length: node.outputs }, (_, i) => Math.min(even, shape[axis] - i * even));
  if (sizes.reduce((sum, size) => sum + size, 0) !== shape[axis] || sizes.some((size) => size < 0)) {
    throw new Error(`parts of [${sizes.join(', ')}] do not make up axis ${axis} of ${describeShape(shape)}`);
  }
  let start = 0;
  return sizes.map((size) => emitRange(build, x, axis, start, (start += size)));
};

/** Number of entries a range takes. */
const countOf = (start: number, end: number, step: number): number => Math.max(0, Math.ceil((end - start) / step));

const ranges = (attributes: Attributes): Range[] =>
  nums(attributes, 'axes').map((axis, i) => ({
    axis,
    start: nums(attributes, 'starts')[i],
    end: nums(attributes, 'ends')[i],
    step: nums(attributes, 'steps')[i],
  }));

const sliced = (shape: Shape, attributes: Attributes): Shape =>
  ranges(attributes).reduce((sizes, { axis, start, end, step }) => sizes.with(axis, countOf(start, end, step)), [...shape]);

/** The operator Slice. */
export const slice: Operator = {
  onnx: { Slice: readSlice, Split: readSplit },
  write: (node, writer) => {
    const shape = writer.shapeOf(node.inputs[0]);
    const parts = ranges(node.attributes);
    // ONNX would count an end of −1 from the back, so an end before the first entry is written as −1 − size.
    const ends = parts.map(({ axis, end }) => (end < 0 ? -1 - shape[axis] : end));
    const lists = [parts.map((part) => part.start), ends, parts.map((part) => part.axis), parts.map((part) => part.step)];
    writer.add({ type: 'Slice', inputs: [...node.inputs, ...lists.map((list) => writer.ints(list))], outputs: [node.output] });
  },
  shape: ([x], attributes) => sliced(x, attributes),
  evaluate: ([x], attributes) => {
    const shape = sliced(x.shape, attributes);
    const strides = stridesOf(x.shape);
    let from = 0;
    for (const { axis, start, step } of ranges(attributes)) {
      from += start * strides[axis];
      strides[axis] *= step;
    }
    return { shape, data: gatherStrided(x.data, shape, strides, from), dtype: x.dtype };
  },
  spiking: linear,
  moves: 'select',
  preserves: anyMark,
};
