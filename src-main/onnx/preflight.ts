/**
 * Preflight: finds out whether a model can be converted, and the fate of each of its nodes. It goes on after a node that is not
 * supported.
 */
import type { Message } from '../../src-shared/message/index.ts';
import type { Network } from '../../src-shared/network/index.ts';
import type { Shape } from '../../src-shared/tensor/index.ts';
import type { ImportOptions } from './graph-input.ts';
import { rawNetwork } from './import-network.ts';
import type { OnnxModel } from './model.ts';
import { simplify } from './passes/index.ts';
import { type Fate, type NodeReport, reportOf } from './report.ts';
import { translate } from './translate.ts';

export interface Preflight {
  /** Every node of the file once, in topological order. */
  readonly nodes: readonly NodeReport[];
  readonly totals: Readonly<Record<Fate, number>>;
  /** True if nothing is blocked. */
  readonly convertible: boolean;
  /** The network; if nodes are blocked, the part of it that could be made. */
  readonly network: Network;
  /** The model's outputs. If nodes are blocked, a shape that is not known is left out. */
  readonly outputs: readonly { readonly name: string; readonly shape?: Shape }[];
  /** True if the model has quantised activations, read as floats or blocked. */
  readonly quantised: boolean;
  /** Sentences on parts of the file that were left out, or read in another way than they are written. */
  readonly notes: readonly Message[];
}

/**
 * Examines every node of a model. Throws as `importNetwork` does, except for errors of single nodes, which are in the result.
 * `prepare` changes the network as a conversion does before it compiles it; the report is about the changed network. It is not
 * called if nodes are blocked.
 */
export function preflight(
  model: OnnxModel,
  options: ImportOptions = {},
  prepare: (network: Network) => Network = (network) => network,
): Preflight {
  const translation = translate(model, options);
  const network = simplify(rawNetwork(model, translation));
  const nodes = reportOf(translation, translation.blocked.length === 0 ? prepare(network) : network);
  const totals: Record<Fate, number> = { native: 0, rewritten: 0, 'real-valued': 0, folded: 0, blocked: 0, unchecked: 0 };
  for (const { fate } of nodes) totals[fate]++;
  const { wanted: outputs, quantised, notes } = translation;
  return { nodes, totals, convertible: totals.blocked === 0, network, outputs, quantised, notes };
}
