/**
 * Recovers activation functions that an exporter wrote as arithmetic: GELU (by erf or tanh), SiLU (also with a slope), sigmoid,
 * softplus, Mish, hard-swish and hard-sigmoid, with factors in any order. As a single function each becomes one
 * expectation-compensation unit.
 */
import type { NetworkNode, OpName, ValueId } from '../../../src-shared/network/index.ts';
import {
  bothWays,
  coreOf,
  factorsOf,
  isPolynomial,
  near,
  type Polynomial,
  polynomialIn,
  type Product,
  unknownOf,
} from './expression.ts';
import { type Graph, type Rule, standIn } from './rewrite.ts';

/**
 * x times a function of an inner node of operator `core`: x, that node, and the function as a polynomial in the node's output.
 */
interface Gate {
  readonly x: ValueId;
  readonly core: NetworkNode;
  readonly gate: Polynomial;
}

/** Reads a product of two values as x · gate(core(…)). */
function gateOf(product: Product, ops: readonly OpName[], graph: Graph): Gate | undefined {
  if (product.values.length !== 2) return undefined;
  for (const [x, value] of [product.values, product.values.toReversed()] as readonly (readonly ValueId[])[]) {
    const core = coreOf(value!, ops, graph);
    // The core's output is the unknown of the polynomial, so that the search ends there.
    const gate = core && polynomialIn(core.output, value!, graph);
    if (core !== undefined && gate !== undefined) return { x: x!, core, gate };
  }
  return undefined;
}

const times = (factor: number, { coefficients }: Polynomial): Polynomial => ({
  coefficients: coefficients.map((c) => factor * c),
  merged: [],
});

const HALF_ONE_PLUS = [0.5, 0.5];
const ROOT_2_OVER_PI = Math.sqrt(2 / Math.PI);
const EXACT_GELU = { argument: [0, Math.SQRT1_2], approximate: 'none' };
const TANH_GELU = { argument: [0, ROOT_2_OVER_PI, 0, 0.044715 * ROOT_2_OVER_PI], approximate: 'tanh' };

/** x · ½ (1 + erf(x/√2)), x · ½ (1 + tanh(√(2/π) (x + 0.044715 x³))) */
const recoverGelu: Rule = (node, graph) => {
  if (node.op !== 'Mul') return undefined;
  const product = factorsOf(node, graph);
  const found = gateOf(product, ['Erf', 'Tanh'], graph);
  if (found === undefined || !isPolynomial(times(product.factor, found.gate), HALF_ONE_PLUS)) return undefined;
  const { argument, approximate } = found.core.op === 'Erf' ? EXACT_GELU : TANH_GELU;
  const inner = polynomialIn(found.x, found.core.inputs[0]!, graph);
  if (!isPolynomial(inner, argument)) return undefined;
  const merged = [...inner.merged, found.core, ...found.gate.merged, ...product.merged];
  return [standIn(node, 'Gelu', [found.x], { approximate }, merged)];
};

/** x · sigmoid(βx) = silu(βx) / β */
const recoverSilu: Rule = (node, graph) => {
  if (node.op !== 'Mul') return undefined;
  const product = factorsOf(node, graph);
  const found = gateOf(product, ['Sigmoid'], graph);
  if (found === undefined || product.factor !== 1 || !isPolynomial(found.gate, [0, 1])) return undefined;
  const inner = polynomialIn(found.x, found.core.inputs[0]!, graph);
  const slope = inner?.coefficients[1];
  if (slope === undefined || slope === 0 || !isPolynomial(inner, [0, slope])) return undefined;
  const merged = [...inner.merged, found.core, ...product.merged];
  if (slope === 1) return [standIn(node, 'Silu', [found.x], {}, merged)];
  const shape = graph.shapeOf(node.output);
  const number = (value: number) => graph.constant(node, { shape: [], data: Float64Array.of(value), dtype: 'float' });
  const whole = standIn(node, 'Mul', [], {}, merged);
  const [before, after] = [graph.fresh(node, shape), graph.fresh(node, shape)];
  return [
    { ...whole, id: before, output: before, inputs: [found.x, number(slope)] },
    { ...whole, id: after, output: after, op: 'Silu', inputs: [before] },
    { ...whole, inputs: [after, number(1 / slope)] },
  ];
};

/** The hard sigmoid of PyTorch, clip(x + 3, 0, 6) / 6, and that of Keras 2, clip(0.2 x + 0.5, 0, 1). */
const HARD = { alpha: 1 / 6, beta: 0.5 };
const HARD_KERAS = { alpha: 0.2, beta: 0.5 };

interface Found {
  readonly x: ValueId;
  readonly merged: readonly NetworkNode[];
}

/** The value x of which a clip times `factor` is the hard sigmoid with these parameters. */
function clippedLine(clip: NetworkNode, factor: number, { alpha, beta }: typeof HARD, graph: Graph): Found | undefined {
  if (clip.op !== 'Clip' || clip.attributes.min !== 0 || !near((clip.attributes.max as number) * factor, 1)) return undefined;
  const sum = graph.inner(clip.inputs[0]!);
  if (sum?.op !== 'Add' && sum?.op !== 'Mul') return undefined;
  // x may be any value that is neither a constant nor arithmetic on a constant.
  const x = unknownOf(sum, graph);
  const argument = x === undefined ? undefined : polynomialIn(x, sum.output, graph);
  if (argument === undefined || !isPolynomial(times(factor, argument), [beta, alpha])) return undefined;
  return { x: x!, merged: argument.merged };
}

/** The value x of which `value` times `factor` is PyTorch's hard sigmoid. */
function hardSigmoidOf(value: ValueId, factor: number, graph: Graph): Found | undefined {
  const node = graph.inner(value);
  if (
    node?.op === 'HardSigmoid' &&
    near(node.attributes.alpha as number, HARD.alpha) &&
    near(node.attributes.beta as number, HARD.beta)
  ) {
    return factor === 1 ? { x: node.inputs[0]!, merged: [node] } : undefined;
  }
  const line = node && clippedLine(node, factor, HARD, graph);
  return line && { ...line, merged: [...line.merged, node!] };
}

/** clip(x + 3, 0, 6) / 6, clip(0.2 x + 0.5, 0, 1) */
const recoverHardSigmoid: Rule = (node, graph) => {
  const line = clippedLine(node, 1, HARD_KERAS, graph);
  if (line !== undefined) return [standIn(node, 'HardSigmoid', [line.x], HARD_KERAS, line.merged)];
  if (node.op !== 'Mul') return undefined;
  const product = factorsOf(node, graph);
  const [value, ...others] = product.values;
  const found = value === undefined || others.length > 0 ? undefined : hardSigmoidOf(value, product.factor, graph);
  return found && [standIn(node, 'HardSigmoid', [found.x], HARD, [...found.merged, ...product.merged])];
};

/** x · hardsigmoid(x) */
const recoverHardSwish: Rule = (node, graph) => {
  if (node.op !== 'Mul') return undefined;
  const product = factorsOf(node, graph);
  if (product.values.length !== 2) return undefined;
  for (const [x, value] of [product.values, product.values.toReversed()] as readonly (readonly ValueId[])[]) {
    const found = hardSigmoidOf(value!, product.factor, graph);
    if (found?.x === x) return [standIn(node, 'HardSwish', [x!], {}, [...found!.merged, ...product.merged])];
  }
  return undefined;
};

/** x · tanh(softplus(x)) */
const recoverMish: Rule = (node, graph) => {
  if (node.op !== 'Mul') return undefined;
  for (const [x, value] of bothWays(node)) {
    const tanh = graph.inner(value, 'Tanh');
    const softplus = tanh && graph.inner(tanh.inputs[0]!, 'Softplus');
    if (softplus?.inputs[0] === x) return [standIn(node, 'Mish', [x], {}, [softplus, tanh!])];
  }
  return undefined;
};

/** 1 / (1 + e^−x) */
const recoverSigmoid: Rule = (node, graph) => {
  const sum = node.op === 'Reciprocal' ? graph.inner(node.inputs[0]!, 'Add') : undefined;
  for (const [value, one] of sum ? bothWays(sum) : []) {
    const exp = graph.inner(value, 'Exp');
    const minus = exp && graph.inner(exp.inputs[0]!, 'Neg');
    if (minus === undefined || graph.numberOf(one) !== 1) continue;
    return [standIn(node, 'Sigmoid', minus.inputs, {}, [minus, exp!, sum!])];
  }
  return undefined;
};

/** log(1 + e^x) */
const recoverSoftplus: Rule = (node, graph) => {
  const sum = node.op === 'Log' ? graph.inner(node.inputs[0]!, 'Add') : undefined;
  for (const [value, one] of sum ? bothWays(sum) : []) {
    const exp = graph.inner(value, 'Exp');
    if (exp !== undefined && graph.numberOf(one) === 1) return [standIn(node, 'Softplus', exp.inputs, {}, [exp, sum!])];
  }
  return undefined;
};

/** The rules of all activation functions. */
export const recoverActivation: readonly Rule[] = [
  recoverGelu,
  recoverSigmoid,
  recoverSilu,
  recoverSoftplus,
  recoverMish,
  recoverHardSwish,
  recoverHardSigmoid,
];
