/** The plan of the run that is shown, beside the working plan: results of an older plan have to be marked as such. */
import { useMemo } from 'react';
import { diffPlans, layerSettings, type Plan } from '../../src-shared/plan/index.ts';
import { usePlanOfVersion } from './versions.ts';
import { useWorkbench } from './workbench.ts';

export interface OlderPlan {
  /** Saved version that the run used. */
  readonly version: number;
  /** Number of fields in which the working plan differs from it. */
  readonly changes: number;
  readonly plan: Plan;
}

/** Hook: the plan of the run that is shown, if the working plan differs from it; null if not, and while the plan is not known yet. */
export function useOlderPlan(): OlderPlan | null {
  const version = useWorkbench(({ shownRun, runs }) => runs.find(({ id }) => id === shownRun?.id)?.version ?? null);
  const now = useWorkbench(({ history }) => history?.plan ?? null);
  const plan = usePlanOfVersion(version);
  return useMemo(() => {
    if (version === null || !plan || !now) return null;
    const changes = diffPlans(plan, now).length;
    return changes === 0 ? null : { version, plan, changes };
  }, [version, plan, now]);
}

type Layer = Parameters<typeof layerSettings>[1][number];

/** True if a layer has other settings by `now` than by the plan of a run. */
export const changedSince = (plan: Plan, now: Plan, layer: Layer): boolean =>
  JSON.stringify(layerSettings(plan, [layer]).get(layer.name)) !== JSON.stringify(layerSettings(now, [layer]).get(layer.name));
