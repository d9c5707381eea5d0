/** Pooling over windows, and enlargement. */
import { operatorOf } from '../../../../src-shared/network/operators/index.ts';
import { type Shape, sizeOf, tensor64 } from '../../../../src-shared/tensor/index.ts';
import type { Place } from '../draft.ts';
import { inOrder, plainLoop, walkOf } from '../loops.ts';
import { moved } from './moved.ts';
import { callOn, type NodeWriting, pointers } from './node.ts';

/** Numbers of spatial axes as depth, height and width: missing axes are 1, or 0 for pads. */
export const threeAxes = (numbers: readonly number[], missing: number): number[] => [
  ...new Array<number>(3 - numbers.length).fill(missing),
  ...numbers,
];

/** An initialiser of a C structure: `{.from = {1, 8, 8}, .stride = {1, 1, 1}}`. */
export const structure = (fields: Readonly<Record<string, readonly number[] | number>>): string =>
  `{${Object.entries(fields)
    .map(([name, value]) => `.${name} = ${typeof value === 'number' ? value : `{${value.join(', ')}}`}`)
    .join(', ')}}`;

function windowsOf({ node: { attributes }, inputs, shape }: NodeWriting): string {
  const numbers = (key: string): readonly number[] | undefined => attributes[key] as readonly number[] | undefined;
  const kernel = numbers('kernel')!;
  return structure({
    from: threeAxes(inputs[0]!.shape.slice(2), 1),
    to: threeAxes(shape.slice(2), 1),
    kernel: threeAxes(kernel, 1),
    stride: threeAxes(numbers('strides')!, 1),
    dilation: threeAxes(numbers('dilations') ?? kernel.map(() => 1), 1),
    pad: threeAxes(numbers('pads')!.slice(0, kernel.length), 0),
  });
}

const channelsOf = ({ shape }: NodeWriting): number => shape[0]! * shape[1]!;

export function largest(writing: NodeWriting): Place {
  const kernel = writing.draft.kernel('largest_of_windows');
  return callOn(writing, (at, y) => [
    `static const windows c = ${windowsOf(writing)};`,
    `${kernel}(&c, ${at(writing.inputs[0]!.place)}, ${at(y)}, ${channelsOf(writing)});`,
  ]);
}

export function averaged(writing: NodeWriting): Place {
  const { draft, inputs, shape } = writing;
  const kernel = draft.kernel('sums_of_windows');
  const channels = channelsOf(writing);
  const counts = divisorsOf(writing);
  const all = Float32Array.from({ length: sizeOf(shape) }, (_, i) => counts[i % counts.length]!);
  const divisors = draft.table('divisors', all);
  const walk = walkOf(draft, [inOrder(sizeOf(shape)), divisors.positions]);
  return callOn(writing, (at, y) => [
    `static const windows c = ${windowsOf(writing)};`,
    `float *const y = ${at(y)};`,
    `${kernel}(&c, ${at(inputs[0]!.place)}, y, ${channels});`,
    ...walk((index, position) => [`y[${index}] /= ${divisors.text(position)};`]),
  ]);
}

/** The number that each window's sum is divided by: the operator on ones gives its entries inside divided by it. */
function divisorsOf({ node, inputs, shape }: NodeWriting): Float64Array {
  const plane = inputs[0]!.shape.slice(2);
  const ones = tensor64([1, 1, ...plane], new Float64Array(sizeOf(plane)).fill(1));
  const shares = operatorOf(node.op).evaluate([ones], node.attributes).data;
  const [kernel, strides, pads] = ['kernel', 'strides', 'pads'].map((key) => node.attributes[key] as readonly number[]);
  return Float64Array.from(shares, (share, i) => {
    let rest = i;
    let inside = 1;
    for (let axis = plane.length - 1; axis >= 0; axis--) {
      const size = shape[axis + 2]!;
      const start = (rest % size) * strides![axis]! - pads![axis]!;
      inside *= Math.max(0, Math.min(plane[axis]!, start + kernel![axis]!) - Math.max(0, start));
      rest = Math.floor(rest / size);
    }
    return inside === 0 ? 1 : Math.round(inside / share);
  });
}

/** Enlargement: by the nearest entry, or between the two neighbours along one axis after the other. */
export function enlarged(writing: NodeWriting): Place {
  const { node, inputs } = writing;
  if (node.attributes['mode'] !== 'linear') return moved(writing);
  const scales = node.attributes['scales'] as readonly number[];
  let { place, shape } = inputs[0]!;
  scales.forEach((scale, axis) => {
    if (scale === 1) return;
    const to = shape.with(axis, shape[axis]! * scale);
    place = betweenNeighbours({ ...writing, inputs: [{ place, shape, constant: undefined }], shape: to }, axis, scale);
    shape = to;
  });
  return place;
}

function betweenNeighbours(writing: NodeWriting, axis: number, scale: number): Place {
  const { node, inputs, shape, draft } = writing;
  const size = inputs[0]!.shape[axis]!;
  const inner = sizeOf(shape.slice(axis + 1));
  // On a ramp, the operator gives the positions between entries.
  const ramp = tensor64(
    [size],
    Float64Array.from({ length: size }, (_, i) => i),
  );
  const positions = operatorOf(node.op).evaluate([ramp], { ...node.attributes, scales: [scale] }).data;
  const low = draft.wholes(
    'low',
    Int32Array.from(positions, (p) => Math.min(size - 1, Math.floor(p))),
  );
  const weight = draft.floats(
    'weights',
    Float32Array.from(positions, (p) => p - Math.floor(p)),
  );
  const outer = sizeOf((shape as Shape).slice(0, axis));
  return callOn(writing, (at, y) => [
    ...pointers(at, { x: inputs[0]!.place, weights: weight }, {}),
    `float *y = ${at(y)};`,
    `for (int32_t o = 0; o < ${outer}; o++)`,
    `  for (int32_t p = 0; p < ${size * scale}; p++) {`,
    `    const float *const first = x + (o * ${size} + ${at(low)}[p]) * ${inner};`,
    `    const float *const second = ${at(low)}[p] + 1 < ${size} ? first + ${inner} : first;`,
    ...plainLoop(inner, (i) => [`*y++ = first[${i}] * (1.0f - weights[p]) + second[${i}] * weights[p];`]).map(
      (line) => `    ${line}`,
    ),
    '  }',
  ]);
}
