/** The passes of statistics (src-shared/statistics/passes.ts) on values in the kernels' memory. */
import { type Passes, roomFor } from '../../../../src-shared/statistics/index.ts';
import { type Shape, sizeOf } from '../../../../src-shared/tensor/index.ts';
import { aligned, type KernelMemory } from './kernels.ts';

const DOUBLE_BYTES = Float64Array.BYTES_PER_ELEMENT;
const WORD_BYTES = Float32Array.BYTES_PER_ELEMENT;
/** Counters of a bin in the scratch of `spread`. */
const COPIES = 4;

/** Bytes of scratch memory that passes over a value of this shape need, for at most `length` values. */
export const passesBytes = (shape: Shape, bins: number, length: number): number => {
  const channels = shape[0] ?? 1;
  const ofChannels = aligned(channels * DOUBLE_BYTES);
  return (
    4 * ofChannels +
    aligned(channels * bins * DOUBLE_BYTES) +
    aligned(channels * bins * COPIES * WORD_BYTES) +
    length * WORD_BYTES
  );
};

/** Passes over `length` values at `address`, in rows of this shape. `scratch` is the address of `passesBytes` bytes. */
export function kernelPasses(memory: KernelMemory, address: number, length: number, shape: Shape, scratch: number): Passes {
  const { kernels } = memory;
  const channels = shape[0] ?? 1;
  const inner = sizeOf(shape) / channels;
  const rows = length / (channels * inner);
  const size = aligned(channels * DOUBLE_BYTES);
  const [first, second, third, fourth] = [0, 1, 2, 3].map((index) => scratch + index * size) as [number, number, number, number];
  const rest = scratch + 4 * size;
  const copyOf = (at: number, count = channels): Float64Array => memory.doubles(at, count).slice();
  return {
    rows,
    channels,
    inner,
    values: memory.floats(address, length),
    extents() {
      kernels.extents(address, rows, channels, inner, first, second, third);
      return { sums: copyOf(first), least: copyOf(second), most: copyOf(third) };
    },
    spread(means, ranges, bins) {
      const counters = rest + aligned(channels * bins * DOUBLE_BYTES);
      memory.doubles(first, channels).set(means);
      memory.doubles(second, channels).set(ranges.map((range) => (range === 0 ? 0 : bins / 2 / range)));
      memory.doubles(third, channels).fill(0);
      memory.integers(counters, channels * bins * COPIES).fill(0);
      kernels.spread(address, rows, channels, inner, first, second, third, rest, bins, counters);
      return { squares: copyOf(third), counts: copyOf(rest, channels * bins) };
    },
    keepFrom(bars, counts, magnitudes) {
      const { values, ends } = roomFor(memory.floats(address, 0), counts);
      memory.floats(first, channels).set(bars);
      memory.floats(second, channels).set(bars.map((bar) => (magnitudes ? -bar : -Infinity)));
      memory.integers(fourth, channels).set(ends);
      kernels.keepFrom(address, rows, channels, inner, first, second, fourth, rest);
      values.set(memory.floats(rest, values.length));
      if (magnitudes) values.forEach((value, index) => (values[index] = Math.abs(value)));
      return { values, ends: memory.integers(fourth, channels).slice() };
    },
  };
}
