/** The methods of a comparison: which a network allows, and which points of them are on the front. */
import { describe, expect, it } from 'vitest';
import { onCommandLine } from '../message/index.ts';
import { EMPTY_PLAN, type PartialSettings, type PlacedLayer, type Plan, resolvePlan, stepsOf } from '../plan/index.ts';
import type { Figures } from './figures.ts';
import { readoutsOf } from './figures.ts';
import { stepsText } from './method-comparison.ts';
import { type Method, methodResults, methodsFor, multiLevelPlan, type ProjectPlans } from './methods.ts';

const layer = (name: string, rule: PlacedLayer['rule']): PlacedLayer =>
  ({ name, rule, perChannel: true, perNeuron: true }) as PlacedLayer;

const plansOf = (plan: ProjectPlans['plan'], tuned: ProjectPlans['tuned'] = { why: 'none' }): ProjectPlans => ({
  plan,
  untuned: plan,
  tuned,
});

describe('the methods of a network', () => {
  it('of ReLUs are all of them, and the plan', () => {
    const layers = [layer('a', 'relu'), layer('b', 'relu')];
    const { methods, leftOut } = methodsFor(plansOf(EMPTY_PLAN), layers, 4);
    expect(methods.map(({ id }) => id)).toEqual(['rate', 'differential', 'iteration', 'balanced', 'multi-spike', 'plan']);
    expect(leftOut).toEqual([{ id: 'tuned', name: 'Tuned plan', why: 'none' }]);
    expect(methods.map(({ plan }) => stepsOf(plan))).toEqual([4, 4, 4, 4, 1, stepsOf(EMPTY_PLAN)]);
    for (const { plan } of methods) expect(resolvePlan(plan, layers).size).toBe(2);
  });

  it('with signed neurons leave out what these do not have, and say why', () => {
    const { methods, leftOut } = methodsFor(plansOf(EMPTY_PLAN), [layer('a', 'relu'), layer('b', 'signed')], 4);
    expect(methods.map(({ id }) => id)).toContain('differential');
    expect(leftOut.map(({ id }) => id)).toContain('iteration');
    for (const { id, why } of leftOut) if (id !== 'tuned') expect(onCommandLine(why)).toMatch(/\w+ .*b/);
  });

  it('have the published statistic if all neurons are signed, and the default one of each kind otherwise', () => {
    const statistic = (rules: readonly PlacedLayer['rule'][]) => {
      const layers = rules.map((rule, i) => layer(`l${i}`, rule));
      const { methods } = methodsFor(plansOf(EMPTY_PLAN), layers, 4);
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

  it('have the tuned plan before the project’s, named by its use, if it can be used', () => {
    const layers = [layer('a', 'relu')];
    const tuned = { plan: EMPTY_PLAN, numbers: 'int8', margin: 0.3, last: 2 } as const;
    const { methods, leftOut } = methodsFor(plansOf(EMPTY_PLAN, tuned), layers, 4);
    expect(methods.at(-2)).toMatchObject({ id: 'tuned', name: 'Tuned plan (stops at 0.3, int8 numbers)', ...tuned });
    expect(leftOut).toEqual([]);
    const other = { ...tuned, plan: { ...EMPTY_PLAN, layers: [{ key: 'gone', settings: { thresholds: 3 } }] } };
    const refused = methodsFor(plansOf(EMPTY_PLAN, other), layers, 4);
    expect(refused.methods.map(({ id }) => id)).not.toContain('tuned');
    expect(onCommandLine(refused.leftOut[0]!.why)).toContain('gone');
  });

  it('are the same whatever the defaults of the plan say of what is their own', () => {
    const layers = [layer('a', 'relu')];
    const settings = (defaults: PartialSettings) =>
      methodsFor(plansOf({ ...EMPTY_PLAN, defaults }), layers, 4)
        .methods.slice(0, -1)
        .map(({ plan }) => resolvePlan(plan, layers));
    expect(settings({ coding: 'rate', neuron: 'ms', thresholds: 3, threshold: { scale: 2 } })).toEqual(settings({}));
    expect(settings({ threshold: { value: 0.5 } })).toEqual(settings({}));
    expect(settings({ mostSpikes: 1, initial: 0.25, correction: 'mean' })).toEqual(settings({}));
    expect(settings({ threshold: { percentile: 99 } })).not.toEqual(settings({}));
  });

  it('keep the layers that the plan names', () => {
    const plan = { ...EMPTY_PLAN, layers: [{ key: 'a', settings: { thresholds: 3 } }] };
    const { methods } = methodsFor(plansOf(plan), [layer('a', 'relu'), layer('b', 'relu')], 4);
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
  ...{ numbers: 'float32', margin: null, last: 2 },
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

  it('stop at the margin of a tuned plan, up to the last step of its use', () => {
    const stopping = { ...method('tuned'), margin: 0.5 };
    const figures = { ...figuresOf([1, 3], [2, 4]), margins: ['9000', '9999'] };
    const [result] = methodResults([[stopping, figures]], (plan) => plan);
    expect(result!.stop_margin).toBe(0.5);
    // The first of four samples stops after one step, the others take both.
    expect(result!.steps.map((one) => [one.mean_steps, one.energy_pj, stepsText(one)])).toEqual([
      [1, 1, '1'],
      [1.75, 2.5, '≤ 2, mean 1.75'],
    ]);
    expect(methodResults([[{ ...stopping, last: 1 }, figures]], (plan) => plan)[0]!.steps).toHaveLength(1);
  });

  it('have no energies and no front if the model prices nothing', () => {
    const [result] = methodResults([[method('a'), figuresOf([0, 0], [2, 3])]], (plan) => plan);
    expect(result!.steps.map((one) => [one.energy_pj, one.energy_ratio, one.on_front])).toEqual([
      [null, null, false],
      [null, null, false],
    ]);
  });
});

it('the preset of multi-level spikes is the plan of that method, and keeps layers that rules name', () => {
  const plan: Plan = {
    version: 1,
    steps: 8,
    readout: { from: 4 },
    defaults: { mostSpikes: 1, threshold: { scale: 2, level: 'layer' } },
    layers: [{ key: 'a', settings: { neuron: 'mt' } }],
  };
  const preset = multiLevelPlan(plan);
  expect(preset).toEqual({
    version: 1,
    steps: 1,
    defaults: { coding: 'rate', neuron: 'ms', thresholds: 8, threshold: { level: 'layer', method: 'measured' } },
    layers: plan.layers,
  });
  expect(multiLevelPlan(preset)).toEqual(preset);
});
