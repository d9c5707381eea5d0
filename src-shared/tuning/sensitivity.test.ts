/** Candidates, sums and rows of a sensitivity table against figures worked out by hand. */
import { describe, expect, it } from 'vitest';
import { defaultSettings, type LayerSettings, neuronsOf } from '../plan/index.ts';
import { layerCandidates, type SensitivityCandidate } from './sensitivity-candidates.ts';
import { rankedRows, type SensitivityRow, sensitivityRow } from './sensitivity-rows.ts';
import { studentQuantile } from './noise.ts';
import { addComparisons, answersOf, compareAnswers, type ComparisonSums } from './sensitivity-sums.ts';

const relu = { name: 'a', rule: 'relu' } as const;
const signed = { name: 'b', rule: 'signed' } as const;
const texts = (candidates: readonly SensitivityCandidate[]): string[] =>
  candidates.map(({ field, from, to }) => `${field} ${from} → ${to}`);

describe('candidates', () => {
  it('of a ReLU layer with the defaults', () => {
    expect(texts(layerCandidates(relu, defaultSettings('relu'), 'differential'))).toEqual([
      'coding differential → rate',
      'neuron mt → if',
      'neuron mt → ms',
      'thresholds 8 → 2',
      'thresholds 8 → 4',
      'method percentile 99.9 → max',
      'method percentile 99.9 → iteration',
      'method percentile 99.9 → measured',
      'method percentile 99.9 → balanced',
      'scale 1 → 0.5',
      'scale 1 → 2',
    ]);
  });

  it('signed neurons have no threshold iteration; a fixed value is scaled itself', () => {
    const settings = defaultSettings('signed');
    const fixed: LayerSettings = { ...settings, threshold: { ...settings.threshold, value: 3 } };
    const found = layerCandidates(signed, fixed, 'differential');
    expect(texts(found).filter((text) => /^(method|scale)/.test(text))).toEqual([
      'method value 3 → max',
      'method value 3 → percentile 99.9',
      'method value 3 → measured',
      'method value 3 → balanced',
      'scale value 3 → value 1.5',
      'scale value 3 → value 6',
    ]);
  });

  it('a neuron with and one without negative spikes are two with rate coding', () => {
    const settings: LayerSettings = { ...defaultSettings('relu'), coding: 'rate', neuron: 'if' };
    const neurons = (layer: typeof relu | typeof signed) =>
      layerCandidates(layer, settings, 'rate').flatMap(({ field, to }) => (field === 'neuron' ? [to] : []));
    expect(neurons(relu)).toEqual(neuronsOf('rate').filter((kind) => kind !== 'if'));
    expect(neurons(signed)).toEqual(['mt', 'ms']);
    // One threshold has no number of thresholds.
    expect(texts(layerCandidates(relu, settings, 'rate')).some((text) => text.startsWith('thresholds'))).toBe(false);
  });

  it('a leaky network stays leaky', () => {
    const settings: LayerSettings = { ...defaultSettings('relu'), coding: 'leaky-rate', neuron: 'lif' };
    expect(layerCandidates(relu, settings, 'leaky-rate').filter(({ field }) => field === 'coding')).toEqual([]);
  });
});

describe('answers', () => {
  // Two samples of two classes, two steps: means (1, 0) and (0, 2).
  const logits = [2, 0, 0, 1, 0, 0, 0, 3];
  const float = [1, 0, 1, 0];

  it('are the mean of all steps; the divergence is that of the softmaxes', () => {
    const found = answersOf({ steps: 2, classes: 2, logits, float, labels: [1, 1] });
    expect(found.agrees).toEqual([true, false]);
    expect(found.right).toEqual([false, true]);
    const [p, q] = [1 / (1 + Math.exp(-1)), 1 / (1 + Math.exp(2))];
    expect(found.divergence[0]).toBe(0);
    expect(found.divergence[1]).toBeCloseTo(p * Math.log(p / q) + (1 - p) * Math.log((1 - p) / (1 - q)), 12);
  });

  it('that are none agree with no answer, not even with none', () => {
    const nothing = [NaN, NaN];
    const { agrees, right } = answersOf({
      steps: 1,
      classes: 2,
      logits: [...nothing, 1, 0],
      float: [...nothing, ...nothing],
      labels: [0, 0],
    });
    expect(agrees).toEqual([false, false]);
    expect(right).toEqual([false, true]);
  });

  it('large logits do not overflow', () => {
    const { divergence } = answersOf({ steps: 1, classes: 2, logits: [0, 2000], float: [2000, 0] });
    expect(divergence).toEqual([2000]);
  });

  it('are compared pair by pair, and batches add up', () => {
    const changed = { agrees: [true, true, false], right: null, divergence: [1, 2, 4] };
    const plan = { agrees: [true, false, true], right: null, divergence: [1, 1, 1] };
    const whole = compareAnswers(changed, plan);
    expect(whole).toEqual({
      agreement: { both: 1, first: 1, second: 1, neither: 0 },
      accuracy: null,
      divergence: { samples: 3, sum: 4, squares: 10 },
    });
    const part = (a: typeof changed, from: number, to: number) => ({
      agrees: a.agrees.slice(from, to),
      right: null,
      divergence: a.divergence.slice(from, to),
    });
    const parts = [compareAnswers(part(changed, 0, 1), part(plan, 0, 1)), compareAnswers(part(changed, 1, 3), part(plan, 1, 3))];
    expect(addComparisons(parts[0]!, parts[1]!)).toEqual(whole);
  });
});

const candidate: SensitivityCandidate = { layer: 'a', field: 'scale', from: '1', to: '2', change: {} };
/** Sums over ten samples whose divergence changes by `mean`, spread by ±`spread`. */
const sumsOf = (mean: number, spread: number): ComparisonSums => ({
  agreement: { both: 9, first: 0, second: 1, neither: 0 },
  accuracy: null,
  divergence: { samples: 10, sum: 10 * mean, squares: 10 * (mean ** 2 + spread ** 2) },
});
const groups = (factor: number) => [100, 110, 90, 105, 95, 100].map((plan) => ({ samples: 5, plan, changed: plan * factor }));

describe('rows', () => {
  it("Student's quantiles are those of tables", () => {
    const tables: readonly (readonly [number, number])[] = [
      [5, 2.5706],
      [9, 2.2622],
      [30, 2.0423],
      [499, 1.9647],
    ];
    for (const [freedom, quantile] of tables) expect(Math.abs(studentQuantile(freedom) - quantile)).toBeLessThan(4e-4);
  });

  it('have the mean of paired differences with a t interval', () => {
    const { divergence } = sensitivityRow(candidate, sumsOf(0.5, 0.3), null);
    // The standard error is 0.3·√(10/9)/√10 = 0.1.
    expect(divergence.value).toBeCloseTo(0.5, 12);
    expect(divergence.high - 0.5).toBeCloseTo(0.1 * 2.2622, 4);
  });

  it('energy is a part of the plan’s, and its interval that of the groups', () => {
    const { energy } = sensitivityRow(candidate, sumsOf(0, 0), groups(0.9));
    expect(energy!.value).toBeCloseTo(-0.1, 12);
    // The groups' changes are −10 ± 0.707 (their standard deviation), so the standard error is 0.2887 of 100.
    expect(energy!.high - energy!.value).toBeCloseTo((2.5706 * (Math.sqrt(0.5) / Math.sqrt(6))) / 100, 5);
    expect(sensitivityRow(candidate, sumsOf(0, 0), null).energy).toBeNull();
  });

  it.each([
    ['gain', 0, 0.3, 0.9],
    ['trade', 0.5, 0.1, 0.9],
    ['quality', -0.5, 0.1, 1.1],
    ['none', 0.5, 0.1, 1.1],
    ['none', 0, 0.1, 1],
  ] as const)('%s: divergence %d ± %d, energy × %d', (verdict, mean, spread, factor) => {
    expect(sensitivityRow(candidate, sumsOf(mean, spread), groups(factor)).verdict).toBe(verdict);
  });

  it('stand in the order of their use', () => {
    const row = (layer: string, mean: number, factor: number): SensitivityRow =>
      sensitivityRow({ ...candidate, layer }, sumsOf(mean, 0.01), groups(factor));
    const rows = [
      row('worse', 0.9, 1.2),
      row('dear trade', 0.8, 0.8),
      row('small gain', 0, 0.95),
      row('cheap trade', 0.1, 0.8),
      row('quality', -0.3, 1.1),
      row('gain', 0, 0.8),
    ];
    const order = ['gain', 'small gain', 'cheap trade', 'dear trade', 'quality', 'worse'];
    expect(rankedRows(rows).map(({ layer }) => layer)).toEqual(order);
  });
});
