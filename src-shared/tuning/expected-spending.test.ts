/** The drops to expect of a plan on other samples, held to made-up plans whose true shares are known. */
import { describe, expect, it } from 'vitest';
import { mulberry32 } from '../math/mulberry32.ts';
import { cautiousSpending, expectedSpending } from './expected-spending.ts';
import type { Figures } from './figures.ts';
import { pointAt, spendingOf } from './points.ts';

/** Four samples after one step: the float network is right on three of them. */
const FIGURES: Figures = {
  steps: 1,
  labelled: true,
  batches: [{ samples: 4, energy: [10], divergence: [0.25] }],
  float32: 100,
  int8: null,
  float: '1110',
  answers: ['3001'],
  margins: ['9040'],
};

it('takes half of the differing answers for lost at most', () => {
  const point = {
    ...pointAt(FIGURES, { steps: 1, from: 1, margin: null }),
    samples: 100,
    agree: 50,
    usual: 50,
    floatRight: 90,
    right: 65,
  };
  expect(expectedSpending(point).accuracyDrop).toBeCloseTo(25, 12);
});

it('expects a drop that the balance of differing answers decides more, the more of them there are', () => {
  const plain = { steps: 1, from: 1, margin: null };
  const point = { ...pointAt(FIGURES, plain), samples: 10_000, floatRight: 9000, agree: 9400, usual: 600 };
  const drop = (right: number): number => expectedSpending({ ...point, right }).accuracyDrop;
  // 600 answers differ, of which 17 % net losses are usual, 102. Those measured have six times the weight of the usual ones.
  expect(drop(9000 - 102)).toBeCloseTo(1.02, 12);
  expect(drop(9000)).toBeCloseTo(1.02 / 7, 12);
  expect(drop(9000 - 102 - 70)).toBeCloseTo(1.02 + 0.6, 12);
  expect(expectedSpending({ ...point, right: 9000, agree: 10_000, usual: 0 }).accuracyDrop).toBe(0);
  expect(expectedSpending({ ...point, right: 9400, floatRight: 10_000, labelled: false }).accuracyDrop).toBeCloseTo(6, 12);
});

describe('caution', () => {
  const plain = { steps: 1, from: 1, margin: null };
  const point = { ...pointAt(FIGURES, plain), samples: 500, floatRight: 400 };

  it('adds to a drop how much it varies, and to none nothing', () => {
    // 10 answers differ, 8 of them in whether they are right: √(8 · (1 + 10/110)) images, of which 0.43.
    const some = { ...point, right: 400, agree: 490, usual: 10, moved: 8 };
    expect(cautiousSpending(some).accuracyDrop - expectedSpending(some).accuracyDrop).toBeCloseTo(
      0.086 * Math.sqrt(8 * (12 / 11)),
      12,
    );
    expect(cautiousSpending({ ...point, right: 400, agree: 500, usual: 0, moved: 0 })).toEqual(
      spendingOf({ ...point, right: 400, agree: 500, usual: 0, moved: 0 }),
    );
    const unlabelled = { ...some, labelled: false, right: 490, floatRight: 500 };
    expect(cautiousSpending(unlabelled).accuracyDrop).toBe(cautiousSpending(unlabelled).agreementDrop);
  });

  it('keeps a budget on other samples about twice as often as not, of plans of any kind', () => {
    const next = mulberry32(1);
    const drawn = (differing: number, loss: number) => {
      let [right, agree, moved] = [400, 500, 0];
      for (let i = 0; i < 500; i++) {
        if (next() >= differing) continue;
        agree--;
        if (next() < 0.2) continue;
        moved++;
        right += next() < (1 + loss) / 2 ? -1 : 1;
      }
      return { ...point, right, agree, moved, usual: 500 * differing };
    };
    let [kept, taken] = [0, 0];
    for (const differing of [0.002, 0.005, 0.01, 0.02, 0.04])
      for (const loss of [0, 0.07, 0.15])
        for (let i = 0; i < 300; i++) {
          if (cautiousSpending(drawn(differing, loss)).accuracyDrop > 0.3) continue;
          taken++;
          if (spendingOf(drawn(differing, loss)).accuracyDrop <= 0.3) kept++;
        }
    expect(taken).toBeGreaterThan(500);
    expect(kept / taken).toBeGreaterThan(0.62);
  });

  it('is not misled by the plan that had the fewest differing answers of many that are as good', () => {
    const next = mulberry32(2);
    const samples = 500;
    /** Figures of one step: each answer differs with this probability, at the divergence that usually goes with it, give or take a tenth. */
    const drawn = (differing: number): Figures => ({
      ...FIGURES,
      steps: 1,
      batches: [{ samples, energy: [1], divergence: [(differing / 0.4) ** 2 * (0.9 + 0.2 * next())] }],
      float: '1'.repeat(samples),
      answers: [Array.from({ length: samples }, () => (next() < differing ? '0' : '3')).join('')],
      margins: ['0'.repeat(samples)],
    });
    const agreementDrop = (figures: Figures): number => spendingOf(pointAt(figures, plain)).agreementDrop;
    let [kept, misled] = [0, 0];
    const rounds = 100;
    for (let round = 0; round < rounds; round++) {
      const differing = [0.01, 0.03][round % 2]!;
      const [best] = Array.from({ length: 40 }, () => drawn(differing)).sort((a, b) => agreementDrop(a) - agreementDrop(b));
      const later = agreementDrop(drawn(differing));
      if (later <= cautiousSpending(pointAt(best!, plain)).agreementDrop) kept++;
      if (later > agreementDrop(best!)) misled++;
    }
    expect(misled / rounds).toBeGreaterThan(0.9);
    expect(kept / rounds).toBeGreaterThan(0.5);
  });
});
