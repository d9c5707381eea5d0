/** Changes of settings on the open project: one step of the history each, which undo takes back whole, whoever makes it. */
import fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import {
  CODINGS,
  EMPTY_PLAN,
  fieldOf,
  isLeaky,
  layerSettings,
  networkCodingOf,
  NEURONS,
  neuronsOf,
  resolvePlan,
  type SettingsField,
  type Coding,
  type Plan,
} from '../../src-shared/plan/index.ts';
import { currentPlan, planInUse, redoPlan, setWorkbench, undoPlan, workbench } from '../state/index.ts';
import { openWindow } from '../testing/scripted-services.ts';
import {
  resetPlanField,
  resetSetting,
  resetSettings,
  setMultiLevel,
  setNetworkCoding,
  setPlanField,
  setSetting,
} from './index.ts';

beforeEach(async () => {
  await openWindow();
  setWorkbench({ history: { plan: EMPTY_PLAN, done: [], undone: [] } });
});

const layers = () => workbench().project!.graph.layers;
const labels = () => workbench().history!.done.map(({ label }) => label);
const put = (plan: Plan): void => setWorkbench({ history: { plan, done: [], undone: [] } });

const FIELDS = {
  thresholds: [1, 3, 8],
  'threshold.method': ['max', 'percentile', 'iteration'],
  'threshold.percentile': [50, 99, 100],
  'threshold.of': ['value', 'magnitude'],
  'threshold.level': ['layer', 'channel', 'neuron'],
  'threshold.scale': [0.5, 1, 4],
  'threshold.value': [0.25, 3],
  coding: ['rate', 'differential'],
  neuron: ['if', 'mt', 'ms'],
} as const satisfies Partial<Record<SettingsField, readonly (string | number)[]>>;

const change = fc.constantFrom(...(Object.keys(FIELDS) as (keyof typeof FIELDS)[])).chain((field) =>
  fc.record({
    kind: fc.constantFrom('set', 'reset', 'reset all', 'default', 'default reset', 'network'),
    field: fc.constant(field),
    value: fc.constantFrom<string | number>(...FIELDS[field]),
    at: fc.array(fc.nat({ max: 18 }), { maxLength: 3 }),
    coding: fc.constantFrom(...CODINGS),
  }),
);
type Change = typeof change extends fc.Arbitrary<infer T> ? T : never;

function make({ kind, field, value, at, coding }: Change): void {
  const names = [...new Set(at)].map((index) => layers()[index]!.name);
  if (kind === 'set') setSetting('graph', names, field, value);
  else if (kind === 'reset') resetSetting('inspector', names, field);
  else if (kind === 'reset all') resetSettings('graph', names);
  else if (kind === 'default') setPlanField('inspector', field, value);
  else if (kind === 'default reset') resetPlanField('inspector', field);
  else setNetworkCoding('graph', coding);
}

describe('any change', () => {
  it('is one step at most, and undo takes it back; redo makes it again', () => {
    fc.assert(
      fc.property(fc.array(change, { minLength: 1, maxLength: 6 }), (changes) => {
        put(EMPTY_PLAN);
        for (const one of changes) {
          const before = currentPlan();
          const count = labels().length;
          make(one);
          const after = currentPlan();
          const steps = labels().length - count;
          expect(steps).toBe(after === before ? 0 : 1);
          if (steps === 0) continue;
          undoPlan();
          expect(currentPlan()).toEqual(before);
          redoPlan();
          expect(currentPlan()).toEqual(after);
        }
        for (let step = labels().length; step > 0; step--) undoPlan();
        expect(currentPlan()).toEqual(EMPTY_PLAN);
      }),
      { numRuns: 60 },
    );
  });

  it('has a sentence that says something, and the same change again is no step', () => {
    fc.assert(
      fc.property(change, (one) => {
        put(EMPTY_PLAN);
        make(one);
        for (const label of labels()) expect(label).toMatch(/^[A-Z].{8,}$/);
        const count = labels().length;
        make(one);
        expect(labels()).toHaveLength(count);
      }),
    );
  });
});

describe('a setting of layers', () => {
  it('is what they use then, and no other layer’s', () => {
    const [first, second] = layers().map(({ name }) => name) as [string, string];
    const before = layerSettings(currentPlan(), layers());
    setSetting('graph', [first], 'thresholds', 3);
    expect(planInUse().settings.get(first)!.thresholds).toBe(3);
    expect(planInUse().settings.get(second)).toEqual(before.get(second));
    expect(labels()).toEqual([`Thresholds of ${first} to 3`]);
    resetSetting('graph', [first], 'thresholds');
    expect(labels().at(-1)).toBe(`Thresholds of ${first} reset`);
    expect(layerSettings(currentPlan(), layers())).toEqual(before);
  });

  it('of several is one step that says how many', () => {
    setSetting(
      'inspector',
      layers()
        .slice(0, 3)
        .map(({ name }) => name),
      'threshold.level',
      'layer',
    );
    expect(labels()).toEqual(['Threshold level of 3 layers to Layer']);
  });

  it('of none is no step', () => {
    setSetting('graph', [], 'coding', 'rate');
    resetSettings('graph', []);
    resetSetting('graph', [], 'coding');
    expect([labels(), currentPlan()]).toEqual([[], EMPTY_PLAN]);
  });

  it('all reset are those of the plan’s defaults again', () => {
    const name = layers()[4]!.name;
    for (const [field, [value]] of Object.entries(FIELDS)) setSetting('graph', [name], field as SettingsField, value);
    expect(planInUse().settings.get(name)).not.toEqual(layerSettings(EMPTY_PLAN, layers()).get(name));
    resetSettings('graph', [name]);
    expect(planInUse().settings.get(name)).toEqual(layerSettings(EMPTY_PLAN, layers()).get(name));
    expect(labels().at(-1)).toBe(`Settings of ${name} reset`);
  });

  it('cannot be changed in a project that is only read, and that is said', () => {
    setWorkbench({ project: { ...workbench().project!, readOnly: 'Another program has it open.' } });
    setSetting('graph', ['relu'], 'thresholds', 3);
    expect(labels()).toEqual([]);
    expect(workbench().notices.map(({ message }) => message)).toEqual([
      'The plan cannot be changed here: Another program has it open.',
    ]);
  });
});

describe('the coding of the whole network', () => {
  const pairs = CODINGS.flatMap((from) =>
    NEURONS.filter((neuron) => neuronsOf(from).includes(neuron)).map((neuron) => [from, neuron] as const),
  );

  it.each(pairs)('from %s with %s to each other one gives a plan that runs, with a neuron of it', (from, neuron) => {
    for (const to of CODINGS) {
      put({ ...EMPTY_PLAN, defaults: { coding: from, neuron }, layers: [{ key: 'relu', settings: { thresholds: 3 } }] });
      setNetworkCoding('graph', to);
      expect(networkCodingOf(currentPlan())).toBe(to);
      expect(() => resolvePlan(currentPlan(), layers())).not.toThrow();
      for (const used of planInUse().settings.values()) {
        expect(used.coding).toBe(to);
        expect(neuronsOf(to)).toContain(used.neuron);
      }
      // What has nothing to do with the coding stays.
      expect(planInUse().settings.get('relu')!.thresholds).toBe(3);
      expect(labels().length).toBe(from === to ? 0 : 1);
    }
  });

  it.each(CODINGS.filter(isLeaky))('%s takes away what single layers say of coding and neuron', (coding: Coding) => {
    setSetting('graph', ['relu'], 'coding', 'rate');
    setSetting('graph', ['relu'], 'neuron', 'if');
    setNetworkCoding('graph', coding);
    expect(fieldOf(planInUse().settings.get('relu')!, 'coding')).toBe(coding);
    expect(() => resolvePlan(currentPlan(), layers())).not.toThrow();
  });
});

describe('a field of the plan', () => {
  it.each([
    ['steps', 16, 'Time steps T to 16', 'Time steps T reset'],
    ['tau', 0.5, 'Leak τ to 0.5', 'Leak τ reset'],
    ['readout.from', 3, 'First step of the answer to 3', 'First step of the answer reset'],
    ['threshold.scale', 2, 'Default threshold scale to 2', 'Default threshold scale reset'],
  ] as const)('%s is set and reset, each in its words', (field, value, set, reset) => {
    setPlanField('inspector', field, value);
    resetPlanField('inspector', field);
    expect(labels()).toEqual([set, reset]);
    expect(currentPlan()).toEqual(EMPTY_PLAN);
  });

  it('a coding as the default brings its neuron along, in the same step', () => {
    setPlanField('inspector', 'neuron', 'if');
    setPlanField('inspector', 'coding', 'leaky-rate');
    expect(labels().at(-1)).toBe('Default coding to Leaky rate, neuron to LIF');
    expect(() => resolvePlan(currentPlan(), layers())).not.toThrow();
  });
});

it('the preset of multi-level spikes is one step, which undo takes back whole', () => {
  put({ ...EMPTY_PLAN, steps: 8, readout: { from: 4 }, defaults: { mostSpikes: 2 } });
  const before = currentPlan();
  setMultiLevel('inspector');
  setMultiLevel('inspector');
  expect(labels()).toEqual(['Plan preset: signed multi-level spikes, T = 1']);
  expect(currentPlan().steps).toBe(1);
  expect(planInUse().settings.get('relu')).toMatchObject({ coding: 'rate', neuron: 'ms', thresholds: 8, mostSpikes: 16 });
  expect(() => resolvePlan(currentPlan(), layers())).not.toThrow();
  undoPlan();
  expect(currentPlan()).toEqual(before);
});
