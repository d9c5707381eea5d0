/** The sizes and sources that a workload adds to the ledger's input. */
import { expect, it } from 'vitest';
import type { NetworkNode, OpName } from '../network/index.ts';
import type { NeuronUnit, SpikingNetwork, Stage } from '../spiking/index.ts';
import { BATCH, tensor64 } from '../tensor/index.ts';
import { workloadOf, workloadSchema } from './workload.ts';

const node = (id: string, op: OpName, inputs: string[]): NetworkNode => ({
  id,
  op,
  inputs,
  attributes: {},
  path: id,
  from: [id],
  output: id,
});
const segment = (one: NetworkNode): Stage => ({
  kind: 'segment',
  id: one.id,
  inputs: [one.inputs[0]!],
  output: one.id,
  coding: 'differential',
  nodes: [one],
});
const neurons = (id: string, input: string): NeuronUnit => ({
  kind: 'neuron',
  id,
  name: id,
  input,
  output: id,
  inputCoding: 'differential',
  coding: 'differential',
  model: 'mt',
  rule: 'relu',
  negative: true,
  levels: 4,
  tau: 1,
  thresholds: { level: 'layer', values: new Float64Array([1]), shape: [1] },
  node: id,
});

// x [B, 2, 4, 4] → conv (2 → 5 channels, 3 × 3) → relu → reshape → fc (20 → 3).
const [conv, flat, fc] = [
  node('conv', 'Conv', ['x', 'w1']),
  node('flat', 'Reshape', ['relu']),
  node('fc', 'Linear', ['flat', 'w2']),
];
const spiking: SpikingNetwork = {
  network: {
    name: 'small',
    input: { name: 'x', value: 'x' },
    outputs: [{ name: 'fc', value: 'fc' }],
    nodes: [conv, flat, fc],
    constants: new Map([
      ['w1', tensor64([5, 2, 3, 3])],
      ['w2', tensor64([3, 20])],
    ]),
    shapes: new Map([
      ['x', [BATCH, 2, 4, 4]],
      ['conv', [BATCH, 5, 2, 2]],
      ['relu', [BATCH, 5, 2, 2]],
      ['flat', [BATCH, 20]],
      ['fc', [BATCH, 3]],
      ['w1', [5, 2, 3, 3]],
      ['w2', [3, 20]],
    ]),
  },
  coding: 'differential',
  tau: 1,
  stages: [segment(conv), neurons('relu', 'conv'), segment(flat), segment(fc)],
  counted: [
    { name: 'conv', kind: 'conv', node: 'conv', stage: 'conv', inputs: ['x'], dense: 360 },
    { name: 'fc', kind: 'linear', node: 'fc', stage: 'fc', inputs: ['flat'], dense: 60 },
  ],
  constantParts: new Map(),
};
const steps = { operations: [6, 3], accumulates: [8, 3] };

it('knows sizes, filter positions, thresholds, and which neurons a layer hears, also through a reshape', () => {
  const totals = { samples: 2, steps: 2, counted: { conv: steps, fc: steps }, neurons: { relu: { spikes: [4, 2] } } };
  const workload = workloadOf(spiking, totals);
  expect(workload.layers).toMatchObject([
    { name: 'conv', input: 'real', inputs: 32, outputs: 20, weights: 90, filters: 45, sources: [] },
    { name: 'fc', input: 'spikes', inputs: 20, outputs: 3, weights: 60, filters: 0, sources: ['relu'], ...steps },
  ]);
  expect(workload.neurons).toMatchObject([{ name: 'relu', neurons: 20, thresholds: 4, spikes: [4, 2] }]);
  // As it travels to a window.
  expect(workloadSchema.parse(JSON.parse(JSON.stringify(workload)))).toEqual(workload);
});
