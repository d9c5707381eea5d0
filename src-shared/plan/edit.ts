/** Edits of a plan in the window: setting a field for some layers, or resetting it to the inherited value. */
import { DEFAULTS, defaultSettings, type DefaultsVersion } from './defaults.ts';
import { type SettingsField, withoutField } from './fields.ts';
import { globTest } from './glob.ts';
import type { LayerRule, PartialSettings, Plan } from './plan.ts';
import { mergeSettings, type PlacedLayer } from './resolve.ts';
import type { LayerSettings } from './types.ts';

/**
 * The settings that `plan` gives every layer, by name. Unlike `resolvePlan`, this never throws, so that a window can show a plan
 * with problems: rules that match nothing have no effect, and combinations that cannot run are kept. `defaults`: as in
 * `resolvePlan`.
 */
export function layerSettings(
  plan: Plan,
  layers: readonly PlacedLayer[],
  defaults: DefaultsVersion = DEFAULTS,
): Map<string, LayerSettings> {
  const rules = plan.layers.map(({ key, settings }) => ({ matches: globTest(key), settings }));
  return new Map(
    layers.map(({ name, rule }) => {
      const base = mergeSettings(defaultSettings(rule, defaults), plan.defaults);
      const used = rules.filter(({ matches }) => matches(name));
      return [name, used.reduce((settings, one) => mergeSettings(settings, one.settings), base)];
    }),
  );
}

/**
 * The plan with `settings` laid over the settings of each layer in `names`. Each layer gets a rule under its own name. If a later
 * rule also matches the layer, the layer's rule moves to the end, since later rules win.
 */
export function setLayers(plan: Plan, names: readonly string[], settings: PartialSettings): Plan {
  return names.reduce((now, name) => {
    const index = now.layers.findIndex(({ key }) => key === name);
    const old = now.layers[index]?.settings ?? {};
    const rule: LayerRule = { key: name, settings: mergeSettings(old, settings) };
    const later = index >= 0 && now.layers.slice(index + 1).some(({ key }) => globTest(key)(name));
    if (index >= 0 && !later) return { ...now, layers: now.layers.with(index, rule) };
    return { ...now, layers: [...now.layers.filter(({ key }) => key !== name), rule] };
  }, plan);
}

/** The plan without `field` in the rules under the layers' own names. A rule that becomes empty is removed. */
export function resetLayers(plan: Plan, names: readonly string[], field: SettingsField): Plan {
  const layers = plan.layers.flatMap((rule) => {
    if (!names.includes(rule.key)) return [rule];
    const settings = withoutField(rule.settings, field);
    return Object.keys(settings).length === 0 ? [] : [{ ...rule, settings }];
  });
  return { ...plan, layers };
}

/** The plan with `settings` laid over its `defaults`. */
export const setDefaults = (plan: Plan, settings: PartialSettings): Plan => ({
  ...plan,
  defaults: mergeSettings(plan.defaults, settings),
});

/** The plan without `field` in its `defaults`. */
export const resetDefault = (plan: Plan, field: SettingsField): Plan => ({
  ...plan,
  defaults: withoutField(plan.defaults, field),
});
