/**
 * Einsum of one or two operands, read as Transpose, Reshape and MatMul: attention products (`bhqd,bhkd->bhqk`) and
 * projections (`bnd,de->bne`). Repeated letters in an operand and ellipses are not supported.
 */
import { sizeOf } from '../../tensor/index.ts';
import type { ValueId } from '../network.ts';
import type { NetworkBuilder, OnnxRead } from '../operator.ts';
import { emitReshape } from './reshape.ts';
import { input } from './support/reading.ts';

interface Labelled {
  readonly value: ValueId;
  readonly labels: readonly string[];
}

/** The value with its axes in the given order of labels. */
function ordered(build: NetworkBuilder, { value, labels }: Labelled, order: readonly string[]): ValueId {
  const perm = order.map((label) => labels.indexOf(label));
  return perm.every((axis, i) => axis === i) ? value : build.emit('Transpose', [value], { perm });
}

/** The value summed over labels that occur nowhere else. */
function reduced(build: NetworkBuilder, { value, labels }: Labelled, needed: ReadonlySet<string>): Labelled {
  const axes = [...labels.keys()].filter((axis) => !needed.has(labels[axis]));
  if (axes.length === 0) return { value, labels };
  return {
    value: build.emit('ReduceSum', [value], { axes, keepdims: 0 }),
    labels: labels.filter((label) => needed.has(label)),
  };
}

function product(build: NetworkBuilder, left: Labelled, right: Labelled, output: readonly string[]): Labelled {
  const shared = left.labels.filter((label) => right.labels.includes(label));
  const batch = shared.filter((label) => output.includes(label));
  const contracted = shared.filter((label) => !output.includes(label));
  const rows = left.labels.filter((label) => !shared.includes(label));
  const columns = right.labels.filter((label) => !shared.includes(label));
  const size = ({ value, labels }: Labelled, label: string): number => build.shapeOf(value)[labels.indexOf(label)];
  const sizes = (of: Labelled, labels: readonly string[]): number[] => labels.map((label) => size(of, label));

  const [b, m, k, n] = [sizes(left, batch), sizes(left, rows), sizes(left, contracted), sizes(right, columns)];
  const a = ordered(build, left, [...batch, ...rows, ...contracted]);
  const c = ordered(build, right, [...batch, ...contracted, ...columns]);
  // Without shared batch axes the rows may stay apart: a linear layer keeps its leading axes.
  const lefts = batch.length === 0 ? (m.length === 0 ? [1] : m) : [...b, sizeOf(m)];
  const x = emitReshape(build, a, [...lefts, sizeOf(k)]);
  const w = emitReshape(build, c, [...sizes(right, batch), sizeOf(k), sizeOf(n)]);
  const linear = build.constantOf(w) !== undefined && build.constantOf(x) === undefined && b.length === 0;
  const y = build.emit(linear ? 'Linear' : 'MatMul', [x, w]);
  return { value: emitReshape(build, y, [...b, ...m, ...n]), labels: [...batch, ...rows, ...columns] };
}

const read: OnnxRead = (node, build) => {
  const equation = node.string('equation').replaceAll(' ', '');
  const [terms, given] = equation.split('->');
  const labels = terms.split(',').map((term) => [...term]);
  const implicit = [...new Set(terms.replaceAll(',', ''))].filter(
    (label) => labels.flat().filter((l) => l === label).length === 1,
  );
  const output = given === undefined ? implicit.sort() : [...given];
  const repeated = [...labels, output].some((term) => new Set(term).size !== term.length);
  const fits = labels.every((term, i) => node.inputs[i] !== undefined && term.length === build.shapeOf(input(node, i)).length);
  const unsupported = equation.includes('.') || repeated || labels.length > 2 || labels.length !== node.inputs.length;
  if (unsupported || !fits || output.some((label) => !labels.flat().includes(label)))
    throw new Error(`Einsum ${equation} is not supported`);

  const operands = labels.map((own, i) => {
    const elsewhere = new Set([...output, ...labels.filter((_, j) => j !== i).flat()]);
    return reduced(build, { value: input(node, i), labels: own }, elsewhere);
  });
  const result = operands.length === 1 ? operands[0] : product(build, operands[0], operands[1], output);
  return [ordered(build, result, output)];
};

/** Readers of Einsum, by ONNX operator type. */
export const einsumReaders: Readonly<Record<string, OnnxRead>> = { Einsum: read };
