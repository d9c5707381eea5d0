/** What the layers of an editor use now, and what they have in common. */
import { type LayerSettings, readFieldValue, type SettingsField } from '../../../src-shared/plan/index.ts';
import { usePlanInUse } from '../../state/index.ts';

/** Settings of some layers, in their order. */
export function useSettingsOf(layers: readonly string[]): readonly LayerSettings[] {
  const { settings } = usePlanInUse();
  return layers.flatMap((name) => settings.get(name) ?? []);
}

/** The value that all of them have; null where they differ. */
export function commonOf<T>(used: readonly LayerSettings[], valueOf: (settings: LayerSettings) => T): T | null {
  const [first] = used;
  if (!first) return null;
  const value = valueOf(first);
  return used.every((settings) => valueOf(settings) === value) ? value : null;
}

/** What a field's number is checked by: the plan's schema. */
export const checkOf =
  (field: SettingsField) =>
  (value: number): string | null => {
    const reading = readFieldValue(field, String(value));
    return 'problem' in reading ? reading.problem : null;
  };
