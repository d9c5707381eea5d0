/**
 * `inspect`: what conversion would make of every node of a model (docs/cli.md). Nodes are looked at in the network as it is
 * compiled, with bounded ReLUs split and max pooling moved, so that what is announced is what `convert` then makes.
 */
import { SpikeloomError } from '../../../src-shared/errors/index.ts';
import type { Message } from '../../../src-shared/message/index.ts';
import type { Network } from '../../../src-shared/network/index.ts';
import { describeShape } from '../../../src-shared/tensor/index.ts';
import { type NeuronSite, placeNeurons } from '../../convert/index.ts';
import { importOptions, type ModelInputOptions } from './load-model.ts';
import { type Fate, type NodeReport, preflight, readModel } from '../../onnx/index.ts';

export type NodeStatus = 'native' | 'rewritten' | 'real-valued' | 'blocked';

export interface InspectedNode {
  readonly name: string;
  readonly type: string;
  readonly status: NodeStatus;
  /** Operators it becomes, or a part of; none where it is computed on import or has no effect. */
  readonly into: readonly string[];
  /** Neuron layers that it becomes (`relu`) or that stand in front of it (`signed`), by the names that plans use. */
  readonly layers?: readonly string[];
  /** Why it is blocked and what to do, or why it is a real-valued unit. */
  readonly why?: Message;
}

export interface Inspection {
  readonly model: { readonly name: string; readonly file: string; readonly producer: string; readonly opset: number };
  readonly input: { readonly name: string; readonly shape: string };
  readonly outputs: readonly { readonly name: string; readonly shape: string }[];
  readonly nodes: readonly InspectedNode[];
  readonly totals: Readonly<Record<NodeStatus, number>>;
  readonly convertible: boolean;
  /** Layers of neurons, by the names that plans use; empty where nodes are blocked. */
  readonly layers: readonly { readonly name: string; readonly rule: 'relu' | 'signed' }[];
  /** Outputs that the file declares, whichever of them are imported. */
  readonly declared: readonly string[];
  /** True if there are quantised activations: they are read as floats if that is asked for, else blocked. */
  readonly quantised: boolean;
  /** Sentences on parts that were left out, or read otherwise than written. */
  readonly notes: readonly Message[];
}

const STATUS: Readonly<Record<Fate, NodeStatus>> = {
  native: 'native',
  rewritten: 'rewritten',
  folded: 'rewritten',
  'real-valued': 'real-valued',
  blocked: 'blocked',
  unchecked: 'blocked',
};

/** Inspects the model at `file`. Throws for what is no readable model; blocked nodes are in the result. */
export async function inspectModel(file: string, options: ModelInputOptions = {}): Promise<Inspection> {
  const model = await readModel(file);
  const sites: NeuronSite[] = [];
  const prepare = (imported: Network): Network => {
    if (imported.outputs.length === 0) return imported;
    const placed = placeNeurons(imported);
    sites.push(...placed.sites);
    return placed.network;
  };
  const { nodes: reports, convertible, network, outputs, quantised, notes } = preflight(model, importOptions(options), prepare);
  if (network.outputs.length === 0 && convertible) {
    throw new SpikeloomError('model.invalid', `${file} has no output; export the network again.`, { at: { file } });
  }
  const layersOf = Map.groupBy(sites, (site) => site.node);
  const nodes = reports.map((report) => inspected(report, layersOf));
  const totals: Record<NodeStatus, number> = { native: 0, rewritten: 0, 'real-valued': 0, blocked: 0 };
  for (const { status } of nodes) totals[status]++;
  const shape = (value: string): string => describeShape(network.shapes.get(value) ?? []);
  return {
    model: { name: network.name, file, producer: model.producer, opset: model.opset },
    input: { name: network.input.name, shape: shape(network.input.value) },
    outputs: outputs.map((one) => ({ name: one.name, shape: one.shape ? describeShape(one.shape) : '?' })),
    nodes,
    totals,
    convertible,
    layers: sites.map(({ name, rule }) => ({ name, rule })),
    declared: model.graph.outputs,
    quantised,
    notes,
  };
}

const REAL_VALUED = 'computed in real values on the running estimate (expectation compensation)';
/** The reason why a node behind a blocked one has no verdict. */
export const UNCHECKED = 'cannot be checked before the blocked nodes it depends on are replaced';

function inspected(
  { name, type, fate, into, nodes, forms, why }: NodeReport,
  layersOf: ReadonlyMap<string, readonly NeuronSite[]>,
): InspectedNode {
  const layers = nodes.flatMap((node) => (layersOf.get(node) ?? []).map((site) => site.name));
  const reason = fate === 'unchecked' ? UNCHECKED : (why ?? (forms.includes('expectation') ? REAL_VALUED : undefined));
  return {
    name,
    type,
    status: STATUS[fate],
    into,
    ...(layers.length === 0 ? {} : { layers }),
    ...(reason === undefined ? {} : { why: reason }),
  };
}
