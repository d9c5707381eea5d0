/** Unlimited undo and redo: the current plan, the transactions that led to it, and the undone ones. Plain data. */
import type { Plan } from './plan.ts';
import { applyTransaction, invertTransaction, type PlanTransaction } from './transaction.ts';

/** A plan with its undo and redo history. */
export interface History {
  readonly plan: Plan;
  /** Transactions that led to `plan`, oldest first. */
  readonly done: readonly PlanTransaction[];
  /** Undone transactions. The next one to redo is last. */
  readonly undone: readonly PlanTransaction[];
}

/** The history of a plan that was just opened or created. */
export const startHistory = (plan: Plan): History => ({ plan, done: [], undone: [] });

/** Applies a transaction and forgets the undone ones. A transaction without changes leaves the history as it is. */
export function commit(history: History, transaction: PlanTransaction): History {
  if (transaction.changes.length === 0) return history;
  return { plan: applyTransaction(history.plan, transaction), done: [...history.done, transaction], undone: [] };
}

/** Undoes the latest transaction. Returns the same history if there is none. */
export function undo(history: History): History {
  const last = history.done.at(-1);
  if (last === undefined) return history;
  return {
    plan: applyTransaction(history.plan, invertTransaction(last)),
    done: history.done.slice(0, -1),
    undone: [...history.undone, last],
  };
}

/** Redoes the transaction that was undone last. Returns the same history if there is none. */
export function redo(history: History): History {
  const next = history.undone.at(-1);
  if (next === undefined) return history;
  return { plan: applyTransaction(history.plan, next), done: [...history.done, next], undone: history.undone.slice(0, -1) };
}
