/** Two runs compared: figures counted by hand, laws that hold for any two runs, and sentences on what cannot be compared. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sampleReport } from '../../../tests/fixtures/sample-report.ts';
import type { SampleRecords } from '../../metrics/index.ts';
import { independentDifference, wilson } from '../proportions.ts';
import type { RunReport } from '../run-report.ts';
import { type ComparedRun, compareRuns, runComparisonSchema } from './index.ts';

/** Records of samples whose float answers are the labels, from the answers after every step. */
const recordsOf = (labels: readonly number[], ...answers: readonly (readonly number[])[]): SampleRecords => ({
  samples: labels.length,
  steps: answers.length,
  labels: Int32Array.from(labels),
  float: Int32Array.from(labels),
  answers: Int32Array.from(answers.flat()),
  margins: new Uint16Array(labels.length * answers.length),
});

/** A report whose accuracies and agreements are those of records with labels. */
function reportOf({ samples, steps, labels, float, answers }: SampleRecords): RunReport {
  const report = sampleReport('mt8-differential-p99.9', steps);
  const share = (t: number, of: Int32Array) => of.filter((one, i) => one === answers[t * samples + i]).length / samples;
  return {
    ...report,
    settings: { ...report.settings, dataset: { source: 'images', samples } },
    ann: { accuracy: 1 },
    steps: report.steps.map((step, t) => ({ ...step, accuracy: share(t, labels!), agreement: share(t, float) })),
  };
}

const runOf = (run: number, records: SampleRecords, over: Partial<ComparedRun> = {}): ComparedRun => ({
  run,
  name: '',
  report: reportOf(records),
  records,
  data: 'digest',
  ...over,
});

/** 20 samples of class 1: both right on 10, the first alone on 1, the second alone on 9 (McNemar: p = 22/1024), neither on none. */
const ONES = Array<number>(20).fill(1);
const [FEW, MANY] = [
  recordsOf(ONES, [...Array<number>(11).fill(1), ...Array<number>(9).fill(0)]),
  recordsOf(ONES, [...Array<number>(10).fill(1), 0, ...Array<number>(9).fill(1)]),
];

describe('two runs on the same samples', () => {
  it('differ as counted by hand', () => {
    const { last, steps, verdict, missing, sameSamples } = compareRuns(runOf(1, FEW), runOf(2, MANY));
    expect([sameSamples, missing, steps.length]).toEqual([true, [], 1]);
    expect(last.accuracy).toMatchObject({ method: 'paired', samples: [20, 20], onlyFirst: 1, onlySecond: 9, isNoise: false });
    expect(last.accuracy!.first.value).toBe(11 / 20);
    expect(last.accuracy!.second.value).toBe(19 / 20);
    expect(last.accuracy!.difference.value).toBeCloseTo(0.4, 12);
    expect(last.accuracy!.p).toBeCloseTo(22 / 1024, 12);
    expect(last.accuracy).toEqual(last.agreement);
    expect(verdict).toMatch(
      /^Run 2 is right on 95\.0 % of the samples after 1 step, run 1 on 55\.0 % after 1 step: 40\.0 points more \(95 % interval .*, p = 0\.021\)\. It takes /,
    );
  });

  it('are within noise if as many samples are won as lost', () => {
    const other = recordsOf(ONES, [0, ...Array<number>(11).fill(1), ...Array<number>(8).fill(0)]);
    const { last, verdict } = compareRuns(runOf(1, FEW), runOf(2, other));
    expect(last.accuracy).toMatchObject({ onlyFirst: 1, onlySecond: 1, p: 1, isNoise: true });
    expect(verdict).toContain('a difference within noise (0.0 points, 95 % interval ');
  });

  it('are compared after the same step, and after the last of each', () => {
    const [long, short] = [recordsOf([1, 1, 2], [1, 0, 0], [1, 1, 0], [1, 1, 2]), recordsOf([1, 1, 2], [0, 0, 2], [1, 1, 2])];
    const { steps, last } = compareRuns(runOf(1, long), runOf(2, short));
    expect(steps.map(({ steps: at, accuracy }) => [at, accuracy!.onlyFirst, accuracy!.onlySecond])).toEqual([
      [[1, 1], 1, 1],
      [[2, 2], 0, 1],
    ]);
    expect(last).toMatchObject({ steps: [3, 2], accuracy: { onlyFirst: 0, onlySecond: 0 } });
  });

  it('a sample without an answer is wrong, even if the float network has none', () => {
    const none = { ...recordsOf([1, 2], [-1, 2]), float: Int32Array.from([-1, 2]) };
    const { last } = compareRuns(runOf(1, none), runOf(2, none));
    expect(last.agreement!.first.value).toBe(0.5);
  });

  it('change their signs with the order, agree with their reports, and fit the schema', () => {
    const answers = (samples: number) => fc.array(fc.integer({ min: -1, max: 3 }), { minLength: samples, maxLength: samples });
    const runs = fc
      .integer({ min: 1, max: 40 })
      .chain((samples) => fc.tuple(answers(samples), answers(samples), answers(samples), answers(samples)));
    fc.assert(
      fc.property(runs, ([labels, a, b, c]) => {
        const wanted = labels.map((label) => Math.max(0, label));
        const [one, other] = [runOf(1, recordsOf(wanted, a, b)), runOf(2, recordsOf(wanted, c, a))];
        const [forth, back] = [compareRuns(one, other), compareRuns(other, one)];
        expect(runComparisonSchema.parse(JSON.parse(JSON.stringify(forth)))).toEqual(forth);
        for (const [t, { accuracy, agreement }] of forth.steps.entries()) {
          expect(accuracy!.first.value).toBe(one.report.steps[t]!.accuracy);
          expect(agreement!.second.value).toBe(other.report.steps[t]!.agreement);
          const { difference, p } = back.steps[t]!.accuracy!;
          expect(difference.value).toBeCloseTo(-accuracy!.difference.value, 12);
          expect(difference.low).toBeCloseTo(-accuracy!.difference.high, 12);
          expect(p).toBe(accuracy!.p);
        }
      }),
      { numRuns: 50 },
    );
  });
});

describe('runs that are not alike', () => {
  const first = runOf(1, FEW);
  const withReport = (change: (report: RunReport) => RunReport, over: Partial<ComparedRun> = {}): ComparedRun => {
    const run = runOf(2, MANY, over);
    return { ...run, report: change(run.report) };
  };
  const dataset = (source: string, samples: number) => (report: RunReport) => ({
    ...report,
    settings: { ...report.settings, dataset: { source, samples } },
  });

  it.each<[string, ComparedRun, RegExp]>([
    [
      'other samples by their digest',
      withReport(dataset('more', 20), { data: 'other' }),
      /not of the same samples \(the samples of images and more/,
    ],
    ['another number', withReport(dataset('images', 30)), /not of the same samples \(20 and 30 samples\)/],
    ['another source, without a digest', withReport(dataset('more', 20), { data: null }), /\(images and more\)/],
    ['a source that has changed', runOf(2, MANY, { data: 'another digest' }), /images or its preprocessing has changed/],
    ['other labels', runOf(2, recordsOf(ONES.with(3, 2), Array.from(MANY.answers))), /their labels differ/],
    [
      'nothing kept',
      runOf(2, MANY, { records: null, name: 'old' }),
      /^Run 2 \(old\) keeps nothing of its samples\. It was made by an older/,
    ],
  ])('%s: independent intervals, and no test', (_, second, words) => {
    const { last, missing } = compareRuns(first, second);
    expect(missing).toEqual([expect.stringMatching(words)]);
    expect(missing[0]).toContain('independent samples');
    expect(last.accuracy).toMatchObject({ method: 'independent', p: null, onlyFirst: null, isNoise: false });
  });

  it('no labels: agreement alone, and the sentence says so', () => {
    const second = withReport(
      (report) => ({ ...report, ann: { accuracy: null }, steps: report.steps.map((step) => ({ ...step, accuracy: null })) }),
      { records: { ...MANY, labels: null } },
    );
    const { last, missing, verdict } = compareRuns(first, second);
    expect(missing).toEqual(['Run 2 has no labels, and so no accuracy.']);
    expect(last.accuracy).toBeNull();
    expect(last.agreement).toMatchObject({ method: 'paired', onlySecond: 9 });
    expect(verdict).toContain('agrees with the float network on');
  });

  it('another model: both agree with their own float network', () => {
    const second = withReport((report) => ({ ...report, model: { ...report.model, sha256: 'a'.repeat(64) } }));
    const { missing, settings } = compareRuns(first, second);
    expect(missing).toEqual([expect.stringContaining('different models')]);
    expect(settings[0]).toMatchObject({ setting: 'model' });
  });

  it('an output that is no class vector: energy alone', () => {
    const second = withReport((report) => ({ ...report, early_stopping: [] }), { records: null });
    const { last, missing, verdict } = compareRuns(first, second);
    expect([last.accuracy, last.agreement]).toEqual([null, null]);
    expect(missing).toEqual(['Run 2 has no class vector as output, so that its answers cannot be compared.']);
    expect(verdict).toMatch(/cannot be compared\. It takes \S+ times the energy of run 1\.$/);
  });
});

describe('settings and layers', () => {
  const [rate, differential] = ['mt8-rate-p99.9', 'mt8-differential-p99.9'].map((name) => sampleReport(name));
  const compared = (second: RunReport) =>
    compareRuns({ ...runOf(1, FEW), report: rate!, records: null }, { ...runOf(2, MANY), report: second, records: null });

  it('settings that differ are named with both values, and no others', () => {
    const { plan } = differential!.settings;
    const changed = { ...plan, layers: { 'layer1.*': { thresholds: 4, threshold: { scale: 2 } } } };
    const second = { ...differential!, settings: { ...differential!.settings, engine: 'gpu', plan: changed } };
    expect(compared(second).settings).toEqual([
      { setting: 'engine', first: 'cpu', second: 'gpu' },
      { setting: 'coding of input and output', first: 'rate', second: 'differential' },
      { setting: 'defaults › coding', first: 'rate', second: 'differential' },
      { setting: 'layers', first: null, second: 'layer1.*' },
      { setting: 'layers › layer1.* › thresholds', first: null, second: '4' },
      { setting: 'layers › layer1.* › threshold', first: null, second: '{"scale":2}' },
    ]);
    expect(compared(rate!).settings).toEqual([]);
  });

  it('a plan that cannot be read is compared as text', () => {
    const second = { ...rate!, settings: { ...rate!.settings, plan: { version: 99 } } };
    expect(compared(second).settings).toEqual([{ setting: 'plan', first: expect.any(String), second: '{"version":99}' }]);
  });

  it('layers have the figures of both reports; one that a run does not have is null there', () => {
    const [only, ...others] = differential!.layers;
    const energy = { 'neuron-update': [1, 3], 'state-memory': [2, 5] };
    const second = { ...differential!, layers: [{ ...only!, name: 'new' }, ...others.map((layer) => ({ ...layer, energy }))] };
    const { layers } = compared(second);
    expect(layers).toHaveLength(rate!.layers.length + 1);
    expect(layers[0]).toEqual({
      name: 'new',
      kind: 'neuron',
      conversionError: [null, expect.any(Number)],
      clipped: [null, expect.any(Number)],
      firingRate: [null, expect.any(Number)],
      energyPj: [null, null],
    });
    expect(layers.at(-1)).toMatchObject({ name: only!.name, conversionError: [expect.any(Number), null] });
    expect(layers[1]!.energyPj).toEqual([null, 8]);
    expect(layers.find(({ kind }) => kind === 'conv')).toMatchObject({ conversionError: [null, null], firingRate: [null, null] });
  });
});

it('the interval of independent shares is that of Newcombe, Statistics in Medicine 17 (1998) 873–890, table II', () => {
  const { value, low, high } = independentDifference(wilson(56, 70), wilson(48, 80));
  expect(value).toBeCloseTo(0.2, 12);
  expect(low).toBeCloseTo(0.0524, 4);
  expect(high).toBeCloseTo(0.3339, 4);
});
