/**
 * The graph that blocked-model.ts writes. It remembers for every value which names hold it: one in the plain layout `[N, C, H, W]`,
 * one in the blocked layout `[N, C/b, H, W, b]`, or both. A value is reordered when a node first wants it in the other layout.
 */
import type { Model } from '../../../../src-shared/lowering/index.ts';
import type { ValueId } from '../../../../src-shared/network/index.ts';
import { isBatchSize, type Shape } from '../../../../src-shared/tensor/index.ts';
import { ATTRIBUTE, type GraphProto, type NodeProto, type TensorProto } from '../../../onnx/proto/types.ts';

/** The operator set of the blocked layout. */
export const NCHWC = { domain: 'com.microsoft.nchwc', version: 1 } as const;

export interface Blocking {
  /** Channels b of a block. */
  readonly block: number;
  /** The model's inputs and output that are blocked. */
  readonly values: ReadonlySet<ValueId>;
}

/** A node as it is written; decoded nodes fit too. */
export interface WrittenNode {
  readonly name: string;
  readonly opType: string;
  readonly domain: string;
  readonly input: readonly string[];
  readonly output: readonly string[];
  readonly attribute: readonly object[];
}

export interface BlockedGraph extends Blocking {
  /** Constants of the plain model by name. */
  readonly weights: ReadonlyMap<string, TensorProto>;
  /** How often nodes of the plain model read a value. */
  readonly uses: ReadonlyMap<string, number>;
  readonly output: ValueId;
  readonly nodes: WrittenNode[];
  /** Weights in the order of the blocked layout, by name. */
  readonly added: Map<string, object>;
  /** Values that have a plain form by now. */
  readonly plain: Set<ValueId>;
  /** Names of the blocked forms that there are by now, by the value's name in the plain model. */
  readonly blocked: Map<ValueId, string>;
  readonly shapes: ReadonlyMap<ValueId, Shape>;
  /** Shapes of values that exist only inside an operator's ONNX form: the network does not know them. */
  readonly inner: Map<ValueId, Shape>;
}

/** A graph without nodes for this model. */
export function startGraph(graph: GraphProto, model: Model, shapes: BlockedGraph['shapes'], blocking: Blocking): BlockedGraph {
  const { values } = blocking;
  const weights = new Map(graph.initializer.map((tensor) => [tensor.name, tensor]));
  const uses = new Map<string, number>();
  for (const name of graph.node.flatMap((node) => node.input)) uses.set(name, (uses.get(name) ?? 0) + 1);
  return {
    ...blocking,
    weights,
    uses,
    output: model.outputs[0]!,
    nodes: [],
    added: new Map(),
    plain: new Set([...weights.keys(), ...model.inputs.filter((input) => !values.has(input))]),
    blocked: new Map(model.inputs.filter((input) => values.has(input)).map((input) => [input, input])),
    shapes,
    inner: new Map(),
  };
}

export const shapeOf = ({ shapes, inner }: BlockedGraph, value: ValueId): Shape | undefined =>
  shapes.get(value) ?? inner.get(value);

/** Adds a node of the blocked operator set that computes `result`. */
export function emit(
  { nodes }: BlockedGraph,
  opType: string,
  input: readonly string[],
  result: string,
  attribute: readonly object[] = [],
): void {
  nodes.push({ name: `${nodes.length}`, opType, domain: NCHWC.domain, input, output: [result], attribute });
}

/** Adds a node of the plain model as it is, with these names. */
export function copyNode({ nodes }: BlockedGraph, node: NodeProto, input: readonly string[], output: readonly string[]): void {
  nodes.push({ ...node, name: `${nodes.length}`, input, output });
}

/** Name of a value's plain form. */
export const plainName = ({ values }: BlockedGraph, value: ValueId): string => (values.has(value) ? `${value}:plain` : value);

/** Enters that a value has a blocked form; returns its name. */
export function enterBlocked({ output, values, blocked }: BlockedGraph, value: ValueId): string {
  const name = value === output && values.has(output) ? output : `${value}:blocked`;
  blocked.set(value, name);
  return name;
}

/** The name of a value in the plain layout; reorders the value if it has no plain form. The name of an absent input is `''`. */
export function asPlain(graph: BlockedGraph, value: ValueId): string {
  if (value === '') return value;
  const name = plainName(graph, value);
  if (graph.plain.has(value)) return name;
  const channels = { name: 'channels', type: ATTRIBUTE.int, i: shapeOf(graph, value)?.[1] ?? 0 };
  emit(graph, 'ReorderOutput', [graph.blocked.get(value)!], name, [channels]);
  graph.plain.add(value);
  return name;
}

/** The name of a value in the blocked layout; reorders the value if it has no blocked form. */
export function asBlocked(graph: BlockedGraph, value: ValueId): string {
  const known = graph.blocked.get(value);
  if (known !== undefined) return known;
  const name = enterBlocked(graph, value);
  emit(graph, 'ReorderInput', [plainName(graph, value)], name);
  return name;
}

/** True for a shape that may be blocked: images `[N, C, H, W]` with the batch outermost and whole blocks of channels. */
export function isBlockable(shape: Shape | undefined, block: number): boolean {
  return shape?.length === 4 && shape[1]! % block === 0 && isBatchSize(shape[0]!);
}
