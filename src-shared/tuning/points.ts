/** Operating points: the ways to use one evaluated plan (steps, delayed readout, stopping margin), and what each reaches and costs. */
import { countPairs, type Estimate, pairedDifference, wilson } from '../results/index.ts';
import type { Spending } from './budget.ts';
import { type Figures, MARGINS, readoutsOf, samplesOf } from './figures.ts';

/** One way to use a plan. */
export interface Operation {
  /** The last step. */
  readonly steps: number;
  /** The first step of the mean that gives the answer (docs/algorithm.md §2: 1). */
  readonly from: number;
  /** A sample stops at the first step whose softmax margin exceeds this; null: every sample takes all steps. */
  readonly margin: number | null;
}

/** What a plan reaches and costs in one way of using it, on the samples of its figures. */
export interface Point {
  readonly operation: Operation;
  readonly samples: number;
  /** False: without labels, an answer is right if it is that of the float network. */
  readonly labelled: boolean;
  /** Numbers of right answers, of those of the float network, and of right answers of the float network. */
  readonly right: number;
  readonly agree: number;
  readonly floatRight: number;
  /** Number of samples of which either the answer or that of the float network is right, and not both. */
  readonly moved: number;
  /** Number of differing answers that the divergence from the float network leads to expect (`usualDiffering`). */
  readonly usual: number;
  /** Mean number of steps. */
  readonly meanSteps: number;
  /** Energy in pJ per sample: of all samples, and of each batch. */
  readonly energy: number;
  readonly energies: readonly number[];
  readonly float32: number | null;
  readonly int8: number | null;
}

/** Every operating point of the figures, those without early stopping first. Early stopping reads the mean from step 1 on. */
export function pointsOf(figures: Figures): Point[] {
  const plain = readoutsOf(figures.steps).map((readout): Operation => ({ ...readout, margin: null }));
  const stopping = Array.from({ length: figures.steps - 1 }, (_, t) => t + 2).flatMap((steps) =>
    MARGINS.map((margin): Operation => ({ steps, from: 1, margin })),
  );
  return [...plain, ...stopping].map((operation) => pointAt(figures, operation));
}

/** The bits of a digit (`figuresSchema`), which are those of its character too, since the code of 0 has neither. A search reads millions of them. */
const [RIGHT, AGREES] = [1, 2];
const ZERO = '0'.charCodeAt(0);

/** The digit of every sample, and the steps that it takes. */
interface Course {
  readonly answers: string;
  readonly stops: readonly number[];
}

function courseOf(figures: Figures, { steps, from, margin }: Operation): Course {
  const readouts = readoutsOf(figures.steps);
  const row = (n: number): string => figures.answers[readouts.findIndex((one) => one.steps === n && one.from === from)]!;
  const samples = samplesOf(figures);
  if (margin === null) return { answers: row(steps), stops: new Array<number>(samples).fill(steps) };
  const highest = ZERO + MARGINS.findIndex((one) => one === margin);
  const rows = Array.from({ length: steps }, (_, t) => row(t + 1));
  let answers = '';
  const stops = Array.from({ length: samples }, (_, i) => {
    let t = 0;
    while (t < steps - 1 && figures.margins[t]!.charCodeAt(i) <= highest) t++;
    answers += rows[t]!.charAt(i);
    return t + 1;
  });
  return { answers, stops };
}

/** What the figures say of one operation, which must be one of `pointsOf`. */
export function pointAt(figures: Figures, operation: Operation): Point {
  const { answers, stops } = courseOf(figures, operation);
  let at = 0;
  const energies = figures.batches.map(({ samples, energy }) => {
    const own = stops.slice(at, at + samples);
    at += samples;
    return own.reduce((sum, steps) => sum + energy[steps - 1]!, 0) / samples;
  });
  const samples = samplesOf(figures);
  const agree = countOf(answers, AGREES);
  const meanSteps = stops.reduce((sum, steps) => sum + steps, 0) / samples;
  return {
    operation,
    samples,
    labelled: figures.labelled,
    right: countOf(answers, RIGHT),
    agree,
    floatRight: countOf(figures.float, RIGHT),
    moved: movedOf(answers, figures.float),
    usual: usualDiffering(figures, operation, { differing: samples - agree, meanSteps }),
    meanSteps,
    energy: energies.reduce((sum, energy, i) => sum + energy * figures.batches[i]!.samples, 0) / samples,
    energies,
    float32: figures.float32,
    int8: figures.int8,
  };
}

/** Differing answers as a share of the samples, over the square root of the divergence in nats: 0.3 to 0.5 in the example networks. */
const USUAL_SHARE = 0.4;
/** The number of differing answers that the usual share counts as. */
const SHARE_WEIGHT = 100;

/**
 * The number of answers that usually differ at the divergence of the figures. Both grow alike with the errors of the logits, but the divergence is a mean
 * over all samples and varies less: of many plans that are as good as each other, the one with the fewest differing answers has a divergence like the rest.
 * The share that goes with a divergence is that of all steps of the figures, drawn towards the usual one. The divergence of a delayed readout, or of early
 * stopping, is not known: there the number of answers that came out too few or too many is taken from the plain mean after as many steps.
 */
function usualDiffering(
  figures: Figures,
  { from, margin }: Operation,
  own: { readonly differing: number; readonly meanSteps: number },
): number {
  const { differing, roots } = differingByStep(figures);
  const sum = (all: readonly number[]): number => all.reduce((total, one) => total + one, 0);
  const share = (sum(differing) + SHARE_WEIGHT) / (sum(roots) + SHARE_WEIGHT / USUAL_SHARE);
  const at = Math.round(own.meanSteps) - 1;
  const usual = share * roots[at]!;
  return from === 1 && margin === null ? usual : Math.max(0, own.differing + usual - differing[at]!);
}

/** After every step, the number of answers of the plain mean that differ, and the square root of the mean divergence times the number of samples. */
interface ByStep {
  readonly differing: readonly number[];
  readonly roots: readonly number[];
}
const byStep = new WeakMap<Figures, ByStep>();

function differingByStep(figures: Figures): ByStep {
  const known = byStep.get(figures);
  if (known) return known;
  const samples = samplesOf(figures);
  const readouts = readoutsOf(figures.steps);
  const steps = Array.from({ length: figures.steps }, (_, t) => t);
  const found = {
    differing: steps.map((t) => {
      const row = readouts.findIndex((one) => one.from === 1 && one.steps === t + 1);
      return samples - countOf(figures.answers[row]!, AGREES);
    }),
    roots: steps.map((t) => {
      const sum = figures.batches.reduce((total, batch) => total + batch.samples * batch.divergence[t]!, 0);
      return Math.sqrt(sum * samples);
    }),
  };
  byStep.set(figures, found);
  return found;
}

function movedOf(answers: string, float: string): number {
  let count = 0;
  for (let i = 0; i < answers.length; i++) count += (answers.charCodeAt(i) ^ float.charCodeAt(i)) & RIGHT;
  return count;
}

/** Number of digits with the bit. */
function countOf(row: string, bit: number): number {
  let count = 0;
  for (let i = 0; i < row.length; i++) if ((row.charCodeAt(i) & bit) !== 0) count++;
  return count;
}

/** The figures of a point that budgets limit. */
export const spendingOf = ({ samples, right, agree, floatRight, energy, float32, int8, operation }: Point): Spending => ({
  accuracyDrop: (100 * (floatRight - right)) / samples,
  agreementDrop: (100 * (samples - agree)) / samples,
  energyRatio: float32 === null || float32 === 0 ? null : energy / float32,
  int8Ratio: int8 === null || int8 === 0 ? null : energy / int8,
  steps: operation.steps,
});

/** The share of right answers, with its interval. */
export const accuracyOf = ({ right, samples }: Point): Estimate => wilson(right, samples);

/** The share of right answers of the first minus that of the second, with the interval for paired samples. Both are of the same samples. */
export function accuracyDifference(a: readonly [Figures, Operation], b: readonly [Figures, Operation]): Estimate {
  return paired(courseOf(...a).answers, courseOf(...b).answers);
}

/** The share of right answers minus that of the float network, with the interval for paired samples. */
export const differenceFromFloat = (figures: Figures, operation: Operation): Estimate =>
  paired(courseOf(figures, operation).answers, figures.float);

function paired(a: string, b: string): Estimate {
  const isRight = (digits: string) => (sample: number) => digits[sample] === '1' || digits[sample] === '3';
  return pairedDifference(countPairs(a.length, isRight(a), isRight(b)));
}
