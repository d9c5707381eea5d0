/** The worst layers of a run: which layer is charged with an error, for which reason, and what would help. */
import { describe, expect, it } from 'vitest';
import { sampleReport } from '../../tests/fixtures/sample-report.ts';
import { EMPTY_PLAN, layerSettings, type Plan } from '../plan/index.ts';
import {
  applyRemedy,
  isNeuronLayer,
  layerFeeds,
  type NeuronLayerResult,
  type RemedyChange,
  remedySentence,
  type RunReport,
  worstLayers,
} from './index.ts';

const STEPS = 8;
const NONE = { share: 0, error: 0 };
const LOST = { clipped: NONE, shut: NONE, small: NONE };
const [first] = sampleReport().layers.filter(isNeuronLayer);

/** A neuron layer with default settings and a conversion error after the last step. */
const layer = (name: string, error: number, over: Partial<NeuronLayerResult> = {}): NeuronLayerResult => ({
  ...first!,
  name,
  lost: LOST,
  conversion_error: Array.from({ length: STEPS }, (_, t) => (error * STEPS) / (t + 1)),
  threshold: { level: 'channel', values: [1, 2], statistic: { method: 'percentile', scale: 1, percentile: 99.9 } },
  ...over,
});
const statistic = (over: Partial<NonNullable<NeuronLayerResult['threshold']['statistic']>>, values = [1, 2]) => ({
  threshold: {
    level: 'channel' as const,
    values,
    statistic: { method: 'percentile' as const, scale: 1, percentile: 99.9, ...over },
  },
});
const report = (...layers: NeuronLayerResult[]): RunReport => ({ ...sampleReport(), layers });
/** A layer between two good ones, the second of which passes its error on. */
const among = (bad: NeuronLayerResult): RunReport =>
  report(layer('a', 0.003), bad, layer('c', 0.9 * bad.conversion_error!.at(-1)!));
const lost = (loss: keyof typeof LOST, share: number, error: number) => ({ lost: { ...LOST, [loss]: { share, error } } });

describe('the first of the list is the layer that is spoilt, with the reason and the remedy', () => {
  it.each<[string, NeuronLayerResult, string, string]>([
    [
      'a θ that clips',
      layer('b', 0.7, { ...lost('clipped', 0.031, 0.99), ...statistic({ scale: 0.1 }) }),
      '3.1 % of its activations are clipped by θ, which makes 99 % of its error. θ is 0.1 times the 99.9 % percentile.',
      'Set threshold.scale to 1.',
    ],
    [
      'a maximum that clips',
      layer('b', 0.7, { ...lost('clipped', 0.3, 0.99), ...statistic({ method: 'max', percentile: undefined, scale: 1 }) }),
      'θ is 1 times the max.',
      'Set threshold.scale to 2.',
    ],
    [
      'a low percentile',
      layer('b', 0.7, { ...lost('clipped', 0.3, 0.99), ...statistic({ percentile: 50 }) }),
      'θ is 1 times the 50 % percentile.',
      'Set threshold.percentile to 99.9.',
    ],
    [
      'a statistic of values',
      layer('b', 0.9, { ...lost('shut', 0.125, 1), ...statistic({ of: 'value', scale: 8 }, [0, 0, 1]) }),
      '2 channels never fire, since their statistic is negative. 13 % of its activations come to nothing.',
      'Set threshold.of to magnitude.',
    ],
    [
      'channels that calibration did not activate',
      layer('b', 0.9, { ...lost('shut', 0.125, 1), ...statistic({}, [0, 1]) }),
      '1 channel never fires, since its statistic is 0.',
      'Set threshold.level to layer.',
    ],
    [
      'a given θ',
      layer('b', 0.9, { ...lost('clipped', 0.4, 0.9), threshold: { level: 'layer', values: [0.01] } }),
      'The plan gives θ.',
      'Set threshold.method to percentile.',
    ],
    ['a large θ', layer('b', 0.044, statistic({ scale: 10 })), '10 times the statistic', 'Set threshold.scale to 1.'],
    ['one threshold', layer('b', 0.14, { thresholds: 1 }), 'It has 1 threshold', 'Set thresholds to 8.'],
    ['few thresholds', layer('b', 0.14, { thresholds: 3 }), 'its smallest spike is θ/4', 'Set thresholds to 8.'],
    [
      'an IF neuron',
      layer('b', 0.17, { neuron: 'if', thresholds: 1 }),
      'every spike has the same size',
      'Set neuron to mt and thresholds to 8.',
    ],
    ['rate coding', layer('b', 0.05, { coding: 'rate' }), 'rate-coded', 'Set coding to differential.'],
    [
      'rate coding with few thresholds, which explain less',
      layer('b', 0.1, { coding: 'rate', thresholds: 4 }),
      'rate-coded',
      'Set coding to differential.',
    ],
  ])('%s', (_, bad, words, remedy) => {
    const [worst] = worstLayers(among(bad))!;
    expect(worst!.layer).toBe('b');
    expect(worst!.why).toContain(words);
    expect(worst!.remedy && remedySentence(worst!.remedy)).toBe(remedy);
  });

  it('channels that threshold iteration could not solve', () => {
    const bad = layer('b', 0.3, statistic({ method: 'iteration', percentile: undefined }));
    const [worst] = worstLayers(among(bad), { calibration: [{ layer: 'b', unsolved: 1, silent: 0, overMedian: 3 }] })!;
    expect(worst!.why).toBe('Threshold iteration has no sound answer for 1 of its 2 channels.');
    expect(remedySentence(worst!.remedy!)).toBe('Set threshold.method to percentile.');
  });

  it('a θ beside the median activation, if the calibration tells it', () => {
    const bad = layer('b', 0.044, statistic({ scale: 10 }));
    const [worst] = worstLayers(among(bad), { calibration: [{ layer: 'b', unsolved: 0, silent: 0, overMedian: 41.3 }] })!;
    expect(worst!.why).toContain('Its threshold is 41 times the median activation');
  });
});

it('a layer whose error comes with its input has no remedy, and its input is named', () => {
  const list = worstLayers(among(layer('b', 0.3, { thresholds: 1 })))!;
  expect(list.find((one) => one.layer === 'c')).toMatchObject({
    why: 'Most of its error comes with its input: layer b has an error of 30 %.',
    remedy: null,
  });
});

it('a layer that amplifies the error of its input has no remedy either', () => {
  const list = worstLayers(report(layer('a', 0.003), layer('b', 0.69, { thresholds: 1 }), layer('c', 0.79)))!;
  expect(list[1]).toMatchObject({ layer: 'c', remedy: null });
  expect(list[1]!.own).toBeGreaterThan(0.3);
});

it('the graph tells what feeds a layer; otherwise it is the one before', () => {
  const layers = report(layer('a', 0.3, { thresholds: 1 }), layer('b', 0.01), layer('c', 0.29));
  const ofC = (feeds?: ReadonlyMap<string, readonly string[]>) =>
    worstLayers(layers, { feeds })!.find((one) => one.layer === 'c')!.own;
  expect(ofC()).toBeCloseTo(0.29, 2);
  expect(ofC(new Map([['c', ['a', 'b']]]))).toBe(0);
});

it('layers are found along the graph, through nodes without neurons', () => {
  const node = (id: string, inputs: string[], own: string | null = null) => ({ id, inputs, layer: own });
  const nodes = [
    node('conv1', ['input']),
    node('relu1', ['conv1'], 'a'),
    node('conv2', ['relu1']),
    node('relu2', ['conv2'], 'b'),
    node('add', ['conv2', 'relu1', 'relu2']),
    node('relu3', ['add'], 'c'),
  ];
  expect([...layerFeeds({ nodes })]).toEqual([
    ['a', []],
    ['b', ['a']],
    ['c', ['a', 'b']],
  ]);
});

it('without a setting that stands out, more steps help against an error that is not small', () => {
  const first = (error: number) => worstLayers(report(layer('a', error)))![0]!;
  expect(first(0.02)).toMatchObject({
    why: 'Its error is 2 % after 8 steps; no setting of it stands out.',
    remedy: { kind: 'steps', steps: 16 },
  });
  expect(first(0.019).remedy).toBeNull();
});

it('rate coding of the whole network is the network’s to change', () => {
  const rate = report(layer('a', 0.1, { coding: 'rate' }), layer('b', 0.2, { coding: 'rate' }));
  const [worst] = worstLayers({ ...rate, settings: { ...rate.settings, coding: 'rate' } })!;
  expect(remedySentence(worst!.remedy!)).toBe('Set coding to differential for the whole network.');
});

it('leaky networks have no remedy that their coding does not allow', () => {
  const leaky = report(layer('a', 0.5, { coding: 'leaky-rate', neuron: 'lif', thresholds: 1 }));
  expect(worstLayers({ ...leaky, settings: { ...leaky.settings, coding: 'leaky-rate' } })![0]!.remedy).toBeNull();
});

it('ten are named at most, and none without conversion errors', () => {
  expect(worstLayers(sampleReport())).toHaveLength(10);
  const { conversion_error: _, ...bare } = layer('a', 0.1);
  expect(worstLayers(report(bare))).toBeNull();
});

describe('a remedy applied to a plan', () => {
  const placed = [
    { name: 'a', rule: 'relu' },
    { name: 'b', rule: 'relu' },
  ] as const;
  const after = (plan: Plan, change: RemedyChange) => layerSettings(applyRemedy(plan, change), placed);

  it('changes its layer alone', () => {
    const changed = after(EMPTY_PLAN, { kind: 'layer', layer: 'a', settings: { thresholds: 4 } });
    expect([...changed.values()].map(({ thresholds }) => thresholds)).toEqual([4, 8]);
  });

  it('replaces a given θ by a statistic', () => {
    const plan: Plan = { ...EMPTY_PLAN, layers: [{ key: 'a', settings: { threshold: { value: 2 } } }] };
    const changed = after(plan, { kind: 'layer', layer: 'a', settings: { threshold: { method: 'percentile' } } });
    expect(changed.get('a')!.threshold.value).toBeUndefined();
  });

  it('of the network replaces what layers say in its fields, and nothing else', () => {
    const plan: Plan = {
      ...EMPTY_PLAN,
      layers: [
        { key: 'a', settings: { coding: 'rate', thresholds: 3 } },
        { key: 'b*', settings: { coding: 'rate' } },
      ],
    };
    const next = applyRemedy(plan, { kind: 'network', settings: { coding: 'differential' } });
    expect(next.layers).toEqual([{ key: 'a', settings: { thresholds: 3 } }]);
    expect(next.defaults).toEqual({ coding: 'differential' });
  });

  it('sets the steps', () => {
    expect(applyRemedy(EMPTY_PLAN, { kind: 'steps', steps: 16 }).steps).toBe(16);
    expect(remedySentence({ kind: 'steps', steps: 16 })).toBe('Set steps to 16.');
  });
});
