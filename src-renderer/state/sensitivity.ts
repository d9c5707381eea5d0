/**
 * The sensitivity of the open project's plan: the job that measures it, and the newest table. The host keeps tables with its list of jobs, so
 * that a page that is loaded again, and every other window, has them too.
 */
import type { JobState, SensitivityOfPlan } from '../../src-shared/contract/index.ts';
import { useWorkbench, type WorkbenchState } from './workbench.ts';

/** The newest table of the open project; null if none was measured. */
export const sensitivityOf = ({ jobs, project }: Pick<WorkbenchState, 'jobs' | 'project'>): SensitivityOfPlan | null =>
  (project && jobs.find(({ path, sensitivity }) => path === project.path && sensitivity)?.sensitivity) ?? null;

/** Hook of the same. */
export const useSensitivity = (): SensitivityOfPlan | null => useWorkbench(sensitivityOf);

/** Hook: the job of the open project that was started last to measure a table; undefined for none. */
export const useSensitivityJob = (): JobState | undefined =>
  useWorkbench(({ jobs, project }) => jobs.find(({ path, kind }) => kind === 'sensitivity' && path === project?.path));
