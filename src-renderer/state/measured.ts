/**
 * Measurements of the open project that are kept nowhere else: sensitivity tables and comparisons of methods. The host keeps them with its list
 * of jobs, so that a page that is loaded again, and every other window, has them too.
 */
import type { JobState, SensitivityOfPlan } from '../../src-shared/contract/index.ts';
import { useWorkbench, type WorkbenchState } from './workbench.ts';

/** The kinds of jobs whose results stay with them. */
export type MeasurementKind = 'sensitivity' | 'methods';

type State = Pick<WorkbenchState, 'jobs' | 'project'>;

/** The newest job of the open project that has a result of this kind; undefined if nothing was measured. */
const measuredJob = ({ jobs, project }: State, kind: MeasurementKind): JobState | undefined =>
  jobs.find((job) => job.path === project?.path && job[kind]);

/** Hook of the same. */
export const useMeasuredJob = (kind: MeasurementKind): JobState | undefined => useWorkbench((state) => measuredJob(state, kind));

/** Hook: the job of the open project that was started last to measure this; undefined for none. */
export const useMeasurementJob = (kind: MeasurementKind): JobState | undefined =>
  useWorkbench(({ jobs, project }) => jobs.find((job) => job.kind === kind && job.path === project?.path));

/** The newest sensitivity table of the open project; null if none was measured. */
export const sensitivityOf = (state: State): SensitivityOfPlan | null => measuredJob(state, 'sensitivity')?.sensitivity ?? null;

/** Hook of the same. */
export const useSensitivity = (): SensitivityOfPlan | null => useWorkbench(sensitivityOf);
