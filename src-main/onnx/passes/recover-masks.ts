/**
 * Recovers functions that are written with comparisons: ReLU, clip, leaky ReLU and absolute value as a choice between values
 * (Where), or as a product with a mask, in any order. Other masks stay real-valued units.
 */
import type { NetworkNode, OpName, ValueId } from '../../../src-shared/network/index.ts';
import { DEEPEST, isContinuous, type KnownFunctions, MOST_NODES, type Piecewise, piecewiseIn } from './piecewise.ts';
import { type Graph, type Rule, standIn } from './rewrite.ts';

/** Operators that formulas with comparisons consist of. */
const ARITHMETIC: ReadonlySet<OpName> = new Set(['Add', 'Mul', 'Neg']);

/** The first step function among the operands of a sum or product. */
function stepIn(node: NetworkNode, graph: Graph, seen = new Set<NetworkNode>(), depth = DEEPEST): NetworkNode | undefined {
  if (node.op === 'Step') return node;
  if (seen.has(node) || seen.size >= MOST_NODES) return undefined;
  seen.add(node);
  if (depth === 0 || !ARITHMETIC.has(node.op)) return undefined;
  for (const input of node.inputs) {
    const inner = graph.producer(input);
    const found = inner && stepIn(inner, graph, seen, depth - 1);
    if (found !== undefined) return found;
  }
  return undefined;
}

/**
 * Candidates for x: the compared value, and the values that it is computed from by a negation, or by a sum or product with a
 * number.
 */
function* originsOf(value: ValueId, graph: Graph): Generator<ValueId> {
  let at = value;
  for (let depth = 0; depth < DEEPEST; depth++) {
    yield at;
    const node = graph.producer(at);
    if (node === undefined || !ARITHMETIC.has(node.op)) return;
    const unknown = node.inputs.filter((input) => graph.numberOf(input) === undefined);
    if (unknown.length !== 1) return;
    at = unknown[0]!;
  }
}

interface Recovered {
  readonly op: OpName;
  readonly attributes?: NetworkNode['attributes'];
}

function recovered({ breaks, lines }: Piecewise): Recovered | undefined {
  const form = lines.map(({ slope }) => slope).join();
  const isProportional = lines.every(({ offset }) => offset === 0);
  const isIdentity = (at: number): boolean => lines[at]!.offset === 0;
  const [first, second] = breaks;
  if (form === '0,1' && isIdentity(1)) return first === 0 ? { op: 'Relu' } : { op: 'Clip', attributes: { min: first! } };
  if (form === '1,0' && isIdentity(0)) return { op: 'Clip', attributes: { max: first! } };
  if (form === '0,1,0' && isIdentity(1)) return { op: 'Clip', attributes: { min: first!, max: second! } };
  if (form === '-1,1' && isProportional) return { op: 'Abs' };
  if (lines.length === 2 && lines[1]!.slope === 1 && isProportional) {
    return { op: 'LeakyRelu', attributes: { alpha: lines[0]!.slope } };
  }
  return undefined;
}

function recover(node: NetworkNode, graph: Graph): readonly NetworkNode[] | undefined {
  const step = stepIn(node, graph);
  if (step === undefined) return undefined;
  for (const x of originsOf(step.inputs[0]!, graph)) {
    const known: KnownFunctions = new Map();
    const found = piecewiseIn(x, node.output, graph, known);
    const made = found && isContinuous(found) ? recovered(found) : undefined;
    if (made === undefined) continue;
    const merged = [...known.keys()].flatMap((value) => (value === node.output ? [] : [graph.producer(value)!]));
    return [standIn(node, made.op, [x], made.attributes ?? {}, merged)];
  }
  return undefined;
}

/** Choices, which are sums. They are recovered first, since a part of a choice may look like another pattern. */
export const recoverChoice: Rule = (node, graph) => (node.op === 'Add' ? recover(node, graph) : undefined);

/** Products with a mask. */
export const recoverGate: Rule = (node, graph) => (node.op === 'Mul' ? recover(node, graph) : undefined);
