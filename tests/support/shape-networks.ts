/** Networks of shapes only, for checks that never read a weight: layers with constants that have no values. */
import { operatorOf } from '../../src-shared/network/operators/index.ts';
import type { Attributes, Network, NetworkNode, OpName } from '../../src-shared/network/index.ts';
import { BATCH, type Shape, type Tensor } from '../../src-shared/tensor/index.ts';

export interface ConvShape {
  readonly to: number;
  readonly kernel?: readonly [number, number];
  readonly stride?: number;
  readonly pad?: number;
  /** Top, left, bottom, right; instead of `pad`. */
  readonly pads?: readonly number[];
  readonly dilation?: number;
  readonly group?: number;
  readonly bias?: boolean;
}

export type ShapeNetwork = ReturnType<typeof shapeNetwork>;

/** A network that begins with an input `[batch, …shape]` and grows layer by layer. Layers return their output. */
export function shapeNetwork(...shape: number[]) {
  const nodes: NetworkNode[] = [];
  const constants = new Map<string, Tensor>();
  const shapes = new Map<string, Shape>([['x', [BATCH, ...shape]]]);
  const shapeOf = (value: string): Shape => shapes.get(value)!;
  const constant = (...sizes: number[]): string => {
    const name = `c${constants.size}`;
    constants.set(name, { shape: sizes, data: new Float32Array(), dtype: 'float' });
    shapes.set(name, sizes);
    return name;
  };
  const node = (op: OpName, inputs: string[], attributes: Attributes = {}): string => {
    const output = `${op.toLowerCase()}${nodes.length}`;
    shapes.set(
      output,
      operatorOf(op).shape(
        inputs.map(shapeOf),
        attributes,
        inputs.map((value) => constants.get(value)),
      ),
    );
    nodes.push({ id: output, op, inputs, output, attributes, path: output, from: [] });
    return output;
  };
  return {
    input: 'x',
    shapeOf,
    node,
    constant,
    conv(x: string, options: ConvShape): string {
      const { to, kernel = [1, 1], stride = 1, pad = 0, pads = [pad, pad, pad, pad], dilation = 1, group = 1, bias } = options;
      const weights = constant(to, shapeOf(x)[1]! / group, ...kernel);
      return node('Conv', [x, weights, ...(bias === false ? [] : [constant(to)])], {
        ...{ strides: [stride, stride], pads, dilations: [dilation, dilation], group },
      });
    },
    linear: (x: string, to: number): string => node('Linear', [x, constant(shapeOf(x).at(-1)!, to), constant(to)]),
    relu: (x: string): string => node('Relu', [x]),
    add: (a: string, b: string): string => node('Add', [a, b]),
    pool: (x: string, kernel: readonly [number, number], stride: number = kernel[0], pad = 0): string =>
      node('AveragePool', [x], { kernel, strides: [stride, stride], pads: [pad, pad, pad, pad], ceil: 0, includePad: 1 }),
    flatten(x: string): string {
      const size = shapeOf(x)
        .slice(1)
        .reduce((a, b) => a * b, 1);
      return node('Reshape', [x], { shape: [BATCH, size] });
    },
    end: (...outputs: string[]): Network => ({
      name: 'shapes',
      input: { name: 'x', value: 'x' },
      outputs: outputs.map((value) => ({ name: value, value })),
      nodes,
      constants,
      shapes,
    }),
  };
}
