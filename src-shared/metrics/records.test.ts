/** Records of samples are what the sums were made of, survive as bytes, join in order, and stay small. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addDelayed, delayedStarts, sumDelayed } from './delayed.ts';
import { addEvaluations, MARGINS, sumEvaluation } from './evaluation.ts';
import { MARGIN_LEVELS, marginCode, marginOf, NO_MARGIN } from './margin-code.ts';
import { decodeRecords, encodeRecords, evaluateSamples, joinRecords, type SampleRecords } from './records.ts';

const [T, K] = [4, 3];
const score = fc.double({ min: -4, max: 4, noNaN: true });
/** A batch of 1…5 samples with scores of T steps. */
const batch = fc.integer({ min: 1, max: 5 }).chain((samples) =>
  fc.record({
    steps: fc.constant(T),
    classes: fc.constant(K),
    logits: fc.array(score, { minLength: T * samples * K, maxLength: T * samples * K }),
    float: fc.array(score, { minLength: samples * K, maxLength: samples * K }),
    labels: fc.option(fc.array(fc.nat(K - 1), { minLength: samples, maxLength: samples }), { nil: undefined }),
  }),
);
const plain = ({ labels, float, answers, margins, ...sizes }: SampleRecords) => ({
  ...sizes,
  labels: labels && [...labels],
  float: [...float],
  answers: [...answers],
  margins: [...margins],
});

describe('the code of a margin', () => {
  it('keeps every comparison with a margin of the sweep, and with every multiple of 0.001', () => {
    const near = (margin: number): number[] => [
      margin,
      margin * (1 + 2 ** -52),
      margin * (1 - 2 ** -53),
      margin + 1e-9,
      margin - 1e-9,
    ];
    const bars = [...MARGINS, ...Array.from({ length: 1001 }, (_, i) => i / 1000)];
    for (const bar of bars) {
      for (const margin of near(bar).filter((one) => one >= 0 && one <= 1))
        expect(marginOf(marginCode(margin)) > bar, `${margin} > ${bar}`).toBe(margin > bar);
    }
  });

  it('is at most one level above the margin', () => {
    fc.assert(
      fc.property(fc.double({ min: 0, max: 1, noNaN: true }), (margin) => {
        const kept = marginOf(marginCode(margin));
        expect(kept).toBeGreaterThanOrEqual(margin);
        expect(kept - margin).toBeLessThanOrEqual(1.0000001 / MARGIN_LEVELS);
      }),
    );
    expect([marginCode(0), marginCode(0.9), marginCode(1), marginCode(NaN)]).toEqual([0, 58_500, MARGIN_LEVELS, NO_MARGIN]);
    expect(marginOf(NO_MARGIN)).toBeNaN();
  });
});

describe('records', () => {
  it('have the answers that the sums count, and the stops of every margin', () => {
    fc.assert(
      fc.property(batch, (one) => {
        const { sums, records } = evaluateSamples(one);
        expect(sums).toEqual(sumEvaluation(one));
        const { samples, labels, float, answers, margins } = records;
        for (let t = 0; t < T; t++) {
          const at = answers.subarray(t * samples, (t + 1) * samples);
          expect(at.filter((answer, i) => answer === float[i]).length).toBe(sums.agree[t]);
          expect(labels ? at.filter((answer, i) => answer === labels[i]).length : 0).toBe(sums.correct[t]);
        }
        for (const { margin, stops } of sums.stopping) {
          const found = new Array<number>(T).fill(0);
          for (let i = 0; i < samples; i++) {
            let t = 0;
            while (t < T - 1 && !(marginOf(margins[t * samples + i]!) > margin)) t++;
            found[t]!++;
          }
          expect(found).toEqual(stops);
        }
      }),
    );
  });

  it('are the same after bytes', () => {
    fc.assert(
      fc.property(batch, fc.constantFrom(K, 65_535, 65_536), (one, classes) => {
        const { records } = evaluateSamples(one);
        const { samples, steps } = records;
        const bytes = encodeRecords(records, classes);
        expect(plain(decodeRecords(bytes, { samples, steps, classes })!)).toEqual(plain(records));
        for (const of of [
          { samples: samples + 1, steps, classes },
          { samples, steps: steps + 1, classes },
        ])
          expect(decodeRecords(bytes, of)).toBeUndefined();
        expect(decodeRecords(bytes.subarray(1), { samples, steps, classes })).toBeUndefined();
      }),
    );
  });

  it('without a number are −1, and a class that does not exist is refused', () => {
    const { records } = evaluateSamples({ steps: 1, classes: 2, logits: [NaN, NaN], float: [NaN, NaN], labels: [1] });
    expect([records.float[0], records.answers[0], records.margins[0]]).toEqual([-1, -1, NO_MARGIN]);
    const of = { samples: 1, steps: 1, classes: 2 };
    for (const classes of [2, 65_536]) {
      const bytes = encodeRecords(records, classes);
      expect(decodeRecords(bytes, { ...of, classes })!.answers[0]).toBe(-1);
    }
    const wrong = encodeRecords({ ...records, answers: Int32Array.of(2) }, 2);
    expect(decodeRecords(wrong, of)).toBeUndefined();
    const unlabelled = encodeRecords({ ...records, labels: Int32Array.of(-1) }, 2);
    expect(decodeRecords(unlabelled, of)).toBeUndefined();
  });

  it('of batches join in their order; they have labels only if all batches have them', () => {
    const [a, b] = [
      evaluateSamples({ steps: 2, classes: 2, logits: [1, 0, 0, 1, /**/ 0, 1, 0, 1], float: [1, 0, 0, 1], labels: [0, 1] }),
      evaluateSamples({ steps: 2, classes: 2, logits: [0, 5, /**/ 9, 0], float: [1, 0], labels: [1] }),
    ].map(({ records }) => records) as [SampleRecords, SampleRecords];
    const joined = joinRecords([a, b]);
    expect(plain(joined)).toMatchObject({ samples: 3, labels: [0, 1, 1], float: [0, 1, 0], answers: [0, 1, 1, 0, 1, 0] });
    expect(joinRecords([a, { ...b, labels: null }]).labels).toBeNull();
  });

  it('of 50,000 samples and 32 steps stay below 15 MB', () => {
    const [samples, steps] = [100, 32];
    const records = {
      samples,
      steps,
      labels: new Int32Array(samples),
      float: new Int32Array(samples),
      answers: new Int32Array(samples * steps),
      margins: new Uint16Array(samples * steps),
    };
    const bytes = (50_000 / samples) * encodeRecords(records, 1000).length;
    console.log(`records of 50,000 samples × 32 steps: ${(bytes / 1e6).toFixed(2)} MB`);
    expect(bytes).toBeLessThan(15e6);
    expect(bytes).toBeGreaterThan(5e6);
  });
});

describe('the delayed readout', () => {
  it('from the first step on counts what the run counts, and merges', () => {
    fc.assert(
      fc.property(batch, batch, (a, b) => {
        if ((a.labels === undefined) !== (b.labels === undefined)) return;
        const sums = addEvaluations(sumEvaluation(a), sumEvaluation(b));
        const [first] = addDelayed(sumDelayed(a), sumDelayed(b));
        expect(first).toEqual({ from: 1, correct: sums.correct, agree: sums.agree });
      }),
    );
  });

  it('leaves out the first steps', () => {
    // Outputs of two classes over three steps: (0, 9), (1, 0), (1, 0). The mean of all is class 1, of the last two class 0.
    const rows = sumDelayed({ steps: 3, classes: 2, logits: [0, 9, 1, 0, 1, 0], float: [1, 0], labels: [0] });
    expect(rows).toEqual([
      { from: 1, correct: [0, 0, 0], agree: [0, 0, 0] },
      { from: 2, correct: [1, 1], agree: [1, 1] },
      { from: 3, correct: [1], agree: [1] },
    ]);
  });

  it('of many steps begins at 32 of them, the first and the last included', () => {
    expect(delayedStarts(3)).toEqual([1, 2, 3]);
    const many = delayedStarts(500);
    expect([many.length, many[0], many.at(-1), new Set(many).size]).toEqual([32, 1, 500, 32]);
    expect(new Set(delayedStarts(33)).size).toBe(32);
  });
});
