/** Filters, order, course and confusion of samples: they follow from the records, and agree with what the report counts. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { evaluateSamples, marginOf, type SampleRecords } from '../metrics/index.ts';
import {
  ANSWER_OF,
  confusedPairs,
  confusionOf,
  countKinds,
  courseOf,
  NEEDS_LABEL,
  pairsOf,
  SAMPLE_KINDS,
  SAMPLE_ORDERS,
  type SampleFilter,
  selectSamples,
  settledAt,
} from './index.ts';

const [T, K] = [4, 3];
// Now and then a score that is no number, so that a sample has no answer, or no margin.
const score = fc.oneof({ arbitrary: fc.double({ min: -4, max: 4, noNaN: true }), weight: 8 }, fc.constantFrom(0, 1, NaN));
const scores = (length: number) => fc.array(score, { minLength: length, maxLength: length });
/** The records of 1…8 samples, and the sums that a report is made of. */
const evaluated = fc
  .integer({ min: 1, max: 8 })
  .chain((samples) =>
    fc.record({
      steps: fc.constant(T),
      classes: fc.constant(K),
      logits: scores(T * samples * K),
      float: scores(samples * K),
      labels: fc.option(fc.array(fc.nat(K - 1), { minLength: samples, maxLength: samples }), { nil: undefined }),
    }),
  )
  .map(evaluateSamples);
const aClass = fc.option(fc.nat(K - 1), { nil: null });
const aFilter: fc.Arbitrary<SampleFilter> = fc.record({
  kind: fc.constantFrom(...SAMPLE_KINDS),
  step: fc.integer({ min: 1, max: T }),
  after: fc.integer({ min: 1, max: T }),
  label: aClass,
  answer: aClass,
  of: fc.constantFrom(...ANSWER_OF),
});
const anyOf = (kind: SampleFilter['kind'], step: number): SampleFilter => ({
  kind,
  step,
  after: T,
  label: null,
  answer: null,
  of: 'spiking',
});
const rowsOf = (records: SampleRecords, filter: SampleFilter): number[] => [...selectSamples(records, filter, 'dataset')];

describe('filters', () => {
  it('find as many samples as the report counts, after every step', () => {
    fc.assert(
      fc.property(evaluated, ({ records, sums }) => {
        const pairs = pairsOf(records).with_float;
        for (let step = 1; step <= T; step++) {
          const count = (kind: SampleFilter['kind']): number => rowsOf(records, anyOf(kind, step)).length;
          expect(count('all')).toBe(records.samples);
          expect(count('flipped')).toBe(records.samples - sums.agree[step - 1]!);
          if (pairs === null) {
            for (const kind of NEEDS_LABEL) expect(count(kind)).toBe(0);
            continue;
          }
          expect(count('spiking-wrong')).toBe(pairs.only_float[step - 1]);
          expect(count('float-wrong')).toBe(pairs.only_spiking[step - 1]);
          expect(count('both-wrong') + count('spiking-wrong')).toBe(records.samples - sums.correct[step - 1]!);
          expect(count('both-wrong') + count('float-wrong')).toBe(records.samples - sums.floatCorrect);
        }
      }),
    );
  });

  it('keep exactly the samples that have the label, the answer and the kind, whatever the order', () => {
    fc.assert(
      fc.property(evaluated, aFilter, fc.constantFrom(...SAMPLE_ORDERS), ({ records }, filter, order) => {
        const { label, answer, of, step } = filter;
        const whole = rowsOf(records, { ...filter, label: null, answer: null });
        const expected = whole.filter((row) => {
          const course = courseOf(records, row);
          const given = course.steps[step - 1]!.answer === answer;
          const has = { spiking: given, float: course.float === answer, one: given !== (course.float === answer) };
          return (label === null || course.label === label) && (answer === null || has[of]);
        });
        expect([...selectSamples(records, filter, order)].sort((a, b) => a - b)).toEqual(expected);
        expect(countKinds(records, filter)[filter.kind]).toBe(expected.length);
      }),
    );
  });

  it('find the samples that settle after a step', () => {
    fc.assert(
      fc.property(evaluated, fc.integer({ min: 1, max: T }), ({ records }, after) => {
        const late = rowsOf(records, { ...anyOf('late', T), after });
        for (let row = 0; row < records.samples; row++) {
          const given = courseOf(records, row).steps.map(({ answer }) => answer);
          const changes = given.flatMap((answer, t) => (t > 0 && answer !== given[t - 1] ? [t + 1] : []));
          expect(settledAt(records, row)).toBe(changes.at(-1) ?? 1);
          expect(late.includes(row)).toBe((changes.at(-1) ?? 1) > after);
        }
      }),
    );
  });
});

describe('the order by margin', () => {
  it('is ascending or descending, with equal ones as in the dataset and unknown ones last', () => {
    fc.assert(
      fc.property(evaluated, aFilter, ({ records }, filter) => {
        for (const order of ['least-margin', 'greatest-margin'] as const) {
          const rows = [...selectSamples(records, filter, order)];
          const margins = rows.map((row) => marginOf(records.margins[(filter.step - 1) * records.samples + row]!));
          for (let i = 1; i < rows.length; i++) {
            const [before, now] = [margins[i - 1]!, margins[i]!];
            if (Number.isNaN(now) ? Number.isNaN(before) : before === now) expect(rows[i]).toBeGreaterThan(rows[i - 1]!);
            else if (!Number.isNaN(now)) expect(order === 'least-margin' ? before < now : before > now).toBe(true);
          }
        }
      }),
    );
  });
});

describe('confusion', () => {
  it('has the accuracy of the report on its diagonal, and a cell counts the samples that its filter finds', () => {
    fc.assert(
      fc.property(evaluated, fc.integer({ min: 1, max: T }), ({ records, sums }, step) => {
        const confusion = confusionOf(records, K, step);
        if (!confusion) {
          expect(records.labels).toBeNull();
          return;
        }
        const diagonal = (matrix: Int32Array): number => matrix.filter((_, i) => i % (K + 1) === 0).reduce((a, b) => a + b);
        expect(diagonal(confusion.float)).toBe(sums.floatCorrect);
        expect(diagonal(confusion.spiking)).toBe(sums.correct[step - 1]);
        for (let label = 0; label < K; label++) {
          for (let answer = 0; answer < K; answer++) {
            const at = label * K + answer;
            const count = (of: SampleFilter['of']): number =>
              rowsOf(records, { ...anyOf('all', step), label, answer, of }).length;
            expect(count('float')).toBe(confusion.float[at]);
            expect(count('spiking')).toBe(confusion.spiking[at]);
            // What one network alone answers so: at least the difference, and odd or even with it.
            expect(count('one')).toBeGreaterThanOrEqual(Math.abs(confusion.difference[at]!));
            expect((count('one') - confusion.difference[at]!) % 2).toBe(0);
          }
        }
      }),
    );
  });

  it('as a list of pairs has the cells beside the diagonal, the largest first', () => {
    fc.assert(
      fc.property(evaluated, fc.integer({ min: 1, max: T }), ({ records }, step) => {
        const confusion = confusionOf(records, K, step);
        for (const of of ['float', 'spiking', 'difference'] as const) {
          const pairs = confusedPairs(records, step, of);
          if (!confusion || !pairs) {
            expect([confusion, pairs]).toEqual([null, null]);
            return;
          }
          const cells = new Map(pairs.map((pair) => [pair.label * K + pair.answer, pair]));
          for (let at = 0; at < K * K; at++) {
            const pair = cells.get(at);
            const isWrong = Math.floor(at / K) !== at % K;
            expect(pair?.[of] ?? 0).toBe(isWrong ? confusion[of][at] : 0);
            if (pair)
              expect([pair.float, pair.spiking, pair.difference]).toEqual([
                confusion.float[at],
                confusion.spiking[at],
                confusion.difference[at],
              ]);
          }
          const sizes = pairs.map((pair) => Math.abs(pair[of]));
          expect(sizes).toEqual(sizes.toSorted((a, b) => b - a));
        }
      }),
    );
  });
});

it('the course of a sample has null for an answer or a margin that is none', () => {
  const { records } = evaluateSamples({ steps: 2, classes: 2, logits: [NaN, NaN, 1, 0], float: [0, 1], labels: [0] });
  expect(courseOf(records, 0)).toEqual({
    label: 0,
    float: 1,
    steps: [
      { step: 1, answer: null, margin: null },
      { step: 2, answer: null, margin: null },
    ],
    settled: 1,
  });
});
