/** The figures of a trial: cut and joined without loss, and operating points by hand. */
import { describe, expect, it } from 'vitest';
import {
  areFiguresOf,
  asInt8,
  type Figures,
  firstBatches,
  joinFigures,
  marginLevel,
  MARGINS,
  readoutsOf,
  samplesOf,
} from './figures.ts';
import { mulberry32 } from '../math/mulberry32.ts';
import { accuracyDifference, cautiousSpending, expectedSpending, pointAt, pointsOf, spendingOf } from './points.ts';

/** Two batches of two samples over two steps. Readouts: 1…1, 1…2, 2…2. The float network is right on samples 0, 1 and 2. */
const FIGURES: Figures = {
  steps: 2,
  labelled: true,
  batches: [
    { samples: 2, energy: [10, 30], divergence: [0.3, 0.1] },
    { samples: 2, energy: [20, 40], int8Energy: [5, 10], divergence: [0.2, 0] },
  ],
  float32: 100,
  int8: null,
  float: '1110',
  // 3: right and that of the float network; 2: that of the float network alone; 1: right alone.
  answers: ['3001', '3302', '3330'],
  margins: ['9040', '9999'],
};

it('every margin of the list is exceeded by the next larger one alone', () => {
  expect(MARGINS.map(marginLevel)).toEqual(MARGINS.map((_, i) => i));
  expect([marginLevel(0), marginLevel(1), marginLevel(NaN)]).toEqual([0, MARGINS.length, 0]);
});

it('readouts begin with the mean of all steps, and end with the last step alone', () => {
  expect(readoutsOf(2)).toEqual([
    { from: 1, steps: 1 },
    { from: 1, steps: 2 },
    { from: 2, steps: 2 },
  ]);
  for (const { from, steps } of readoutsOf(9)) expect(from).toBeLessThanOrEqual(steps);
});

describe('an operating point', () => {
  it('counts answers and energy of a number of steps', () => {
    expect(pointAt(FIGURES, { steps: 1, from: 1, margin: null })).toMatchObject({
      right: 2,
      agree: 1,
      moved: 3,
      energy: 15,
      energies: [10, 20],
    });
    expect(pointAt(FIGURES, { steps: 2, from: 2, margin: null })).toMatchObject({
      right: 3,
      agree: 3,
      floatRight: 3,
      energy: 35,
    });
  });

  it('lets samples stop early', () => {
    // Only sample 0 exceeds a margin of 0.7 after the first step; sample 2 also exceeds 0.5.
    const late = pointAt(FIGURES, { steps: 2, from: 1, margin: 0.7 });
    expect(late).toMatchObject({ right: 2, meanSteps: 1.75, energies: [20, 40], energy: 30 });
    expect(pointAt(FIGURES, { steps: 2, from: 1, margin: 0.6 })).toMatchObject({ meanSteps: 1.75 });
    expect(pointAt(FIGURES, { steps: 2, from: 1, margin: 0.5 })).toMatchObject({ meanSteps: 1.5, energies: [20, 30] });
  });

  it('spends points and shares', () => {
    const spending = spendingOf(pointAt(FIGURES, { steps: 1, from: 1, margin: null }));
    expect(spending).toEqual({ accuracyDrop: 25, agreementDrop: 75, energyRatio: 0.15, int8Ratio: null, steps: 1 });
  });

  it('differs from another by the samples that only one gets right', () => {
    const [a, b] = [
      { steps: 2, from: 2, margin: null },
      { steps: 1, from: 1, margin: null },
    ] as const;
    expect(accuracyDifference([FIGURES, a], [FIGURES, b]).value).toBe(0.25);
  });
});

it('takes half of the differing answers for lost at most', () => {
  const point = { ...pointAt(FIGURES, { steps: 1, from: 1, margin: null }), samples: 100, agree: 50, floatRight: 90, right: 65 };
  expect(expectedSpending(point).accuracyDrop).toBeCloseTo(25, 12);
});

it('expects a drop that the balance of differing answers decides more, the more of them there are', () => {
  const plain = { steps: 1, from: 1, margin: null };
  const point = { ...pointAt(FIGURES, plain), samples: 10_000, floatRight: 9000, agree: 9400 };
  const drop = (right: number): number => expectedSpending({ ...point, right }).accuracyDrop;
  // 600 answers differ, of which 17 % net losses are usual, 102. Those measured have six times the weight of the usual ones.
  expect(drop(9000 - 102)).toBeCloseTo(1.02, 12);
  expect(drop(9000)).toBeCloseTo(1.02 / 7, 12);
  expect(drop(9000 - 102 - 70)).toBeCloseTo(1.02 + 0.6, 12);
  expect(expectedSpending({ ...point, right: 9000, agree: 10_000 }).accuracyDrop).toBe(0);
  expect(expectedSpending({ ...point, right: 9000, labelled: false }).accuracyDrop).toBe(0);
});

describe('caution', () => {
  const plain = { steps: 1, from: 1, margin: null };
  const point = { ...pointAt(FIGURES, plain), samples: 500, floatRight: 400 };

  it('adds to a drop how much it varies, and to none nothing', () => {
    // 10 answers differ, 8 of them in whether they are right: √(8 · (1 + 10/110)) images, of which 0.43.
    const some = { ...point, right: 400, agree: 490, moved: 8 };
    expect(cautiousSpending(some).accuracyDrop - expectedSpending(some).accuracyDrop).toBeCloseTo(
      0.086 * Math.sqrt(8 * (12 / 11)),
      12,
    );
    expect(cautiousSpending({ ...point, right: 400, agree: 500, moved: 0 })).toEqual(
      spendingOf({ ...point, right: 400, agree: 500, moved: 0 }),
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
      return { ...point, right, agree, moved };
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
});

it('has the prices of int8 numbers where there are any', () => {
  expect(asInt8(FIGURES).batches.map(({ energy }) => energy)).toEqual([
    [10, 30],
    [5, 10],
  ]);
});

it('figures of batches are joined and cut without loss', () => {
  const first = firstBatches(FIGURES, 1);
  expect(samplesOf(first)).toBe(2);
  const second: Figures = {
    ...FIGURES,
    batches: FIGURES.batches.slice(1),
    float: FIGURES.float.slice(2),
    answers: FIGURES.answers.map((row) => row.slice(2)),
    margins: FIGURES.margins.map((row) => row.slice(2)),
  };
  expect(joinFigures(first, second)).toEqual(FIGURES);
  expect(firstBatches(FIGURES, 2)).toBe(FIGURES);
  expect(areFiguresOf(FIGURES, [2, 2], 2)).toBe(true);
  expect([
    areFiguresOf(FIGURES, [2, 1], 2),
    areFiguresOf(FIGURES, [2, 2], 3),
    areFiguresOf({ ...FIGURES, float: '1' }, [2, 2], 2),
  ]).toEqual([false, false, false]);
});

it('offers every readout, and every margin after every step but the first', () => {
  expect(pointsOf(FIGURES)).toHaveLength(3 + MARGINS.length);
});
