/** What the layers of an editor use now, what they have in common, and what can be chosen for them. */
import { idleOnAll, type LayerSettings, networkCodingOf, type SettingsField } from '../../../src-shared/plan/index.ts';
import { type Choices, layerChoices } from '../../layer-settings/index.ts';
import { currentPlan, planInUse, usePlanInUse, workbench } from '../../state/index.ts';

export interface LayersInEdit {
  /** What each layer uses, in the order of the names. */
  readonly used: readonly LayerSettings[];
  readonly choices: Choices;
  /** Whether a setting has no effect on any of them. */
  readonly isIdle: (field: SettingsField) => boolean;
}

/** Some layers of the open project by the working plan. */
export function layersInEdit(names: readonly string[]): LayersInEdit {
  const { settings } = planInUse();
  const wanted = new Set(names);
  const layers = workbench().project?.graph.layers.filter(({ name }) => wanted.has(name) && settings.has(name)) ?? [];
  const used = names.flatMap((name) => settings.get(name) ?? []);
  return {
    used,
    choices: layerChoices(layers, used, networkCodingOf(currentPlan())),
    isIdle: (field) => idleOnAll(field, layers, settings) !== null,
  };
}

/** Hook of the same, anew when the plan changes. */
export function useLayersInEdit(names: readonly string[]): LayersInEdit {
  usePlanInUse();
  return layersInEdit(names);
}

/** The value that all of them have; null where they differ. */
export function commonOf<T>(used: readonly LayerSettings[], valueOf: (settings: LayerSettings) => T): T | null {
  const [first] = used;
  if (!first) return null;
  const value = valueOf(first);
  return used.every((settings) => valueOf(settings) === value) ? value : null;
}
