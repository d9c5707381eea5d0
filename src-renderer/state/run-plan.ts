/** The plan of the run that is shown, beside the working plan: results of another plan have to be marked as such. */
import { useMemo } from 'react';
import { diffPlans, layerSettings, type Plan } from '../../src-shared/plan/index.ts';
import { usePlanOfVersion } from './versions.ts';
import { useWorkbench } from './workbench.ts';

export interface RunPlan {
  /** Saved version that the run used. */
  readonly version: number;
  /** Fields in which the working plan differs from it; 0 where the results are those of the working plan. */
  readonly changes: number;
  readonly plan: Plan;
}

/** Hook: the plan of the run that is shown; null where none is, or while it is not known yet. */
export function useRunPlan(): RunPlan | null {
  const version = useWorkbench(({ shownRun, runs }) => runs.find(({ id }) => id === shownRun?.id)?.version ?? null);
  const now = useWorkbench(({ history }) => history?.plan ?? null);
  const plan = usePlanOfVersion(version);
  return useMemo(
    () => (version === null || !plan || !now ? null : { version, plan, changes: diffPlans(plan, now).length }),
    [version, plan, now],
  );
}

type Layer = Parameters<typeof layerSettings>[1][number];

/** Whether a layer has other settings by `now` than by the plan of a run. */
export const changedSince = (plan: Plan, now: Plan, layer: Layer): boolean =>
  JSON.stringify(layerSettings(plan, [layer]).get(layer.name)) !== JSON.stringify(layerSettings(now, [layer]).get(layer.name));
