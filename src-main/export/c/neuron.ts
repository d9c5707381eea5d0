/**
 * A layer of neurons as C (docs/algorithm.md §3, §8, §9), one loop over its entries. Values come without their constant part. As in the
 * kernels of the cpu engine and in exported ONNX models, two identities save states: the sum of the rate-equivalents received up to
 * step t is (t+1)·e_in, and the sum of all that is taken from the potential before step t is (t+1)·e_out. The sum c of sent spikes is
 * computed as §3 writes it, with every operation rounded: it often is exactly the threshold of a spike to be taken back.
 */
import type { LoweredNeuron } from '../../../src-shared/lowering/index.ts';
import type { NeuronUnit } from '../../../src-shared/spiking/index.ts';
import { initialPotential, mostQuanta, neuronThresholds } from '../../../src-shared/units/index.ts';
import type { Draft, Place } from './draft.ts';
import { keptAddress } from './draft.ts';
import { floatLiteral, indented } from './literals.ts';
import { inOrder, walkOf } from './loops.ts';

/**
 * In exact arithmetic a multi-spike neuron may take back all that it has sent. That sum is computed as (t+1)·e_out, whose rounding
 * must not make it slightly less: the factor is a few units in the last place larger. The kernels have the same.
 */
const CREDIT = floatLiteral(1 + 2 ** -20);

const MODELS = { if: 'integrate and fire', lif: 'leaky integrate and fire', mt: 'multi-threshold', ms: 'multi-spike' } as const;

/** A layer in a few words, for the comment of its function. */
export const aboutNeuron = ({ model, levels, mostSpikes, rule, negative, inputCoding, coding }: NeuronUnit): string =>
  `${MODELS[model]} neurons${levels > 1 ? ` with ${levels} thresholds` : ''}${mostSpikes === undefined ? '' : `, at most ${mostSpikes} a step`}, ${rule === 'signed' ? 'signed' : negative ? 'ReLU with negative spikes' : 'ReLU'}, ${inputCoding} in, ${coding} out`;

/** A state of a layer: its name in the code, and its value before the first step as an expression of `theta` and `b`. */
interface State {
  readonly name: string;
  readonly initial?: string;
}

/** Statements of one neuron, with its states. */
interface Equations {
  readonly states: readonly State[];
  readonly lines: readonly string[];
}

/** Writes a layer. `constant`: b of its input for one sample. Returns the place of its spikes. */
export function writeNeuron(
  draft: Draft,
  { unit, estimated }: Pick<LoweredNeuron, 'unit' | 'estimated'>,
  input: Place,
  constant: Float64Array | undefined,
): Place {
  const theta = neuronThresholds(unit.thresholds, draft.network.shapes.get(unit.input)!).map((value) => Math.max(0, value));
  const size = theta.length;
  const thresholds = draft.table('theta', theta);
  const b = draft.table('constant', constant ?? new Float64Array(size));
  const { states, lines } = unit.model === 'lif' ? leaky(unit) : whole(unit, estimated);
  const kept = states.map((state) => ({ ...state, place: draft.state(size) }));
  const walk = walkOf(draft, [inOrder(size), thresholds.positions, b.positions]);
  /** The numbers of a neuron that these lines use. */
  const numbers = (used: readonly string[], thetaAt: string, bAt: string): string[] =>
    [
      ['theta', thresholds.text(thetaAt)],
      ['b', b.text(bAt)],
      ['quantum', `${thresholds.text(thetaAt)} > 0.0f ? ${thresholds.text(thetaAt)} / ${2 ** (unit.levels - 1)}.0f : 1.0f`],
    ].flatMap(([name, value]) => (used.some((line) => word(name!).test(line)) ? [`const float ${name} = ${value};`] : []));
  const pointers = (all: readonly { name: string; place: { offset: number } }[]): string[] =>
    all.map(({ name, place }) => `float *const ${name} = ${keptAddress(place)};`);

  const started = kept.filter(({ initial }) => initial !== undefined && !(initial === 'b' && b.allZero));
  if (started.length > 0) {
    const initials = started.map(({ initial }) => initial!);
    draft.reset([
      '{',
      ...indented([
        ...pointers(started),
        ...walk((i, thetaAt, bAt) => [
          ...numbers(initials, thetaAt!, bAt!),
          ...started.map(({ name, initial }) => `${name}[${i}] = ${initial};`),
        ]),
      ]),
      '}',
    ]);
  }
  draft.kernel(RULES[unit.model].kernel);
  if (unit.mostSpikes !== undefined) draft.kernel('largest_powers');
  const y = draft.buffer(size);
  draft.call({
    reads: [input],
    writes: y,
    ...(input.kind === 'buffer' ? { replaces: input } : {}),
    about: aboutNeuron(unit),
    code: (at) => [
      `const float *const x = ${at(input)};`,
      `float *const y = ${at(y)};`,
      ...pointers(kept),
      ...(lines.some((line) => word('count').test(line)) ? ['const float count = (float)(s->step + 1);'] : []),
      ...walk((i, thetaAt, bAt) => [...numbers(lines, thetaAt!, bAt!), ...lines.map((line) => line.replaceAll('[i]', `[${i}]`))]),
    ],
  });
  return y;
}

const word = (name: string): RegExp => new RegExp(`\\b${name}\\b`);

type Fired = Pick<NeuronUnit, 'model' | 'levels' | 'mostSpikes'>;

/** The firing rule of a model, and its call. `credit`: the sum that may be taken back. */
const once = { kernel: 'fire_once', call: (_: Fired, credit: string) => `fire_once(potential, theta, ${credit})` } as const;
const RULES = {
  if: once,
  lif: once,
  mt: {
    kernel: 'fire_multi_threshold',
    call: ({ levels }: Fired, credit: string) => `fire_multi_threshold(potential, theta, ${levels}, ${credit})`,
  },
  ms: {
    kernel: 'fire_multi_spike',
    call: ({ levels, mostSpikes }: Fired, credit: string) => {
      const count = `fire_multi_spike(potential, ${mostQuanta(levels, mostSpikes)}.0f, ${credit})`;
      return mostSpikes === undefined ? count : `largest_powers(${count}, ${2 ** (levels - 1)}.0f, ${mostSpikes})`;
    },
  },
} as const;

/** A neuron without a threshold never fires. */
const fired = (unit: NeuronUnit, credit: string): string =>
  `const float spike = theta > 0.0f ? ${RULES[unit.model].call(unit, credit)} : 0.0f;`;

/** The sum that a neuron may take back if it is not limited by what it has sent: all, or nothing. */
const unlimited = ({ rule }: NeuronUnit): string => (rule === 'signed' ? 'INFINITY' : '0.0f');

/** Neurons without a leak. The states of multi-spike neurons, except that of the input, are in quanta. */
function whole(unit: NeuronUnit, estimated: boolean): Equations {
  const { model, levels, rule, negative } = unit;
  const [differentialIn, differentialOut] = [unit.inputCoding === 'differential', unit.coding === 'differential'];
  const limited = negative && rule === 'relu';
  const quanta = model === 'ms';
  const start = initialPotential(unit) * (quanta ? 2 ** (levels - 1) : 1);
  const initial = quanta ? floatLiteral(start) : `${floatLiteral(start)} * theta`;
  const plusStart = start === 0 ? '' : ` + ${initial}`;
  const scaled = (text: string): string => (quanta ? `${/[ ]/.test(text) ? `(${text})` : text} / quantum` : text);
  const states: State[] = [];
  const lines: string[] = [];

  if (differentialIn) {
    if (estimated) lines.push('const float estimate = x[i];');
    else {
      states.push({ name: 'e_in', initial: 'b' });
      lines.push('const float estimate = e_in[i] + x[i] / count;');
    }
  }
  if (differentialOut) states.push({ name: 'e_out' });
  const ownSum = differentialOut ? limited && !quanta : limited || differentialIn;
  if (ownSum) states.push({ name: 'sent' });

  if (!differentialIn && !differentialOut) {
    states.push({ name: 'm', ...(start === 0 ? {} : { initial }) });
    lines.push(`const float potential = m[i] + ${scaled('x[i] + b')};`.replace('+ x[i] + b', '+ (x[i] + b)'));
  } else if (differentialIn && differentialOut) {
    lines.push(`const float potential = (${scaled('estimate')} - e_out[i]) * count${plusStart};`);
  } else if (differentialIn) {
    lines.push(`const float potential = ${scaled('estimate * count')} - sent[i]${plusStart};`);
  } else {
    states.push({ name: 'received' });
    lines.push(
      `const float sum = received[i] + ${scaled('x[i] + b')};`.replace('+ x[i] + b', '+ (x[i] + b)'),
      `const float potential = sum - e_out[i] * count${plusStart};`,
    );
  }
  const credit = !limited ? unlimited(unit) : !differentialOut ? 'sent[i]' : quanta ? `e_out[i] * count * ${CREDIT}` : 'credit';
  if (credit === 'credit') lines.push('const float credit = sent[i] + e_out[i];');
  lines.push(fired(unit, credit));
  if (differentialIn && !estimated) lines.push('e_in[i] = estimate;');
  if (!differentialIn && differentialOut) lines.push('received[i] = sum;');
  if (!differentialIn && !differentialOut) lines.push('m[i] = potential - spike;');
  if (differentialOut) lines.push('e_out[i] += spike / count;');
  if (ownSum) lines.push(differentialOut ? 'sent[i] = credit + spike;' : 'sent[i] += spike;');
  lines.push(quanta ? 'y[i] = spike * quantum;' : 'y[i] = spike;');
  return { states, lines };
}

/** Leaky neurons: the leak acts on every state, so that no state can be derived from another. */
function leaky(unit: NeuronUnit): Equations {
  const { rule, negative, tau } = unit;
  const [differentialIn, differentialOut] = [unit.inputCoding === 'differential', unit.coding === 'differential'];
  const limited = negative && rule === 'relu';
  const leak = floatLiteral(tau);
  const states: State[] = [{ name: 'm', initial: `${floatLiteral(initialPotential(unit))} * theta` }];
  if (differentialIn) states.push({ name: 'e_in' });
  if (differentialOut) states.push({ name: 'e_out' });
  if (limited) states.push({ name: 'sent' });
  const lines = [
    `const float potential = ${leak} * m[i] + (x[i] + b)${differentialIn ? ' + e_in[i]' : ''}${differentialOut ? ' - e_out[i]' : ''};`,
    ...(limited ? [`const float credit = sent[i]${differentialOut ? ' + e_out[i]' : ''};`] : []),
    fired(unit, limited ? 'credit' : unlimited(unit)),
    ...(differentialIn ? [`e_in[i] = (e_in[i] + x[i] / count) * ${leak};`] : []),
    'm[i] = potential - spike;',
    ...(limited ? [`sent[i] = (credit + spike) * ${leak};`] : []),
    ...(differentialOut ? [`e_out[i] = (e_out[i] + spike / count) * ${leak};`] : []),
    'y[i] = spike;',
  ];
  return { states, lines };
}
