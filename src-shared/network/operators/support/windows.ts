/**
 * Sliding windows over 1, 2 or 3 spatial axes, shared by convolutions and pooling. A sample is copied into a padded buffer;
 * a window is then a table of positions plus a table of taps, whatever the strides, dilations and padding.
 */
import { stridesOf } from '../../../tensor/index.ts';
import type { OnnxNodeView } from '../../operator.ts';

/** The windows of a convolution or pool along its spatial axes. */
export interface Windows {
  readonly kernel: readonly number[];
  readonly strides: readonly number[];
  readonly dilations: readonly number[];
  /** All begins, then all ends. */
  readonly pads: readonly number[];
}

/** Extent of a dilated kernel. */
export const extent = (kernel: number, dilation: number): number => (kernel - 1) * dilation + 1;

/**
 * Number of windows along every spatial axis. With `ceil` a last, partly outside window counts when it starts inside the
 * input or its begin padding. Throws an Error where the kernel does not fit.
 */
export function windowCounts(spatial: readonly number[], w: Windows, ceil: boolean): number[] {
  const rank = spatial.length;
  if (w.kernel.length !== rank)
    throw new Error(`a kernel of ${w.kernel.length} axes does not fit an input of ${rank} spatial axes`);
  return spatial.map((size, i) => {
    const span = size + w.pads[i] + w.pads[i + rank] - extent(w.kernel[i], w.dilations[i]);
    if (span < 0)
      throw new Error(`the kernel (${extent(w.kernel[i], w.dilations[i])}) is larger than the padded input (${size})`);
    const count = (ceil ? Math.ceil(span / w.strides[i]) : Math.floor(span / w.strides[i])) + 1;
    return ceil && (count - 1) * w.strides[i] >= size + w.pads[i] ? count - 1 : count;
  });
}

/** Reads strides, dilations and pads (auto_pad resolved for `spatial`) of Conv, MaxPool and AveragePool. */
export function readWindows(node: OnnxNodeView, spatial: readonly number[], kernel: readonly number[]): Windows {
  const rank = spatial.length;
  if (kernel.length !== rank) throw new Error(`a kernel of ${kernel.length} axes does not fit an input of ${rank} spatial axes`);
  const strides = node.ints('strides', new Array<number>(rank).fill(1));
  const dilations = node.ints('dilations', new Array<number>(rank).fill(1));
  const auto = node.string('auto_pad', 'NOTSET');
  let pads = [...node.ints('pads', new Array<number>(2 * rank).fill(0))];
  if (auto === 'VALID') pads = new Array<number>(2 * rank).fill(0);
  else if (auto === 'SAME_UPPER' || auto === 'SAME_LOWER') {
    const totals = spatial.map((size, i) =>
      Math.max(0, (Math.ceil(size / strides[i]) - 1) * strides[i] + extent(kernel[i], dilations[i]) - size),
    );
    const small = totals.map((total) => Math.floor(total / 2));
    const large = totals.map((total, i) => total - small[i]);
    pads = auto === 'SAME_UPPER' ? [...small, ...large] : [...large, ...small];
  } else if (auto !== 'NOTSET') throw new Error(`auto_pad ${auto} is not known`);
  if (pads.length !== 2 * rank || strides.length !== rank || dilations.length !== rank)
    throw new Error(`strides, dilations or pads do not fit ${rank} spatial axes`);
  if ([...strides, ...dilations, ...kernel].some((value) => value < 1))
    throw new Error('kernel, strides and dilations must be at least 1');
  if (pads.some((pad) => pad < 0)) throw new Error('negative pads are not supported');
  return { kernel, strides, dilations, pads };
}

/** Tables over a padded buffer of one sample, `[C, padded…]`. */
export interface WindowTables {
  /** Values of one channel in the padded buffer. */
  readonly plane: number;
  /** Where each window starts in its channel, row-major over the windows. */
  readonly base: Int32Array;
  /** Offsets of a window's taps from its start, for one channel. */
  readonly taps: Int32Array;
  /** Where each row of the input goes in its channel, and the length of a row. */
  readonly rows: Int32Array;
  readonly row: number;
}

/** Tables for `counts` windows; the padded buffer is as large as the last window asks for. */
export function windowTables(spatial: readonly number[], w: Windows, counts: readonly number[]): WindowTables {
  const rank = spatial.length;
  const padded = spatial.map((size, i) =>
    Math.max(size + w.pads[i] + w.pads[i + rank], (counts[i] - 1) * w.strides[i] + extent(w.kernel[i], w.dilations[i])),
  );
  const strides = stridesOf(padded);
  const origin = strides.reduce((sum, stride, i) => sum + w.pads[i] * stride, 0);
  return {
    plane: padded.reduce((product, size) => product * size, 1),
    base: latticeOffsets(
      counts,
      strides.map((stride, i) => stride * w.strides[i]),
    ),
    taps: latticeOffsets(
      w.kernel,
      strides.map((stride, i) => stride * w.dilations[i]),
    ),
    rows: latticeOffsets(spatial.slice(0, -1), strides.slice(0, -1)).map((start) => origin + start),
    row: spatial[rank - 1],
  };
}

/** Σ iⱼ·steps[j] for every index i of `sizes`, row-major. */
export function latticeOffsets(sizes: readonly number[], steps: readonly number[]): Int32Array {
  let offsets = [0];
  sizes.forEach((size, axis) => {
    offsets = offsets.flatMap((start) => Array.from({ length: size }, (_, i) => start + i * steps[axis]));
  });
  return Int32Array.from(offsets);
}

/** Copies `channels` planes of the input, from `xAt` on, into the padded buffer; what lies around them there is left as it is. */
export function padInto(
  x: Float64Array,
  xAt: number,
  channels: number,
  { plane, rows, row }: WindowTables,
  out: Float64Array,
): void {
  let from = xAt;
  for (let c = 0; c < channels; c++) {
    for (let r = 0; r < rows.length; r++) {
      const to = c * plane + rows[r];
      for (let i = 0; i < row; i++) out[to + i] = x[from + i];
      from += row;
    }
  }
}
