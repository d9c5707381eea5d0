/** Neurons of NIR as their readers step them: each reader has its own rules for leak, comparison, reset and lowest potential. */
import type { FiringRules, NirReader } from '../../../src-shared/export/index.ts';

/** Parameters of a layer of neurons, one number for each neuron. */
export interface NeuronParameters {
  readonly type: 'IF' | 'LIF';
  readonly r: Float32Array;
  readonly threshold: Float32Array;
  /** Time constant and rest of LIF; empty for IF. */
  readonly tau: Float32Array;
  readonly rest: Float32Array;
}

/** A layer of neurons at rest: each call takes the inputs of a step and gives the spikes. */
export type NeuronLayer = (input: Float64Array) => Float64Array;

/**
 * A layer of neurons for one sample. `rules`: how they fire and reset. `initial`: their potential in units of the threshold. Throws an Error where the reader refuses the parameters, with its
 * reason.
 */
export function createNeurons(parameters: NeuronParameters, reader: NirReader, rules: FiringRules, initial: number): NeuronLayer {
  const { type, r } = parameters;
  refuse(parameters, reader);
  const threshold = thresholdsOf(parameters, reader);
  const advance = type === 'IF' ? integrate(r, reader) : leak(parameters, reader);
  const potential = Float64Array.from(threshold, (theta) => theta * initial);
  return (input) => {
    const spikes = new Float64Array(input.length);
    for (let i = 0; i < input.length; i++) {
      const theta = threshold[i]!;
      let v = advance(potential[i]!, input[i]!, i);
      if (rules.atThreshold ? v >= theta : v > theta) {
        const count = rules.several ? Math.max(1, Math.trunc(v / theta)) : 1;
        spikes[i] = count;
        v = rules.reset === 'subtract' ? v - count * theta : 0;
      }
      potential[i] = Math.max(v, rules.lowest * theta);
    }
    return spikes;
  };
}

/** The refusals of importers. */
function refuse({ type, r, threshold, rest }: NeuronParameters, { uniform, label, leak: form, r: expected }: NirReader): void {
  const varies = (values: Float32Array): boolean => values.some((value) => value !== values[0]);
  if (uniform && (varies(threshold) || varies(r)))
    throw new Error(`${label} wants the same parameters for all neurons of a layer`);
  if (type === 'LIF' && rest.some((value) => value !== 0)) throw new Error(`${label} wants v_leak to be 0`);
  if (type === 'IF' && (form === 'beta' || form === 'decay') && r.some((value) => value !== expected))
    throw new Error(`${label} wants r to be ${expected}`);
}

/** The thresholds that a reader compares with. */
function thresholdsOf({ type, tau, r, threshold }: NeuronParameters, { leak: form, dt }: NirReader): Float64Array {
  if (type === 'IF' || form !== 'beta') return Float64Array.from(threshold);
  // Instead of scaling inputs by r·dt/τ, the reader scales the threshold.
  return Float64Array.from(threshold, (theta, i) => {
    const scale = (r[i]! * dt) / tau[i]!;
    return Math.abs(scale - 1) <= 1e-5 ? theta : theta / scale;
  });
}

type Advance = (v: number, input: number, neuron: number) => number;

/** One step of IF: only the published equation looks at r; other readers take an input as it is. */
const integrate = (r: Float32Array, { leak: form, dt }: NirReader): Advance =>
  form === 'euler' ? (v, input, i) => v + r[i]! * dt * input : (v, input) => v + input;

/** One step of LIF. */
function leak({ tau, r }: NeuronParameters, { leak: form, dt }: NirReader): Advance {
  switch (form) {
    case 'euler':
      return (v, input, i) => v + (dt / tau[i]!) * (r[i]! * input - v);
    case 'unit-r':
      return (v, input, i) => v + (dt / tau[i]!) * (input - v);
    case 'beta':
      return (v, input, i) => (1 - dt / tau[i]!) * v + input;
    case 'exact':
      return (v, input, i) => Math.exp(-1 / tau[i]!) * v + input;
    case 'decay':
      // The reader takes r = 1 as a sign that the input decays too.
      return (v, input, i) => (r[i] === 1 ? v + (input - v) * (dt / tau[i]!) : v - v * (dt / tau[i]!) + input);
  }
}
