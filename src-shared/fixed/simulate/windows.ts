/** Tables of windows: which entry of a plane each tap of each window is. */
import type { FixedWindows } from '../network.ts';

/** For every window (row-major) and tap, the position in the input's plane; −1 in padding. Flat `[windows, taps]`. */
export function tapPositions({ input, output, kernel, strides, dilations, pads }: FixedWindows): Int32Array {
  const positions: number[] = [];
  each(output, (window) =>
    each(kernel, (tap) => {
      const at = [0, 1, 2].map((axis) => window[axis] * strides[axis] - pads[axis] + tap[axis] * dilations[axis]);
      const inside = at.every((place, axis) => place >= 0 && place < input[axis]);
      positions.push(inside ? (at[0] * input[1] + at[1]) * input[2] + at[2] : -1);
    }),
  );
  return Int32Array.from(positions);
}

/** The same table the other way round: for every entry of the input's plane, the pairs (tap, window) that it takes part in. */
export interface Targets {
  /** Pairs of entry p: from `start[p]` to `start[p + 1]`. */
  readonly start: Int32Array;
  readonly tap: Int32Array;
  readonly window: Int32Array;
}

/** The targets of every entry. */
export function targetsOf(windows: FixedWindows): Targets {
  const positions = tapPositions(windows);
  const taps = size(windows.kernel);
  const start = new Int32Array(size(windows.input) + 1);
  for (const position of positions) if (position >= 0) start[position + 1]++;
  for (let p = 1; p < start.length; p++) start[p] += start[p - 1];
  const next = start.slice();
  const [tap, window] = [new Int32Array(start[start.length - 1]), new Int32Array(start[start.length - 1])];
  positions.forEach((position, i) => {
    if (position < 0) return;
    const at = next[position]++;
    tap[at] = i % taps;
    window[at] = Math.floor(i / taps);
  });
  return { start, tap, window };
}

/** Number of entries of a box. */
export const size = ([depth, height, width]: readonly [number, number, number]): number => depth * height * width;

function each([depth, height, width]: readonly [number, number, number], visit: (place: readonly number[]) => void): void {
  for (let d = 0; d < depth; d++) for (let h = 0; h < height; h++) for (let w = 0; w < width; w++) visit([d, h, w]);
}
