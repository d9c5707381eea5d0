/** Edits of a plan in the window: setting a field for some layers, or resetting it to the inherited value. */
import { type SettingsField, withoutField } from './fields.ts';
import { globTest } from './glob.ts';
import type { LayerRule, PartialSettings, Plan } from './plan.ts';
import { mergeSettings } from './resolve.ts';

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
