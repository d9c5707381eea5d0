/**
 * Attention masks of −∞. Spikes cannot carry an infinite constant, but in front of a softmax a number far below every score has the same
 * effect: its exponential is 0. The other uses of −∞ are left, and `checkConstants` refuses them.
 */
import type { Network, NetworkNode, ValueId } from '../../../src-shared/network/index.ts';
import { MASKED } from '../../../src-shared/network/operators/attention.ts';
import { elementwise, rowsOf } from '../../../src-shared/network/operators/support/broadcast.ts';
import type { Shape, Tensor } from '../../../src-shared/tensor/index.ts';
import { modelError } from '../model-error.ts';
import { bothWays } from './expression.ts';
import { type Graph, type Rule, rewriteAll, standIn } from './rewrite.ts';

const sumOfRows = rowsOf((a, b) => a + b);

const holdsMinusInfinity = ({ data }: Tensor): boolean => data.includes(-Infinity);

/**
 * True if a constant that is added to a value of the shape `whole` makes a row along `axis` −∞ throughout. A causal mask `[q, k]` hides no row
 * along k.
 */
function hidesARow({ shape, data }: Tensor, whole: Shape, axis: number): boolean {
  const own = axis - (whole.length - shape.length);
  // A constant without that axis, or with size 1 there, hides all entries of a row or none.
  if (own < 0 || shape[own] === 1) return true;
  const stride = shape.slice(own + 1).reduce((product, size) => product * size, 1);
  const length = shape[own]!;
  for (let row = 0; row < data.length / length; row++) {
    const first = Math.floor(row / stride) * stride * length + (row % stride);
    let at = 0;
    while (at < length && data[first + at * stride] === -Infinity) at++;
    if (at === length) return true;
  }
  return false;
}

/** The sums with constants in front of a softmax, the last one first, as far as nothing else reads them. */
function sumsBefore(
  value: ValueId,
  graph: Graph,
): { readonly sum: NetworkNode; readonly mask: ValueId; readonly scores: ValueId }[] {
  const sum = graph.inner(value, 'Add');
  const [mask, scores] = (sum && bothWays(sum).find(([one]) => graph.constantOf(one) !== undefined)) ?? [];
  if (sum === undefined || mask === undefined || scores === undefined) return [];
  return [{ sum, mask, scores }, ...sumsBefore(scores, graph)];
}

const finite = (mask: Tensor): Tensor => ({ ...mask, data: Float32Array.from(mask.data, (value) => Math.max(value, MASKED)) });

/** Softmax of scores plus masks with −∞: numbers take the place of −∞, unless a row would have no entry left. */
const finiteMasks: Rule = (node, graph) => {
  if (node.op !== 'Softmax') return undefined;
  const sums = sumsBefore(node.inputs[0]!, graph);
  const masks = sums.map(({ mask }) => graph.constantOf(mask)!).filter(holdsMinusInfinity);
  if (masks.length === 0) return undefined;
  const together = masks.reduce((a, b) => elementwise(a, b, 'float', sumOfRows));
  if (hidesARow(together, graph.shapeOf(node.output), node.attributes['axis'] as number)) return undefined;
  let value = sums.at(-1)!.scores;
  const replacement: NetworkNode[] = [];
  for (const { sum, mask } of sums.toReversed()) {
    const given = graph.constantOf(mask)!;
    const number = holdsMinusInfinity(given) ? graph.constant(sum, finite(given)) : mask;
    const output = graph.fresh(sum, graph.shapeOf(sum.output));
    replacement.push({ ...standIn(sum, 'Add', [value, number], sum.attributes), output });
    value = output;
  }
  return [...replacement, standIn(node, 'Softmax', [value], node.attributes)];
};

/** The network with numbers in place of −∞ in the masks of its attention. */
export const maskScores = (network: Network): Network => rewriteAll(network, finiteMasks);

/**
 * Refuses a network that computes with a constant that is infinite or not a number. A single value may be infinite (a bound of a Clip).
 * `weights`: names of the weights of the file. Error: `model.invalid`.
 */
export function checkConstants({ nodes, constants }: Network, weights: ReadonlyMap<string, Tensor>, file: string): void {
  for (const { id, inputs } of nodes)
    for (const input of inputs) {
      const { data } = constants.get(input) ?? {};
      const index = data === undefined || data.length === 1 ? -1 : data.findIndex((one: number) => !Number.isFinite(one));
      if (data === undefined || index < 0) continue;
      const what = weights.has(input) ? `weight ${input}` : `a constant of node ${id}`;
      const rule =
        data[index] === -Infinity
          ? '-Infinity may only mask scores in front of a softmax, and must leave an entry in each row; '
          : '';
      const message = `${file}: ${what} holds ${data[index]} (value ${index} of ${data.length}); ${rule}train or export the network again.`;
      throw modelError('model.invalid', message, { file, node: id });
    }
}
