/**
 * Changes to a plan, as plain data with exact inverses. The graph, the inspector, the text editor and the command line submit
 * them, undo reverts them, and a project file keeps them.
 */
import type { LayerRule, PartialSettings, Plan } from './plan.ts';

/** The part of the program that made a change. */
export type PlanOrigin = 'graph' | 'text' | 'inspector' | 'cli' | 'tuner';

/** A value in a plan: a number, a name, or a whole `threshold` or `readout` that appears or disappears. */
export type PlanValue = number | string | Readonly<Record<string, number | string>>;

/**
 * A field that was changed, removed (`to` absent) or added (`from` absent). Paths: `steps`, `tau`, `readout.from`, `defaults.FIELD`,
 * `defaults.threshold.FIELD`, `layers.KEY.FIELD`, `layers.KEY.threshold.FIELD`, or a whole `threshold` or `readout`.
 */
export interface FieldChange {
  readonly kind: 'field';
  readonly path: readonly string[];
  readonly from?: PlanValue;
  readonly to?: PlanValue;
}

/**
 * A change of the keys of `layers`: all keys before and after, in order, since later keys win. A new key starts without settings.
 * A removed key must have none left.
 */
export interface KeysChange {
  readonly kind: 'keys';
  readonly from: readonly string[];
  readonly to: readonly string[];
}

/** One change of a plan: of a field, or of the keys of `layers`. */
export type PlanChange = FieldChange | KeysChange;

/** Changes that belong together, with the sentence that the history shows. */
export interface PlanTransaction {
  readonly label: string;
  readonly origin: PlanOrigin;
  readonly changes: readonly PlanChange[];
}

/** The plan after a transaction. Throws an Error if the transaction was made for another plan (a `from` differs). */
export function applyTransaction(plan: Plan, transaction: PlanTransaction): Plan {
  return transaction.changes.reduce(applyChange, plan);
}

/** The inverse of a transaction. Applied to the result, it restores the original plan exactly. */
export function invertTransaction(transaction: PlanTransaction): PlanTransaction {
  return { ...transaction, changes: transaction.changes.map(invertChange).reverse() };
}

function invertChange(change: PlanChange): PlanChange {
  if (change.kind === 'keys') return { kind: 'keys', from: change.to, to: change.from };
  const { path, from, to } = change;
  return { kind: 'field', path, ...(to === undefined ? {} : { from: to }), ...(from === undefined ? {} : { to: from }) };
}

function applyChange(plan: Plan, change: PlanChange): Plan {
  if (change.kind === 'keys') return applyKeys(plan, change);
  const [head, key, ...rest] = change.path;
  if (head !== 'layers') return setAt(plan, change.path, change) as Plan;
  const index = plan.layers.findIndex((rule) => rule.key === key);
  const rule = plan.layers[index];
  if (rule === undefined) throw stale(change);
  const changed: LayerRule = { key: rule.key, settings: setAt(rule.settings, rest, change) as PartialSettings };
  return { ...plan, layers: plan.layers.with(index, changed) };
}

function applyKeys(plan: Plan, change: KeysChange): Plan {
  const rules = new Map(plan.layers.map((rule) => [rule.key, rule]));
  const same = plan.layers.length === change.from.length && plan.layers.every(({ key }, index) => key === change.from[index]);
  const left = new Set(change.to);
  if (!same || left.size !== change.to.length) throw stale(change);
  if (plan.layers.some(({ key, settings }) => !left.has(key) && Object.keys(settings).length > 0)) throw stale(change);
  return { ...plan, layers: change.to.map((key) => rules.get(key) ?? { key, settings: {} }) };
}

/** A copy of `object` with the change applied at a path inside it. */
function setAt(object: object, path: readonly string[], change: FieldChange): object {
  const [key, ...rest] = path;
  const fields = object as Readonly<Record<string, unknown>>;
  if (key === undefined) throw stale(change);
  if (rest.length > 0) {
    const inner = fields[key];
    if (typeof inner !== 'object' || inner === null) throw stale(change);
    return { ...fields, [key]: setAt(inner, rest, change) };
  }
  if (!sameValue(fields[key], change.from)) throw stale(change);
  const { [key]: _, ...others } = fields;
  if (change.to === undefined) return others;
  return { ...fields, [key]: typeof change.to === 'object' ? { ...change.to } : change.to };
}

/** True for equal values, and for objects with equal fields in any order. */
export function sameValue(a: unknown, b: unknown): boolean {
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return Object.is(a, b);
  const entries = Object.entries(a);
  return (
    entries.length === Object.keys(b).length &&
    entries.every(([key, value]) => sameValue(value, (b as Record<string, unknown>)[key]))
  );
}

const stale = (change: PlanChange): Error =>
  new Error(
    `plan transaction made for another plan: ${change.kind === 'keys' ? 'layers' : change.path.join('.')} is not as it was`,
  );
