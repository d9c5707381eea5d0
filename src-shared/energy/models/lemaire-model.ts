/**
 * The model of Lemaire et al. (ICONIP 2022), which charges operations, addresses and memory, in the form in which SpikingJelly's
 * counter implements it. Two things that the implementation doubles are charged once here: the additions of spikes, which it
 * counts both as synaptic operations and as accumulates; and the memory, whose 64-bit prices it divides by 4 bytes instead of 8.
 * A layer that receives spikes is always event-driven here, also where it is busy enough for the implementation to call it dense.
 */
import { neuronWork } from '../unit-work.ts';
import type { Workload, WorkloadLayer } from '../workload.ts';
import { type Baseline, bitsOf, completed, type EnergyTerm, type Estimate, exactly } from './estimate.ts';
import type { ModelOf } from './model-schema.ts';
import { accumulatesOf, type Owner, perSample, type TermName } from './terms.ts';

type Lemaire = ModelOf<'lemaire'>;

/** Estimates the energy of the spiking network, and of the dense one with words of the same size. */
export function lemaireEstimate(model: Lemaire, workload: Workload, steps: number): Estimate {
  const { samples, layers, neurons, linear } = workload;
  const { add_pj: add, value_bytes: bytes } = model;
  const multiplyAdd = model.multiply_pj + add;
  const cost = memoryCosts(model, workload);
  const terms: EnergyTerm[] = [];
  const charge = (term: TermName, owner: Owner | undefined, count: number, pj: number, from: string): void => {
    terms.push({ term, ...(owner ? { owner } : {}), count, pj: exactly(pj), from });
  };

  for (const layer of layers) {
    const owner: Owner = { kind: 'counted', name: layer.name };
    const operations = perSample(layer.operations, steps, samples);
    const written = steps * layer.outputs;
    if (layer.input === 'spikes') {
      const additions = accumulatesOf(layer, steps, samples);
      const events = eventsOf(layer, operations);
      const positions = layer.kind === 'conv' ? 2 * events : 0;
      charge('accumulate', owner, additions, additions * add, 'add_pj');
      charge('addressing', owner, operations + positions, operations * add + positions * multiplyAdd, 'add_pj, multiply_pj');
      charge('weight-memory', owner, operations, operations * bytes * cost.weights, 'memory');
      charge('activation-memory', owner, events + written, (events * cost.inputs + written * cost.outputs) * bytes, 'memory');
      continue;
    }
    const addresses = steps * denseAddresses(layer);
    const read = steps * layer.inputs;
    charge('multiply-accumulate', owner, operations, operations * multiplyAdd, 'add_pj, multiply_pj');
    charge('addressing', owner, addresses, addresses * add, 'add_pj');
    charge('weight-memory', owner, steps * layer.weights, steps * layer.weights * bytes * cost.weights, 'memory');
    charge('activation-memory', owner, read + written, (read * cost.inputs + written * cost.outputs) * bytes, 'memory');
  }
  for (const layer of neurons) {
    const owner: Owner = { kind: 'neuron', name: layer.name };
    const { adds, multiplies, compares, state } = neuronWork(layer);
    const updates = steps * layer.neurons;
    const words = 2 * updates * state;
    const each = (adds + compares) * add + multiplies * multiplyAdd;
    charge('neuron-update', owner, updates * (adds + multiplies + compares), updates * each, 'add_pj, multiply_pj');
    charge('state-memory', owner, words, words * bytes * cost.states, 'memory');
  }
  const constants = workload.constants.reduce((sum, { coding, elements }) => sum + elements * (coding === 'rate' ? steps : 1), 0);
  charge('constant', undefined, constants, constants * add, 'add_pj');
  const branches = linear.adds * add + linear.multiplies * multiplyAdd;
  charge('linear', undefined, steps * (linear.adds + linear.multiplies), steps * branches, 'add_pj, multiply_pj');
  return completed(workload, steps, { terms, baselines: baselinesOf(model, workload, steps, cost), covered: [] });
}

/** Spikes that a layer receives: its operations over the mean number of targets of one input. */
const eventsOf = ({ dense, inputs }: WorkloadLayer, operations: number): number =>
  dense === 0 ? 0 : operations / (dense / inputs);

const denseAddresses = ({ inputs, outputs, filters }: WorkloadLayer): number => inputs + outputs + filters;

/** pJ per byte of each buffer. A buffer is as large as the largest layer needs it. */
interface MemoryCosts {
  readonly inputs: number;
  readonly outputs: number;
  readonly weights: number;
  readonly states: number;
}

function memoryCosts(model: Lemaire, { layers, neurons }: Workload): MemoryCosts {
  const most = (values: readonly number[]): number => perByte(model, Math.max(0, ...values) * model.value_bytes);
  return {
    inputs: most(layers.map(({ inputs }) => inputs)),
    outputs: most(layers.map(({ outputs }) => outputs)),
    weights: most(layers.map(({ weights }) => weights)),
    states: most(neurons.map((layer) => layer.neurons * neuronWork(layer).state)),
  };
}

/** pJ per byte of a memory of this size: linear between the points of the model, flat above the last. */
export function perByte({ memory, access_bytes: access }: Pick<Lemaire, 'memory' | 'access_bytes'>, size: number): number {
  const above = memory.findIndex(([bytes]) => bytes >= size);
  if (above < 0) return memory.at(-1)![1] / access;
  const [high, dear] = memory[above]!;
  const [low, cheap] = memory[above - 1] ?? [high, dear];
  const place = high === low ? 1 : (size - low) / (high - low);
  return (cheap + place * (dear - cheap)) / access;
}

function baselinesOf(model: Lemaire, { layers }: Workload, steps: number, cost: MemoryCosts): Baseline[] {
  const { add_pj: add, multiply_pj: multiply, value_bytes: bytes } = model;
  const pj = layers.reduce((sum, layer) => {
    const memory = layer.inputs * cost.inputs + layer.outputs * cost.outputs + layer.weights * cost.weights;
    return sum + layer.dense * (multiply + add) + denseAddresses(layer) * add + memory * bytes;
  }, 0);
  const none = { pj: null, note: 'the model has 32-bit prices alone' };
  return [
    { id: 'float32', bits: 32, pj: exactly(pj), note: 'priced as 32-bit integers' },
    { id: 'int8', bits: 8, ...none },
    { id: 'bits', bits: bitsOf(steps), ...none },
  ];
}
