/** Applies the changes of one copy of a plan to another copy that was changed as well. */
import { diffPlans } from './diff.ts';
import type { LayerRule, PartialSettings, PartialThreshold, Plan } from './plan.ts';
import { applyTransaction, sameValue } from './transaction.ts';

/** Applies the changes from `base` to `mine` to `plan`. Undefined if `plan` was changed in the same places. */
export function rebasePlan(base: Plan, mine: Plan, plan: Plan): Plan | undefined {
  const changes = diffPlans(base, mine);
  if (diffPlans(base, plan).length === 0) return mine;
  try {
    return applyTransaction(plan, { label: '', origin: 'text', changes });
  } catch {
    // applyTransaction throws if a change does not fit the plan, which is the case to detect here.
    return undefined;
  }
}

/**
 * `plan`, with the value of `mine` in every field that differs between `base` and `mine`, whatever `plan` has there. Rules that
 * only `mine` has come last, so that they take effect.
 */
export function overlayPlan(base: Plan, mine: Plan, plan: Plan): Plan {
  const own = merged<Pick<Plan, 'steps' | 'tau' | 'readout'>>(base, mine, plan, ['steps', 'tau', 'readout']);
  const [before, after] = [settingsByKey(base), settingsByKey(mine)];
  const isRemoved = (key: string): boolean => before.has(key) && !after.has(key);
  const rules = plan.layers.flatMap(({ key, settings }): LayerRule[] => {
    const left = mergedSettings(before.get(key) ?? {}, after.get(key) ?? {}, settings);
    return isRemoved(key) && Object.keys(left).length === 0 ? [] : [{ key, settings: left }];
  });
  const there = new Set(plan.layers.map(({ key }) => key));
  const added = mine.layers
    .filter(({ key }) => !there.has(key))
    .map(({ key, settings }): LayerRule => ({ key, settings: mergedSettings(before.get(key) ?? {}, settings, {}) }))
    .filter(({ settings }) => Object.keys(settings).length > 0);
  return {
    version: plan.version,
    ...own,
    defaults: mergedSettings(base.defaults, mine.defaults, plan.defaults),
    layers: [...rules, ...added],
  };
}

const settingsByKey = ({ layers }: Plan): ReadonlyMap<string, PartialSettings> =>
  new Map(layers.map(({ key, settings }) => [key, settings]));

function mergedSettings(base: PartialSettings, mine: PartialSettings, other: PartialSettings): PartialSettings {
  const simple = merged<Omit<PartialSettings, 'threshold'>>(base, mine, other, [
    'coding',
    'neuron',
    'thresholds',
    'mostSpikes',
    'initial',
    'correction',
  ]);
  const threshold = merged<PartialThreshold>(base.threshold ?? {}, mine.threshold ?? {}, other.threshold ?? {}, [
    'method',
    'percentile',
    'of',
    'level',
    'scale',
    'value',
  ]);
  return { ...simple, ...(Object.keys(threshold).length === 0 ? {} : { threshold }) };
}

/** For each field, the value in `mine` if it differs from `base`, otherwise the value in `other`. Absent fields stay absent. */
function merged<T extends object>(base: T, mine: T, other: T, fields: readonly (keyof T)[]): Partial<T> {
  const values = fields.map((field) => [field, (sameValue(base[field], mine[field]) ? other : mine)[field]] as const);
  return Object.fromEntries(values.filter(([, value]) => value !== undefined)) as Partial<T>;
}
