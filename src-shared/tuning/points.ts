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
  return {
    operation,
    samples,
    labelled: figures.labelled,
    right: countOf(answers, RIGHT),
    agree: countOf(answers, AGREES),
    floatRight: countOf(figures.float, RIGHT),
    moved: movedOf(answers, figures.float),
    meanSteps: stops.reduce((sum, steps) => sum + steps, 0) / samples,
    energy: energies.reduce((sum, energy, i) => sum + energy * figures.batches[i]!.samples, 0) / samples,
    energies,
    float32: figures.float32,
    int8: figures.int8,
  };
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

/** The number of differing answers that the usual loss counts as. */
const USUAL_WEIGHT = 100;

/**
 * Of the answers that differ from the float network's, the share by which losses usually exceed gains: the more, the more answers differ. Plans
 * that were tried on 1,000 images of the example networks lost 0 to 0.1 of 2 % differing ones, 0.1 to 0.3 of 5 %, and 0.5 of 30 %.
 */
const usualLoss = (differing: number): number => Math.min(0.5, 0.05 + 2 * differing);

/**
 * The spending to expect on other samples. The best of many plans owes its accuracy partly to luck. The answers that differ are known more
 * surely than the balance of losses and gains among them, which is therefore drawn towards the usual one, the less the more of them there are.
 */
export function expectedSpending(point: Point): Spending {
  const spending = spendingOf(point);
  if (!point.labelled) return spending;
  const changed = point.samples - point.agree;
  const usual = (100 * changed * usualLoss(changed / point.samples)) / point.samples;
  const weight = ownWeight(point);
  return { ...spending, accuracyDrop: weight * spending.accuracyDrop + (1 - weight) * usual };
}

/**
 * Standard deviations by which a drop on other samples may exceed the expected one without being held against a plan. A normal deviate stays
 * below 0.43 twice as often as it exceeds it.
 */
const CAUTION = 0.43;

/**
 * The spending that a plan stays within on as many other samples about twice as often as not. Beside the expected drop it counts how much a
 * drop varies: each answer that moves between right and wrong does so by chance, on the other samples and on these, from which the balance is
 * known. A plan with few different answers may therefore come near to a budget, and one with many must stay away from it.
 */
export function cautiousSpending(point: Point): Spending {
  const spending = expectedSpending(point);
  const { samples, agree, moved } = point;
  const differing = Math.sqrt(2 * (samples - agree));
  const agreementDrop = spending.agreementDrop + (100 * CAUTION * differing) / samples;
  const balance = Math.sqrt(moved * (1 + ownWeight(point)));
  const accuracyDrop = spending.accuracyDrop + (100 * CAUTION * (point.labelled ? balance : differing)) / samples;
  return { ...spending, accuracyDrop, agreementDrop };
}

/** The weight 0…1 of the drop that was measured in the one that is expected. */
export function ownWeight({ labelled, samples, agree }: Point): number {
  return labelled ? (samples - agree) / (samples - agree + USUAL_WEIGHT) : 1;
}

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
