/** The verdict says what the figures say; curves that fall again or never converge are called out; pairs and matrices count samples. */
import { describe, expect, it } from 'vitest';
import { sampleReport } from '../../tests/fixtures/sample-report.ts';
import { MARGINS, marginCode, type SampleRecords, sumEvaluation, summariseStopping, evaluateSamples } from '../metrics/index.ts';
import { confusionOf } from './confusion.ts';
import { isNeuronLayer } from './layers.ts';
import { overviewOf } from './overview.ts';
import { pairsOf } from './paired.ts';
import type { RunReport } from './run-report.ts';
import { stoppingCurve } from './stopping.ts';

const SAMPLES = 1000;
interface Course {
  /** Accuracies after each step, and the float network's; null without labels. */
  readonly accuracy: readonly number[] | null;
  readonly float: number | null;
  readonly agreement?: readonly number[];
  /** Samples that differ besides the difference itself, at every step. */
  readonly churn?: number;
  readonly paired?: boolean;
}

/** A report with the given course. Of two accuracies, the samples that only one gets right are as few as can be, plus the churn. */
function reportOf({ accuracy, float, agreement, churn = 5, paired = true }: Course, over: Partial<RunReport> = {}): RunReport {
  const base = sampleReport();
  const count = (accuracy ?? agreement!).length;
  const right = (accuracy ?? agreement!).map((share) => Math.round(share * SAMPLES));
  const ofFloat = Math.round((float ?? 1) * SAMPLES);
  const peak = right.indexOf(Math.max(...right));
  const steps = Array.from({ length: count }, (_, t) => ({
    ...base.steps[Math.min(t, 7)]!,
    step: t + 1,
    accuracy: accuracy ? accuracy[t]! : null,
    agreement: agreement?.[t] ?? 0.99,
  }));
  const only = (a: number, b: number): number => Math.max(0, a - b) + churn;
  return {
    ...base,
    ann: { accuracy: float },
    steps,
    ...(paired
      ? {
          paired: {
            with_float: accuracy
              ? { only_spiking: right.map((one) => only(one, ofFloat)), only_float: right.map((one) => only(ofFloat, one)) }
              : null,
            peak: { step: peak + 1, only_peak: only(right[peak]!, right.at(-1)!), only_last: churn },
          },
        }
      : {}),
    ...over,
  };
}

describe('the verdict', () => {
  it.each<[string, Course, string]>([
    [
      'of a curve that reaches the float network and stays',
      { accuracy: [0.534, 0.7, 0.75, 0.78, 0.79, 0.805, 0.804, 0.804], float: 0.804 },
      '80.5 % after 6 steps, within noise of the float network (80.4 %); later steps add energy only.',
    ],
    [
      'of a curve that reaches it at the end',
      { accuracy: [0.5, 0.8], float: 0.801 },
      '80.0 % after 2 steps, within noise of the float network (80.1 %).',
    ],
    [
      'of one that ends below',
      { accuracy: [0.5, 0.6], float: 0.8 },
      '60.0 % after 2 steps, 20.0 points (95 %: 17.4 to 22.6) below the float network (80.0 %).',
    ],
    [
      'of one that is above by more than noise',
      { accuracy: [0.85, 0.85], float: 0.8 },
      '85.0 % after 1 step, 5.0 points above the float network (80.0 %); later steps add energy only.',
    ],
    ['of one step', { accuracy: [0.8], float: 0.8 }, '80.0 % after 1 step, within noise of the float network (80.0 %).'],
    [
      'without labels',
      { accuracy: null, float: null, agreement: [0.9, 0.995, 0.996] },
      'No labels: the answers agree with the float network’s on 99.5 % of the samples after 2 steps; later steps add energy only.',
    ],
    [
      'of an older run, whose samples are not kept',
      { accuracy: [0.5, 0.79, 0.8], float: 0.804, paired: false },
      '79.0 % after 2 steps, within noise of the float network (80.4 %); 80.0 % after 3 steps.',
    ],
    [
      'of later steps that are better, by however little',
      { accuracy: [0.5, 0.79, 0.8, 0.8], float: 0.8, churn: 50 },
      '79.0 % after 2 steps, within noise of the float network (80.0 %); 80.0 % after 3 steps.',
    ],
  ])('%s', (_, course, sentence) => expect(overviewOf(reportOf(course)).verdict).toBe(sentence));

  it('of an output that is no class vector says that there is no accuracy', () => {
    const report = reportOf({ accuracy: null, float: null, agreement: [0.5, 0.6] }, { early_stopping: [] });
    expect(overviewOf(report)).toMatchObject({ float: null, verdict: expect.stringMatching(/no class vector/) as unknown });
    expect(overviewOf(report).steps[0]).toMatchObject({ accuracy: null, agreement: null, difference: null });
  });

  it('needs a small difference to be real: the samples decide, not the figures alone', () => {
    const course = { accuracy: [0.79], float: 0.8 };
    expect(overviewOf(reportOf({ ...course, churn: 50 })).verdict).toContain('within noise');
    // Ten samples that only the float network gets right, and none the other way.
    expect(overviewOf(reportOf({ ...course, churn: 0 })).verdict).toContain('1.0 points (95 %: ');
  });
});

describe('a curve', () => {
  const falling = [0.5, 0.8, 0.81, 0.76];
  const withErrors = (errors: readonly number[]): Partial<RunReport> => ({
    layers: sampleReport().layers.map((layer, index) =>
      isNeuronLayer(layer) ? { ...layer, conversion_error: index === 3 ? [...errors] : [0.3, 0.2, 0.1, 0.1] } : layer,
    ),
  });

  it('that falls again is called out with the layer whose error grows', () => {
    const { name } = sampleReport().layers[3]!;
    const { findings, verdict } = overviewOf(reportOf({ accuracy: falling, float: 0.76 }, withErrors([0.3, 0.2, 0.1, 0.4])));
    expect(findings).toEqual([
      `Accuracy falls again with more steps: 81.0 % after 3 steps, 76.0 % after 4 steps. The likely cause is layer ${name}: its conversion error grows from 10.0 % to 40.0 % after step 3.`,
    ]);
    expect(verdict).toContain('; it falls again after step 3.');
    expect(overviewOf(reportOf({ accuracy: falling, float: 0.9 })).verdict).toContain('; it was best after 3 steps (81.0 %).');
  });

  it('that falls while no layer’s error grows says so', () => {
    const report = reportOf({ accuracy: falling, float: 0.77 }, withErrors([0.3, 0.2, 0.1, 0.1]));
    expect(overviewOf(report).findings[0]).toContain('of no layer grows');
    const leaky = { ...report, settings: { ...report.settings, tau: 0.9 } };
    expect(overviewOf(leaky).findings[0]).toContain('The coding leaks (τ = 0.9)');
  });

  it('that falls by noise, or whose samples are not kept, is not', () => {
    expect(overviewOf(reportOf({ accuracy: [0.8, 0.806, 0.804], float: 0.8 })).findings).toEqual([]);
    expect(overviewOf(reportOf({ accuracy: falling, float: 0.77, paired: false })).findings).toEqual([]);
  });

  it('whose report names a step that there is not has no fall', () => {
    const report = reportOf({ accuracy: falling, float: 0.77 });
    const paired = { ...report.paired!, peak: { step: 9, only_peak: 500, only_last: 0 } };
    expect(overviewOf({ ...report, paired }).findings).toEqual([]);
  });

  it('that never converges is called out', () => {
    const stuck = overviewOf(reportOf({ accuracy: null, float: null, agreement: [0.2, 0.3, 0.31, 0.3, 0.31, 0.3] }));
    expect(stuck.findings[0]).toContain('does not improve over the second half');
    expect(overviewOf(reportOf({ accuracy: null, float: null, agreement: [0.2, 0.3, 0.6, 0.95] })).findings).toEqual([]);
  });
});

describe('the best readout', () => {
  const row = (from: number, accuracy: readonly number[] | null, agreement: readonly number[]) => ({
    from,
    accuracy: accuracy && [...accuracy],
    agreement: [...agreement],
  });
  it('is the first step whose mean to the last step is right most often', () => {
    const rows = [row(1, [0.5, 0.8], [0.9, 0.9]), row(2, [0.81], [0.9])];
    const report = reportOf({ accuracy: [0.5, 0.8], float: 0.8 }, { delayed_readout: rows });
    expect(overviewOf(report).bestReadout).toMatchObject({ from: 2, to: 2, share: { value: 0.81 } });
    const even = { ...report, delayed_readout: [rows[0]!, row(2, [0.8], [0.9])] };
    expect(overviewOf(even).bestReadout!.from).toBe(1);
    expect(overviewOf({ ...report, delayed_readout: undefined }).bestReadout).toBeNull();
  });
});

describe('what is kept of the samples', () => {
  /** Three samples over two steps; answers by step. */
  const records: SampleRecords = {
    samples: 3,
    steps: 2,
    labels: Int32Array.of(0, 1, 1),
    float: Int32Array.of(0, 1, 0),
    answers: Int32Array.of(0, 1, 1, /**/ 0, 0, -1),
    margins: Uint16Array.of(...[0.95, 0.2, 0.9].map(marginCode), ...[1, 1, 1].map(marginCode)),
  };

  it('gives the pairs with the float network, and of the best step with the last', () => {
    expect(pairsOf(records)).toEqual({
      with_float: { only_spiking: [1, 0], only_float: [0, 1] },
      peak: { step: 1, only_peak: 2, only_last: 0 },
    });
    expect(pairsOf({ ...records, labels: null })).toEqual({
      with_float: null,
      peak: { step: 1, only_peak: 1, only_last: 0 },
    });
  });

  it('gives confusion matrices of both networks and their difference; samples without an answer are in none', () => {
    const confusion = confusionOf(records, 2, 2)!;
    expect([[...confusion.float], [...confusion.spiking], [...confusion.difference]]).toEqual([
      [1, 0, 1, 1],
      [1, 0, 1, 0],
      [0, 0, 0, -1],
    ]);
    expect(confusionOf({ ...records, labels: null }, 2, 1)).toBeNull();
  });

  it('gives early stopping at any margin, which at those of the sweep is that of the run', () => {
    const [at] = stoppingCurve(records, [0.9]);
    expect(at).toMatchObject({ stops: [1, 2], meanSteps: 5 / 3 });
    const logits = Array.from({ length: 4 * 5 * 3 }, (_, i) => Math.sin(7 * i) * 3);
    const batch = { steps: 4, classes: 3, logits, float: logits.slice(0, 15), labels: [0, 1, 2, 0, 1] };
    const sweep = summariseStopping(sumEvaluation(batch), [1, 2, 3, 4]);
    const curve = stoppingCurve(evaluateSamples(batch).records, MARGINS);
    expect(
      curve.map(({ margin, accuracy, agreement, meanSteps }) => [margin, accuracy!.value, agreement.value, meanSteps]),
    ).toEqual(sweep.map(({ margin, accuracy, agreement, mean_steps }) => [margin, accuracy, agreement, mean_steps]));
  });
});
