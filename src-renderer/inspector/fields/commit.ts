/** Changes of settings from the inspector, each one step of the history with a sentence that says what changed. */
import type { NeuronLayerInfo } from '../../../src-shared/contract/index.ts';
import {
  type Coding,
  codingSettings,
  layerSettings,
  type Plan,
  type PlanField,
  type Reach,
  resetDefault,
  setDefaults,
  type SettingsField,
  settingsWith,
} from '../../../src-shared/plan/index.ts';
import { currentPlan, editAlike, editPlan, resetField, workbench } from '../../state/index.ts';
import { stateTexts } from '../../texts/state.ts';
import { inspectorTexts as texts } from '../../texts/inspector.ts';

const isLayerField = (field: PlanField): field is SettingsField => field !== 'steps' && field !== 'tau';

/** Sets a field of layers. A coding brings a neuron along where theirs is not one of it. */
export function setLayerField(layers: readonly NeuronLayerInfo[], field: SettingsField, value: string | number): void {
  const used = layerSettings(currentPlan(), layers);
  const settings = field === 'coding' ? codingSettings(value as Coding, [...used.values()]) : settingsWith(field, value);
  const named = texts.nameOf(value);
  const words = settings.neuron && field === 'coding' ? texts.withNeuron(named, texts.nameOf(settings.neuron)) : named;
  const names = layers.map(({ name }) => name);
  const about = (reach: Reach): string => onlyOf(names) ?? stateTexts.reached(reach, texts.layers(names.length));
  editAlike((reach) => texts.label(texts.fields[field], about(reach), names.length, words), 'inspector', names, settings);
}

/** Takes a field of layers back to what they inherit. */
export function resetLayerField(layers: readonly NeuronLayerInfo[], field: SettingsField): void {
  const names = layers.map(({ name }) => name);
  resetField(texts.labelReset(texts.fields[field], onlyOf(names), names.length), 'inspector', names, field);
}

const onlyOf = (names: readonly string[]): string | null => (names.length === 1 ? names[0]! : null);

/** Sets a field of the plan itself: T, τ, or a default. */
export function setPlanField(field: PlanField, value: string | number): void {
  const plan = currentPlan();
  const named = texts.nameOf(value);
  if (!isLayerField(field)) {
    editPlan(texts.labelSteps(texts.fields[field], named), 'inspector', { ...plan, [field]: value });
    return;
  }
  const used = [...layerSettings({ ...plan, layers: [] }, workbench().project?.graph.layers ?? []).values()];
  const settings = field === 'coding' ? codingSettings(value as Coding, used) : settingsWith(field, value);
  const words = settings.neuron && field === 'coding' ? texts.withNeuron(named, texts.nameOf(settings.neuron)) : named;
  editPlan(texts.labelPlan(texts.fields[field], words), 'inspector', setDefaults(plan, settings));
}

/** Takes a field of the plan back to its built-in default. */
export function resetPlanField(field: PlanField): void {
  const plan = currentPlan();
  if (isLayerField(field)) {
    editPlan(texts.labelPlanReset(texts.fields[field]), 'inspector', resetDefault(plan, field));
    return;
  }
  const { [field]: _, ...others } = plan;
  editPlan(texts.labelStepsReset(texts.fields[field]), 'inspector', others satisfies Plan);
}
