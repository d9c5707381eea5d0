/** Convolutions, linear layers and matrix products. */
import { operatorOf } from '../../../../src-shared/network/operators/index.ts';
import { type Shape, sizeOf } from '../../../../src-shared/tensor/index.ts';
import type { AddressOf, Draft, Place } from '../draft.ts';
import { walkOf } from '../loops.ts';
import { broadcastPositions } from './moved.ts';
import { callOn, type NodeWriting, pointers } from './node.ts';
import { structure, threeAxes } from './windows.ts';

/** A call whose result is the number of its synaptic operations. */
const counting = (counted: boolean, call: string): string => (counted ? `s->operations += ${call};` : `(void)${call};`);

export function convolved(writing: NodeWriting): Place {
  const { draft, node, inputs, shape, counted } = writing;
  const [x, weights] = inputs;
  const { attributes, op } = node;
  const numbers = (key: string): readonly number[] => attributes[key] as readonly number[];
  const groups = attributes['group'] as number;
  const transposed = op === 'ConvTranspose';
  const kernel = draft.kernel(transposed ? 'convolve_transposed' : 'convolve');
  const [samples, channels] = x!.shape as readonly [number, number];
  const own = weights!.constant!;
  const outputs = shape[1]! / groups;
  const spatial = own.shape.slice(2);
  const data = draft.floats('weights', tapsFirst(own.data, channels, groups, outputs, sizeOf(spatial), transposed));
  const fields = structure({
    groups,
    inputs: channels / groups,
    outputs,
    from: threeAxes(x!.shape.slice(2), 1),
    to: threeAxes(shape.slice(2), 1),
    kernel: threeAxes(spatial, 1),
    stride: threeAxes(numbers('strides'), 1),
    dilation: threeAxes(numbers('dilations'), 1),
    pad: threeAxes(numbers('pads').slice(0, spatial.length), 0),
  });
  const sizes = [x!.shape, shape].map((one) => sizeOf(one.slice(1))) as [number, number];
  return callOn(
    { ...writing, inputs: [x!] },
    (at, y, [sums]) => [
      `static const convolution c = ${fields};`,
      ...Array.from({ length: samples }, (_, sample) => {
        const [from, to] = [offset(at(x!.place), sample * sizes[0]), offset(at(y), sample * sizes[1])];
        return counting(counted, `${kernel}(&c, ${from}, ${at(data)}, ${sums}, ${to})`);
      }),
    ],
    { temporaries: [sizes[1]] },
  );
}

const offset = (address: string, by: number): string => (by === 0 ? address : `${address} + ${by}`);

/** Weights by input channel, tap and output channel of the group, so that those of one event lie side by side. */
function tapsFirst(
  weights: ArrayLike<number>,
  channels: number,
  groups: number,
  outputs: number,
  taps: number,
  transposed: boolean,
): Float32Array {
  const inputs = channels / groups;
  const arranged = new Float32Array(channels * taps * outputs);
  for (let channel = 0; channel < channels; channel++) {
    const first = Math.floor(channel / inputs) * outputs;
    for (let output = 0; output < outputs; output++) {
      const row = transposed ? channel * outputs + output : (first + output) * inputs + (channel % inputs);
      for (let tap = 0; tap < taps; tap++) arranged[(channel * taps + tap) * outputs + output] = weights[row * taps + tap]!;
    }
  }
  return arranged;
}

export function linear(writing: NodeWriting): Place {
  const { draft, inputs, counted } = writing;
  const [x, weights] = inputs;
  const [terms, columns] = weights!.shape as readonly [number, number];
  const kernel = draft.kernel('multiply');
  const data = draft.floats('weights', weights!.constant!.data);
  const rows = sizeOf(x!.shape) / terms;
  return callOn({ ...writing, inputs: [x!] }, (at, y) => [
    counting(counted, `${kernel}(${at(x!.place)}, ${at(data)}, ${at(y)}, ${rows}, ${terms}, ${columns})`),
  ]);
}

/** Sizes of a product of matrices, and the matrices of both operands that belong to every matrix of the output. */
export function matricesOf(a: Shape, b: Shape) {
  const [left, right] = [a.length === 1 ? [1, ...a] : a, b.length === 1 ? [...b, 1] : b];
  const [rows, terms] = left.slice(-2) as [number, number];
  const columns = right.at(-1)!;
  const [leadA, leadB] = [left.slice(0, -2), right.slice(0, -2)];
  const rank = Math.max(leadA.length, leadB.length);
  const fill = (lead: Shape): number[] => [...new Array<number>(rank - lead.length).fill(1), ...lead];
  const lead = fill(leadA).map((size, axis) => Math.max(size, fill(leadB)[axis]!));
  return { rows, terms, columns, lead, leadA, leadB };
}

/** Goes through the matrices of a product in step. The body receives where those of the first and second operand and of the result begin. */
export function throughMatrices(
  draft: Draft,
  { rows, terms, columns, lead, leadA, leadB }: ReturnType<typeof matricesOf>,
): (body: (a: string, b: string, y: string) => readonly string[]) => string[] {
  const starts = (positions: Int32Array, size: number): Int32Array => positions.map((position) => position * size);
  const sequences = [
    starts(broadcastPositions(leadA, lead), rows * terms),
    starts(broadcastPositions(leadB, lead), terms * columns),
    starts(broadcastPositions(lead, lead), rows * columns),
  ];
  const walk = walkOf(draft, sequences);
  return (body) => walk((a, b, y) => body(a!, b!, y!));
}

export function product(writing: NodeWriting): Place {
  const { draft, inputs, counted } = writing;
  const [a, b] = inputs;
  const sizes = matricesOf(a!.shape, b!.shape);
  const { rows, terms, columns } = sizes;
  const through = throughMatrices(draft, sizes);
  const fromLeft = a!.constant !== undefined;
  const kernel = draft.kernel(fromLeft ? 'multiply_left' : 'multiply');
  const place = (operand: typeof a): Place => {
    if (!operand!.constant) return operand!.place;
    const { data } = operand!.constant;
    return draft.floats('weights', operand === a ? transposedMatrices(data, rows, terms) : data);
  };
  const [left, right] = [place(a), place(b)];
  return callOn({ ...writing, inputs: inputs.filter(({ constant }) => !constant) }, (at: AddressOf, y) => [
    ...pointers(at, { a: left, b: right }, { y }),
    ...through((atA, atB, atY) => [
      counting(counted, `${kernel}(a + ${atA}, b + ${atB}, y + ${atY}, ${rows}, ${terms}, ${columns})`),
    ]),
  ]);
}

function transposedMatrices(data: ArrayLike<number>, rows: number, terms: number): Float32Array {
  const size = rows * terms;
  return Float32Array.from({ length: data.length }, (_, i) => {
    const [matrix, at] = [Math.floor(i / size), i % size];
    return data[matrix * size + (at % rows) * terms + Math.floor(at / rows)]!;
  });
}

/** Operations that one entry of a counted operand causes, by its position: for counts that a kernel does not make. */
export function fanOutOf({ node, inputs, shape }: NodeWriting): Float32Array {
  const coded = inputs.findIndex(({ constant }) => !constant);
  const fan = operatorOf(node.op).fanOut!(
    inputs.map((input) => input.shape),
    shape,
    node.attributes,
    inputs.map(({ constant }) => !constant),
  );
  const size = sizeOf(inputs[coded]!.shape);
  return Float32Array.from({ length: size }, (_, i) => (typeof fan === 'number' ? fan : fan[i % fan.length]!));
}
