/**
 * Resizing by fractional factors, and cubic interpolation. Along each axis every new entry is a weighted sum of entries, which
 * Gather, Mul by constants and Add express exactly. Source: ONNX's Resize.
 */
import { isBatchSize } from '../../tensor/index.ts';
import type { ValueId } from '../network.ts';
import type { NetworkBuilder } from '../operator.ts';
import { float64 } from './support/arrays.ts';
import { emitAdd, emitMul } from './support/operands.ts';

/** The requested resizing: new sizes, and the factors that determine the positions of the new entries. */
export interface Resampling {
  readonly sizes: readonly number[];
  readonly scales: readonly number[];
  readonly mode: 'nearest' | 'linear' | 'cubic';
  /** Rounds a position to the entry it takes, for `nearest`. */
  readonly round: (position: number) => number;
  /** Position of a new entry between the old ones. */
  readonly position: (entry: number, size: number, wanted: number, scale: number) => number;
  /** a of the cubic kernel. */
  readonly cubic: number;
  /** True if entries outside are left out of the sum. Otherwise the nearest entry inside is used. */
  readonly excludeOutside: boolean;
}

interface Tap {
  readonly indices: readonly number[];
  readonly weights: readonly number[];
}

/** The cubic kernel with parameter a (Keys 1981). */
function cubicWeight(distance: number, a: number): number {
  const d = Math.abs(distance);
  if (d <= 1) return (a + 2) * d ** 3 - (a + 3) * d ** 2 + 1;
  return d < 2 ? a * (d ** 3 - 5 * d ** 2 + 8 * d - 4) : 0;
}

/** For every new entry of an axis: the entries summed for it, and their weights. */
function tapsOf(size: number, wanted: number, scale: number, how: Resampling): readonly Tap[] {
  const positions = Array.from({ length: wanted }, (_, entry) => how.position(entry, size, wanted, scale));
  const inside = (entry: number) => Math.min(size - 1, Math.max(0, entry));
  if (how.mode === 'nearest') return [{ indices: positions.map((at) => inside(how.round(at))), weights: positions.map(() => 1) }];
  if (how.mode === 'linear') {
    const clamped = positions.map(inside);
    const part = clamped.map((at) => at - Math.floor(at));
    return [
      { indices: clamped.map(Math.floor), weights: part.map((one) => 1 - one) },
      { indices: clamped.map((at) => inside(Math.floor(at) + 1)), weights: part },
    ];
  }
  const offsets = [-1, 0, 1, 2];
  const weights = positions.map((at) => {
    const base = Math.floor(at);
    const own = offsets.map((offset) => {
      const outside = base + offset !== inside(base + offset);
      return how.excludeOutside && outside ? 0 : cubicWeight(at - base - offset, how.cubic);
    });
    const sum = how.excludeOutside ? own.reduce((total, weight) => total + weight, 0) : 1;
    return own.map((weight) => weight / sum);
  });
  return offsets.map((offset, tap) => ({
    indices: positions.map((at) => inside(Math.floor(at) + offset)),
    weights: weights.map((own) => own[tap]),
  }));
}

/** `x` resized axis by axis; the batch axis must be left as it is. */
export function emitResampled(build: NetworkBuilder, x: ValueId, how: Resampling): ValueId {
  return how.sizes.reduce((value, wanted, axis) => {
    const size = build.shapeOf(x)[axis];
    if (isBatchSize(size) || (wanted === size && how.scales[axis] === 1)) return value;
    const behind = build.shapeOf(x).length - axis - 1;
    const terms = tapsOf(size, wanted, how.scales[axis], how).flatMap(({ indices, weights }) => {
      if (weights.every((weight) => weight === 0)) return [];
      const taken = build.emit('Gather', [value], { axis, indices, indexShape: [wanted] });
      if (weights.every((weight) => weight === 1)) return [taken];
      return [emitMul(build, taken, build.constant(float64([wanted, ...new Array<number>(behind).fill(1)], weights)))];
    });
    return terms.reduce((sum, term) => emitAdd(build, sum, term));
  }, x);
}
