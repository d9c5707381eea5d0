/**
 * Elementwise functions of one value, as a table: what each computes, its parameters with ONNX's defaults, and how it is
 * written at opset 17. All but negation, which is linear, act by expectation compensation.
 */
import { erf } from '../../math/erf.ts';
import type { Attributes, NetworkNode } from '../network.ts';
import type { OpName } from '../op-names.ts';
import type { OnnxRead, OnnxWriter, Operator } from '../operator.ts';
import { wide } from './support/arrays.ts';
import { num } from './support/attributes.ts';
import { writeOne } from './support/forms.ts';
import { input } from './support/reading.ts';

type Parameter = (key: string) => number;

interface Unary {
  /** The function; called once per evaluation with access to the node's parameters. */
  readonly f: (parameter: Parameter) => (x: number) => number;
  /** ONNX float attributes (also the canonical ones) and their defaults. */
  readonly parameters?: Readonly<Record<string, number>>;
  /** Not an ONNX operator: recovered from several. */
  readonly recovered?: true;
  /** How it is written where opset 17 has no such operator. */
  readonly write?: (node: NetworkNode, writer: OnnxWriter) => void;
  readonly linear?: true;
  /** No value is below 0. */
  readonly nonNegative?: true;
  /** Integers stay integers. */
  readonly keepsIntegers?: true;
}

const sigmoid = (x: number): number => 1 / (1 + Math.exp(-x));
const softplus = (x: number): number => Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));
const clamp01 = (x: number): number => Math.min(1, Math.max(0, x));
/** Ties go to the even neighbour. */
const roundEven = (x: number): number => {
  const up = Math.round(x);
  return up - x === 0.5 && up % 2 !== 0 ? up - 1 : up;
};
const plain = (f: (x: number) => number): Unary => ({ f: () => f });
const nonNegative = (f: (x: number) => number): Unary => ({ f: () => f, nonNegative: true });

/** Writes x · g(x), where g is one ONNX operator or two in a row. */
const writeGated =
  (...types: readonly string[]) =>
  (node: NetworkNode, writer: OnnxWriter): void => {
    const gate = types.reduce((value, type) => {
      const next = writer.fresh();
      writer.add({ type, inputs: [value], outputs: [next] });
      return next;
    }, node.inputs[0]);
    writer.add({ type: 'Mul', inputs: [node.inputs[0], gate], outputs: [node.output] });
  };

/** Writes a comparison, and its truth as a number. */
function writeStep({ inputs, output, attributes }: NetworkNode, writer: OnnxWriter): void {
  const truth = writer.fresh();
  const type = num(attributes, 'inclusive') !== 0 ? 'GreaterOrEqual' : 'Greater';
  writer.add({ type, inputs: [inputs[0], writer.floats([num(attributes, 'at')], [])], outputs: [truth] });
  writer.add({ type: 'Cast', inputs: [truth], outputs: [output], attributes: { to: 1n } });
}

const TABLE = {
  Neg: { f: () => (x) => 0 - x, linear: true, keepsIntegers: true },
  LeakyRelu: {
    f: (p) =>
      (
        (alpha) => (x: number) =>
          x < 0 ? alpha * x : x
      )(p('alpha')),
    parameters: { alpha: 0.01 },
  },
  Elu: {
    f: (p) =>
      (
        (alpha) => (x: number) =>
          x < 0 ? alpha * Math.expm1(x) : x
      )(p('alpha')),
    parameters: { alpha: 1 },
  },
  Selu: {
    f: (p) =>
      (
        (alpha, gamma) => (x: number) =>
          gamma * (x < 0 ? alpha * Math.expm1(x) : x)
      )(p('alpha'), p('gamma')),
    parameters: { alpha: 1.67326319217681884765625, gamma: 1.05070102214813232421875 },
  },
  Celu: {
    f: (p) =>
      (
        (alpha) => (x: number) =>
          x < 0 ? alpha * Math.expm1(x / alpha) : x
      )(p('alpha')),
    parameters: { alpha: 1 },
  },
  ThresholdedRelu: {
    f: (p) =>
      (
        (alpha) => (x: number) =>
          x > alpha ? x : 0
      )(p('alpha')),
    parameters: { alpha: 1 },
  },
  /** 1 above `at`, else 0; at `at` itself 1 where `inclusive`. Read from comparisons. */
  Step: {
    f: (p) =>
      (
        (at, inclusive) => (x: number) =>
          x > at || (inclusive && x === at) ? 1 : 0
      )(p('at'), p('inclusive') !== 0),
    parameters: { at: 0, inclusive: 0 },
    write: writeStep,
    recovered: true,
    nonNegative: true,
  },
  HardSigmoid: {
    f: (p) =>
      (
        (alpha, beta) => (x: number) =>
          clamp01(alpha * x + beta)
      )(p('alpha'), p('beta')),
    parameters: { alpha: 0.2, beta: 0.5 },
    nonNegative: true,
  },
  Sigmoid: nonNegative(sigmoid),
  HardSwish: plain((x) => x * clamp01(x / 6 + 0.5)),
  Tanh: plain(Math.tanh),
  Erf: plain(erf),
  Silu: { f: () => (x) => x * sigmoid(x), write: writeGated('Sigmoid'), recovered: true },
  Mish: { f: () => (x) => x * Math.tanh(softplus(x)), write: writeGated('Softplus', 'Tanh') },
  Softplus: nonNegative(softplus),
  Softsign: plain((x) => x / (1 + Math.abs(x))),
  Exp: nonNegative(Math.exp),
  Log: plain(Math.log),
  Abs: { ...nonNegative(Math.abs), keepsIntegers: true },
  Sqrt: nonNegative(Math.sqrt),
  Reciprocal: plain((x) => 1 / x),
  Sin: plain(Math.sin),
  Cos: plain(Math.cos),
  Floor: plain(Math.floor),
  Ceil: plain(Math.ceil),
  Round: plain(roundEven),
  Sign: { ...plain(Math.sign), keepsIntegers: true },
} satisfies Partial<Readonly<Record<OpName, Unary>>>;

type UnaryName = keyof typeof TABLE;

function unary(op: UnaryName, row: Unary): Operator {
  const { f, parameters = {}, recovered, write, linear } = row;
  const read: OnnxRead = (node, build) => [
    build.emit(
      op,
      [input(node, 0)],
      attributesOf((key, value) => node.float(key, value)),
    ),
  ];
  const attributesOf = (value: (key: string, fallback: number) => number): Attributes =>
    Object.fromEntries(Object.entries(parameters).map(([key, fallback]) => [key, value(key, fallback)]));
  return {
    onnx: recovered ? {} : { [op]: read },
    write:
      write ??
      ((node, writer) => writeOne(writer, node, op, attributesOf((key) => num(node.attributes, key)) as Record<string, number>)),
    shape: ([x]) => x,
    evaluate: ([x], attributes) => {
      const g = f((key) => num(attributes, key));
      const values = wide(x);
      const data = new Float64Array(values.length);
      for (let i = 0; i < data.length; i++) data[i] = g(values[i]);
      return { shape: x.shape, data, dtype: row.keepsIntegers ? x.dtype : 'float' };
    },
    spiking: () => (linear ? 'linear' : 'expectation'),
    pointwise: true,
    ...(linear ? { moves: 'negate' } : {}),
    ...(row.nonNegative ? { nonNegative: () => true } : {}),
  };
}

/** The functions of single entries, by name. */
export const unaries = Object.fromEntries(
  Object.entries(TABLE).map(([op, row]) => [op, unary(op as UnaryName, row)]),
) as Readonly<Record<UnaryName, Operator>>;
