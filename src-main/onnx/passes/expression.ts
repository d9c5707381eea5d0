/**
 * Reads small formulas from a graph, whatever order an exporter wrote them in: products as lists of factors, polynomials as
 * coefficients. It looks only into nodes that nothing else reads.
 */
import type { NetworkNode, OpName, ValueId } from '../../../src-shared/network/index.ts';
import type { Graph } from './rewrite.ts';

/** Limit for the size of a formula: a file that chains thousands of sums or products is not searched to its end. */
const DEEPEST = 16;

/** Equal up to how exporters round constants. */
export const near = (a: number | undefined, b: number): boolean => a !== undefined && Math.abs(a - b) <= 1e-3 * Math.abs(b);

/** Two values, in both orders. */
export const bothOrders = ([a, b]: readonly ValueId[]): readonly (readonly [ValueId, ValueId])[] => [
  [a!, b!],
  [b!, a!],
];

/** The two inputs of a node, in both orders. */
export const bothWays = (node: NetworkNode): readonly (readonly [ValueId, ValueId])[] => bothOrders(node.inputs);

/** Axes of a reduction. */
export const axesOf = (node: NetworkNode): readonly number[] => node.attributes.axes as readonly number[];

/** A reduction over exactly these axes that keeps them as 1. */
export const isReduction = (node: NetworkNode | undefined, axes: readonly number[]): node is NetworkNode =>
  node !== undefined && node.attributes.keepdims === 1 && axesOf(node).join() === axes.join();

/** A product: a number times values. `merged`: the multiplications inside. */
export interface Product {
  readonly factor: number;
  readonly values: readonly ValueId[];
  readonly merged: readonly NetworkNode[];
}

/** The factors of a Mul node. Multiplications that only feed it are taken apart. */
export function factorsOf(node: NetworkNode, graph: Graph): Product {
  let factor = 1;
  const values: ValueId[] = [];
  const merged: NetworkNode[] = [];
  const visit = (mul: NetworkNode): void => {
    for (const value of mul.inputs) {
      const number = graph.numberOf(value);
      const inner = graph.inner(value, 'Mul');
      if (number !== undefined) factor *= number;
      else if (inner === undefined || merged.length === DEEPEST) values.push(value);
      else {
        merged.push(inner);
        visit(inner);
      }
    }
  };
  visit(node);
  return { factor, values, merged };
}

/** A product of values and constants of any shape. */
export interface Factors {
  readonly constants: readonly ValueId[];
  readonly values: readonly ValueId[];
  readonly merged: readonly NetworkNode[];
}

/**
 * The factors of a Mul node. Multiplications that feed it are taken apart: only those that nothing else reads (`inner`), or all
 * (`any`).
 */
export function productOf(node: NetworkNode, graph: Graph, through: 'inner' | 'any'): Factors {
  const constants: ValueId[] = [];
  const values: ValueId[] = [];
  const merged: NetworkNode[] = [];
  const visit = (mul: NetworkNode): void => {
    for (const value of mul.inputs) {
      const before = through === 'inner' ? graph.inner(value, 'Mul') : graph.producer(value, 'Mul');
      if (graph.constantOf(value) !== undefined) constants.push(value);
      else if (before === undefined || merged.length === DEEPEST) values.push(value);
      else {
        merged.push(before);
        visit(before);
      }
    }
  };
  visit(node);
  return { constants, values, merged };
}

/** A sum of constants and of values, each added or subtracted. */
export interface Terms {
  readonly constants: readonly ValueId[];
  readonly terms: readonly { readonly value: ValueId; readonly negative: boolean }[];
  readonly merged: readonly NetworkNode[];
}

/**
 * The terms of an Add node. Sums, negations and repetitions (Expand) that only feed it are taken apart; a constant that is
 * subtracted ends the search.
 */
export function termsOf(node: NetworkNode, graph: Graph): Terms {
  const constants: ValueId[] = [];
  const terms: { value: ValueId; negative: boolean }[] = [];
  const merged: NetworkNode[] = [];
  const visit = (value: ValueId, negative: boolean): void => {
    const before = graph.inner(value);
    const opens = before !== undefined && ['Add', 'Neg', 'Expand'].includes(before.op) && merged.length < DEEPEST;
    if (!negative && graph.constantOf(value) !== undefined) constants.push(value);
    else if (!opens) terms.push({ value, negative });
    else {
      merged.push(before);
      for (const input of before.inputs) visit(input, before.op === 'Neg' ? !negative : negative);
    }
  };
  for (const input of node.inputs) visit(input, false);
  return { constants, terms, merged };
}

/** A polynomial in one value: coefficients from degree 0 on. `merged`: the arithmetic inside. */
export interface Polynomial {
  readonly coefficients: readonly number[];
  readonly merged: readonly NetworkNode[];
}

const add = (a: readonly number[], b: readonly number[]): number[] =>
  Array.from({ length: Math.max(a.length, b.length) }, (_, degree) => (a[degree] ?? 0) + (b[degree] ?? 0));

const multiply = (a: readonly number[], b: readonly number[]): number[] => {
  const product = new Array<number>(a.length + b.length - 1).fill(0);
  a.forEach((left, i) => b.forEach((right, j) => (product[i + j]! += left * right)));
  return product;
};

const HIGHEST_DEGREE = 4;

/**
 * A value as a polynomial in `x`. Sums, products, negations and integer powers that only feed it are taken apart. Undefined if it
 * is not a polynomial.
 */
export function polynomialIn(x: ValueId, value: ValueId, graph: Graph, depth = DEEPEST): Polynomial | undefined {
  if (value === x) return { coefficients: [0, 1], merged: [] };
  const number = graph.numberOf(value);
  if (number !== undefined) return { coefficients: [number], merged: [] };
  const node = graph.inner(value);
  if (node === undefined || depth === 0) return undefined;
  const operand = (index: number) => polynomialIn(x, node.inputs[index]!, graph, depth - 1);
  const made = (coefficients: readonly number[], parts: readonly (Polynomial | undefined)[]): Polynomial | undefined =>
    coefficients.length > HIGHEST_DEGREE + 1
      ? undefined
      : { coefficients, merged: [...parts.flatMap((part) => part?.merged ?? []), node] };
  const a = operand(0);
  if (a === undefined) return undefined;
  if (node.op === 'Neg')
    return made(
      a.coefficients.map((c) => -c),
      [a],
    );
  const b = node.inputs.length === 2 ? operand(1) : undefined;
  if (b === undefined) return undefined;
  if (node.op === 'Add') return made(add(a.coefficients, b.coefficients), [a, b]);
  if (node.op === 'Mul') return made(multiply(a.coefficients, b.coefficients), [a, b]);
  const [exponent, ...rest] = b.coefficients;
  if (node.op !== 'Pow' || rest.length > 0 || !Number.isInteger(exponent) || exponent! < 1 || exponent! > HIGHEST_DEGREE)
    return undefined;
  let power: readonly number[] = [1];
  for (let count = 0; count < exponent!; count++) power = multiply(power, a.coefficients);
  return made(power, [a]);
}

/**
 * True if the coefficients are the wanted ones, apart from trailing zeros. Zeros must be exact, other coefficients as close as
 * exporters write them.
 */
export function isPolynomial(polynomial: Polynomial | undefined, wanted: readonly number[]): polynomial is Polynomial {
  if (polynomial === undefined) return false;
  const { coefficients } = polynomial;
  return Array.from({ length: Math.max(coefficients.length, wanted.length) }).every((_, degree) =>
    near(coefficients[degree] ?? 0, wanted[degree] ?? 0),
  );
}

/**
 * The node of one of these operators of which a value is an affine function: sums and products with constants are looked through.
 */
export function coreOf(value: ValueId, ops: readonly OpName[], graph: Graph, depth = DEEPEST): NetworkNode | undefined {
  const node = graph.inner(value);
  if (node === undefined || ops.includes(node.op)) return node;
  if (depth === 0 || (node.op !== 'Add' && node.op !== 'Mul')) return undefined;
  const [a, b] = node.inputs;
  if (graph.numberOf(b!) !== undefined) return coreOf(a!, ops, graph, depth - 1);
  if (graph.numberOf(a!) !== undefined) return coreOf(b!, ops, graph, depth - 1);
  return undefined;
}

/** The one value that remains when arithmetic with constants is taken away; undefined if several remain. */
export function unknownOf(node: NetworkNode, graph: Graph, depth = DEEPEST): ValueId | undefined {
  const [value, ...others] = node.inputs.filter((input) => graph.numberOf(input) === undefined);
  if (value === undefined || others.length > 0) return undefined;
  const inner = graph.inner(value);
  const isArithmetic = inner?.op === 'Add' || inner?.op === 'Mul';
  if (!isArithmetic || depth === 0 || inner.inputs.every((input) => graph.numberOf(input) === undefined)) return value;
  return unknownOf(inner, graph, depth - 1);
}
