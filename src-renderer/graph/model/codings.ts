/**
 * Which coding travels along which edge by a plan, and where a transcoder stands: where operands of one operator come in different
 * codings, those that are not in the plan's own coding pass one (docs/algorithm.md §8; the same rule as src-main/convert/compile.ts).
 */
import type { Graph } from '../../../src-shared/contract/index.ts';
import { type Coding, type LayerSettings, networkCodingOf, type Plan } from '../../../src-shared/plan/index.ts';
import { valueCoding } from '../../../src-shared/units/index.ts';

export interface EdgeCodings {
  /** Coding of what a graph node (or the network's input) sends. */
  readonly of: ReadonlyMap<string, Coding>;
  /** Edges with a transcoder, as `reader\nposition`. */
  readonly transcoders: ReadonlyMap<string, Transcoder>;
}

export interface Transcoder {
  readonly from: Coding;
  readonly to: Coding;
  /** Node in front of which it stands. */
  readonly node: string;
}

export const edgeKey = (reader: string, position: number): string => `${reader}\n${position}`;

/** Follows codings from the network's input on. `settings`: of every neuron layer, by name. */
export function edgeCodings(graph: Graph, plan: Plan, settings: ReadonlyMap<string, LayerSettings>): EdgeCodings {
  const network = networkCodingOf(plan);
  const of = new Map<string, Coding>([[graph.input.id, network]]);
  const transcoders = new Map<string, Transcoder>();
  for (const { id, inputs, layer } of graph.nodes) {
    const own = layer === null ? undefined : settings.get(layer)?.coding;
    const received = inputs.map((input) => of.get(input) ?? network);
    const meet = new Set(received.map(valueCoding)).size > 1;
    if (meet) {
      received.forEach((from, position) => {
        if (valueCoding(from) === valueCoding(network)) return;
        transcoders.set(edgeKey(id, position), { from, to: network, node: id });
      });
    }
    of.set(id, own ?? (meet ? network : (received[0] ?? network)));
  }
  return { of, transcoders };
}
