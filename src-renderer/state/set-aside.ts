/**
 * Changes of the plan that the services did not take because the plan was changed in the same places meanwhile. They are kept with the
 * project until the person lays them over the plan, or drops them.
 */
import { useMemo } from 'react';
import { z } from 'zod';
import { diffPlans, formatPlan, type Plan, readPlan } from '../../src-shared/plan/index.ts';
import { setViewLayout, useViewLayout, viewLayout } from './layout.ts';

const NAME = 'plan-set-aside';

/** Each as the text of the plan that was changed, and of what it was changed to. */
const storedSchema = z.array(z.strictObject({ base: z.string(), plan: z.string() }));

export interface SetAside {
  /** The plan that was changed. */
  readonly base: Plan;
  /** The plan as it was here. */
  readonly plan: Plan;
  /** Number of fields that differ. */
  readonly count: number;
}

/** What was set aside, as it is stored; nothing of what another version wrote. */
export function readSetAside(stored: unknown): readonly SetAside[] {
  return (storedSchema.safeParse(stored).data ?? []).flatMap((one) => {
    const [base, plan] = [readPlan(one.base).plan, readPlan(one.plan).plan];
    return base && plan ? [{ base, plan, count: diffPlans(base, plan).filter(({ kind }) => kind === 'field').length }] : [];
  });
}

/** Hook: what is set aside in the open project, the oldest first. */
export function useSetAside(): readonly SetAside[] {
  const stored = useViewLayout(NAME);
  return useMemo(() => readSetAside(stored), [stored]);
}

const write = (all: readonly SetAside[]): void =>
  setViewLayout(
    NAME,
    all.map(({ base, plan }) => ({ base: formatPlan(base), plan: formatPlan(plan) })),
  );

/** What is set aside in the open project, the oldest first. */
const allSetAside = (): readonly SetAside[] => readSetAside(viewLayout(NAME));

/** What is set aside at a place of the list; undefined where nothing is. */
export const setAsideAt = (index: number): SetAside | undefined => allSetAside()[index];

/** Sets aside what was changed from `base` to `plan` in the open project. */
export const setAside = (base: Plan, plan: Plan): void => write([...allSetAside(), { base, plan, count: 0 }]);

/** Forgets what is set aside at a place of the list. */
export const dropSetAside = (index: number): void => write(allSetAside().toSpliced(index, 1));
