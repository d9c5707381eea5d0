/** The form of each node in a spiking network (docs/algorithm.md §1, §4), and whether the network is a smooth one (§5). */
import type { Network, NetworkNode, SpikingForm, ValueId } from '../../src-shared/network/index.ts';
import { countedKind, operatorOf } from '../../src-shared/network/operators/index.ts';

/** A node with its spiking form. `coded` says for each input whether it depends on the network's input. */
export interface NodeForm {
  readonly node: NetworkNode;
  readonly coded: readonly boolean[];
  readonly form: SpikingForm;
}

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

/**
 * True if a smooth function or a product feeds a further counted layer, or a matrix product has two coded operands. A softmax or a
 * gate at the very end of a ReLU network does not make it smooth, and neither does global max pooling.
 */
export function hasSmoothParts(forms: readonly NodeForm[]): boolean {
  const smoothValues = new Set<ValueId>();
  return forms.some(({ node, coded, form }) => {
    const fedBySmooth = node.inputs.some((input) => smoothValues.has(input));
    const smooth = form === 'product' || (form === 'expectation' && !operatorOf(node.op).takesMaxima);
    if (fedBySmooth || smooth) smoothValues.add(node.output);
    return (form === 'product' || fedBySmooth) && countedKind(node, coded) !== undefined;
  });
}
