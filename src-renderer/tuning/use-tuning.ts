/** The latest search of the open project: what is stored of it, what it has tried since, and its job. */
import { useEffect, useState } from 'react';
import type { JobState, TuningState } from '../../src-shared/contract/index.ts';
import { mergePoints, type TrialPoint } from '../../src-shared/tuning/index.ts';
import { host } from '../host/client.ts';
import { type Answer, useAnswer, useWorkbench, workbench, type WorkbenchState } from '../state/index.ts';

/** The state of the latest search. */
export interface Tuning {
  /** What the project keeps; null if nothing was ever searched. */
  readonly stored: Answer<TuningState | null>;
  readonly points: readonly TrialPoint[];
  /** The newest job of a search in this project. */
  readonly job: JobState | undefined;
}

/** The newest search of the open project in the list of jobs. */
export const tuningJob = ({ jobs, project }: WorkbenchState = workbench()): JobState | undefined =>
  jobs.find(({ path, kind }) => kind === 'tune' && path === project?.path);

/** Hook. `path`: of the open project. */
export function useTuning(path: string): Tuning {
  const job = useWorkbench(tuningJob);
  const isWorking = job?.state === 'running' && job.phase !== 'waiting';
  const stored = useAnswer('tuning.read', { path }, `${path} ${job?.id} ${job?.state} ${isWorking}`, path);
  const [live, setLive] = useState<{ readonly job: string; readonly points: readonly TrialPoint[] } | null>(null);
  useEffect(
    () =>
      host().on('tuning.trials', (event) => {
        if (event.path !== path) return;
        setLive((before) => ({
          job: event.job,
          points: mergePoints(before?.job === event.job ? before.points : [], event.points),
        }));
      }),
    [path],
  );
  const kept = stored.state === 'here' ? stored.value : null;
  const told = live !== null && live.job === job?.id && isWorking ? live.points : [];
  if (told.length === 0) return { stored, points: kept?.points ?? [], job };
  // What was stored before this window listened, if it is of the search that goes on.
  return { stored, points: mergePoints(kept?.state === 'running' ? kept.points : [], told), job };
}
