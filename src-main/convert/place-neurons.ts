/**
 * Decides where neurons go (docs/algorithm.md §5). Every ReLU becomes a neuron layer. In a network with smooth activations or
 * products, a signed neuron layer stands in front of every convolution, linear layer and operand of a matrix product. The places
 * do not depend on the plan, so that a plan can name the layers before anything is calibrated.
 */
import { SpikeloomError } from '../../src-shared/errors/index.ts';
import { type Network, type NetworkNode, type ValueId, uniqueNames } from '../../src-shared/network/index.ts';
import { countedKind } from '../../src-shared/network/operators/index.ts';
import { batchOuter } from '../../src-shared/spiking/batch-layout.ts';
import { isMoving } from '../../src-shared/spiking/spike-quanta.ts';
import { batchFirstDetour, type Detour, isBatchFirst } from './batch-first.ts';
import { gatherBoundedRelus, splitBoundedRelus } from './bound-relu.ts';
import { layerNamer } from './layer-names.ts';
import { moveMaxPooling } from './move-max-pooling.ts';
import { hasSmoothParts, nodeForms, type NodeForm } from './node-forms.ts';

/** A place where a neuron layer goes. */
export interface NeuronSite {
  /** Name of the layer in plans and reports. Unique in the network. */
  readonly name: string;
  readonly rule: 'relu' | 'signed';
  /** The ReLU it replaces, or the node in front of which it stands. */
  readonly node: string;
  /** Index of the node's input. */
  readonly position: number;
  /** The value of the float network that the layer receives. */
  readonly input: ValueId;
}

/** A Network ready for choices: max pooling moved, neuron layers placed and named. */
export interface PlacedNetwork {
  readonly network: Network;
  readonly sites: readonly NeuronSite[];
}

/**
 * Places neuron layers in an imported network. Bounded ReLUs are split in two (bound-relu.ts), max pooling is moved in front of
 * its ReLU, and neurons get their input with the batch first (batch-first.ts). Throws `model.batch` if the batch of a neuron
 * layer's input cannot be followed.
 */
export function placeNeurons(imported: Network): PlacedNetwork {
  const { network, bounds, differences } = splitBoundedRelus(moveMaxPooling(gatherBoundedRelus(imported)));
  const forms = nodeForms(network);
  refuseConstantOutputs(network, forms);
  const formOf = new Map(forms.map((form) => [form.node, form]));
  const smooth = hasSmoothParts(forms);
  const placing = startPlacing(network);
  for (const node of network.nodes) {
    const form = formOf.get(node);
    if (form?.form === 'relu') placing.relu(node, bounds.get(node.id));
    else if (form && smooth && countedKind(node, form.coded)) placing.operands(node, form.coded);
    else placing.pass(node, differences.has(node.output));
  }
  return placing.result();
}

function startPlacing(network: Network) {
  const shapes = new Map(network.shapes);
  const outers = batchOuter(network);
  const unique = uniqueNames(new Set([...shapes.keys(), ...network.nodes.map((node) => node.id)]), '.');
  const name = layerNamer();
  const nodes: NetworkNode[] = [];
  const sites: NeuronSite[] = [];
  const spikes = new Set<ValueId>();

  const detourOf = (node: NetworkNode, value: ValueId): Detour | undefined => {
    const outer = outers.get(value)!;
    return isBatchFirst(shapes.get(value)!, outer) ? undefined : batchFirstDetour(node, value, outer, shapes, unique);
  };

  /** Puts signed neurons in front of one operand; returns the operand to read instead. */
  const front = (node: NetworkNode, position: number, path: string): ValueId => {
    const input = node.inputs[position]!;
    const site = { name: name(path, node.id), rule: 'signed' } as const;
    const detour = detourOf(node, input);
    if (!detour) {
      sites.push({ ...site, node: node.id, position, input });
      return input;
    }
    const output = unique(`${input}:in-order`);
    shapes.set(output, shapes.get(input)!);
    const back = detour.back(detour.inside, output);
    nodes.push(...detour.there, ...back);
    sites.push({ ...site, node: back[0]!.id, position: 0, input: detour.inside });
    return output;
  };

  return {
    relu(node: NetworkNode, boundOf: string | undefined): void {
      const main = boundOf === undefined ? undefined : sites.find((site) => site.node === boundOf);
      const layer = name(main ? `${main.name}.bound` : node.path, node.id);
      const detour = detourOf(node, node.inputs[0]!);
      const input = detour?.inside ?? node.inputs[0]!;
      sites.push({ name: layer, rule: 'relu', node: node.id, position: 0, input });
      spikes.add(node.output);
      if (!detour) {
        nodes.push(node);
        return;
      }
      const output = unique(`${node.output}:batch-first`);
      shapes.set(output, shapes.get(input)!);
      nodes.push(...detour.there, { ...node, inputs: [input], output }, ...detour.back(output, node.output));
    },
    operands(node: NetworkNode, coded: readonly boolean[]): void {
      const several = coded.filter(Boolean).length > 1;
      let operand = 0;
      const inputs = node.inputs.map((input, position) => {
        if (!coded[position]) return input;
        operand++;
        if (spikes.has(input)) return input;
        return front(node, position, several ? `${node.path}.neuron${operand}` : node.path);
      });
      nodes.push({ ...node, inputs });
    },
    pass(node: NetworkNode, isDifference: boolean): void {
      if (isDifference || (isMoving(node) && node.inputs.every((value) => spikes.has(value)))) spikes.add(node.output);
      nodes.push(node);
    },
    result: (): PlacedNetwork => ({ network: { ...network, nodes, shapes }, sites }),
  };
}

/** Throws `model.invalid` for an output that is the same for every sample, since it has no coding. */
function refuseConstantOutputs(network: Network, forms: readonly NodeForm[]): void {
  const coded = new Set<ValueId>([network.input.value, ...forms.map(({ node }) => node.output)]);
  const constant = network.outputs.find((output) => !coded.has(output.value));
  if (!constant) return;
  throw new SpikeloomError(
    'model.invalid',
    `Output ${constant.name} does not depend on the input ${network.input.name}; export the network without this output.`,
    { at: { node: constant.name } },
  );
}
