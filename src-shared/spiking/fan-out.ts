/**
 * How many synaptic operations one non-zero input of a counted layer causes (docs/algorithm.md §7): the number of
 * (output, weight) pairs it takes part in. Positions in padding are not inputs and cause none.
 */
import type { Attributes, Network, NetworkNode } from '../network/index.ts';
import { atBatch, type Shape, sizeOf } from '../tensor/index.ts';

/**
 * Fan-out of the one coded input of a convolution or linear node: the same number for every entry, or one number for every
 * spatial position (flat, row-major), the same for every channel.
 */
export function fanOutOf(network: Network, node: NetworkNode): number | Float64Array {
  const shapes = node.inputs.map((input) => atBatch(network.shapes.get(input)!, 1));
  const output = atBatch(network.shapes.get(node.output)!, 1);
  if (node.op === 'Conv' || node.op === 'ConvTranspose') {
    return fanOutMap(convFanOut(node.op, shapes[0]!, shapes[1]!, output, node.attributes));
  }
  // A matrix product with a constant: all of its operations, shared evenly by the entries (broadcasting repeats an entry).
  const coded = node.inputs.findIndex((input) => !network.constants.has(input));
  return (sizeOf(output) * shapes[0]!.at(-1)!) / sizeOf(shapes[coded]!);
}

/** Fan-out of the inputs of a convolution: separable over its axes. */
interface ConvFanOut {
  /** Output channels that each input channel feeds. */
  readonly channels: number;
  /** Per spatial axis: how many (output position, kernel position) pairs each input position takes part in. */
  readonly axes: readonly (readonly number[])[];
}

/**
 * Fan-out of a convolution's (or transposed convolution's) inputs. Shapes: input `[B, C, …]`, weights `[M, C/g, …]`
 * (transposed: `[C, M/g, …]`), output `[B, M, …]`.
 */
function convFanOut(
  op: 'Conv' | 'ConvTranspose',
  input: Shape,
  weights: Shape,
  output: Shape,
  attributes: Attributes,
): ConvFanOut {
  const strides = attributes.strides as readonly number[];
  const pads = attributes.pads as readonly number[];
  const dilations = attributes.dilations as readonly number[];
  const group = attributes.group as number;
  const axes = strides.map((stride, axis) => {
    const pairs = new Array<number>(input[axis + 2]!).fill(0);
    // A transposed convolution is the same set of pairs with input and output exchanged.
    const [far, near] = op === 'Conv' ? [output[axis + 2]!, pairs.length] : [pairs.length, output[axis + 2]!];
    for (let outer = 0; outer < far; outer++) {
      for (let kernel = 0; kernel < weights[axis + 2]!; kernel++) {
        const inner = outer * stride - pads[axis]! + kernel * dilations[axis]!;
        if (inner < 0 || inner >= near) continue;
        pairs[op === 'Conv' ? inner : outer]!++;
      }
    }
    return pairs;
  });
  return { channels: op === 'Conv' ? weights[0]! / group : weights[1]!, axes };
}

/** Fan-out of every spatial position of one channel, flat in row-major order. */
function fanOutMap(fanOut: ConvFanOut): Float64Array {
  return fanOut.axes.reduce<Float64Array>(outer, Float64Array.of(fanOut.channels));
}

function outer(left: Float64Array, right: readonly number[]): Float64Array {
  const product = new Float64Array(left.length * right.length);
  left.forEach((value, i) => {
    right.forEach((factor, j) => {
      product[i * right.length + j] = value * factor;
    });
  });
  return product;
}
