/** Metrics on small examples worked out by hand, and that batches merge exactly. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createEvaluation } from './create-evaluation.ts';
import { addDeviations, summariseDeviation, sumDeviation } from './deviation.ts';
import { addEvaluations, sumEvaluation } from './evaluation.ts';
import { argmax, rankOf, softmaxMargin } from './ranking.ts';
import { summariseEvaluation, summariseStopping } from './summary.ts';

describe('ranking', () => {
  it('takes the first of equals, and no class where nothing is a number', () => {
    expect(argmax([1, 3, 3, 2])).toBe(1);
    expect(argmax([NaN, -1])).toBe(1);
    expect(argmax([NaN, NaN])).toBe(-1);
    expect([0, 1, 2, 3].map((label) => rankOf([1, 3, 3, 2], label, 0, 4))).toEqual([3, 0, 1, 2]);
    expect(rankOf([NaN, 1], 0, 0, 2)).toBe(Infinity);
  });

  it('measures the softmax margin', () => {
    expect(softmaxMargin([Math.log(6), Math.log(3), 0])).toBeCloseTo(0.3, 12);
    expect(softmaxMargin([2, 2])).toBe(0);
    expect(softmaxMargin([5])).toBe(1);
    expect(softmaxMargin([1000, 0])).toBe(1);
  });
});

describe('evaluation', () => {
  // Two samples, three steps. Running means, sample 0: (0, 1), (1, ½), (4/3, 1/3); sample 1: (3, 0), (1½, 0), (1, 0).
  const batch = {
    steps: 3,
    classes: 2,
    logits: [0, 1, 3, 0, /**/ 2, 0, 0, 0, /**/ 2, 0, 0, 0],
    float: [1, 0, 0, 1],
    labels: [0, 0],
    margins: [0, 0.5, 1],
  };

  it('is of the running mean', () => {
    const summary = summariseEvaluation(sumEvaluation(batch));
    expect(summary.ann).toEqual({ accuracy: 0.5, top5: null });
    expect(summary.steps.map((step) => step.accuracy)).toEqual([0.5, 1, 1]);
    expect(summary.steps.map((step) => step.agreement)).toEqual([0, 0.5, 0.5]);
  });

  it('is of the mean from step k on, and before it of the running mean', () => {
    // Means from step 2 on, sample 0: (2, 0) at both steps; sample 1: (0, 0).
    const summary = summariseEvaluation(sumEvaluation({ ...batch, from: 2 }));
    expect(summary.steps.map((step) => step.accuracy)).toEqual([0.5, 1, 1]);
    expect(summary.steps.map((step) => step.agreement)).toEqual([0, 0.5, 0.5]);
    // Margins: sample 0: 0.46, 0.96, 0.96; sample 1: 0.91, 0, 0.
    expect(sumEvaluation({ ...batch, from: 2 }).stopping.map(({ stops }) => stops)).toEqual([
      [2, 0, 0],
      [1, 1, 0],
      [0, 0, 2],
    ]);
  });

  it('stops at the first step whose margin exceeds the asked one', () => {
    // Margins tanh(d/2) of the difference d: sample 0: 0.46, 0.24, 0.46; sample 1: 0.91, 0.64, 0.46.
    const stops = summariseStopping(sumEvaluation(batch), [1, 2, 4]);
    expect(stops).toEqual([
      { margin: 0, accuracy: 0.5, agreement: 0, mean_steps: 1, energy: 1 },
      { margin: 0.5, accuracy: 1, agreement: 0.5, mean_steps: 2, energy: 2.5 },
      { margin: 1, accuracy: 1, agreement: 0.5, mean_steps: 3, energy: 4 },
    ]);
  });

  it('says null for accuracy without labels, and refuses labels that are no classes', () => {
    const { labels: _, ...unlabelled } = batch;
    expect(summariseEvaluation(sumEvaluation(unlabelled)).steps[0]).toMatchObject({ accuracy: null, top5: null, agreement: 0 });
    expect(() => sumEvaluation({ ...batch, labels: [0, 2] })).toThrow(/Label 2.*2 classes/);
    expect(() => sumEvaluation({ ...batch, labels: [0] })).toThrow(/1 labels for 2 samples/);
  });

  it('merges batches exactly', () => {
    const logit = fc.integer({ min: -3, max: 3 });
    const [T, K] = [3, 7];
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 4 }),
        fc.integer({ min: 1, max: 4 }),
        fc.infiniteStream(logit),
        (first, second, stream) => {
          const take = (count: number) => Array.from({ length: count }, () => stream.next().value as number);
          const parts = [first, second].map((samples) => ({
            logits: Array.from({ length: T }, () => take(samples * K)),
            float: take(samples * K),
            labels: take(samples).map((x) => x + 3),
          }));
          const [a, b] = parts.map(({ logits, float, labels }) =>
            sumEvaluation({ steps: T, classes: K, logits: logits.flat(), float, labels }),
          ) as [ReturnType<typeof sumEvaluation>, ReturnType<typeof sumEvaluation>];
          const whole = createEvaluation({ steps: T, classes: K });
          whole.add(
            Array.from({ length: T }, (_, t) => parts.flatMap(({ logits }) => logits[t]!)).flat(),
            parts.flatMap(({ float }) => float),
            parts.flatMap(({ labels }) => labels),
          );
          expect(addEvaluations(a, b)).toEqual(whole.sums());
        },
      ),
    );
  });
});

describe('deviation', () => {
  it('compares the mean from step k on, where the sum begins anew', () => {
    const { steps, float } = { steps: 3, float: [3, 4] };
    const of = (logits: readonly number[], from?: number) =>
      summariseDeviation(sumDeviation({ steps, samples: 1, logits, float, ...(from === undefined ? {} : { from }) }));
    const late = of([0, 2, 9, 9, 3, 4], 3);
    expect(late[2]).toEqual({ step: 3, relative_error: 0, cosine: 1 });
    expect(late.slice(0, 2)).toEqual(of([0, 2, 9, 9, 3, 4]).slice(0, 2));
  });

  it('compares the running mean with the float output', () => {
    const one = sumDeviation({ steps: 2, samples: 1, logits: [0, 2, 6, 6], float: [3, 4] });
    const other = sumDeviation({ steps: 2, samples: 1, logits: [0, 0, 0, 0], float: [0, 0] });
    const [first, second] = summariseDeviation(addDeviations(one, other));
    expect(first!.relative_error).toBeCloseTo(Math.sqrt(13) / 5, 12);
    expect(first!.cosine).toBeCloseTo((0.8 + 1) / 2, 12);
    expect(second).toEqual({ step: 2, relative_error: 0, cosine: 1 });
  });
});
