/** Saved versions of the plan, fetched once each: they never change. */
import { useEffect, useState } from 'react';
import type { Plan } from '../../src-shared/plan/index.ts';
import { host } from '../host/client.ts';
import { notifyError } from './notices.ts';
import { useWorkbench, workbench } from './workbench.ts';

const fetched = new Map<string, Promise<Plan>>();

/** The plan of a saved version of the open project. Rejects with the service's error; a later call asks again. */
export function planOfVersion(id: number): Promise<Plan> {
  const path = workbench().project?.path;
  if (path === undefined) return Promise.reject(new Error('planOfVersion: no project is open'));
  const key = `${path}\u0000${id}`;
  const known = fetched.get(key);
  if (known) return known;
  const plan = host().call('plan.version', { path, id });
  fetched.set(key, plan);
  plan.catch(() => fetched.delete(key));
  return plan;
}

/** Hook: the plan of a version; null until it is there, and for null. */
export function usePlanOfVersion(id: number | null): Plan | null {
  const path = useWorkbench(({ project }) => project?.path);
  const [loaded, setLoaded] = useState<{ readonly key: string; readonly plan: Plan } | null>(null);
  const key = id === null || path === undefined ? null : `${path}\u0000${id}`;
  useEffect(() => {
    if (id === null || key === null) return;
    let here = true;
    planOfVersion(id).then((plan) => here && setLoaded({ key, plan }), notifyError);
    return () => void (here = false);
  }, [id, key]);
  return loaded !== null && loaded.key === key ? loaded.plan : null;
}

/** Hook: the newest saved version's plan, to compare the working plan with; null until it is there. */
export const useSavedPlan = (): Plan | null => usePlanOfVersion(useWorkbench(({ saved }) => saved?.version ?? null));
