/** The drawn network is the one that is compiled: its nodes in order, its layers where they are, its counted layers by their names. */
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { batchFirst, gating, overlapping, residual, sequenceFirst } from '../../../tests/fixtures/small-networks.ts';
import { onnxBytes, testFolder, type TestModel } from '../../../tests/support/onnx-graph.ts';
import { graphSchema } from '../../../src-shared/contract/index.ts';
import { EMPTY_PLAN } from '../../../src-shared/plan/index.ts';
import { compile, type PlacedNetwork } from '../../convert/index.ts';
import { choicesOf } from '../model/choices.ts';
import { loadModel } from '../model/load-model.ts';
import { graphView } from './graph-view.ts';

const EXAMPLES = join(import.meta.dirname, '..', '..', '..', 'resources', 'examples');
const example = async (name: string): Promise<PlacedNetwork> => (await loadModel(join(EXAMPLES, `${name}.onnx`))).placed;
const small = async (model: TestModel): Promise<PlacedNetwork> => {
  using folder = testFolder();
  return (await loadModel(folder.write('model.onnx', onnxBytes(model)))).placed;
};

describe.each<readonly [string, () => Promise<PlacedNetwork>]>([
  ['ResNet-20', () => example('resnet20-cifar10')],
  ['VGG', () => example('vgg-small-cifar10')],
  ['ViT', () => example('vit-small-cifar10')],
  ['a residual network', () => small(residual)],
  ['overlapping pooling', () => small(overlapping)],
  ['gating', () => small(gating)],
  ['a sequence-first network', () => small(sequenceFirst)],
  ['a batch-first network', () => small(batchFirst)],
])('the graph of %s', (_, load) => {
  it('is complete, and in order', async () => {
    const placed = await load();
    const graph = graphSchema.parse(graphView(placed));
    const seen = new Set([graph.input.id]);
    for (const node of graph.nodes) {
      expect(
        node.inputs.filter((id) => !seen.has(id)),
        node.id,
      ).toEqual([]);
      expect(seen.has(node.id), node.id).toBe(false);
      seen.add(node.id);
    }
    const network = compile(placed, choicesOf(placed, EMPTY_PLAN));
    expect(graph.nodes.flatMap(({ counted }) => counted ?? []).sort()).toEqual(network.counted.map(({ name }) => name).sort());
    expect(graph.layers.map(({ name, rule }) => [name, rule])).toEqual(placed.sites.map(({ name, rule }) => [name, rule]));
    for (const layer of graph.layers) {
      const node = graph.nodes.find(({ id }) => id === layer.node);
      expect(node).toMatchObject({ layer: layer.name, form: 'neuron', op: layer.rule === 'relu' ? 'Relu' : 'Neuron' });
    }
    expect(graph.nodes.filter(({ layer }) => layer !== null)).toHaveLength(graph.layers.length);
    for (const { node } of graph.outputs) expect(seen.has(node)).toBe(true);
    // Sizes of memory for the batch are no sizes.
    expect(JSON.stringify(graph)).not.toContain('2147483647');
  });
});

it('puts a signed neuron layer in front of what it feeds, in the same module', async () => {
  const { nodes } = graphView(await example('vit-small-cifar10'));
  const at = nodes.findIndex(({ id }) => id === '/encoder/encoder.0/attn/at1/MatMul');
  expect(nodes.slice(at - 2, at + 1)).toMatchObject([
    { op: 'Neuron', path: 'encoder.0.attn.at1', layer: 'encoder.0.attn.at1.neuron1', shape: [3, 64, 32] },
    { op: 'Neuron', path: 'encoder.0.attn.at1', layer: 'encoder.0.attn.at1.neuron2', shape: [3, 32, 64] },
    { op: 'MatMul', form: 'product', counted: 'encoder.0.attn.at1', inputs: [nodes[at - 2]!.id, nodes[at - 1]!.id] },
  ]);
});

it('tells a few facts of each operator', async () => {
  const { nodes } = graphView(await example('resnet20-cifar10'));
  const factsOf = (id: string) => nodes.find((node) => node.id === id)!.facts;
  expect(factsOf('/layer2/layer2.0/conv1/Conv')).toEqual(['3×3', 'stride 2', 'pad 1']);
  expect(factsOf('/layer2/layer2.0/shortcut/Slice')).toEqual(['axis 2: 0…32 by 2']);
  const vgg = graphView(await example('vgg-small-cifar10')).nodes;
  expect(vgg.find(({ op }) => op === 'MaxPool')!.facts).toEqual(['2×2', 'stride 2']);
  expect(vgg.at(-1)).toMatchObject({ op: 'Linear', facts: ['128 → 10'], parameters: 128 * 10 + 10 });
});
