/** Neuron layers: the unit of the membrane potential, and the most that an input may be (docs/fixed-point.md). */
import type { NeuronUnit } from '../../spiking/index.ts';
import { initialPotential, mostQuanta } from '../../units/fire.ts';
import { neuronThresholds } from '../../units/thresholds.ts';
import type { FixedNeuron } from '../network.ts';
import { perEntry } from '../per-entry.ts';
import { addValue, type Draft, type DraftValue, unsupported } from './draft.ts';
import { harmonic } from '../arithmetic.ts';
import { intakeOf, partsFor, reach, room, type Sums } from './intake.ts';

/** Units of a quantum λ: the most, what is aimed at, and the least (thresholds of ¾ are whole numbers from 4 on). Powers of two. */
const FINEST = 4096;
const AIM = 16;
const COARSEST = 4;

/** Largest number of quanta that a neuron sends in one step: 1, 2ⁿ⁻¹, or 2ⁿ − 1 (less with a limit of spikes). */
export function mostSent({ model, levels, mostSpikes }: Pick<NeuronUnit, 'model' | 'levels' | 'mostSpikes'>): number {
  if (model === 'ms') return mostQuanta(levels, mostSpikes);
  return model === 'mt' ? 2 ** (levels - 1) : 1;
}

/** The number of units of λ, the largest |d|, and the largest |b|, all in units. */
export interface NeuronScale {
  readonly quantum: number;
  readonly clamp: number;
  readonly constant: number;
}

/**
 * The finest scale at which T steps fit into 32 bits. `d` and `b`: the largest magnitudes of the input and of its constant part, in λ; `start`: the initial potential in λ, at most 1 if absent. If not
 * even 16 units of λ fit, the input is clamped: such a neuron's λ is so small against its input that it sends the most it can, or
 * nothing. Undefined if the neuron's own spikes do not fit.
 */
export function neuronScale(
  sums: Sums,
  sent: { readonly most: number; readonly differential: boolean; readonly start?: number },
  d: number,
  b: number,
): NeuronScale | undefined {
  const { steps } = sums;
  const all = room(sums);
  // The sum of what is sent, and the initial potential.
  const start = Math.max(1, Math.ceil(Math.abs(sent.start ?? 0)));
  const own = (quantum: number): number =>
    steps * (sent.differential ? harmonic(steps) : 1) * sent.most * quantum + start * quantum;
  for (let quantum = FINEST; quantum >= AIM; quantum /= 2) {
    const [clamp, constant] = [Math.ceil(d * quantum) + 1, Math.ceil(b * quantum) + 1];
    if (own(quantum) + reach(sums, clamp, constant) <= all) return { quantum, clamp, constant };
  }
  for (let quantum = AIM; quantum >= COARSEST; quantum /= 2) {
    const rest = all - own(quantum);
    // Half of the room for the input's changes, half for its constant part, unless that needs less.
    const constant = Math.min(Math.ceil(b * quantum) + 1, Math.floor(rest / 2 / steps));
    const clamp = Math.floor((rest - reach(sums, 0, constant)) / reach(sums, 1, 0));
    if (clamp >= 2 * sent.most * quantum) return { quantum, clamp, constant };
  }
  return undefined;
}

/** Adds a neuron layer. Throws `numbers.unsupported` for leaky neurons, and for too many levels or steps. */
export function addNeuron(draft: Draft, unit: NeuronUnit, value: DraftValue): void {
  const { model, name } = unit;
  if (model === 'lif') throw unsupported(name, 'a leaky neuron', 'use if, mt or ms neurons');
  const { network, constantParts } = draft.program.spiking;
  const theta = neuronThresholds(unit.thresholds, network.shapes.get(unit.input)!);
  const constant = constantParts.get(unit.input);
  const parts = partsFor([unit.inputCoding, unit.coding], draft.steps);
  const sums: Sums = { steps: draft.steps, parts, inputCoding: unit.inputCoding };
  const most = mostSent(unit);
  // λ is the smallest threshold.
  const start = initialPotential(unit) * 2 ** (unit.levels - 1);
  const sent = { most, differential: unit.coding === 'differential', start };
  // λ is the smallest threshold, a power of two below θ.
  const lambda = theta.map((one) => Math.max(0, one) * 2 ** (1 - unit.levels));
  const scales = scalesOf(lambda, value, constant, (d, b) => neuronScale(sums, sent, d, b));
  if (scales === undefined)
    throw unsupported(name, `a neuron of ${unit.levels} levels over ${draft.steps} steps`, 'use fewer levels or steps');
  const quantum = Int32Array.from(scales, (scale) => scale?.quantum ?? 0);
  const units = lambda.map((one, i) => (quantum[i] === 0 ? 0 : one / quantum[i]));
  const limits = {
    clamp: Int32Array.from(scales, (scale) => scale?.clamp ?? 0),
    constant: constant?.map((b, i) => {
      const reachable = (scales[i]?.constant ?? 0) * units[i];
      return Math.max(-reachable, Math.min(reachable, b));
    }),
  };
  const output = addValue(
    draft,
    unit.output,
    { channel: value.channel, unit: lambda, bound: lambda.map((one) => (one > 0 ? most : 0)), repeats: false },
    name,
  );
  const layer: FixedNeuron = {
    kind: 'neuron',
    name,
    stage: unit.id,
    input: value.index,
    output: output.index,
    repeats: false,
    model,
    levels: unit.levels,
    ...(unit.mostSpikes === undefined ? {} : { mostSpikes: unit.mostSpikes }),
    credit: unit.rule === 'signed' ? 'unlimited' : unit.negative ? 'sent' : 'none',
    inputCoding: unit.inputCoding,
    coding: unit.coding,
    intake: intakeOf(value, units, limits, parts),
    quantum: perEntry(quantum, value.channel),
    ...(unit.initial === undefined
      ? {}
      : {
          start: perEntry(
            quantum.map((one) => Math.round(start * one * parts)),
            value.channel,
          ),
        }),
  };
  draft.layers.push(layer);
}

/** The scale of every neuron: undefined for one that never fires. Undefined if one has none. Entries of a channel share the finest scale that fits all. */
function scalesOf(
  lambda: Float64Array,
  { unit, bound, channel }: DraftValue,
  constant: Float64Array | undefined,
  scaleFor: (d: number, b: number) => NeuronScale | undefined,
): (NeuronScale | undefined)[] | undefined {
  const scales = new Array<NeuronScale | undefined>(lambda.length);
  for (let from = 0; from < lambda.length; from += channel) {
    let [d, b] = [0, 0];
    for (let i = from; i < from + channel; i++) {
      if (lambda[i] <= 0) continue;
      d = Math.max(d, (unit[i] * bound[i]) / lambda[i]);
      b = Math.max(b, Math.abs(constant?.[i] ?? 0) / lambda[i]);
    }
    const scale = scaleFor(d, b);
    if (!scale) return undefined;
    for (let i = from; i < from + channel; i++) scales[i] = lambda[i] > 0 ? scale : undefined;
  }
  return scales;
}
