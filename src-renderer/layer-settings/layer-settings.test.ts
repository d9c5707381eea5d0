/** Every setting with each of its choices: what can be chosen runs, what follows is in the plan and in the sentence. */
import { describe, expect, it } from 'vitest';
import {
  CODINGS,
  EMPTY_PLAN,
  fieldOf,
  idleOf,
  idleOnAll,
  layerSettings,
  NEURONS,
  neuronsOf,
  type PlacedLayer,
  type Plan,
  resolvePlan,
  setDefaults,
  setLayers,
  SETTINGS_FIELDS,
  type SettingsField,
} from '../../src-shared/plan/index.ts';
import { layerSettingsTexts } from '../texts/layer-settings.ts';
import { changeOf, defaultChoices, layerChoices, numberOf } from './index.ts';

const LAYERS: readonly PlacedLayer[] = [
  { name: 'relu', rule: 'relu' },
  { name: 'fc', rule: 'signed' },
];
const NUMBERS: Partial<Record<SettingsField, readonly number[]>> = {
  thresholds: [1, 8],
  'threshold.percentile': [99, 100],
  'threshold.scale': [0.5, 4],
  'threshold.value': [0.25, 2],
  mostSpikes: [1, 16],
  initial: [-1, 0.25],
};
/** Plans that settings are changed in: as a new project has it, and with each neuron for all layers. */
const PLANS: readonly (readonly [string, Plan])[] = [
  ['the defaults', EMPTY_PLAN],
  ...CODINGS.flatMap((coding) =>
    NEURONS.filter((neuron) => neuronsOf(coding).includes(neuron)).map(
      (neuron) => [`${coding} with ${neuron}`, setDefaults(EMPTY_PLAN, { coding, neuron })] as const,
    ),
  ),
];

const usedBy = (plan: Plan, layers: readonly PlacedLayer[]) => [...layerSettings(plan, layers).values()];
const networkOf = (plan: Plan) => plan.defaults.coding ?? 'differential';

/** All values of a setting for some layers that are not closed. */
const openValues = (plan: Plan, layers: readonly PlacedLayer[], field: SettingsField): readonly (string | number)[] => {
  const choices: Partial<Record<SettingsField, readonly { value: string; closed: unknown }[]>> = layerChoices(
    layers,
    usedBy(plan, layers),
    networkOf(plan),
  );
  return choices[field]?.filter(({ closed }) => closed === null).map(({ value }) => value) ?? NUMBERS[field]!;
};

describe.each(PLANS)('in a plan of %s', (_, plan) => {
  it.each(SETTINGS_FIELDS)('every open choice of %s gives a plan that runs', (field) => {
    for (const layers of [[LAYERS[0]!], [LAYERS[1]!], LAYERS]) {
      const values = openValues(plan, layers, field);
      expect(values.length).toBeGreaterThan(0);
      for (const value of values) {
        const { settings, words } = changeOf(field, value, usedBy(plan, layers));
        const names = layers.map(({ name }) => name);
        const next = setLayers(plan, names, settings);
        expect(() => resolvePlan(next, LAYERS), `${field} of ${names} to ${value}`).not.toThrow();
        for (const used of usedBy(next, layers)) expect(fieldOf(used, field)).toBe(value);
        expect(words.startsWith(layerSettingsTexts.nameOf(value))).toBe(true);
        // What comes along is said.
        expect(words.includes(', neuron to ')).toBe(field === 'coding' && settings.neuron !== undefined);
      }
    }
  });

  it('every coding as the default of the network is one that runs, with a neuron of that coding', () => {
    for (const { value, closed } of defaultChoices(networkOf(plan)).coding) {
      expect(closed).toBeNull();
      const { settings, words } = changeOf('coding', value, usedBy(plan, LAYERS));
      expect(() => resolvePlan(setDefaults(plan, settings), LAYERS)).not.toThrow();
      const before = usedBy(plan, LAYERS)[0]!.neuron;
      const kept = neuronsOf(settings.coding!).includes(before);
      expect(settings.neuron === undefined).toBe(kept);
      expect(words).toBe(
        kept
          ? layerSettingsTexts.nameOf(value)
          : `${layerSettingsTexts.nameOf(value)}, neuron to ${layerSettingsTexts.nameOf(settings.neuron!)}`,
      );
    }
  });
});

it('the sentence of the history names setting, layers and value', () => {
  const { words } = changeOf('coding', 'leaky-rate', usedBy(EMPTY_PLAN, LAYERS));
  expect(layerSettingsTexts.changed('coding', 'relu', words)).toBe('Coding of relu to Leaky rate, neuron to LIF');
  expect(layerSettingsTexts.defaultChanged('threshold.of', 'Value')).toBe('Default threshold statistic to Value');
  expect(layerSettingsTexts.reset('threshold.value', '3 layers')).toBe('Threshold value of 3 layers reset');
});

it('a setting that has no effect on any of the layers is idle, with the reason of the first', () => {
  const settings = layerSettings(setDefaults(EMPTY_PLAN, { neuron: 'if' }), LAYERS);
  expect(idleOnAll('thresholds', LAYERS, settings)).toBe('single-threshold-neuron');
  expect(idleOnAll('threshold.of', LAYERS, settings)).toBeNull();
  expect(idleOnAll('threshold.of', LAYERS.slice(0, 1), settings)).toBe('never-negative');
  expect(idleOf('threshold.of', settings.get('relu')!)).toBeNull();
});

it('a number is checked by the plan’s schema', () => {
  expect(numberOf('thresholds')).toMatchObject({ whole: true, step: 1 });
  expect(numberOf('thresholds').check(8)).toBeNull();
  expect(numberOf('thresholds').check(0)).not.toBeNull();
  expect(numberOf('threshold.percentile').check(101)).not.toBeNull();
});
