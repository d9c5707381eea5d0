/**
 * How far a rate-coded spiking network can be from the float network, derived unit by unit. A value deviates by at most D if
 * the sum of what was sent after t steps is within D of t times the float value, for every t: its mean is then within D/t.
 *
 * A neuron with thresholds up to θ, whose float activation is at most θ, that receives a value of deviation D:
 * its potential after firing never exceeds θ + 2D (while it fires its most, each step takes away at least what comes in), and never
 * falls below −θ/4 − 2D (the most a spike leaves, then at most the deviation between two times). What it has sent is what it
 * received, and started with, less that potential, so it deviates by at most 3D + θ. That is one of all ReLU inputs below zero too,
 * where the sum sent stays below D + 3θ/4.
 */
import type { NetworkNode, ValueId } from '../../../src-shared/network/index.ts';
import { operatorOf } from '../../../src-shared/network/operators/index.ts';
import type { SpikingNetwork, Stage } from '../../../src-shared/spiking/index.ts';
import { atBatch, sizeOf, type Tensor, tensor64 } from '../../../src-shared/tensor/index.ts';
import { neuronThresholds } from '../../../src-shared/units/index.ts';

/** Largest slope of each elementwise function of the random networks. */
const SLOPES: Readonly<Record<string, number>> = {
  Tanh: 1,
  Sigmoid: 0.25,
  Silu: 1.1,
  HardSwish: 1.5,
  Softplus: 1,
  Gelu: 1.13,
  LeakyRelu: 1,
  Elu: 1,
};

const absolute = (tensor: Tensor): Tensor => ({ ...tensor, data: Float64Array.from(tensor.data, Math.abs) });

/** Deviation D of every entry of every value, given the float values of a batch, for `steps` or more. All codings must be rate. */
export function deviations(spiking: SpikingNetwork, floats: ReadonlyMap<ValueId, Tensor>, batch: number, steps: number) {
  const { network } = spiking;
  const all = new Map<ValueId, Float64Array>();
  const tensor = (value: ValueId, data: Float64Array): Tensor => tensor64(atBatch(network.shapes.get(value)!, batch), data);
  const of = (value: ValueId): Tensor => {
    const known = all.get(value);
    // The network's input is sent exactly at every step.
    return tensor(value, known ?? new Float64Array(sizeOf(atBatch(network.shapes.get(value)!, batch))));
  };

  /** A linear node moves deviations through the absolute values of its weights; its constant part is exact. */
  const linear = (node: NetworkNode): Float64Array => {
    const coded = node.inputs.map((value) => !network.constants.has(value));
    const constantPart = operatorOf(node.op).constantPart?.(coded) ?? [];
    const inputs = node.inputs.map((value, position) => {
      const constant = network.constants.get(value);
      if (!constant) return of(value);
      return constantPart.includes(position) ? tensor64(constant.shape) : absolute(constant);
    });
    return Float64Array.from(operatorOf(node.op).evaluate(inputs, node.attributes).data, Math.abs);
  };

  const smooth = ({ op, inputs, attributes, output }: NetworkNode): Float64Array => {
    const own = of(inputs[0]!);
    const slope = SLOPES[op];
    if (slope !== undefined) return own.data.map((value) => value * slope) as Float64Array;
    // Softmax: the slopes to all inputs add up to less than 1. LayerNormalization: to (2 + √n)/√ε before its scale.
    const size = own.shape.at(-1)!;
    const scale = op === 'Softmax' ? undefined : network.constants.get(inputs[1]!)?.data;
    const slopes = op === 'Softmax' ? 1 : (2 + Math.sqrt(size)) / Math.sqrt(Number(attributes['epsilon']));
    if (op !== 'Softmax' && op !== 'LayerNormalization') throw new Error(`no slope is known for ${op} (${output})`);
    return own.data.map((_, i) => {
      const row = Math.floor(i / size) * size;
      return Math.max(...own.data.subarray(row, row + size)) * slopes * Math.abs(scale?.[i % size] ?? 1);
    }) as Float64Array;
  };

  const product = ({ op, inputs, attributes }: NetworkNode, [left, right]: readonly [ValueId, ValueId]): Float64Array => {
    // (A + a/t)(B + b/t) − AB, t times: Ab + aB + ab/t.
    const [a, b] = [of(left), of(right)];
    const [A, B] = [left, right].map((value, index) =>
      absolute(tensor(value, Float64Array.from(floats.get(inputs[index]!)!.data))),
    );
    const times = (x: Tensor, y: Tensor) => operatorOf(op).evaluate([x, y], attributes).data;
    const [first, second, third] = [times(A!, b), times(a, B!), times(a, b)];
    return Float64Array.from(first, (value, i) => value + second[i]! + third[i]! / steps);
  };

  const stageDeviation = (stage: Stage): Float64Array => {
    switch (stage.kind) {
      case 'segment':
        for (const node of stage.nodes) all.set(node.output, linear(node));
        return all.get(stage.output)!;
      case 'neuron': {
        const theta = neuronThresholds(stage.thresholds, network.shapes.get(stage.input)!);
        return of(stage.input).data.map((value, i) => {
          const own = theta[i % theta.length]!;
          // A start of the plan is like something received before.
          return own > 0 ? 3 * (value + Math.abs(stage.initial ?? 0) * own) + own : 0;
        }) as Float64Array;
      }
      case 'max-pool':
        return Float64Array.from(operatorOf(stage.node.op).evaluate([of(stage.input)], stage.node.attributes).data);
      case 'expectation':
        return smooth({ ...stage.node, inputs: [stage.input, ...stage.node.inputs.slice(1)] });
      case 'product':
        return product(originalNode(spiking, stage.node), stage.inputs);
      case 'transcoder':
        throw new Error('there are no transcoders where all codings are rate');
    }
  };
  for (const stage of spiking.stages) all.set(stage.output, stageDeviation(stage));
  return (value: ValueId): Float64Array => Float64Array.from(of(value).data);
}

/** A unit's node as the float network has it: its operands before neurons were put in front. */
const originalNode = ({ network }: SpikingNetwork, { id }: NetworkNode): NetworkNode =>
  network.nodes.find((node) => node.id === id)!;
