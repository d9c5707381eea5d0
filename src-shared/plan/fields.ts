/** The fields of a layer's settings, one by one: reading them, setting them, and where the value that counts was set. */
import { globTest } from './glob.ts';
import type { PartialSettings, Plan } from './plan.ts';

/** A field of a layer's settings, those of the threshold with their prefix. */
export type SettingsField =
  | 'coding'
  | 'neuron'
  | 'thresholds'
  | 'threshold.method'
  | 'threshold.percentile'
  | 'threshold.of'
  | 'threshold.level'
  | 'threshold.scale'
  | 'threshold.value';

/** All fields of a layer's settings, in the order in which they are shown. */
export const SETTINGS_FIELDS: readonly SettingsField[] = [
  'coding',
  'neuron',
  'thresholds',
  'threshold.method',
  'threshold.percentile',
  'threshold.of',
  'threshold.level',
  'threshold.scale',
  'threshold.value',
];

/** The field's value; undefined where these settings do not set it. */
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

/** The settings without a field; without a threshold where that was its last. */
export function withoutField(settings: PartialSettings, field: SettingsField): PartialSettings {
  const [head, inner] = field.split('.') as [keyof PartialSettings, string | undefined];
  const { [head]: value, ...others } = settings;
  if (inner === undefined || typeof value !== 'object') return others;
  const threshold = Object.fromEntries(Object.entries(value).filter(([name]) => name !== inner));
  return Object.keys(threshold).length === 0 ? others : { ...others, threshold };
}

/** Where the value that a layer uses was set: under its own name, by a glob, in the plan's `defaults`, or nowhere. */
export type FieldSource =
  | { readonly kind: 'layer' }
  | { readonly kind: 'glob'; readonly key: string }
  | { readonly kind: 'defaults' }
  | { readonly kind: 'built-in' };

/** Where the layer `name` has `field` from. A method without a value also decides that there is no fixed value. */
export function fieldSource(plan: Plan, name: string, field: SettingsField): FieldSource {
  const decides = (settings: PartialSettings): boolean =>
    fieldOf(settings, field) !== undefined || (field === 'threshold.value' && settings.threshold?.method !== undefined);
  const rule = plan.layers.findLast(({ key, settings }) => decides(settings) && globTest(key)(name));
  if (rule) return rule.key === name ? { kind: 'layer' } : { kind: 'glob', key: rule.key };
  return decides(plan.defaults) ? { kind: 'defaults' } : { kind: 'built-in' };
}
