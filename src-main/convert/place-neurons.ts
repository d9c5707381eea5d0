/**
 * Decides where neurons go (docs/algorithm.md §5): every ReLU becomes a neuron layer; in a network with smooth
 * activations or products a signed neuron layer stands in front of every convolution, linear layer and product operand.
 * Where neurons go does not depend on the plan, so that a plan can name the layers before anything is calibrated.
 */
import { modulePath, type Network, type NetworkNode, type SpikingForm, type ValueId } from '../../src-shared/network/index.ts';
import { operatorOf } from '../../src-shared/network/operators/index.ts';
import { moveMaxPooling } from './move-max-pooling.ts';

/** A place where a neuron layer goes. */
export interface NeuronSite {
  /** Layer name: what plans and reports call it. Unique in the network. */
  readonly name: string;
  readonly rule: 'relu' | 'signed';
  /** The ReLU it replaces, or the node in front of which it stands. */
  readonly node: string;
  /** Which input of that node. */
  readonly position: number;
  /** Value of the float network that it receives. */
  readonly input: ValueId;
}

/** A Network ready for choices: max pooling moved, neuron layers placed and named. */
export interface PlacedNetwork {
  readonly network: Network;
  readonly sites: readonly NeuronSite[];
}

/** Which inputs of a node are coded (depend on the network's input), and how the node acts in a spiking network. */
export interface NodeForm {
  readonly node: NetworkNode;
  readonly coded: readonly boolean[];
  readonly form: SpikingForm;
}

/** Operators that only move values around: what they pass on from a neuron is still spikes. */
const SHAPE_ONLY: ReadonlySet<string> = new Set(['Reshape', 'Transpose', 'Slice', 'Gather', 'Expand', 'DepthToSpace', 'SpaceToDepth']);

/** The spiking form of every node that depends on the input, in topological order. */
export function nodeForms(network: Network): NodeForm[] {
  const codedValues = new Set<ValueId>([network.input.value]);
  const forms: NodeForm[] = [];
  for (const node of network.nodes) {
    const coded = node.inputs.map((input) => codedValues.has(input));
    if (!coded.includes(true)) continue;
    codedValues.add(node.output);
    forms.push({ node, coded, form: operatorOf(node.op).spiking(coded, node.attributes) });
  }
  return forms;
}

/** Places neuron layers in a network as it was imported. */
export function placeNeurons(imported: Network): PlacedNetwork {
  const network = moveMaxPooling(imported);
  const forms = nodeForms(network);
  const smooth = hasSmoothParts(forms);
  const spikes = new Set<ValueId>();
  const name = layerNamer();
  const sites: NeuronSite[] = [];
  for (const { node, coded, form } of forms) {
    if (form === 'relu') {
      sites.push({ name: name(node.path, node.id), rule: 'relu', node: node.id, position: 0, input: node.inputs[0]! });
      spikes.add(node.output);
    } else if (smooth && operatorOf(node.op).counted?.(coded)) {
      const operands = coded.flatMap((isCoded, position) => (isCoded ? [position] : []));
      operands.forEach((position, index) => {
        const input = node.inputs[position]!;
        if (spikes.has(input)) return;
        const path = operands.length > 1 ? `${node.path}.neuron${index + 1}` : node.path;
        sites.push({ name: name(path, node.id), rule: 'signed', node: node.id, position, input });
      });
    } else if (SHAPE_ONLY.has(node.op) && spikes.has(node.inputs[0]!)) {
      spikes.add(node.output);
    }
  }
  return { network, sites };
}

/**
 * True where a smooth function or a product feeds a further counted layer. A softmax at the very end of a ReLU network does
 * not make it one.
 */
function hasSmoothParts(forms: readonly NodeForm[]): boolean {
  const smoothValues = new Set<ValueId>();
  return forms.some(({ node, coded, form }) => {
    const fedBySmooth = node.inputs.some((input) => smoothValues.has(input));
    if (fedBySmooth || form === 'expectation' || form === 'product') smoothValues.add(node.output);
    return form === 'product' || (fedBySmooth && operatorOf(node.op).counted?.(coded) !== undefined);
  });
}

/** Gives out layer names: the module path, made unique by the node's own name where modules repeat. */
export function layerNamer(): (path: string, nodeId: string) => string {
  const taken = new Set<string>();
  return (path, nodeId) => {
    const own = nodeId.split('/').at(-1) ?? nodeId;
    const candidates = [path || modulePath(nodeId), `${path}.${own}`];
    let name = candidates.find((candidate) => !taken.has(candidate));
    for (let count = 2; name === undefined; count++) {
      const numbered = `${path}.${own}.${count}`;
      if (!taken.has(numbered)) name = numbered;
    }
    taken.add(name);
    return name;
  };
}
