/** The form of a case of a chip's rule, the networks that cases are made of, and the cases that chips without cores have. */
import { shapeNetwork, type ConvShape } from './shape-networks.ts';
import type { FullyConnectedTarget } from '../../src-shared/fit/target.ts';
import type { Network } from '../../src-shared/network/index.ts';

/** The settings of a plan that a rule may be about. */
export interface Setting {
  readonly coding?: string;
  readonly neuron?: string;
  readonly level?: string;
  readonly tau?: number;
  readonly correction?: 'none' | 'mean';
}

/** A network, and the settings of its plan where they are not those that suit the chip. */
export interface Subject extends Setting {
  readonly network: Network;
}

/** A rule, with a network that meets it and one that does not. */
export interface RuleCase {
  readonly rule: string;
  readonly met: Subject;
  readonly broken: Subject;
  /** Value and limit of the violation, where they are numbers or short. */
  readonly value?: number | string;
  readonly limit?: number | string;
}

/** A network with settings of its own. */
export const network = (one: Network, more: Setting = {}): Subject => ({ network: one, ...more });

/** Layers of weights, each with neurons, one after the other. */
export const layers = (channels: number, map: number, convs: readonly ConvShape[]): Network => {
  const net = shapeNetwork(channels, map, map);
  return net.end(convs.reduce((value, conv) => net.relu(net.conv(value, conv)), net.input));
};

/** Codings and neurons that no chip has. */
export const chipCases = (): RuleCase[] => {
  const net = shapeNetwork(4);
  const plain = net.end(net.relu(net.linear(net.relu(net.linear(net.input, 4)), 4)));
  return [
    {
      rule: 'coding',
      met: network(plain),
      broken: network(plain, { coding: 'differential', neuron: 'if' }),
      value: 'differential',
    },
    { rule: 'network-coding', met: network(plain), broken: network(plain, { coding: 'differential', neuron: 'if' }) },
    { rule: 'neuron', met: network(plain), broken: network(plain, { coding: 'rate', neuron: 'mt' }), value: 'mt' },
    { rule: 'neuron', met: network(plain), broken: network(plain, { coding: 'rate', neuron: 'ms' }), value: 'ms' },
  ];
};

/** Fully connected layers of these sizes, each with neurons. */
export const dense = (...sizes: readonly number[]): Network => {
  const net = shapeNetwork(sizes[0]!);
  return net.end(sizes.slice(1).reduce((value, size) => net.relu(net.linear(value, size)), net.input));
};

/** A case for every rule of a chip of fully connected layers. */
export function fullyConnectedCases({ limits }: FullyConnectedTarget): RuleCase[] {
  const at = (limit: number, make: (size: number) => Network, rule: string): RuleCase => ({
    rule,
    met: network(make(limit)),
    broken: network(make(limit + 1)),
    value: limit + 1,
    limit,
  });
  const unweighted = shapeNetwork(4);
  const sum = unweighted.relu(unweighted.linear(unweighted.input, 4));
  const [first, last] = [limits.firstLayer.value, limits.lastLayer.value];
  const isNarrow = first < limits.hidden.value;
  const connections = limits.averageFanOut.value * limits.hidden.value;
  // Hidden layers of n and m neurons have n · m connections.
  const wide = limits.fanOut.value;
  return [
    at(limits.inputs.value, (size) => dense(size, 4, 4), 'input-channels'),
    at(limits.outputs.value, (size) => dense(4, 4, size), 'output-neurons'),
    at(limits.hidden.value, (size) => dense(4, size - 8, 8, 2), 'hidden-neurons'),
    at(wide, (size) => dense(4, 2, size, 2), 'fan-out'),
    ...(isNarrow
      ? [at(first, (size) => dense(4, size, 4, 2), 'first-layer'), at(last, (size) => dense(4, 4, size, 2), 'last-layer')]
      : []),
    {
      rule: 'connections',
      met: network(dense(4, connections / 64, 64, 2)),
      broken: network(dense(4, connections / 64 + 1, 64, 2)),
      value: connections + 64,
      limit: connections,
    },
    {
      rule: 'neuron-layers',
      met: network(dense(4, ...Array.from({ length: limits.neuronLayers.value }, () => 4))),
      broken: network(dense(4, ...Array.from({ length: limits.neuronLayers.value - 1 }, () => 4))),
      value: limits.neuronLayers.value - 1,
      limit: limits.neuronLayers.value,
    },
    ...limits.leakShifts.value.map(
      (shift): RuleCase => ({
        rule: 'leak',
        met: network(dense(4, 4, 4), { tau: 1 - 2 ** -shift }),
        broken: network(dense(4, 4, 4), { tau: 0.98 }),
        value: 0.98,
      }),
    ),
    ...chipCases(),
    {
      rule: 'connection',
      met: network(dense(4, 4, 4)),
      broken: network(unweighted.end(unweighted.relu(unweighted.add(sum, unweighted.linear(sum, 4))))),
      value: 'neuron',
      limit: 'weight or merge',
    },
    { rule: 'operator', met: network(dense(4, 4, 4)), broken: network(layers(1, 1, [{ to: 4 }])), value: 'Conv' },
    { rule: 'negative-spikes', met: network(dense(4, 4, 4)), broken: network(dense(4, 4, 4), { neuron: 'lif-negative' }) },
  ];
}
