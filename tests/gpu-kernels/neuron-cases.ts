/** Cases of the neuron kernel in all of its forms, and of the kernel that writes its spikes down. */
import { expandKernel, neuronKernel, packingOf } from '../../src-gpu/kernels/neuron.ts';
import { createNeuron, type NeuronSettings } from '../../src-shared/units/index.ts';
import type { KernelCase } from './kernel-case.ts';
import { array, BATCH, inverse, numbers } from './numbers.ts';

const SIZE = 96;
const LEVELS = 3;

type Form = NeuronSettings & { readonly estimated: boolean; readonly steps: number };

const MODELS = ['if', 'lif', 'mt', 'ms'] as const;
const CODINGS = ['rate', 'differential'] as const;

const FORMS: readonly Form[] = MODELS.flatMap((model) =>
  CODINGS.flatMap((inputCoding) =>
    CODINGS.flatMap((coding) =>
      (
        [
          ['relu', true],
          ['relu', false],
          ['signed', true],
        ] as const
      ).flatMap(([rule, negative]) =>
        (model === 'lif' ? [false] : [false, true]).flatMap((estimated): Form[] => {
          // An estimate is the running mean of a differential input.
          if (estimated && (inputCoding !== 'differential' || rule === 'signed')) return [];
          const levels = model === 'mt' || model === 'ms' ? LEVELS : 1;
          const form = {
            model,
            rule,
            negative,
            inputCoding,
            coding,
            levels,
            tau: model === 'lif' ? 0.9 : 1,
            estimated,
            steps: 6,
          };
          const limited = model === 'ms' ? [1, 2].map((mostSpikes) => ({ ...form, mostSpikes })) : [];
          return [form, { ...form, initial: rule === 'signed' ? -0.3 : 0.7 }, ...limited];
        }),
      ),
    ),
  ),
);
/** More steps than the four words of a launch hold. */
const LONG: Form = { ...FORMS.find(({ model, coding }) => model === 'ms' && coding === 'rate')!, levels: 4, steps: 24 };

const theta = numbers(SIZE, 1, 0.5, 1.5);

function dataOf({ estimated, inputCoding, steps }: Form) {
  const b = numbers(SIZE, 2, -0.5, 0.5);
  const x = numbers(steps * BATCH * SIZE, 3, estimated || inputCoding === 'rate' ? -0.5 : -1, 1.2);
  return { b, x };
}

/** One sample's parameters, two samples. `launch`: which part of the steps is kept. */
function neuronCase(form: Form, launch: number, parts: number): KernelCase {
  const { model, coding, levels, steps, rule, negative, estimated, inputCoding, initial } = form;
  const { perLaunch } = packingOf(form);
  const worth = model === 'ms' ? 2 ** (1 - levels) : 1;
  const quanta = theta.map((value) => value * worth);
  const { b, x } = dataOf(form);
  const shareSteps = coding === 'differential' ? steps : 1;
  const share = Float32Array.from({ length: shareSteps * SIZE }, (_, i) => quanta[i % SIZE]! / (Math.floor(i / SIZE) + 1));
  const columns = SIZE / parts;
  const first = launch * perLaunch;
  const signs = rule === 'signed' ? 'signed' : negative ? 'negative spikes' : 'no negative spikes';
  return {
    name: `${model}, ${inputCoding} to ${coding}, ${signs}${estimated ? ', of estimates' : ''}${initial === undefined ? '' : `, from ${initial}`}, launch ${launch}, ${parts} parts`,
    text: neuronKernel({ settings: form, estimated, steps, first, until: Math.min(steps, first + perLaunch) }),
    arrays: [array(x, columns), array(b, columns), array(quanta, SIZE), array(share, SIZE), array(inverse(steps), steps)],
    numbers: [BATCH * parts, parts, columns, 1, SIZE, 1],
    columns,
    rows: BATCH * parts,
    expected: () => codesOf(form, x, b, launch),
    // Codes of neurons; a tie may go the other way in every neuron of few.
    differing: 0.1,
  };
}

/** Codes as a launch packs them, from what the unit sends. */
function codesOf(form: Form, x: Float32Array, b: Float32Array, launch: number): Float64Array {
  const { steps, estimated, model, levels } = form;
  const { values, bits, perWord, perLaunch } = packingOf(form);
  const step = createNeuron(form, Float64Array.from(theta), Float64Array.from(b), BATCH);
  const words = new Float64Array(BATCH * SIZE * 4);
  const before = new Float64Array(BATCH * SIZE);
  for (let t = 0; t < steps; t++) {
    const sent = step(
      Float64Array.from({ length: BATCH * SIZE }, (_, i) => {
        const value = x[t * BATCH * SIZE + i]!;
        if (!estimated) return value + b[i % SIZE]!;
        // What was received at this step, from the mean of all steps: (t+1)·e[t] − t·e[t−1] = e_in + d, with e_in = e[t−1].
        const received = (t + 1) * value - before[i]!;
        const mean = t === 0 ? b[i % SIZE]! : before[i]! / t;
        before[i] = (t + 1) * value;
        return received - mean + b[i % SIZE]!;
      }),
      t,
    );
    if (Math.floor(t / perLaunch) !== launch) continue;
    const inLaunch = t % perLaunch;
    sent.forEach((value, i) => {
      const quantum = theta[i % SIZE]! * (model === 'ms' ? 2 ** (1 - levels) : 1);
      const code = values.indexOf(Math.round((value / quantum) * 2 ** 8) / 2 ** 8);
      words[i * 4 + Math.floor(inLaunch / perWord)]! += code * 2 ** (bits * (inLaunch % perWord));
    });
  }
  return words;
}

function expandCase(form: Form): KernelCase {
  const packing = packingOf(form);
  const { bits, perWord, perLaunch, values } = packing;
  const { steps } = form;
  const launches = Math.ceil(steps / perLaunch);
  const known = numbers(launches * perLaunch * BATCH * SIZE, 5, 0, 1).map((value) => Math.floor(value * (2 ** bits - 1)));
  const codeAt = (t: number, at: number): number => known[t * BATCH * SIZE + at]!;
  const words = new Float32Array(launches * BATCH * SIZE * 4);
  for (let t = 0; t < steps; t++) {
    for (let at = 0; at < BATCH * SIZE; at++) {
      const word = (Math.floor(t / perLaunch) * BATCH * SIZE + at) * 4 + Math.floor((t % perLaunch) / perWord);
      words[word]! += codeAt(t, at) * 2 ** (bits * (t % perWord));
    }
  }
  const places = Float32Array.from({ length: perWord + 1 }, (_, place) => 2 ** (-bits * place));
  return {
    name: `${form.model}, ${steps} steps`,
    text: expandKernel(packing, steps),
    arrays: [array(words, SIZE * 4), array(values, values.length), array(places, places.length), array(theta, SIZE)],
    numbers: [BATCH, 1, SIZE, 1, SIZE, BATCH],
    columns: SIZE,
    rows: steps * BATCH,
    expected: () =>
      Float64Array.from({ length: steps * BATCH * SIZE }, (_, i) => {
        const at = i % (BATCH * SIZE);
        return values[codeAt(Math.floor(i / (BATCH * SIZE)), at)]! * theta[at % SIZE]!;
      }),
  };
}

export const neuronCases: readonly KernelCase[] = [
  ...FORMS.map((form, index) => neuronCase(form, 0, 1 + (index % 2))),
  neuronCase(LONG, 0, 1),
  neuronCase(LONG, 1, 2),
];

export const expandCases: readonly KernelCase[] = [
  ...MODELS.map((model) => FORMS.find((form) => form.model === model)!),
  LONG,
].map(expandCase);
