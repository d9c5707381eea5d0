/** The methods of a comparison: which a network allows, and which points of them are on the front. */
import { describe, expect, it } from 'vitest';
import { EMPTY_PLAN, type PlacedLayer, resolvePlan, stepsOf } from '../plan/index.ts';
import type { Figures } from './figures.ts';
import { readoutsOf } from './figures.ts';
import { type Method, methodResults, methodsFor } from './methods.ts';

const layer = (name: string, rule: PlacedLayer['rule']): PlacedLayer =>
  ({ name, rule, perChannel: true, perNeuron: true }) as PlacedLayer;

describe('the methods of a network', () => {
  it('of ReLUs are all of them, and the plan', () => {
    const layers = [layer('a', 'relu'), layer('b', 'relu')];
    const { methods, leftOut } = methodsFor(EMPTY_PLAN, layers, 4);
    expect(methods.map(({ id }) => id)).toEqual(['rate', 'differential', 'iteration', 'balanced', 'multi-spike', 'plan']);
    expect(leftOut).toEqual([]);
    expect(methods.map(({ plan }) => stepsOf(plan))).toEqual([4, 4, 4, 4, 1, stepsOf(EMPTY_PLAN)]);
    for (const { plan } of methods) expect(resolvePlan(plan, layers).size).toBe(2);
  });

  it('with signed neurons leave out what these do not have, and say why', () => {
    const { methods, leftOut } = methodsFor(EMPTY_PLAN, [layer('a', 'relu'), layer('b', 'signed')], 4);
    expect(methods.map(({ id }) => id)).toContain('differential');
    expect(leftOut.map(({ id }) => id)).toContain('iteration');
    for (const { why } of leftOut) expect(why).toMatch(/\w+ .*b/);
  });

  it('have the published statistic if all neurons are signed, and the default one of each kind otherwise', () => {
    const statistic = (rules: readonly PlacedLayer['rule'][]) => {
      const layers = rules.map((rule, i) => layer(`l${i}`, rule));
      const { methods } = methodsFor(EMPTY_PLAN, layers, 4);
      return [...resolvePlan(methods.find(({ id }) => id === 'rate')!.plan, layers).values()].map(({ threshold }) => [
        threshold.of,
        threshold.scale,
      ]);
    };
    expect(statistic(['signed', 'signed'])).toEqual([
      ['value', 8],
      ['value', 8],
    ]);
    expect(statistic(['relu', 'signed']).map(([, scale]) => scale)).toEqual([1, 4]);
  });

  it('keep the layers that the plan names', () => {
    const plan = { ...EMPTY_PLAN, layers: [{ key: 'a', settings: { thresholds: 3 } }] };
    const { methods } = methodsFor(plan, [layer('a', 'relu'), layer('b', 'relu')], 4);
    const settings = resolvePlan(methods[1]!.plan, [layer('a', 'relu'), layer('b', 'relu')]);
    expect([settings.get('a')!.thresholds, settings.get('b')!.thresholds]).toEqual([3, 8]);
  });
});

/** Figures of two steps and four samples. `right`: of the first and of the second step. The float network is right on all. */
function figuresOf(energy: readonly [number, number], right: readonly [number, number]): Figures {
  const row = (count: number): string => '3'.repeat(count) + '0'.repeat(4 - count);
  return {
    steps: 2,
    labelled: true,
    batches: [{ samples: 4, energy: [...energy], divergence: [0, 0] }],
    float32: 10,
    int8: null,
    float: '1111',
    answers: readoutsOf(2).map(({ steps, from }) => row(from === 2 ? 0 : right[steps - 1]!)),
    margins: ['0000', '0000'],
  };
}

const method = (id: string, change: object = {}): Method => ({
  id,
  name: id,
  source: '',
  plan: { ...EMPTY_PLAN, steps: 2, ...change },
});

describe('the figures', () => {
  it('have the front of all methods and steps', () => {
    const results = methodResults(
      [
        [method('a'), figuresOf([1, 3], [2, 3])],
        [method('b'), figuresOf([2, 4], [2, 4])],
      ],
      (plan) => plan,
    );
    const points = results.flatMap(({ id, steps }) => steps.map(({ step, on_front: isOn }) => [id, step, isOn]));
    expect(points).toEqual([
      ['a', 1, true],
      ['a', 2, true],
      ['b', 1, false],
      ['b', 2, true],
    ]);
    const [first] = results[0]!.steps;
    expect(first).toMatchObject({ accuracy: { value: 0.5 }, agreement: { value: 0.5 }, difference: { value: -0.5 } });
    expect([first!.energy_pj, first!.energy_ratio]).toEqual([1, 0.1]);
  });

  it('follow the readout of a plan', () => {
    const [result] = methodResults([[method('a', { readout: { from: 2 } }), figuresOf([1, 3], [2, 3])]], (plan) => plan);
    expect(result!.steps.map(({ agreement }) => agreement.value)).toEqual([0.5, 0]);
  });

  it('have no energies and no front if the model prices nothing', () => {
    const [result] = methodResults([[method('a'), figuresOf([0, 0], [2, 3])]], (plan) => plan);
    expect(result!.steps.map((one) => [one.energy_pj, one.energy_ratio, one.on_front])).toEqual([
      [null, null, false],
      [null, null, false],
    ]);
  });
});
