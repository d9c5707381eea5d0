/**
 * The output of one neuron for an input that is constant in time: a staircase of the values that it can send in T steps. There is
 * no formula of its own. Each value is presented to the unit of neuron.ts in the layer's coding, and the output is decoded
 * (docs/algorithm.md §2, §3, §9), so that the curve shows the behaviour of a run.
 */
import type { NeuronRule } from '../plan/defaults.ts';
import type { LayerSettings } from '../plan/types.ts';
import { createNeuron } from './neuron.ts';
import { createDecoder, encodeInput } from './ports.ts';
import { neuronSettingsOf, valueCoding } from './settings.ts';

/** The neuron whose curve is drawn, and the number of steps. */
export interface TransferRequest {
  readonly settings: LayerSettings;
  readonly rule: NeuronRule;
  /** Leak τ of the plan. */
  readonly tau: number;
  /** Base threshold θ, in units of the activations; 0 never fires. */
  readonly theta: number;
  /** Number of time steps T, at least 1. */
  readonly steps: number;
}

/** Mean of the decoded output after T steps for each of `inputs`, in units of the activations; the input comes in the layer's own coding. */
export function transferCurve(request: TransferRequest, inputs: Float64Array): Float64Array {
  const { settings, rule, tau, theta, steps } = request;
  const { coding } = settings;
  const unit = neuronSettingsOf(settings, rule, valueCoding(coding), tau);
  const neuron = createNeuron(unit, Float64Array.of(theta), undefined, inputs.length);
  const decode = createDecoder(coding, tau, undefined, inputs.length);
  const total = new Float64Array(inputs.length);
  for (let t = 0; t < steps; t++) {
    const decoded = decode(neuron(encodeInput(coding, tau, inputs, t), t), t);
    for (let index = 0; index < total.length; index++) total[index]! += decoded[index]!;
  }
  return total.map((sum) => sum / steps);
}

/** The ranges in which a staircase does not follow its input, as far as `inputs` (ascending) reach. */
export interface TransferLimits {
  /** Inputs between these two, 0 among them, give exactly 0. Null if even 0 gives another output. */
  readonly dead: readonly [number, number] | null;
  /** From this input on the output no longer grows, although it is below the input. Null if `inputs` do not reach so far. */
  readonly clippedAbove: number | null;
  /** The same for negative inputs of signed neurons. */
  readonly clippedBelow: number | null;
}

/** The dead zone and clipping of a staircase, with the precision of the spacing of `inputs`. */
export function transferLimits(inputs: Float64Array, outputs: Float64Array): TransferLimits {
  const last = inputs.length - 1;
  const zero = inputs.findIndex((value) => value >= 0);
  let dead: TransferLimits['dead'] = null;
  if (zero >= 0 && outputs[zero] === 0) {
    let [low, high] = [zero, zero];
    while (low > 0 && outputs[low - 1] === 0) low--;
    while (high < last && outputs[high + 1] === 0) high++;
    dead = [inputs[low]!, inputs[high]!];
  }
  let above = last;
  while (above > 0 && outputs[above - 1] === outputs[last]) above--;
  let below = 0;
  while (below < last && outputs[below + 1] === outputs[0]) below++;
  return {
    dead,
    clippedAbove: above < last && outputs[last]! < inputs[last]! ? inputs[above]! : null,
    // A ReLU neuron gives 0 for every negative input: that is its dead zone.
    clippedBelow: below > 0 && outputs[0]! < 0 && outputs[0]! > inputs[0]! ? inputs[below]! : null,
  };
}
