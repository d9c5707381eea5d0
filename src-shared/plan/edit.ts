/** Edits of a plan as the window makes them: a field set, or reset to what it inherits, for some layers. */
import { DEFAULTS, defaultSettings, type DefaultsVersion } from './defaults.ts';
import { type SettingsField, withoutField } from './fields.ts';
import { globTest } from './glob.ts';
import type { LayerRule, PartialSettings, Plan } from './plan.ts';
import { mergeSettings, type PlacedLayer } from './resolve.ts';
import type { LayerSettings } from './types.ts';

/**
 * What every layer uses by `plan`, by name. Unlike `resolvePlan` it never throws: rules that match nothing have no effect, and
 * combinations that cannot run stay as they are, so that a window can show a plan with problems. `defaults`: as `resolvePlan` has it.
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
 * The plan in which each of `names` has `settings` laid over its own. Each gets a rule under its own name; a rule that stands before
 * another that matches the layer is moved to the end, since later ones win.
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

/** The plan in which the rules under the layers' own names no longer set `field`; a rule that sets nothing goes. */
export function resetLayers(plan: Plan, names: readonly string[], field: SettingsField): Plan {
  const layers = plan.layers.flatMap((rule) => {
    if (!names.includes(rule.key)) return [rule];
    const settings = withoutField(rule.settings, field);
    return Object.keys(settings).length === 0 ? [] : [{ ...rule, settings }];
  });
  return { ...plan, layers };
}

/** The plan whose `defaults` have `settings` laid over them. */
export const setDefaults = (plan: Plan, settings: PartialSettings): Plan => ({
  ...plan,
  defaults: mergeSettings(plan.defaults, settings),
});

/** The plan whose `defaults` no longer set `field`. */
export const resetDefault = (plan: Plan, field: SettingsField): Plan => ({
  ...plan,
  defaults: withoutField(plan.defaults, field),
});
