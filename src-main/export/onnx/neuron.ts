/**
 * A layer of neurons as ONNX nodes (docs/algorithm.md §3, §8, §9). The layer's values come without their constant part. As in
 * the kernels of the cpu engine, two identities save states: the sum of the rate-equivalents received up to step t is (t+1)·e_in, and
 * the sum of all that is taken from the potential before step t is (t+1)·e_out. The sum c of sent spikes is computed as §3 writes it,
 * in units of the input and with every operation rounded, since it often is exactly the threshold of a spike to be taken back.
 */
import type { LoweredNeuron } from '../../../src-shared/lowering/index.ts';
import type { NeuronUnit } from '../../../src-shared/spiking/index.ts';
import { initialPotential, neuronThresholds } from '../../../src-shared/units/index.ts';
import { divisors, fire, type ThetaConstants } from './fire.ts';
import type { Memory } from './memory.ts';
import type { Term, Terms } from './terms.ts';
import type { ValueFrame } from './values.ts';

/**
 * In exact arithmetic a multi-spike neuron may take back all that it has sent. That sum is computed as (t+1)·e_out, whose rounding
 * must not make it slightly less: the factor is a few units in the last place larger. The kernels have the same.
 */
const CREDIT = 1 + 2 ** -20;

interface NeuronWriting {
  readonly terms: Terms;
  readonly memory: Memory;
  readonly frame: ValueFrame;
  readonly unit: NeuronUnit;
  readonly thresholds: ThetaConstants;
}

/** Writes one step of a neuron layer. `input`: the value without its constant part, or an estimate. Returns the sent spikes. */
export function writeNeuron(
  terms: Terms,
  memory: Memory,
  frame: ValueFrame,
  { unit, estimated }: Pick<LoweredNeuron, 'unit' | 'estimated'>,
  input: Term,
): Term {
  const writing: NeuronWriting = { terms, memory, frame, unit, thresholds: thresholdsOf(unit, frame) };
  const x = frame.enter(input);
  return frame.leave(unit.model === 'lif' ? writeLeaky(writing, x) : writeWhole(writing, estimated, x));
}

/** θ of the layer. In a view `[1, B, inner]`, every neuron of a sample has its own. */
function thresholdsOf({ thresholds }: NeuronUnit, { whole, shape, apart }: ValueFrame): ThetaConstants {
  const positive = (values: Float64Array): Float32Array => Float32Array.from(values, (value) => Math.max(0, value));
  if (!apart) return { theta: positive(thresholds.values), shape: thresholds.shape };
  return { theta: positive(neuronThresholds(thresholds, whole)), shape: [1, 1, shape[2]!] };
}

/** Neurons without a leak. */
function writeWhole({ terms, memory, frame, unit, thresholds }: NeuronWriting, estimated: boolean, x: Term): Term {
  const { add, sub, mul, div, scalar, constant, value } = terms;
  const { model, levels, rule, negative } = unit;
  const { count } = memory;
  const [differentialIn, differentialOut] = [unit.inputCoding === 'differential', unit.coding === 'differential'];
  const limited = negative && rule === 'relu';
  const spikes = model === 'ms';
  const lambda = divisors(thresholds.theta.map((theta) => theta / 2 ** (levels - 1)));
  /** From units of the input to units of the potential. */
  const scaled = (term: Term): Term => (spikes ? div(term, value(constant(lambda, thresholds.shape))) : term);
  const start = initialPotential(unit);
  const initial = spikes
    ? start === 0
      ? null
      : scalar(start * 2 ** (levels - 1))
    : constant(
        thresholds.theta.map((theta) => start * theta),
        thresholds.shape,
      );
  const read = (meaning: string, from: Term = null): Term => memory.read(unit.name, meaning, frame.shape, from);
  const write = (meaning: string, term: Term): void => memory.write(unit.name, meaning, term);

  const mean = (): Term => {
    if (estimated) return x;
    const estimate = add(read('running estimate of the input', frame.constant), div(x, count));
    write('running estimate of the input', estimate);
    return estimate;
  };
  const taken = differentialOut ? read('running estimate sent') : null;
  let potential: Term;
  let sent: Term = null;
  if (!differentialIn && !differentialOut) {
    potential = add(read('membrane potential', initial), scaled(add(x, frame.constant)));
    if (limited) sent = read('sum sent');
  } else if (differentialIn && differentialOut) {
    potential = add(mul(sub(scaled(mean()), taken), count), initial);
  } else if (differentialIn) {
    sent = read('sum sent');
    potential = add(sub(scaled(mul(mean(), count)), sent), initial);
  } else {
    const sum = add(read('sum received'), scaled(add(x, frame.constant)));
    write('sum received', sum);
    potential = add(sub(sum, mul(taken, count)), initial);
  }

  const credit = ((): Term | undefined => {
    if (!limited) return undefined;
    if (!differentialOut) return sent;
    return spikes ? mul(mul(taken, count), scalar(CREDIT)) : add(read('sum sent'), taken);
  })();
  const fired = fire(terms, unit, thresholds, value(potential), credit);

  if (!differentialIn && !differentialOut) write('membrane potential', sub(potential, fired));
  if (differentialOut) {
    write('running estimate sent', add(taken, div(fired, count)));
    if (limited && !spikes) write('sum sent', add(credit!, fired));
  } else if (differentialIn || limited) write('sum sent', add(sent, fired));
  return spikes
    ? mul(
        fired,
        constant(
          thresholds.theta.map((theta) => theta / 2 ** (levels - 1)),
          thresholds.shape,
        ),
      )
    : fired;
}

/** Leaky neurons: the leak acts on every state, so that no state can be derived from another. */
function writeLeaky({ terms, memory, frame, unit, thresholds }: NeuronWriting, x: Term): Term {
  const { add, sub, mul, div, scalar, constant, value } = terms;
  const { rule, negative, tau } = unit;
  const { count } = memory;
  const [differentialIn, differentialOut] = [unit.inputCoding === 'differential', unit.coding === 'differential'];
  const limited = negative && rule === 'relu';
  const leak = scalar(tau);
  const start = initialPotential(unit);
  const initial = constant(
    thresholds.theta.map((theta) => start * theta),
    thresholds.shape,
  );
  const read = (meaning: string, from: Term = null): Term => memory.read(unit.name, meaning, frame.shape, from);
  const write = (meaning: string, term: Term): void => memory.write(unit.name, meaning, term);

  let potential = add(mul(leak, read('membrane potential', initial)), add(x, frame.constant));
  if (differentialIn) {
    const estimate = read('running estimate of the input');
    potential = add(potential, estimate);
    write('running estimate of the input', mul(add(estimate, div(x, count)), leak));
  }
  const taken = differentialOut ? read('running estimate sent') : null;
  potential = sub(potential, taken);
  const credit = limited ? add(read('sum sent'), taken) : undefined;
  const fired = fire(terms, unit, thresholds, value(potential), credit);
  write('membrane potential', sub(potential, fired));
  if (limited) write('sum sent', mul(add(credit!, fired), leak));
  if (differentialOut) write('running estimate sent', mul(add(taken, div(fired, count)), leak));
  return fired;
}
