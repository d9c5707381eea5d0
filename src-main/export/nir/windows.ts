/**
 * Windows of convolutions in the form of NIR: pads are the same on both sides of an axis, and kernels are square, since the shape
 * inference of NIR takes one side for both. Other windows are embedded in a larger kernel with zeros around it.
 */
import { type Shape, sizeOf, stridesOf } from '../../../src-shared/tensor/index.ts';

/** A weight `[out, in, …kernel]` of one group, flat; without a kernel it is that of a linear layer. */
export interface Dense {
  readonly shape: Shape;
  readonly data: Float64Array;
}

export interface Window {
  readonly strides: readonly number[];
  readonly padding: readonly number[];
  readonly dilations: readonly number[];
}

/** A convolution's weight and window as NIR can hold them. */
export interface Embedded {
  readonly weight: Dense;
  readonly window: Window;
}

/**
 * Embeds a kernel with pads (begins, then ends) of each axis. An axis gets `lead` zeros in front of its kernel and `trail` behind;
 * its padding is then begin + lead · dilation, and lead − trail = (end − begin)/dilation. Returns undefined if no square kernel does.
 */
export function embed(
  weight: Dense,
  pads: readonly number[],
  strides: readonly number[],
  dilations: readonly number[],
): Embedded | undefined {
  const kernel = weight.shape.slice(2);
  const axes = kernel.map((size, axis) => {
    const excess = (pads[axis + kernel.length]! - pads[axis]!) / dilations[axis]!;
    return { size, excess, least: size + Math.abs(excess) };
  });
  if (!axes.every(({ excess }) => Number.isInteger(excess))) return undefined;
  const side = Math.max(...axes.map(({ least }) => least));
  if (axes.some(({ least }) => (side - least) % 2 !== 0)) return undefined;
  const leads = axes.map(({ excess, least }) => Math.max(0, excess) + (side - least) / 2);
  const padding = leads.map((lead, axis) => pads[axis]! + lead * dilations[axis]!);
  return {
    weight: placed(
      weight,
      kernel.map(() => side),
      leads,
    ),
    window: { strides, padding, dilations },
  };
}

/** The weight in a larger kernel of zeros, from the positions `at` on. */
function placed(weight: Dense, kernel: Shape, at: readonly number[]): Dense {
  const old = weight.shape.slice(2);
  if (old.join() === kernel.join()) return weight;
  const rows = sizeOf(weight.shape.slice(0, 2));
  const [from, to] = [stridesOf(old), stridesOf(kernel)];
  const [small, large] = [sizeOf(old), sizeOf(kernel)];
  const data = new Float64Array(rows * large);
  for (let row = 0; row < rows; row++)
    for (let k = 0; k < small; k++) {
      const target = old.reduce((sum, size, axis) => sum + ((Math.floor(k / from[axis]!) % size) + at[axis]!) * to[axis]!, 0);
      data[row * large + target] = weight.data[row * small + k]!;
    }
  return { shape: [...weight.shape.slice(0, 2), ...kernel], data };
}

/** The weight of all groups as one: zeros between the groups. */
export function ungrouped({ shape, data }: Dense, group: number): Dense {
  if (group === 1) return { shape, data };
  const [outputs, perGroup] = [shape[0]!, shape[1]!];
  const kernel = sizeOf(shape.slice(2));
  const inputs = perGroup * group;
  const all = new Float64Array(outputs * inputs * kernel);
  for (let o = 0; o < outputs; o++) {
    const first = Math.floor(o / (outputs / group)) * perGroup;
    all.set(data.subarray(o * perGroup * kernel, (o + 1) * perGroup * kernel), (o * inputs + first) * kernel);
  }
  return { shape: [outputs, inputs, ...shape.slice(2)], data: all };
}
