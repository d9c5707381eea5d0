/** The graph of the window on the example networks: modules and blocks as their authors know them; transcoders where conversion puts them. */
import { beforeAll, describe, expect, it } from 'vitest';
import { compileStages, type PlacedNetwork } from '../../src-main/convert/index.ts';
import { choicesOf } from '../../src-main/services/model/choices.ts';
import { loadModel } from '../../src-main/services/model/load-model.ts';
import { graphView } from '../../src-main/services/view/graph-view.ts';
import { edgeCodings } from '../../src-renderer/graph/model/codings.ts';
import { defaultOpen } from '../../src-renderer/graph/model/default-open.ts';
import { groupOf, itemOf } from '../../src-renderer/graph/model/item.ts';
import { buildModuleTree } from '../../src-renderer/graph/model/module-tree.ts';
import { visibleGraph } from '../../src-renderer/graph/model/visible-graph.ts';
import type { Graph } from '../../src-shared/contract/index.ts';
import { EMPTY_PLAN, layerSettings, type Plan, setLayers } from '../../src-shared/plan/index.ts';
import { valueCoding } from '../../src-shared/units/index.ts';

const load = async (name: string): Promise<{ graph: Graph; placed: PlacedNetwork }> => {
  const { placed } = await loadModel(`resources/examples/${name}-cifar10.onnx`);
  return { placed, graph: graphView(placed) };
};
let resnet: Awaited<ReturnType<typeof load>>;
let vit: Awaited<ReturnType<typeof load>>;
beforeAll(async () => {
  resnet = await load('resnet20');
  vit = await load('vit-small');
});

const shownNames = (graph: Graph): string[] => {
  const tree = buildModuleTree(graph);
  return visibleGraph(tree, graph, defaultOpen(tree)).shown.map((item) =>
    item.kind === 'group' && item.repeat ? `${item.label} ×${item.repeat.count}` : item.label,
  );
};

describe('ResNet-20', () => {
  it('stages and blocks; blocks with a shortcut of their own stand alone', () => {
    const tree = buildModuleTree(resnet.graph);
    expect(groupOf(tree, 'module:layer1').repeat).toEqual({ count: 3, first: 'layer1.0', last: 'layer1.2' });
    expect(groupOf(tree, 'module:layer2').children.map((id) => itemOf(tree, id).label)).toEqual([
      'layer2.0',
      'layer2.1 … layer2.2',
    ]);
  });

  it('is shown with its first blocks open', () => {
    const block = ['conv1', 'relu1', 'conv2', 'Slice', 'Slice_1', 'Pad', 'Add', 'relu2'];
    expect(shownNames(resnet.graph)).toEqual([
      ...['input', 'conv1', 'relu', 'layer1 ×3'],
      ...[...block, 'layer2.1 … layer2.2 ×2'],
      ...[...block, 'layer3.1 … layer3.2 ×2'],
      ...['pool', 'flatten', 'linear', 'logits'],
    ]);
  });
});

describe('ViT', () => {
  it('five equal encoder blocks are one', () => {
    const tree = buildModuleTree(vit.graph);
    expect(groupOf(tree, 'module:encoder').repeat).toEqual({ count: 5, first: 'encoder.0', last: 'encoder.4' });
    expect(groupOf(tree, 'module:encoder.0').children.map((id) => itemOf(tree, id).label)).toContain('attn');
  });
});

describe('transcoders', () => {
  const settingsOf = ({ graph }: typeof resnet, plan: Plan) => layerSettings(plan, graph.layers);

  /** Node and input of every transcoder that compiling puts in. */
  function compiled({ placed }: typeof resnet, plan: Plan): string[] {
    const { stages } = compileStages(placed, choicesOf(placed, plan));
    return stages.flatMap((stage) => (stage.kind === 'transcoder' ? [stage.output.replace(/:transcoded$/, '')] : [])).toSorted();
  }

  const plans: readonly (readonly [string, (names: readonly string[]) => Plan])[] = [
    ['none', () => EMPTY_PLAN],
    [
      'every third layer by rate',
      (names) =>
        setLayers(
          EMPTY_PLAN,
          names.filter((_, at) => at % 3 === 0),
          { coding: 'rate' },
        ),
    ],
    [
      'a network by rate with some layers differential',
      (names) =>
        setLayers(
          { ...EMPTY_PLAN, defaults: { coding: 'rate' } },
          names.filter((_, at) => at % 4 === 1),
          { coding: 'differential' },
        ),
    ],
  ];

  it.each(plans)('%s: where conversion puts them, on both networks', (_, planOf) => {
    for (const network of [resnet, vit]) {
      const plan = planOf(network.graph.layers.map(({ name }) => name));
      const { transcoders, of } = edgeCodings(network.graph, plan, settingsOf(network, plan));
      // Conversion counts the constant inputs of a node too; the graph has only those that are computed.
      const nodes = [...transcoders.values()].map(({ node }) => node).toSorted();
      expect(nodes).toEqual(compiled(network, plan).map((place) => place.slice(0, place.lastIndexOf(':'))));
      const { stages } = compileStages(network.placed, choicesOf(network.placed, plan));
      for (const stage of stages) {
        if (stage.kind === 'transcoder' || !of.has(stage.id)) continue;
        expect(valueCoding(of.get(stage.id)!), stage.id).toBe(stage.coding);
      }
    }
  });
});
