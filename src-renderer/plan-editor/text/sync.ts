/**
 * The plan's text and the working plan, kept in step: what happens when a person types, pauses, or the plan changes elsewhere. Pure:
 * a state, events that lead to the next one, and what has to be done about it. Text that cannot be read is never overwritten.
 */
import { diffPlans, formatPlan, type Plan, type PlanProblem, readPlan, rebasePlan } from '../../../src-shared/plan/index.ts';

/**
 * `in-step`: the text says what the working plan is. `typing`: not read yet. `unreadable`: it cannot be read; the plan stays as it
 * was. `apart`: it can be read, but the plan was changed elsewhere in the same places; a person has to say which counts.
 */
export type SyncStatus = 'in-step' | 'typing' | 'unreadable' | 'apart';

export interface SyncState {
  readonly status: SyncStatus;
  readonly text: string;
  /** The working plan that the text was last in step with: what its changes are relative to. */
  readonly base: Plan;
  /** The plan changed elsewhere since. */
  readonly behind: boolean;
  /** Why it cannot be read. */
  readonly problems: readonly PlanProblem[];
}

/** What an event asks for: a plan to commit, and a text to show in place of the one there is. */
export interface SyncStep {
  readonly state: SyncState;
  readonly commit?: Plan;
  readonly show?: string;
}

/** A text made from the plan. */
export const startSync = (plan: Plan): SyncState => ({
  status: 'in-step',
  text: formatPlan(plan),
  base: plan,
  behind: false,
  problems: [],
});

/** A person changed the text. */
export const typed = (state: SyncState, text: string): SyncState =>
  text === state.text ? state : { ...state, text, status: 'typing' };

/** A person paused: the text is read, and becomes the plan where it can be. `plan` is the working plan now. */
export function paused(state: SyncState, plan: Plan): SyncStep {
  if (state.status === 'in-step') return { state };
  const reading = readPlan(state.text);
  if (reading.plan === undefined) return { state: { ...state, status: 'unreadable', problems: reading.problems } };
  // It says what the plan is already, however both came to it.
  if (same(reading.plan, plan)) return settle(state.text, reading.plan, reading.plan, plan);
  const next = rebasePlan(state.base, reading.plan, plan);
  if (!next) return { state: { ...state, status: 'apart', problems: [] } };
  return settle(state.text, reading.plan, next, plan);
}

/** The working plan changed, by this text or elsewhere. */
export function planChanged(state: SyncState, plan: Plan): SyncStep {
  if (same(state.base, plan)) return { state: { ...state, base: plan, behind: false } };
  if (state.status !== 'in-step') return { state: { ...state, behind: true } };
  return takeOver(plan);
}

/** Gives the text up for the working plan. */
export const takeOver = (plan: Plan): SyncStep => {
  const state = startSync(plan);
  return { state, show: state.text };
};

/** Lets the text count where both changed; nothing where it cannot be read. */
export function keepText(state: SyncState, plan: Plan): SyncStep {
  const reading = readPlan(state.text);
  return reading.plan === undefined ? { state } : settle(state.text, reading.plan, reading.plan, plan);
}

/** In step with `next`, which is committed where it is not the plan already; the text is replaced where it says something else. */
function settle(text: string, read: Plan, next: Plan, plan: Plan): SyncStep {
  const state: SyncState = { ...startSync(next), text: same(read, next) ? text : formatPlan(next) };
  return {
    state,
    ...(same(next, plan) ? {} : { commit: next }),
    ...(state.text === text ? {} : { show: state.text }),
  };
}

const same = (a: Plan, b: Plan): boolean => a === b || diffPlans(a, b).length === 0;
