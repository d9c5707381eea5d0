/**
 * What the inspector shows of one field of the selected layers: the value they share or that it is mixed, where it was set, what
 * the saved version has, and whether the field means anything for them.
 */
import type { NeuronLayerInfo } from '../../../src-shared/contract/index.ts';
import {
  fieldOf,
  fieldSource,
  type FieldSource,
  type Idle,
  idleOnAll,
  type LayerSettings,
  type Plan,
  type SettingsField,
} from '../../../src-shared/plan/index.ts';

/** A field's value; undefined for a fixed threshold that is not set. */
export type FieldValue = string | number | undefined;

/** A value that all share, or the different ones with the number of layers that have each, the most frequent first. */
export type Shared<T> =
  | { readonly kind: 'one'; readonly value: T }
  | { readonly kind: 'mixed'; readonly values: readonly { readonly value: T; readonly count: number }[] };

export interface FieldView {
  readonly field: SettingsField;
  readonly value: Shared<FieldValue>;
  readonly source: Shared<FieldSource>;
  /** Number of the layers that set it under their own name: what a reset would take away. */
  readonly setHere: number;
  /** What the saved version has, where that differs for any of the layers; null where it does not, or is not known yet. */
  readonly saved: Shared<FieldValue> | null;
  /** Why it has no effect, where it has none on any of the layers. */
  readonly idle: Idle | null;
}

/** The different values of a list, with how often each is there. `key` tells which are the same. Needs at least one. */
export function shared<T>(values: readonly T[], key: (value: T) => unknown = (value) => value): Shared<T> {
  const groups = new Map<unknown, { readonly value: T; count: number }>();
  for (const value of values) {
    const group = groups.get(key(value));
    if (group) group.count++;
    else groups.set(key(value), { value, count: 1 });
  }
  const all = [...groups.values()].sort((a, b) => b.count - a.count);
  return all.length === 1 ? { kind: 'one', value: all[0]!.value } : { kind: 'mixed', values: all };
}

export interface FieldContext {
  readonly plan: Plan;
  readonly layers: readonly NeuronLayerInfo[];
  readonly settings: ReadonlyMap<string, LayerSettings>;
  /** Settings by the saved version; null while they are not known. */
  readonly saved: ReadonlyMap<string, LayerSettings> | null;
}

/** The view of one field; `layers` must not be empty. */
export function fieldView(field: SettingsField, { plan, layers, settings, saved }: FieldContext): FieldView {
  const all = layers.map(({ name }) => settings.get(name)!);
  const values = all.map((one) => fieldOf(one, field));
  const sources = layers.map(({ name }) => fieldSource(plan, name, field));
  const before = saved && layers.map(({ name }) => fieldOf(saved.get(name)!, field));
  return {
    field,
    value: shared(values),
    source: shared(sources, (source) => (source.kind === 'glob' ? `glob ${source.key}` : source.kind)),
    setHere: plan.layers.filter(
      (rule) => fieldOf(rule.settings, field) !== undefined && layers.some(({ name }) => name === rule.key),
    ).length,
    saved: before?.some((value, index) => value !== values[index]) ? shared(before) : null,
    idle: idleOnAll(field, layers, settings),
  };
}
