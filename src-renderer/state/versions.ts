/** Saved versions of the plan, fetched once each: they never change. */
import { useEffect, useState } from 'react';
import type { Plan } from '../../src-shared/plan/index.ts';
import { host } from '../host/client.ts';
import { notifyError } from './notices.ts';
import { useWorkbench, workbench, type WorkbenchState } from './workbench.ts';

/** What a saved version is known by: another project that is made at the same path counts its versions anew. Null without a project. */
function keyOf({ project, versions }: Pick<WorkbenchState, 'project' | 'versions'>, id: number): string | null {
  const created = versions.find((version) => version.id === id)?.created ?? '';
  return project && [project.path, created, id].join('\u0000');
}

const fetched = new Map<string, Promise<Plan>>();

/** The plan of a saved version of the open project. Rejects with the service's error; a later call asks again. */
export function planOfVersion(id: number): Promise<Plan> {
  const key = keyOf(workbench(), id);
  const path = workbench().project?.path;
  if (key === null || path === undefined) return Promise.reject(new Error('planOfVersion: no project is open'));
  const known = fetched.get(key);
  if (known) return known;
  const plan = host().call('plan.version', { path, id });
  fetched.set(key, plan);
  plan.catch(() => fetched.delete(key));
  return plan;
}

/** Hook: the plan of a version; null until it is there, and for null. */
export function usePlanOfVersion(id: number | null): Plan | null {
  const key = useWorkbench((state) => (id === null ? null : keyOf(state, id)));
  const [loaded, setLoaded] = useState<{ readonly key: string; readonly plan: Plan } | null>(null);
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
