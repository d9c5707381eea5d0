/** Edits of neuron layers from the graph: each is one transaction with a sentence for the history. */
import {
  type Coding,
  codingSettings,
  type NeuronKind,
  networkCodingOf,
  neuronFor,
  type Reach,
  resetLayers,
  setDefaults,
  SETTINGS_FIELDS,
  settingsWith,
  type SettingsField,
} from '../../../src-shared/plan/index.ts';
import { currentPlan, editAlike, editPlan, planInUse, resetField, workbench } from '../../state/index.ts';
import { graphTexts } from '../../texts/graph.ts';
import { stateTexts } from '../../texts/state.ts';
import { layersAmong } from './select.ts';

/** Layers that an edit of some layers is about: the whole selection where they are part of it, else they alone. */
export function targetLayers(layers: readonly string[]): readonly string[] {
  const selected = layersAmong(workbench().selection).map(({ name }) => name);
  return layers.some((name) => selected.includes(name)) ? selected : layers;
}

/** Names of the selected neuron layers. */
export const selectedNames = (): readonly string[] => layersAmong(workbench().selection).map(({ name }) => name);

/** Sets one field. */
export function setField(layers: readonly string[], field: SettingsField, value: string | number): void {
  if (layers.length === 0) return;
  const label = (reach: Reach): string =>
    graphTexts.labelOf(
      graphTexts.fieldNames[field],
      layers.length === 1 ? layers[0]! : stateTexts.reached(reach, `${layers.length} layers`),
      String(value),
    );
  if (field === 'coding') {
    const { settings } = planInUse();
    const used = layers.flatMap((name) => settings.get(name) ?? []);
    return editAlike(label, 'graph', layers, codingSettings(value as Coding, used));
  }
  editAlike(label, 'graph', layers, settingsWith(field, value));
}

/** Takes one field back to what the layers inherit. */
export const clearField = (layers: readonly string[], field: SettingsField): void =>
  resetField(graphTexts.label(graphTexts.fieldNames[field], layers, graphTexts.inherited), 'graph', layers, field);

/** Takes all settings that stand under the layers' own names out of the plan. */
export function resetAll(layers: readonly string[]): void {
  if (layers.length === 0) return;
  const plan = SETTINGS_FIELDS.reduce((now, field) => resetLayers(now, layers, field), currentPlan());
  editPlan(graphTexts.labelReset(layers), 'graph', plan);
}

/** Sets the coding of the whole network, input and output included: the plan's default, with what single layers say taken away. */
export function setNetworkCoding(coding: Coding): void {
  const plan = currentPlan();
  const names = workbench().project?.graph.layers.map(({ name }) => name) ?? [];
  const neuron: NeuronKind | undefined = plan.defaults.neuron;
  const bare = resetLayers(resetLayers(plan, names, 'coding'), names, 'neuron');
  const next = setDefaults(bare, { coding, neuron: neuronFor(coding, neuron ?? 'mt') });
  if (networkCodingOf(plan) === coding && next === plan) return;
  editPlan(graphTexts.labelNetwork(coding), 'graph', next);
}
