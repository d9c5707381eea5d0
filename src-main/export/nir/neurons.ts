/** Neuron layers as nodes. Their inputs are in units of the threshold, so that the threshold of all neurons is 1 and so is a spike. */
import type { NirReader } from '../../../src-shared/export/index.ts';
import type { NeuronUnit } from '../../../src-shared/spiking/index.ts';
import type { Shape } from '../../../src-shared/tensor/index.ts';
import { filled, type NirNode, nirNode } from './graph.ts';

/** The part of the potential at the first comparison that comes from the layer's start, in units of the threshold (docs/algorithm.md §3). */
export const headStart = ({ initial, tau }: Pick<NeuronUnit, 'initial' | 'tau'>): number =>
  initial === undefined ? 1 / 2 : initial * tau;

/** A layer that leaks; a leak of 1 is none. */
export const isLeakyNeuron = ({ model, tau }: Pick<NeuronUnit, 'model' | 'tau'>): boolean => model === 'lif' && tau !== 1;

/** The node of a layer of neurons. */
export function neuronNode(unit: Pick<NeuronUnit, 'model' | 'tau'>, shape: Shape, reader: NirReader): NirNode {
  if (!isLeakyNeuron(unit))
    return nirNode('IF', { r: filled(shape, reader.r), v_threshold: filled(shape, thresholdFor(1, reader.fire.if.atThreshold)) });
  const { tau, r, threshold } = leakOf(unit.tau, reader);
  return nirNode('LIF', {
    tau: filled(shape, tau),
    r: filled(shape, r),
    v_leak: filled(shape, 0),
    v_threshold: filled(shape, thresholdFor(threshold, reader.fire.lif.atThreshold)),
  });
}

/** Time constant, resistance and threshold with which a reader multiplies the potential by `leak` in a step and adds its input. */
function leakOf(leak: number, { leak: form, dt }: NirReader): { tau: number; r: number; threshold: number } {
  switch (form) {
    case 'exact':
      return { tau: -1 / Math.log(leak), r: 1, threshold: 1 };
    case 'unit-r':
      // The reader adds dt/τ of the input, so its potentials are that much smaller.
      return { tau: dt / (1 - leak), r: 1, threshold: 1 - leak };
    case 'euler':
    case 'beta':
    case 'decay':
      return { tau: dt / (1 - leak), r: 1 / (1 - leak), threshold: 1 };
  }
}

/** The threshold to write. For a reader that fires above it only, it is the next smaller number of 32 bits, so that `v > θ` decides as v ≥ 1. */
export function thresholdFor(threshold: number, atThreshold: boolean): number {
  const value = Float32Array.of(threshold);
  if (!atThreshold) new Uint32Array(value.buffer)[0]!--;
  return value[0]!;
}
