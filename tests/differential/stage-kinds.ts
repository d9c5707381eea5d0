/**
 * The kinds of stages that operators are put behind and in front of, each as a real network has it, and the kind of a node that is there:
 * what was covered is read off the network, not off what was meant.
 */
import { isTiling } from '../../src-main/convert/max-pool-form.ts';
import type { Network, NetworkNode, OpName, ValueId } from '../../src-shared/network/index.ts';
import type { Shape } from '../../src-shared/tensor/index.ts';
import type { Branches } from './branches.ts';

/** Channels that are whole blocks of every blocked layout there is (8 or 16). */
export const BLOCKS = 16;

export const KINDS = [
  'blocked convolution',
  'depthwise convolution',
  'linear',
  'max pooling, tiling',
  'max pooling, overlapping',
  'average pooling',
  'global pooling',
  'matrix product',
  'elementwise product',
  'transcoder',
  'concatenation',
  'shortcut',
  'neuron',
] as const;

export type Kind = (typeof KINDS)[number];

/** Kinds that make a network a smooth one wherever they stand. */
export const PRODUCTS: ReadonlySet<Kind> = new Set(['matrix product', 'elementwise product']);

const square = (kernel: number, stride = 1, pad = (kernel - 1) / 2) => ({
  strides: [stride, stride],
  pads: [pad, pad, pad, pad],
  dilations: [1, 1],
});

/** A convolution to `channels`, `group` of them apart. */
export function convolution(b: Branches, x: ValueId, channels: number, kernel = 3, group = 1): ValueId {
  const into = b.shapeOf(x)[1]! / group;
  const weights = [b.weight([channels, into, kernel, kernel], into * kernel * kernel), b.weight([channels], 30)];
  return b.emit('Conv', [x, ...weights], { ...square(kernel), group });
}

export const relu = (b: Branches, x: ValueId): ValueId => b.emit('Relu', [x]);

export function linear(b: Branches, x: ValueId, outputs: number): ValueId {
  const into = b.shapeOf(x).at(-1)!;
  return b.emit('Linear', [x, b.weight([into, outputs], into), b.weight([outputs], 30)]);
}

const doubled = (b: Branches, x: ValueId, channels: number): ValueId =>
  b.emit('ConvTranspose', [x, b.weight([b.shapeOf(x)[1]!, channels, 2, 2], b.shapeOf(x)[1]!), b.weight([channels], 30)], {
    ...square(2, 2, 0),
    outputPadding: [0, 0],
    group: 1,
  });

export const maxPool = (b: Branches, x: ValueId, kernel: readonly number[], strides: readonly number[], pad: number): ValueId =>
  b.emit('MaxPool', [x], { kernel, strides, pads: [pad, pad, pad, pad], dilations: [1, 1], ceil: 0 });

export const averagePool = (b: Branches, x: ValueId): ValueId =>
  b.emit('AveragePool', [x], { kernel: [3, 3], strides: [1, 1], pads: [1, 1, 1, 1], ceil: 0, countIncludePad: 1 });

/** A product of matrices of the shape of x: (x · yᵀ) · z. */
function attention(b: Branches, x: ValueId, other: () => ValueId): ValueId {
  const turned = b.emit('Transpose', [other()], { perm: [0, 1, 3, 2] });
  return b.emit('MatMul', [b.emit('MatMul', [x, turned]), other()]);
}

/** A value `[B, channels, H, W]` that a stage of this kind gives. `branch` names the nodes. */
export function behind(b: Branches, kind: Kind, branch: string, channels: number): ValueId {
  const width = b.shapeOf(b.input).at(-1)!;
  const image = (count = channels): ValueId => relu(b, convolution(b, b.input, count));
  b.at(branch);
  switch (kind) {
    case 'blocked convolution':
      return convolution(b, image(), channels);
    case 'depthwise convolution':
      return convolution(b, image(), channels, 3, channels);
    case 'linear':
      return linear(b, image(), width);
    case 'max pooling, tiling':
      return maxPool(b, doubled(b, b.input, channels), [2, 2], [2, 2], 0);
    case 'max pooling, overlapping':
      return maxPool(b, convolution(b, image(), channels), [3, 3], [1, 1], 1);
    case 'average pooling':
      return averagePool(b, image());
    case 'global pooling':
      return b.emit('ReduceMean', [image()], { axes: [2, 3], keepdims: 1 });
    case 'matrix product':
      return attention(b, image(), image);
    case 'elementwise product':
      return b.emit('Mul', [image(), convolution(b, image(), channels)]);
    case 'transcoder': {
      b.at(branch, '/other');
      const other = image();
      b.at(branch, '/default');
      const own = image();
      b.at(branch);
      return b.emit('Add', [own, other]);
    }
    case 'concatenation': {
      const first = Math.max(1, Math.floor(channels / 2));
      if (channels === 1) return b.emit('Concat', [convolution(b, image(), 1), image(1)], { axis: 3 });
      return b.emit('Concat', [convolution(b, image(), first), image(channels - first)], { axis: 1 });
    }
    case 'shortcut': {
      const whole = image();
      return b.emit('Add', [convolution(b, whole, channels), whole]);
    }
    case 'neuron':
      return relu(b, convolution(b, image(), channels));
  }
}

/** What a stage of this kind makes of a value `[B, C, H, W]`. */
export function inFrontOf(b: Branches, kind: Kind, branch: string, x: ValueId): ValueId {
  const shape = b.shapeOf(x);
  const [, channels, height, width] = shape as [number, number, number, number];
  const operand = (): ValueId => b.operand(shape);
  switch (kind) {
    case 'blocked convolution':
      return convolution(b, x, BLOCKS);
    case 'depthwise convolution':
      return convolution(b, x, channels, 3, channels);
    case 'linear':
      return linear(b, x, 5);
    case 'max pooling, tiling': {
      const kernel = [divisorOf(height), divisorOf(width)];
      return maxPool(b, x, kernel, kernel, 0);
    }
    case 'max pooling, overlapping':
      return maxPool(b, x, [3, 3], [1, 1], 1);
    case 'average pooling':
      return averagePool(b, x);
    case 'global pooling':
      return b.emit('ReduceMean', [x], { axes: [2, 3], keepdims: 1 });
    case 'matrix product':
      return attention(b, x, operand);
    case 'elementwise product':
      return b.emit('Mul', [x, operand()]);
    case 'transcoder': {
      b.at(branch, '/default');
      const other = operand();
      b.at(branch);
      return b.emit('Add', [x, other]);
    }
    case 'concatenation':
      return b.emit('Concat', [x, operand()], { axis: 1 });
    case 'shortcut':
      return b.emit('Add', [convolution(b, x, channels), x]);
    case 'neuron':
      return relu(b, x);
  }
}

/** Smallest divisor above 1; 1 of 1. */
export const divisorOf = (size: number): number => [2, 3, 5, 7].find((divisor) => size % divisor === 0) ?? size;

/** Operators that only move values: between an operator and a stage they are adaptors. */
const MOVING: ReadonlySet<OpName> = new Set(['Reshape', 'Transpose', 'Slice', 'Tile', 'Expand']);
export const isAdaptor = (network: Network, { op, inputs }: NetworkNode): boolean =>
  MOVING.has(op) || (op === 'Add' && inputs.some((value) => network.constants.has(value)));

/** Kinds that a node is: what it computes, and what its place in the network makes of it. */
export function kindsOf(network: Network, node: NetworkNode): Kind[] {
  const { op, inputs, attributes } = node;
  const coded = inputs.filter((value) => !network.constants.has(value));
  const shape = (value: ValueId): Shape => network.shapes.get(value)!;
  const both = coded.length === 2;
  switch (op) {
    case 'Conv': {
      const [out, into] = shape(inputs[1]!) as [number, number];
      const group = Number(attributes['group']);
      if (group > 1 && into === 1 && out === group) return ['depthwise convolution'];
      return out % BLOCKS === 0 ? ['blocked convolution'] : [];
    }
    case 'Linear':
      return ['linear'];
    case 'MaxPool':
      return [isTiling(shape(inputs[0]!), attributes) ? 'max pooling, tiling' : 'max pooling, overlapping'];
    case 'AveragePool':
      return ['average pooling'];
    case 'ReduceMean':
      return (attributes['axes'] as readonly number[]).join() === '2,3' ? ['global pooling'] : [];
    case 'MatMul':
      return both ? ['matrix product'] : [];
    case 'Mul':
      return both ? ['elementwise product'] : [];
    case 'Concat':
      return ['concatenation'];
    case 'Relu':
      return ['neuron'];
    case 'Add': {
      if (!both) return [];
      const [first, second] = coded.map((value) => network.nodes.find(({ output }) => output === value));
      const shortcut = [first, second].some((main, index) => main?.op === 'Conv' && main.inputs[0] === coded[1 - index]);
      return shortcut ? ['shortcut'] : [];
    }
    default:
      return [];
  }
}
