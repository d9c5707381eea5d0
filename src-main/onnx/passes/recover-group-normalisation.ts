/**
 * Recovers GroupNormalization. Exporters before operator set 18 write it as Reshape, InstanceNormalization of the groups, and
 * Reshape back. For scale and bias per channel see absorb-parameters.ts.
 */
import type { NetworkNode, ValueId } from '../../../src-shared/network/index.ts';
import type { Shape } from '../../../src-shared/tensor/index.ts';
import { bothWays } from './expression.ts';
import { type Graph, type Rule, standIn } from './rewrite.ts';

/** True if `grouped` is `[N, G, …]` and `shape` is `[N, C, …]`, with C a multiple of G. */
const isGrouped = (grouped: Shape, shape: Shape): boolean =>
  grouped.length > 2 && grouped[0] === shape[0] && shape.length > 2 && shape[1]! % grouped[1]! === 0;

/** Reshape · InstanceNormalization · Reshape back, with one scale and one bias for every group. */
export const recoverGroupNormalisation: Rule = (node, graph) => {
  const normal = node.op === 'Reshape' ? graph.inner(node.inputs[0]!, 'InstanceNormalization') : undefined;
  const opened = normal && graph.inner(normal.inputs[0]!, 'Reshape');
  if (normal === undefined || opened === undefined) return undefined;
  const x = opened.inputs[0]!;
  const shape = graph.shapeOf(x);
  const grouped = graph.shapeOf(opened.output);
  if (graph.shapeOf(node.output).join() !== shape.join() || !isGrouped(grouped, shape)) return undefined;
  const perChannel = normal.inputs.slice(1).map((value) => spread(value, node, shape[1]!, graph));
  const [scale, bias] = perChannel;
  if (scale === undefined || bias === undefined) return undefined;
  const attributes = { groups: grouped[1]!, epsilon: normal.attributes.epsilon! };
  return [standIn(node, 'GroupNormalization', [x, scale, bias], attributes, [opened, normal])];
};

/** Values of the groups, repeated for every channel. */
function spread(value: ValueId, node: NetworkNode, channels: number, graph: Graph): ValueId | undefined {
  const constant = graph.constantOf(value);
  if (constant === undefined) return undefined;
  const size = channels / constant.data.length;
  const data = Float32Array.from({ length: channels }, (_, channel) => constant.data[Math.floor(channel / size)]!);
  return graph.constant(node, { shape: [channels], data, dtype: 'float' });
}

/**
 * A scale or a bias per channel after a GroupNormalization or InstanceNormalization, merged into the node's own scale and bias.
 */
export const absorbIntoGroups: Rule = (node, graph) => {
  if (node.op !== 'Mul' && node.op !== 'Add') return undefined;
  for (const [value, other] of bothWays(node)) {
    const normal = graph.inner(value);
    const constant = graph.constantOf(other);
    if (constant === undefined || (normal?.op !== 'GroupNormalization' && normal?.op !== 'InstanceNormalization')) continue;
    const shape = graph.shapeOf(normal.output);
    const own = [...new Array<number>(Math.max(0, shape.length - constant.shape.length)).fill(1), ...constant.shape];
    if (own.length > shape.length || own.some((size, axis) => size !== 1 && (axis !== 1 || size !== shape[1]))) continue;
    const [scale, bias] = [1, 2].map((index) => graph.constantOf(normal.inputs[index]!));
    if (scale === undefined || bias === undefined) continue;
    const at = (channel: number) => constant.data[constant.data.length === 1 ? 0 : channel]!;
    const changed = (before: typeof scale, f: (old: number, channel: number) => number): ValueId => {
      const data = Float32Array.from(before.data, f);
      return graph.constant(node, { shape: [data.length], data, dtype: 'float' });
    };
    const product = (old: number, channel: number) => old * at(channel);
    const sum = (old: number, channel: number) => old + at(channel);
    const inputs =
      node.op === 'Mul'
        ? [normal.inputs[0]!, changed(scale, product), changed(bias, product)]
        : [normal.inputs[0]!, normal.inputs[1]!, changed(bias, sum)];
    return [standIn(node, normal.op, inputs, normal.attributes, [normal])];
  }
  return undefined;
};
