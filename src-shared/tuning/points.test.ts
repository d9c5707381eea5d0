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
import { accuracyDifference, pointAt, pointsOf, spendingOf } from './points.ts';

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

  it('has as many differing answers as usually go with its divergence', () => {
    // Three answers differ after the first step at 0.25 nats, one after the second at 0.05; a usual 100 of 250 more.
    const [first, second] = [4 * Math.sqrt(0.25), 4 * Math.sqrt(0.05)];
    const share = (3 + 1 + 100) / (first + second + 250);
    const usual = (steps: number, from: number, margin: number | null): number => pointAt(FIGURES, { steps, from, margin }).usual;
    expect(usual(1, 1, null)).toBeCloseTo(share * first, 12);
    expect(usual(2, 1, null)).toBeCloseTo(share * second, 12);
    // Early stopping after 1.75 steps and the second step alone: as many more or fewer than they have as the mean of two steps.
    const late = pointAt(FIGURES, { steps: 2, from: 1, margin: 0.7 });
    expect(late.usual).toBeCloseTo(Math.max(0, 4 - late.agree + share * second - 1), 12);
    expect(usual(2, 2, null)).toBeCloseTo(Math.max(0, 1 + share * second - 1), 12);
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
