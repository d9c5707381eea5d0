/** Preflight: can this model be converted, and what will become of each of its nodes? Goes on past what is not supported. */
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
  /** True where nothing is blocked. */
  readonly convertible: boolean;
  /** The network; where nodes are blocked, as far as it could be made. */
  readonly network: Network;
  /** The model's outputs, each with its shape as far as that is known where nodes are blocked. */
  readonly outputs: readonly { readonly name: string; readonly shape?: Shape }[];
  /** True if the model has quantised activations, read as floats or blocked. */
  readonly quantised: boolean;
  /** Sentences on what was left out or read otherwise than written. */
  readonly notes: readonly Message[];
}

/**
 * Looks at every node of a model. Errors: as `importNetwork`, but for those of single nodes, which are in the result.
 * `prepare` is what a conversion does to the network before it compiles it: nodes are reported as what they are then. It is not
 * called where nodes are blocked.
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
