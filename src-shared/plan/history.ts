/** Undo and redo without limit: the plan as it is now, the transactions that led here, and those taken back. Plain data. */
import type { Plan } from './plan.ts';
import { applyTransaction, invertTransaction, type PlanTransaction } from './transaction.ts';

/** A plan with the transactions that led to it and those that can be redone. */
export interface History {
  readonly plan: Plan;
  /** Transactions that led to `plan`, the first made first. */
  readonly done: readonly PlanTransaction[];
  /** Transactions taken back, the next to redo last. */
  readonly undone: readonly PlanTransaction[];
}

/** The history of a plan that has just been opened or made. */
export const startHistory = (plan: Plan): History => ({ plan, done: [], undone: [] });

/** Applies a transaction; what had been taken back is forgotten. One without changes leaves the history as it is. */
export function commit(history: History, transaction: PlanTransaction): History {
  if (transaction.changes.length === 0) return history;
  return { plan: applyTransaction(history.plan, transaction), done: [...history.done, transaction], undone: [] };
}

/** Takes back the latest transaction; the same history where there is none. */
export function undo(history: History): History {
  const last = history.done.at(-1);
  if (last === undefined) return history;
  return {
    plan: applyTransaction(history.plan, invertTransaction(last)),
    done: history.done.slice(0, -1),
    undone: [...history.undone, last],
  };
}

/** Applies the transaction taken back last; the same history where there is none. */
export function redo(history: History): History {
  const next = history.undone.at(-1);
  if (next === undefined) return history;
  return { plan: applyTransaction(history.plan, next), done: [...history.done, next], undone: history.undone.slice(0, -1) };
}
