/** The fate of every node of an ONNX file: the data behind `inspect`. */
import { type Message, withTexts } from '../../src-shared/message/index.ts';
import type { Network, NetworkNode, SpikingForm, ValueId } from '../../src-shared/network/index.ts';
import { operatorOf } from '../../src-shared/network/operators/index.ts';
import { placeOf } from './reader-error.ts';
import type { Translation } from './translate.ts';
import type { Blocked } from './visit-nodes.ts';

/**
 * - `native`: became one operator that the spiking network has too.
 * - `rewritten`: was merged with others, split, or expressed by other operators (`into`).
 * - `real-valued`: became one operator that stays a real-valued unit (expectation compensation).
 * - `folded`: was computed on import or had no effect; nothing of it is left.
 * - `blocked`: is not supported (`why`).
 * - `unchecked`: depends on a blocked node, so that it is not known whether it is supported.
 */
export type Fate = 'native' | 'rewritten' | 'real-valued' | 'folded' | 'blocked' | 'unchecked';

export interface NodeReport {
  /** Name and operator type in the file. */
  readonly name: string;
  readonly type: string;
  readonly fate: Fate;
  /** Operators of the network that the node became, or a part of which it became. */
  readonly into: readonly string[];
  /** Nodes of the network that stand for the file's node. */
  readonly nodes: readonly string[];
  /** The spiking forms of these nodes. */
  readonly forms: readonly SpikingForm[];
  /** One line: why the node is blocked and what to do, or why nothing is left of it. */
  readonly why?: Message;
}

/** Values that depend on the network's input. */
export function codedValues(network: Network, inputs: Iterable<ValueId> = [network.input.value]): Set<ValueId> {
  const coded = new Set(inputs);
  for (const node of network.nodes) if (node.inputs.some((value) => coded.has(value))) coded.add(node.output);
  return coded;
}

function byOrigin(nodes: readonly NetworkNode[]): Map<string, NetworkNode[]> {
  const origins = new Map<string, NetworkNode[]>();
  for (const node of nodes) {
    for (const name of node.from) {
      const known = origins.get(name);
      if (known === undefined) origins.set(name, [node]);
      else known.push(node);
    }
  }
  return origins;
}

const unique = <T>(values: readonly T[]): T[] => [...new Set(values)];

/** The sentence of an error without the node's name, which the entry has. */
function reasonOf({ node, error }: Blocked): Message {
  const place = placeOf(node, error.at.file ?? '');
  return withTexts(error.sentence, (text) => (text.startsWith(place) ? text.slice(place.length) : text));
}

const LEFT_OUT = 'needed for an output only that is left out';

/**
 * The report of a translation, for the network that the passes made of it. Every node appears once, in topological order; nodes
 * that were left out are last.
 */
export function reportOf(translation: Translation, network: Network): NodeReport[] {
  const blocked = new Map(translation.blocked.map((one) => [one.node.name, reasonOf(one)]));
  const unreached = new Set(translation.unreached.map((node) => node.name));
  const raw = byOrigin(translation.parts.nodes);
  const final = byOrigin(network.nodes);
  const coded = codedValues(network, [network.input.value, ...translation.guessed]);
  const formOf = (node: NetworkNode): SpikingForm =>
    operatorOf(node.op).spiking(
      node.inputs.map((value) => coded.has(value)),
      node.attributes,
    );

  const leftOut = translation.leftOut.map(
    ({ name, type }): NodeReport => ({ name, type, fate: 'folded', into: [], nodes: [], forms: [], why: LEFT_OUT }),
  );
  const looked = translation.order.map(({ name, type }): NodeReport => {
    const nodes = final.get(name) ?? [];
    const into = unique(nodes.map((node) => node.op));
    const forms = unique(nodes.map(formOf));
    const entry = { name, type, into, forms, nodes: nodes.map((node) => node.id) };
    const why = blocked.get(name);
    if (why !== undefined) return { ...entry, fate: 'blocked', why };
    if (unreached.has(name)) return { ...entry, fate: 'unchecked' };
    if (nodes.length === 0) return { ...entry, fate: 'folded' };
    const before = raw.get(name) ?? [];
    if (nodes.length > 1 || before.length > 1 || before[0]?.op !== into[0]) return { ...entry, fate: 'rewritten' };
    return { ...entry, fate: forms[0] === 'expectation' ? 'real-valued' : 'native' };
  });
  return [...looked, ...leftOut];
}
