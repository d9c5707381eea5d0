/**
 * Builds the networks of the differential test: one input, and from it any number of branches, each with a path of its own that names its
 * nodes and its output. Weights are random numbers of a seed, sized so that activations neither vanish nor grow.
 */
import type { Attributes, Network, OpName, ValueId } from '../../src-shared/network/index.ts';
import { testBuilder } from '../../src-shared/network/operators/testing/builder.ts';
import { randomTensor } from '../../src-shared/network/operators/testing/random.ts';
import { BATCH, isBatchSize, type Shape, sizeOf, type Tensor } from '../../src-shared/tensor/index.ts';

/** What the layers of a part of a branch send by, whatever the others do: the other side of a transcoder. */
export type Side = '' | '/default' | '/other';

export interface Branches {
  /** The network's input `[B, C, H, W]`. */
  readonly input: ValueId;
  shapeOf(value: ValueId): Shape;
  /** Begins a branch, or the part of it on one side of a transcoder: nodes that follow have this path. */
  at(branch: string, side?: Side): void;
  constant(tensor: Tensor): ValueId;
  weight(shape: Shape, terms: number): ValueId;
  emit(op: OpName, inputs: readonly ValueId[], attributes?: Attributes): ValueId;
  /** The value in another shape of a sample: reshaped, and cut or repeated to its size. Operators that only move values. */
  shaped(value: ValueId, sample: Shape): ValueId;
  /** Another value of this shape that depends on the input, not negative. */
  operand(shape: Shape): ValueId;
  output(name: string, value: ValueId): void;
  network(): Network;
}

export function startBranches(sample: Shape, seed: number): Branches {
  const shape = [BATCH, ...sample];
  const b = testBuilder(shape);
  const paths = new Map<ValueId, string>();
  const outputs: { name: string; value: ValueId }[] = [];
  let path = '';
  let next = seed * 1000;

  const weight = (of: Shape, terms: number): ValueId => {
    // Uniform numbers have a variance of 1/3; twice that keeps activations of a size through ReLUs.
    const scale = Math.sqrt(6 / Math.max(3, terms));
    return b.constant({
      shape: of,
      data: Float32Array.from(randomTensor(of, ++next).data, (value) => value * scale),
      dtype: 'float',
    });
  };
  const emit = (op: OpName, inputs: readonly ValueId[], attributes: Attributes = {}): ValueId => {
    const output = b.emit(op, inputs, attributes);
    if (b.constantOf(output)) throw new Error(`${op} in ${path} does not depend on the input`);
    paths.set(output, `${path}.${op}`);
    return output;
  };
  const shaped = (value: ValueId, sampleShape: Shape): ValueId => {
    const wanted = [BATCH, ...sampleShape];
    const own = batchFirst(value);
    if (b.shapeOf(own).join() === wanted.join()) return own;
    const [size, count] = [sizeOf(b.shapeOf(own).slice(1)), sizeOf(sampleShape)];
    let flat = b.shapeOf(own).length === 2 ? own : emit('Reshape', [own], { shape: [BATCH, size] });
    if (size < count) flat = emit('Tile', [flat], { repeats: [1, Math.ceil(count / size)] });
    if (b.shapeOf(flat)[1] !== count) flat = emit('Slice', [flat], { axes: [1], starts: [0], ends: [count], steps: [1] });
    return sampleShape.length === 1 ? flat : emit('Reshape', [flat], { shape: wanted });
  };
  /** The value with the batch as its first axis. */
  const batchFirst = (value: ValueId): ValueId => {
    const own = b.shapeOf(value);
    const axis = own.findIndex(isBatchSize);
    const perm = [axis, ...own.keys()].filter((from, index) => index === 0 || from !== axis);
    const turned = axis === 0 ? value : emit('Transpose', [value], { perm });
    const [first, ...rest] = b.shapeOf(turned);
    return first === BATCH ? turned : emit('Reshape', [turned], { shape: [BATCH, first! / BATCH, ...rest] });
  };
  const operand = (of: Shape): ValueId => {
    const axis = of.findIndex(isBatchSize);
    const sampleShape = of.filter((_, at) => at !== axis).toSpliced(0, 0, ...(of[axis] === BATCH ? [] : [of[axis]! / BATCH]));
    const from = sizeOf(sample);
    const flat = emit('Reshape', ['x'], { shape: [BATCH, from] });
    const wide = emit('Linear', [flat, weight([from, sizeOf(sampleShape)], from), weight([sizeOf(sampleShape)], 30)]);
    const back = shaped(emit('Relu', [wide]), sampleShape);
    if (axis === 0) return of[0] === BATCH ? back : emit('Reshape', [back], { shape: of });
    return emit('Transpose', [back], { perm: of.map((_, at) => (at === axis ? 0 : at < axis ? at + 1 : at)) });
  };

  return {
    input: 'x',
    shapeOf: b.shapeOf,
    at: (branch, side = '') => (path = `${branch}${side}`),
    constant: (tensor) => b.constant(tensor.dtype === 'float' ? { ...tensor, data: Float32Array.from(tensor.data) } : tensor),
    weight,
    emit,
    shaped,
    operand,
    output: (name, value) => void outputs.push({ name, value }),
    network: () => {
      const network = b.network(outputs[0]!.value);
      return { ...network, outputs, nodes: network.nodes.map((node) => ({ ...node, path: paths.get(node.output)! })) };
    },
  };
}
