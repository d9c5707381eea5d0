/** The single fields of a layer's settings: reading them, setting them, and finding the place in the plan that sets the effective value. */
import { globTest } from './glob.ts';
import type { PartialSettings, Plan } from './plan.ts';

/** A field of a layer's settings. Fields of the threshold have the prefix `threshold.`. */
export type SettingsField =
  | 'coding'
  | 'neuron'
  | 'thresholds'
  | 'mostSpikes'
  | 'threshold.method'
  | 'threshold.percentile'
  | 'threshold.of'
  | 'threshold.level'
  | 'threshold.scale'
  | 'threshold.value'
  | 'initial'
  | 'correction';

/** Every field of a layer's settings. */
export const SETTINGS_FIELDS: readonly SettingsField[] = [
  'coding',
  'neuron',
  'thresholds',
  'mostSpikes',
  'threshold.method',
  'threshold.percentile',
  'threshold.of',
  'threshold.level',
  'threshold.scale',
  'threshold.value',
  'initial',
  'correction',
];

/** The field's value; undefined if these settings do not set it. */
export function fieldOf(settings: PartialSettings, field: SettingsField): string | number | undefined {
  const [head, inner] = field.split('.') as [keyof PartialSettings, string | undefined];
  const value: unknown = settings[head];
  if (inner === undefined) return value as string | number | undefined;
  return (value as Readonly<Record<string, string | number>> | undefined)?.[inner];
}

/** Settings that set one field and nothing else. The value must be one that the field allows. */
export function settingsWith(field: SettingsField, value: string | number): PartialSettings {
  const [head, inner] = field.split('.') as [keyof PartialSettings, string | undefined];
  return (inner === undefined ? { [head]: value } : { [head]: { [inner]: value } }) as PartialSettings;
}

/** The settings without a field. If it was the last field of the threshold, the threshold is removed too. */
export function withoutField(settings: PartialSettings, field: SettingsField): PartialSettings {
  const [head, inner] = field.split('.') as [keyof PartialSettings, string | undefined];
  const { [head]: value, ...others } = settings;
  if (inner === undefined || typeof value !== 'object') return others;
  const threshold = Object.fromEntries(Object.entries(value).filter(([name]) => name !== inner));
  return Object.keys(threshold).length === 0 ? others : { ...others, threshold };
}

/** The place that sets the value a layer uses: a rule under its own name, a glob, the plan's `defaults`, or none. */
export type FieldSource =
  | { readonly kind: 'layer' }
  | { readonly kind: 'glob'; readonly key: string }
  | { readonly kind: 'defaults' }
  | { readonly kind: 'built-in' };

/** The place that sets `field` for the layer `name`. A method without a value also decides that there is no fixed value. */
export function fieldSource(plan: Plan, name: string, field: SettingsField): FieldSource {
  const decides = (settings: PartialSettings): boolean =>
    fieldOf(settings, field) !== undefined || (field === 'threshold.value' && settings.threshold?.method !== undefined);
  const rule = plan.layers.findLast(({ key, settings }) => decides(settings) && globTest(key)(name));
  if (rule) return rule.key === name ? { kind: 'layer' } : { kind: 'glob', key: rule.key };
  return decides(plan.defaults) ? { kind: 'defaults' } : { kind: 'built-in' };
}
