/** Recognises 1/√(variance + ε) in a graph, in all forms that exporters write. */
import type { NetworkNode, ValueId } from '../../../src-shared/network/index.ts';
import { axesOf, bothWays, isReduction } from './expression.ts';
import type { Graph } from './rewrite.ts';

/** 1/√(spread + ε). The spread is a variance (`of`) or a mean of squares (`raw`) over `axes`. */
export interface Root {
  /** x, if the spread is mean((x − mean(x))²) or mean(x²) − mean(x)². */
  readonly of?: ValueId;
  /** d, if the spread is mean(d²). */
  readonly raw?: ValueId;
  readonly axes: readonly number[];
  readonly epsilon: number;
  readonly merged: readonly NetworkNode[];
}

type Found<T> = (T & { readonly merged: readonly NetworkNode[] }) | undefined;

/** d², as a power or a product. */
function squareOf(value: ValueId, graph: Graph): Found<{ readonly base: ValueId }> {
  const node = graph.producer(value);
  const [a, b] = node?.inputs ?? [];
  if (node?.op === 'Pow' && graph.numberOf(b!) === 2) return { base: a!, merged: [node] };
  if (node?.op === 'Mul' && a === b) return { base: a!, merged: [node] };
  return undefined;
}

/** The value under 1/√…, written as the reciprocal of a root or as the power −½. */
function underRoot(value: ValueId, graph: Graph): Found<{ readonly under: ValueId }> {
  const outer = graph.producer(value);
  if (outer?.op === 'Pow' && graph.numberOf(outer.inputs[1]!) === -0.5) return { under: outer.inputs[0]!, merged: [outer] };
  const root = outer?.op === 'Reciprocal' ? graph.producer(outer.inputs[0]!) : undefined;
  const power = root?.op === 'Pow' && graph.numberOf(root.inputs[1]!) === 0.5;
  return root?.op === 'Sqrt' || power ? { under: root!.inputs[0]!, merged: [outer!, root!] } : undefined;
}

/** The x of d = x − mean(x) over these axes. */
export function centred(d: ValueId, axes: readonly number[], graph: Graph): Found<{ readonly x: ValueId }> {
  const sum = graph.producer(d, 'Add');
  for (const [x, negative] of sum ? bothWays(sum) : []) {
    const minus = graph.producer(negative, 'Neg');
    const mean = minus && graph.producer(minus.inputs[0]!, 'ReduceMean');
    if (!isReduction(mean, axes) || mean.inputs[0] !== x) continue;
    return { x, merged: [sum!, minus!, mean] };
  }
  return undefined;
}

type Spread = Pick<Root, 'of' | 'raw' | 'axes' | 'merged'>;

/** mean(d²), and with it mean((x − mean(x))²). */
function meanSquare(value: ValueId, graph: Graph): Spread | undefined {
  const mean = graph.producer(value, 'ReduceMean');
  const square = mean && squareOf(mean.inputs[0]!, graph);
  if (mean === undefined || square === undefined || mean.attributes.keepdims !== 1) return undefined;
  const axes = axesOf(mean);
  const centre = centred(square.base, axes, graph);
  const merged = [mean, ...square.merged, ...(centre?.merged ?? [])];
  return { raw: square.base, ...(centre ? { of: centre.x } : {}), axes, merged };
}

/** mean(x²) − mean(x)², cut at 0 or not. */
function differenceOfSquares(value: ValueId, graph: Graph): Spread | undefined {
  const cut = graph.producer(value, 'Relu');
  const sum = graph.producer(cut?.inputs[0] ?? value, 'Add');
  for (const [left, negative] of sum ? bothWays(sum) : []) {
    const minus = graph.producer(negative, 'Neg');
    const squares = minus && meanSquare(left, graph);
    const square = minus && squareOf(minus.inputs[0]!, graph);
    const mean = square && graph.producer(square.base, 'ReduceMean');
    if (squares?.raw === undefined || !isReduction(mean, squares.axes) || mean.inputs[0] !== squares.raw) continue;
    const merged = [...squares.merged, ...square!.merged, mean, minus!, sum!, ...(cut ? [cut] : [])];
    return { of: squares.raw, axes: squares.axes, merged };
  }
  return undefined;
}

/** The root that a value is; undefined if it is none. */
export function rootOf(value: ValueId, graph: Graph): Root | undefined {
  const root = underRoot(value, graph);
  const sum = root && graph.producer(root.under, 'Add');
  for (const [left, right] of sum ? bothWays(sum) : []) {
    const epsilon = graph.numberOf(right);
    const spread = epsilon === undefined ? undefined : (differenceOfSquares(left, graph) ?? meanSquare(left, graph));
    if (epsilon === undefined || spread === undefined) continue;
    return { ...spread, epsilon, merged: [...root!.merged, sum!, ...spread.merged] };
  }
  return undefined;
}
