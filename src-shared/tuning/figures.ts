/**
 * The figures of a trial: one evaluation over T steps of some batches. They give the result after every step 1…T, of every delayed readout
 * and of every stopping margin, so that none of these needs a trial of its own. Plain JSON, as projects store it.
 */
import { z } from 'zod';

/** The margins at which a sample may stop early, ascending (docs/algorithm.md §10). */
export const MARGINS = [0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95] as const;

const amount = z.number().nonnegative();
const digits = (most: string) => z.string().regex(new RegExp(`^[0-${most}]*$`));

/** The figures of consecutive batches of a trial. */
export const figuresSchema = z.strictObject({
  steps: z.int().min(1),
  /** False: there are no labels, and an answer counts as right if it is that of the float network. */
  labelled: z.boolean(),
  /** Per batch, in order. */
  batches: z
    .array(
      z.strictObject({
        samples: z.int().min(1),
        /** Energy after 1…T steps, pJ per sample. */
        energy: z.array(amount),
        /** The same counts at the prices of 8-bit weights; absent if the model has none, or if the numbers are int8. */
        int8Energy: z.array(amount).optional(),
        /** Mean Kullback-Leibler divergence from the float network's softmax after 1…T steps, in nats (`divergenceFrom`). */
        divergence: z.array(amount),
      }),
    )
    .min(1),
  /** Energy of the network that is replaced, pJ per sample; null if the model has no price for it. */
  float32: amount.nullable(),
  int8: amount.nullable(),
  /** One digit for each sample: 1 if the float network is right. */
  float: digits('1'),
  /** For every readout of `readoutsOf(T)` one digit for each sample: 1 for a right answer, 2 for that of the float network, 3 for both. */
  answers: z.array(digits('3')),
  /** For every step one digit for each sample: how many of `MARGINS` the softmax margin exceeds. */
  margins: z.array(digits('9')),
});

/** The figures of consecutive batches, as `figuresSchema` describes them. */
export type Figures = Readonly<z.infer<typeof figuresSchema>>;

/** The numbers that a plan computes with: floating point, or whole numbers with weights of 8 bits (docs/fixed-point.md). */
export type Numbers = 'float32' | 'int8';

/** A readout: the answer is the mean of the decoded outputs of the steps `from`…`steps`. */
export interface Readout {
  readonly from: number;
  readonly steps: number;
}

/** The readouts of a trial of T steps: for every last step n the means from step 1, 2, 3, ⌈n/2⌉ and n on. */
export function readoutsOf(steps: number): Readout[] {
  return Array.from({ length: steps }, (_, t) => t + 1).flatMap((n) =>
    [...new Set([1, 2, 3, Math.ceil(n / 2), n])]
      .filter((from) => from <= n)
      .sort((a, b) => a - b)
      .map((from) => ({ from, steps: n })),
  );
}

/** How many of `MARGINS` a softmax margin exceeds. */
export const marginLevel = (margin: number): number => MARGINS.filter((one) => margin > one).length;

/** Number of samples of all batches. */
export const samplesOf = ({ float }: Figures): number => float.length;

/** The figures of batches that follow each other, as one. Both must be of the same plan and steps. */
export function joinFigures(a: Figures, b: Figures): Figures {
  return {
    ...a,
    batches: [...a.batches, ...b.batches],
    float: a.float + b.float,
    answers: a.answers.map((row, i) => row + b.answers[i]!),
    margins: a.margins.map((row, i) => row + b.margins[i]!),
  };
}

/** The figures of the first `count` batches. */
export function firstBatches(figures: Figures, count: number): Figures {
  if (count >= figures.batches.length) return figures;
  const batches = figures.batches.slice(0, count);
  const samples = batches.reduce((sum, batch) => sum + batch.samples, 0);
  const cut = (row: string): string => row.slice(0, samples);
  return { ...figures, batches, float: cut(figures.float), answers: figures.answers.map(cut), margins: figures.margins.map(cut) };
}

/** True if the figures are of these batches and steps: the lengths of all lists fit. */
export function areFiguresOf(figures: Figures, sizes: readonly number[], steps: number): boolean {
  const samples = sizes.reduce((sum, size) => sum + size, 0);
  return (
    figures.steps === steps &&
    figures.batches.length === sizes.length &&
    figures.batches.every(
      ({ samples: own, energy, divergence }, i) =>
        own === sizes[i] && [energy, divergence].every(({ length }) => length === steps),
    ) &&
    figures.answers.length === readoutsOf(steps).length &&
    figures.margins.length === steps &&
    [figures.float, ...figures.answers, ...figures.margins].every((row) => row.length === samples)
  );
}

const atInt8Prices = new WeakMap<Figures, Figures>();

/** The figures with the energies of 8-bit weights, if there are any: what the plan is expected to reach with int8 numbers. */
export function asInt8(figures: Figures): Figures {
  const known = atInt8Prices.get(figures);
  if (known) return known;
  const batches = figures.batches.map((batch) => ({ ...batch, energy: batch.int8Energy ?? batch.energy }));
  const priced = { ...figures, batches };
  atInt8Prices.set(figures, priced);
  return priced;
}
