/** A unit on its own, with what it is given and what it sends, and the network that an engine computes it in: its shapes, and the node of a function. */
import type { Network, NetworkNode } from '../network/index.ts';
import type { ValueCoding } from '../spiking/index.ts';
import type { Tensor } from '../tensor/index.ts';
import type { NeuronSettings } from '../units/index.ts';

/** What a case asks for, besides its arrays. */
export type UnitWork =
  | { readonly kind: 'neuron'; readonly settings: NeuronSettings; readonly thresholds: Float64Array }
  | { readonly kind: 'expectation'; readonly function: 'relu' | 'gelu' | 'silu' | 'softmax' | 'layer_norm' }
  | { readonly kind: 'max-pool'; readonly kernel: number }
  | { readonly kind: 'matmul' | 'multiply' }
  | { readonly kind: 'transcoder'; readonly from: ValueCoding };

/** An operand over all steps. Every sample may have a constant part of its own, so a batch is one sample here. */
export interface UnitOperand {
  /** Shape of one step, batch first; neurons may be taken as one sample of that many. */
  readonly shape: readonly number[];
  /** `[T, …shape]` flat. */
  readonly values: Float64Array;
  /** b, `[…shape]`; undefined for rate coding. */
  readonly constant: Float64Array | undefined;
}

/** A unit, what it is given, and what it must send. */
export interface UnitCase {
  readonly name: string;
  readonly coding: ValueCoding;
  readonly steps: number;
  readonly work: UnitWork;
  /** One operand, or two for a product. */
  readonly operands: readonly UnitOperand[];
  /** What is sent, `[T, …]` flat. */
  readonly expected: Float64Array;
}

/** Shape of one step of the output, for operands of these shapes. Max pooling divides the last two axes. */
export function outputShape(work: UnitCase['work'], [x, y]: readonly (readonly number[])[]): number[] {
  if (work.kind === 'matmul') return [...x!.slice(0, -1), y!.at(-1)!];
  return work.kind === 'max-pool' ? [...x!.slice(0, -2), ...x!.slice(-2).map((size) => size / work.kernel)] : [...x!];
}

/** The node whose function the unit computes; its operands are `x0` and `x1`, its output is `y`. Throws for a unit that is no function. */
export function nodeOf(work: UnitCase['work']): NetworkNode {
  const base = { id: 'f', output: 'y', path: '', from: [] };
  if (work.kind === 'matmul') return { ...base, op: 'MatMul', inputs: ['x0', 'x1'], attributes: {} };
  if (work.kind === 'multiply') return { ...base, op: 'Mul', inputs: ['x0', 'x1'], attributes: {} };
  switch (work.kind === 'expectation' ? work.function : undefined) {
    case 'relu':
      return { ...base, op: 'Relu', inputs: ['x0'], attributes: {} };
    case 'gelu':
      return { ...base, op: 'Gelu', inputs: ['x0'], attributes: { approximate: 'none' } };
    case 'silu':
      return { ...base, op: 'Silu', inputs: ['x0'], attributes: {} };
    case 'softmax':
      return { ...base, op: 'Softmax', inputs: ['x0'], attributes: { axis: -1 } };
    case 'layer_norm':
      return { ...base, op: 'LayerNormalization', inputs: ['x0', 'scale', 'bias'], attributes: { axis: -1, epsilon: 1e-5 } };
    default:
      throw new Error(`no node for ${work.kind}`);
  }
}

/** A network of no nodes with the values `x0`, `x1` and `y`, and the constants that a normalisation reads. */
export function networkOf(work: UnitCase['work'], shapes: readonly (readonly number[])[], output: readonly number[]): Network {
  const width = shapes[0]!.at(-1)!;
  const tensor = (value: number): Tensor => ({ shape: [width], data: new Float32Array(width).fill(value), dtype: 'float' });
  const constants = new Map(
    work.kind === 'expectation' && work.function === 'layer_norm'
      ? [
          ['scale', tensor(1)],
          ['bias', tensor(0)],
        ]
      : [],
  );
  const values = new Map<string, readonly number[]>([
    ...shapes.map((shape, index) => [`x${index}`, shape] as const),
    ['y', output] as const,
  ]);
  return {
    name: 'unit',
    input: { name: 'x0', value: 'x0' },
    outputs: [{ name: 'y', value: 'y' }],
    nodes: [],
    constants,
    shapes: values,
  };
}
