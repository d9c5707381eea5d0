/**
 * Functions of estimates (expectation compensation and products), residual max pooling and transcoders as ONNX nodes: one step of
 * docs/algorithm.md §4 and §8. Values come without their constant part.
 *
 * A product is a function of two operands: x∘y/(t+1) + x∘B + A∘y, with A and B the estimates before step t, is (t+1) times the change
 * of A∘B. In rate coding the same holds with running means.
 */
import type { LoweredFunction, LoweredMaxPool, LoweredTranscoder } from '../../../src-shared/lowering/index.ts';
import type { Shape } from '../../../src-shared/tensor/index.ts';
import type { Memory } from './memory.ts';
import type { Term, Terms } from './terms.ts';
import type { ValueFrame } from './values.ts';

/** The running estimate of a value after this step. `layer`: the name under which it is kept. */
export function writeEstimate(
  { add, div }: Terms,
  memory: Memory,
  { shape, constant, enter, leave }: ValueFrame,
  { layer, coding }: { readonly layer: string; readonly coding: LoweredFunction['coding'] },
  x: Term,
): Term {
  const received = enter(x);
  if (coding === 'differential') {
    const estimate = add(memory.read(layer, 'running estimate', shape, constant), div(received, memory.count));
    memory.write(layer, 'running estimate', estimate);
    return leave(estimate);
  }
  const sum = add(memory.read(layer, 'sum received', shape), add(received, constant));
  memory.write(layer, 'sum received', sum);
  return leave(div(sum, memory.count));
}

/** The change that a function sends, from its present value. `shape`: of the value. */
export function writeChange(
  { sub, mul }: Terms,
  memory: Memory,
  { layer, coding, shape }: { readonly layer: string; readonly coding: LoweredFunction['coding']; readonly shape: Shape },
  now: Term,
): Term {
  const last = memory.read(layer, 'last value', shape);
  memory.write(layer, 'last value', now);
  // Both forms send exactly zero if the value has not changed.
  return coding === 'differential' ? mul(sub(now, last), memory.count) : sub(mul(now, memory.count), mul(last, memory.before));
}

/** Residual max pooling: the windows tile the input, and v keeps what no window has sent yet. */
export function writeMaxPool(
  { add, sub, div, op, value, reshape }: Terms,
  memory: Memory,
  frame: ValueFrame,
  { unit, plane, window }: Pick<LoweredMaxPool, 'unit' | 'plane' | 'window'>,
  shapes: { readonly input: Shape; readonly output: Shape },
  x: Term,
): Term {
  const { name } = unit;
  const received = frame.enter(x);
  let kept = frame.enter(memory.read(name, 'not yet sent', shapes.input));
  if (unit.coding === 'rate') kept = add(kept, add(received, frame.constant));
  else {
    const estimate = memory.read(name, 'running estimate of the input', frame.shape, frame.constant);
    memory.write(name, 'running estimate of the input', add(estimate, div(received, memory.count)));
    kept = add(add(kept, received), estimate);
  }
  // Every window has axes of its own, so that its maximum is subtracted by broadcasting.
  const axes = plane.flatMap((size, axis) => {
    if (window[axis] === 1) return size === 1 ? [] : [[size]];
    return [[size / window[axis]!, window[axis]!]];
  });
  const windows = value(reshape(frame.leave(kept), [-1, ...axes.flat()]));
  let at = 0;
  const inner = axes.flatMap((sizes) => {
    at += sizes.length;
    return sizes.length === 2 ? [BigInt(at)] : [];
  });
  // Windows of one position each send all of it.
  const most = inner.length === 0 ? windows : op('ReduceMax', [windows], { axes: inner, keepdims: 1n });
  memory.write(name, 'not yet sent', reshape(op('Sub', [windows, most]), sizesOf(shapes.input)));
  const pooled = reshape(most, sizesOf(shapes.output));
  if (unit.coding === 'rate') return pooled;
  const before = memory.read(name, 'running estimate sent', shapes.output);
  const sent = sub(pooled, before);
  memory.write(name, 'running estimate sent', add(before, div(sent, memory.count)));
  return sent;
}

/** The target of a Reshape: the batch axis stays open. */
const sizesOf = (shape: Shape): number[] => [-1, ...shape.slice(1)];

/** A transcoder between rate and differential coding. */
export function writeTranscoder(
  { add, sub, div }: Terms,
  memory: Memory,
  { shape, constant, enter, leave }: ValueFrame,
  { unit }: LoweredTranscoder,
  input: Term,
): Term {
  const x = enter(input);
  const toRate = unit.coding === 'rate';
  const estimate = memory.read(unit.name, 'running estimate', shape, toRate ? constant : null);
  const sent = toRate ? add(x, estimate) : sub(add(x, constant), estimate);
  memory.write(unit.name, 'running estimate', add(estimate, div(toRate ? x : sent, memory.count)));
  return leave(sent);
}
