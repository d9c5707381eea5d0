/**
 * A placed network as the window draws it (src-shared/contract/graph.ts): one node per operator that depends on the input, in
 * topological order, and one for every signed neuron layer, in front of what it feeds. The same for every plan.
 */
import type { Graph, GraphNode } from '../../../src-shared/contract/index.ts';
import type { NetworkNode, SpikingForm, ValueId } from '../../../src-shared/network/index.ts';
import { EMPTY_PLAN } from '../../../src-shared/plan/index.ts';
import { atBatch, type Shape, sizeOf } from '../../../src-shared/tensor/index.ts';
import { compileStages, countedLayers, nodeForms, type NeuronSite, type PlacedNetwork } from '../../convert/index.ts';
import { choicesOf } from '../model/choices.ts';
import { nodeFacts } from './node-facts.ts';

/** Forms as the window names them. */
export const FORMS: Readonly<Record<SpikingForm, GraphNode['form']>> = {
  linear: 'linear',
  relu: 'neuron',
  'max-pool': 'pooling',
  product: 'product',
  expectation: 'expectation',
};

/** The graph. Throws what compiling the default plan throws: `model.blocked` for a node without a spiking form. */
export function graphView(placed: PlacedNetwork): Graph {
  const { network, sites } = placed;
  const { compiled, stages } = compileStages(placed, choicesOf(placed, EMPTY_PLAN));
  const counted = new Map(countedLayers(compiled, stages).map(({ node, name }) => [node, name]));
  const sitesOf = Map.groupBy(sites, (site) => site.node);
  const producers = new Map<ValueId, string>([[network.input.value, network.input.value]]);
  const shapeOf = (value: ValueId): number[] => sampleShape(network.shapes.get(value)!);
  const nodes: GraphNode[] = [];
  const layerNodes = new Map<string, string>();

  /** A signed neuron layer in front of an input: a node of its own. */
  const neuron = (site: NeuronSite, node: NetworkNode): string => {
    const id = `${node.id}:${site.position}:neuron`;
    layerNodes.set(site.name, id);
    nodes.push({
      id,
      op: 'Neuron',
      path: node.path,
      inputs: [producers.get(site.input)!],
      shape: shapeOf(site.input),
      from: [],
      parameters: 0,
      form: 'neuron',
      counted: null,
      layer: site.name,
      facts: [],
    });
    return id;
  };

  for (const { node, coded, form } of nodeForms(network)) {
    const own = sitesOf.get(node.id) ?? [];
    const inputs = node.inputs.flatMap((value, position) => {
      if (!coded[position]) return [];
      const site = own.find((one) => one.rule === 'signed' && one.position === position);
      return [site ? neuron(site, node) : producers.get(value)!];
    });
    const relu = own.find(({ rule }) => rule === 'relu');
    if (relu) layerNodes.set(relu.name, node.id);
    const constants = node.inputs.flatMap((value) => network.constants.get(value) ?? []);
    producers.set(node.output, node.id);
    nodes.push({
      id: node.id,
      op: node.op,
      path: node.path,
      inputs,
      shape: shapeOf(node.output),
      from: [...node.from],
      parameters: constants.reduce((sum, { shape, dtype }) => sum + (dtype === 'float' ? weightsIn(shape) : 0), 0),
      form: FORMS[form],
      counted: counted.get(node.id) ?? null,
      layer: relu?.name ?? null,
      facts: nodeFacts(
        node,
        constants.map(({ shape }) => shape),
      ),
    });
  }
  return {
    input: { id: network.input.value, name: network.input.name, shape: shapeOf(network.input.value) },
    outputs: network.outputs.map(({ name, value }) => ({ name, node: producers.get(value)!, shape: shapeOf(value) })),
    nodes,
    layers: sites.map(({ name, rule, input }) => ({
      name,
      rule,
      node: layerNodes.get(name)!,
      shape: shapeOf(input),
      neurons: sizeOf(atBatch(network.shapes.get(input)!, 1)),
    })),
  };
}

/** A single number is a factor of the formula, not something that was trained. */
const weightsIn = (shape: Shape): number => (sizeOf(shape) === 1 ? 0 : sizeOf(shape));

/** Shape for one sample; without the first axis where that is the batch alone. */
export function sampleShape(shape: Shape): number[] {
  const one = atBatch(shape, 1);
  return one[0] === 1 ? one.slice(1) : one;
}
