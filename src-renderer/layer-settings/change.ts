/**
 * Changes of layer settings, each one step of the history: what they do to the plan, with what follows from them, and the sentence that
 * names them. Graph, inspector, palette and run bar all change settings here, so that the same change is the same step wherever it is made.
 */
import {
  type Coding,
  codingSettings,
  type LayerSettings,
  layerSettings,
  networkCodingOf,
  neuronFor,
  type PartialSettings,
  type PlanField,
  type PlanOrigin,
  type Reach,
  resetDefault,
  resetLayers,
  setDefaults,
  SETTINGS_FIELDS,
  type SettingsField,
  settingsWith,
} from '../../src-shared/plan/index.ts';
import { multiLevelPlan } from '../../src-shared/tuning/index.ts';
import { currentPlan, editAlike, editPlan, planInUse, resetField, workbench } from '../state/index.ts';
import { layerSettingsTexts as texts } from '../texts/layer-settings.ts';
import { stateTexts } from '../texts/state.ts';

/** What a new value of a setting lays over the plan, and the value in words. */
export interface SettingChange {
  readonly settings: PartialSettings;
  readonly words: string;
}

/** The change of a setting for layers that use `used`. A coding brings a neuron along where theirs is not one of it. */
export function changeOf(field: SettingsField, value: string | number, used: readonly LayerSettings[]): SettingChange {
  const named = texts.nameOf(value);
  if (field !== 'coding') return { settings: settingsWith(field, value), words: named };
  const settings = codingSettings(value as Coding, used);
  return { settings, words: settings.neuron ? texts.withNeuron(named, texts.nameOf(settings.neuron)) : named };
}

const whoseOf = (names: readonly string[], reach: Reach = { kind: 'layers' }): string =>
  names.length === 1 ? names[0]! : stateTexts.reached(reach, texts.layers(names.length));

/** Sets a setting of the named layers. Nothing happens without layers. */
export function setSetting(origin: PlanOrigin, names: readonly string[], field: SettingsField, value: string | number): void {
  if (names.length === 0) return;
  const inUse = planInUse().settings;
  const { settings, words } = changeOf(
    field,
    value,
    names.flatMap((name) => inUse.get(name) ?? []),
  );
  editAlike((reach) => texts.changed(field, whoseOf(names, reach), words), origin, names, settings);
}

/** Takes a setting of the named layers back to what they inherit. */
export const resetSetting = (origin: PlanOrigin, names: readonly string[], field: SettingsField): void =>
  resetField(texts.reset(field, whoseOf(names)), origin, names, field);

/** Takes all settings that stand under the layers' own names out of the plan. Nothing happens without layers. */
export function resetSettings(origin: PlanOrigin, names: readonly string[]): void {
  if (names.length === 0) return;
  const plan = SETTINGS_FIELDS.reduce((now, field) => resetLayers(now, names, field), currentPlan());
  editPlan(texts.allReset(whoseOf(names)), origin, plan);
}

const isOfPlan = (field: PlanField): field is 'steps' | 'tau' | 'readout.from' =>
  field === 'steps' || field === 'tau' || field === 'readout.from';

/** Sets a field of the plan itself: T, τ, the first step of the answer, or the default of a setting. */
export function setPlanField(origin: PlanOrigin, field: PlanField, value: string | number): void {
  const plan = currentPlan();
  if (isOfPlan(field)) {
    const set = field === 'readout.from' ? { readout: { from: Number(value) } } : { [field]: value };
    return editPlan(texts.planChanged(field, texts.nameOf(value)), origin, { ...plan, ...set });
  }
  const used = layerSettings({ ...plan, layers: [] }, workbench().project?.graph.layers ?? []);
  const { settings, words } = changeOf(field, value, [...used.values()]);
  editPlan(texts.defaultChanged(field, words), origin, setDefaults(plan, settings));
}

/** Takes a field of the plan back to its built-in default. */
export function resetPlanField(origin: PlanOrigin, field: PlanField): void {
  const plan = currentPlan();
  if (!isOfPlan(field)) return editPlan(texts.defaultReset(field), origin, resetDefault(plan, field));
  const { [field === 'readout.from' ? 'readout' : field]: _, ...others } = plan;
  editPlan(texts.planReset(field), origin, others);
}

/** Sets the coding of the whole network, input and output included: the plan's default, with what single layers say taken away. */
export function setNetworkCoding(origin: PlanOrigin, coding: Coding): void {
  const plan = currentPlan();
  const names = workbench().project?.graph.layers.map(({ name }) => name) ?? [];
  const before = plan.defaults.neuron ?? 'mt';
  const neuron = neuronFor(coding, before);
  const bare = resetLayers(resetLayers(plan, names, 'coding'), names, 'neuron');
  const next = setDefaults(bare, { coding, neuron });
  if (networkCodingOf(plan) === coding && next === plan) return;
  const named = texts.nameOf(coding);
  const words = neuron === before ? named : texts.withNeuron(named, texts.nameOf(neuron));
  editPlan(texts.networkCoding(words), origin, next);
}

/** The plan preset of signed multi-level spikes at T = 1, as one step. Nothing happens if the plan has it already. */
export const setMultiLevel = (origin: PlanOrigin): void => editPlan(texts.multiLevelStep, origin, multiLevelPlan(currentPlan()));
