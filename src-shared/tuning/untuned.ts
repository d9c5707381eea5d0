/** A plan without the changes that searches have made to it: what a person has chosen is what stays fixed in other plans. Pure. */
import type { LayerRule, Plan } from '../plan/index.ts';
import { sameValue } from '../plan/transaction.ts';

/** The plans of one search: one with the rules that it started from, and those that it tried. */
export interface SearchedPlans {
  readonly start: Plan;
  readonly tried: readonly Plan[];
}

/** The plan without the rules for layers that a search has added. A rule that a person has changed since then stays. */
export function untuned(plan: Plan, searches: readonly SearchedPlans[]): Plan {
  return searches.reduce((now, { start, tried }) => {
    const added = now.layers.filter((rule) => !hasRule(start, rule) && tried.some((one) => hasRule(one, rule)));
    return { ...now, layers: now.layers.filter((rule) => !added.includes(rule)) };
  }, plan);
}

const hasRule = ({ layers }: Plan, { key, settings }: LayerRule): boolean =>
  layers.some((one) => one.key === key && sameValue(one.settings, settings));
