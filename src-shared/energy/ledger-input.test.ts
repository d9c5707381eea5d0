/** The data that the ledger takes from a network: layers that receive spikes, sizes, weights, constants. */
import { expect, it } from 'vitest';
import type { NetworkNode, OpName } from '../network/index.ts';
import type { SpikingNetwork } from '../spiking/index.ts';
import { BATCH, tensor64 } from '../tensor/index.ts';
import { ledgerInput } from './ledger-input.ts';

const node = (id: string, op: OpName, inputs: string[], attributes: NetworkNode['attributes'] = {}): NetworkNode => ({
  id,
  op,
  inputs,
  attributes,
  path: id,
  from: [id],
  output: id,
});

// x [B, 4] → fc1 (4 → 6, biased) → relu → reshape → fc2 (6 → 3); and x + x, averaged.
const [fc1, relu] = [node('fc1', 'Linear', ['x', 'w1', 'b1']), node('relu', 'Relu', ['fc1'])];
const [flat, fc2] = [node('flat', 'Reshape', ['relu']), node('fc2', 'Linear', ['flat', 'w2'])];
const [twice, average] = [node('twice', 'Add', ['x', 'x']), node('average', 'ReduceMean', ['twice'])];
const segment = (nodes: NetworkNode[], input: string) => {
  const id = nodes.at(-1)!.id;
  return { kind: 'segment', id, inputs: [input], output: id, coding: 'differential', nodes } as const;
};
const spiking: SpikingNetwork = {
  network: {
    name: 'small',
    input: { name: 'x', value: 'x' },
    outputs: [{ name: 'fc2', value: 'fc2' }],
    nodes: [fc1, relu, flat, fc2, twice, average],
    constants: new Map([
      ['w1', tensor64([6, 4])],
      ['b1', tensor64([6])],
      ['w2', tensor64([3, 6])],
    ]),
    shapes: new Map([
      ['x', [BATCH, 4]],
      ['fc1', [BATCH, 6]],
      ['relu', [BATCH, 6]],
      ['flat', [BATCH, 2, 3]],
      ['fc2', [BATCH, 3]],
      ['twice', [BATCH, 4]],
      ['average', [BATCH, 1]],
      ['w1', [6, 4]],
      ['b1', [6]],
      ['w2', [3, 6]],
    ]),
  },
  coding: 'differential',
  tau: 1,
  stages: [
    segment([fc1], 'x'),
    {
      kind: 'neuron',
      id: 'relu',
      name: 'relu',
      input: 'fc1',
      output: 'relu',
      inputCoding: 'differential',
      coding: 'differential',
      model: 'mt',
      rule: 'relu',
      negative: true,
      levels: 4,
      tau: 1,
      node: 'relu',
      thresholds: { level: 'layer', shape: [1], values: Float64Array.of(1) },
    },
    segment([flat], 'relu'),
    segment([fc2], 'flat'),
    segment([twice, average], 'x'),
  ],
  counted: [
    { name: 'fc1', kind: 'linear', node: 'fc1', stage: 'fc1', inputs: ['x'], dense: 24 },
    { name: 'fc2', kind: 'linear', node: 'fc2', stage: 'fc2', inputs: ['flat'], dense: 18 },
  ],
  constantParts: new Map([['fc1', new Float64Array(6).fill(1)]]),
};

it('tells spikes from real values and takes every size per sample', () => {
  const counts = { operations: [1, 2], accumulates: [1, 3] };
  const input = ledgerInput(spiking, { samples: 1, steps: 2, counted: { fc1: counts, fc2: counts } });
  expect(input.layers.map(({ name, input: from, weights }) => [name, from, weights])).toEqual([
    ['fc1', 'real', 24],
    ['fc2', 'spikes', 18],
  ]);
  expect(input.neurons).toEqual([
    { name: 'relu', model: 'mt', rule: 'relu', negative: true, inputCoding: 'differential', coding: 'differential', neurons: 6 },
  ]);
  expect(input.constants).toEqual([{ coding: 'differential', elements: 6 }]);
  expect(input.linear).toEqual({ adds: 4 + 3, multiplies: 1, compares: 0 });
  // x, fc1, fc2 and the average; the ReLU works in place and the reshape is a view.
  expect(input.activations).toEqual([4, 6, 3, 1]);
});
