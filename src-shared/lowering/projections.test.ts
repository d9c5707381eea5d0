/** How stages are merged and taken apart for speed: that it happens, and what stays visible. Results: cpu-engine.test.ts. */
import { describe, expect, it } from 'vitest';
import { fusedAttention } from '../../tests/fixtures/small-networks.ts';
import { onnxBytes, testFolder } from '../../tests/support/onnx-graph.ts';
import type { SpikingNetwork } from '../spiking/index.ts';
import { compile, placeNeurons } from '../../src-main/convert/index.ts';
import { importNetwork, readModel } from '../../src-main/onnx/index.ts';
import { findFunctions } from './functions.ts';
import { splitProjections } from './projections.ts';

async function spikingAttention(coding: 'rate' | 'differential'): Promise<SpikingNetwork> {
  using folder = testFolder();
  const model = { ...fusedAttention, opset: 20 };
  const placed = placeNeurons(importNetwork(await readModel(folder.write('m.onnx', onnxBytes(model)))).network);
  const threshold = { method: 'max', percentile: 100, of: 'value', level: 'layer', scale: 1 } as const;
  const settings = { coding, neuron: 'mt-negative', thresholds: 4, threshold } as const;
  const thresholds = { level: 'layer', shape: [1], values: Float64Array.of(1) } as const;
  const layers = new Map(placed.sites.map((site) => [site.name, settings]));
  return compile(placed, { coding, tau: 1, layers }, new Map(placed.sites.map((site) => [site.name, thresholds])));
}

describe('attention', () => {
  it('has a linear layer for each of queries, keys and values', async () => {
    const spiking = await spikingAttention('differential');
    const { spiking: split, apart } = splitProjections(spiking);
    expect([...apart.values()].map(({ nodes }) => nodes.map(({ op }) => op))).toEqual([['Linear', 'Reshape', 'Transpose']]);
    const parts = split.stages.filter(
      (stage) => stage.kind === 'segment' && stage.nodes.some(({ id }) => id === apart.values().next().value!.nodes[0]!.id),
    );
    expect(parts).toHaveLength(3);
    for (const part of parts)
      expect('nodes' in part && part.nodes.map(({ op }) => op)).toEqual(['Linear', 'Reshape', 'Transpose']);
    expect(split.stages).toHaveLength(spiking.stages.length - 1);
  });

  it('is two functions of estimates: of queries and keys, and of weights and values', async () => {
    const { groups, inside, estimated } = findFunctions(splitProjections(await spikingAttention('differential')).spiking);
    const ops = [...groups].filter(([value]) => !inside.has(value)).map(([, { nodes }]) => nodes.map(({ op }) => op).join());
    expect(ops).toEqual(['LayerNormalization', 'MatMul,Mul,Softmax', 'MatMul,Transpose,Reshape', 'Gelu']);
    // The layer normalisation of the network's input comes all at once.
    expect(estimated.size).toBeGreaterThan(inside.size);
  });

  it('sends what changes with rate coding', async () => {
    const { groups, estimated } = findFunctions(await spikingAttention('rate'));
    expect([groups.size, estimated.size]).toEqual([0, 0]);
  });
});
