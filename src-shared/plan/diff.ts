/** Computes the changes that lead from one plan to another. Every edit becomes a transaction in this way. */
import type { PartialSettings, Plan } from './plan.ts';
import {
  sameValue,
  type FieldChange,
  type PlanChange,
  type PlanOrigin,
  type PlanTransaction,
  type PlanValue,
} from './transaction.ts';
import type { Readout } from './types.ts';

/**
 * Changes that turn plan `a` into `b`, including the order of keys; empty if the plans are equal. Settings of removed keys are
 * deleted first, then the keys change, then settings of new keys are added. This order gives each step an inverse.
 */
export function diffPlans(a: Plan, b: Plan): PlanChange[] {
  const before = new Map(a.layers.map(({ key, settings }) => [key, settings]));
  const after = new Map(b.layers.map(({ key, settings }) => [key, settings]));
  const settings = (key: string): FieldChange[] => diffSettings(['layers', key], before.get(key) ?? {}, after.get(key) ?? {});
  const from = [...before.keys()];
  const to = [...after.keys()];
  const moved = from.length !== to.length || from.some((key, index) => key !== to[index]);
  return [
    ...diffField(['steps'], a.steps, b.steps),
    ...diffField(['tau'], a.tau, b.tau),
    ...diffReadout(a.readout, b.readout),
    ...diffSettings(['defaults'], a.defaults, b.defaults),
    ...from.filter((key) => !after.has(key)).flatMap(settings),
    ...(moved ? [{ kind: 'keys', from, to } as const] : []),
    ...to.flatMap(settings),
  ];
}

/** The edit from `a` to `b` as a transaction. */
export const planTransaction = (label: string, origin: PlanOrigin, a: Plan, b: Plan): PlanTransaction => ({
  label,
  origin,
  changes: diffPlans(a, b),
});

function diffReadout(a: Readout | undefined, b: Readout | undefined): FieldChange[] {
  if (a && b) return diffField(['readout', 'from'], a.from, b.from);
  return diffField(['readout'], a as PlanValue | undefined, b as PlanValue | undefined);
}

function diffSettings(path: readonly string[], a: PartialSettings, b: PartialSettings): FieldChange[] {
  const simple = (['coding', 'neuron', 'thresholds', 'mostSpikes', 'initial', 'correction'] as const).flatMap((field) =>
    diffField([...path, field], a[field], b[field]),
  );
  const at = [...path, 'threshold'];
  if (a.threshold === undefined || b.threshold === undefined) {
    return [...simple, ...diffField(at, a.threshold as PlanValue | undefined, b.threshold as PlanValue | undefined)];
  }
  const fields = ['method', 'percentile', 'of', 'level', 'scale', 'value'] as const;
  return [...simple, ...fields.flatMap((field) => diffField([...at, field], a.threshold![field], b.threshold![field]))];
}

function diffField(path: readonly string[], from: PlanValue | undefined, to: PlanValue | undefined): FieldChange[] {
  if (sameValue(from, to)) return [];
  return [{ kind: 'field', path, ...(from === undefined ? {} : { from }), ...(to === undefined ? {} : { to }) }];
}
