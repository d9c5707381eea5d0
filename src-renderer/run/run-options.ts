/** What a run is started with besides the plan: which samples, how many, and how many at once. Remembered with the project. */
import { z } from 'zod';
import { layersOfPlan, type ReadChoice, readChoice } from '../spike-choice/index.ts';
import type { OpenProject, WorkbenchState } from '../state/index.ts';
import { stepsOf } from '../../src-shared/plan/index.ts';
import { setViewLayout, useViewLayout, useWorkbench, workbench } from '../state/index.ts';

export interface RunOptions {
  /** Null where none was ever chosen. */
  readonly dataset: string | null;
  /** Null where the field was emptied: then nothing is run. */
  readonly samples: number | null;
  /** Images that are simulated at once; null for `batchFor`. A smaller one needs less memory, and changes no result. */
  readonly batch: number | null;
  /** What is typed about spikes to record, and whether they are. */
  readonly recording: { readonly on: boolean; readonly layers: string; readonly samples: string };
}

/** As many as show a difference between plans within seconds. */
export const FIRST_SAMPLES = 200;
const NAME = 'run';
const NO_RECORDING = { on: false, layers: '', samples: '0' };
const stored = z.object({
  dataset: z.string().nullable().catch(null),
  samples: z.int().min(1).nullable().catch(FIRST_SAMPLES),
  batch: z.int().min(1).nullable().catch(null),
  recording: z.object({ on: z.boolean(), layers: z.string(), samples: z.string() }).catch(NO_RECORDING),
});

/** What was stored, laid over the project's own samples; anything that is not of this form is as if it were not there. */
export function readRunOptions(layout: unknown, project: Pick<OpenProject, 'dataset'> | null): RunOptions {
  const read = stored.safeParse(layout);
  const nothing = { dataset: null, samples: FIRST_SAMPLES, batch: null, recording: NO_RECORDING };
  const { dataset, ...rest } = read.success ? read.data : nothing;
  return { dataset: dataset ?? project?.dataset ?? null, ...rest };
}

export const runOptions = ({ project, layout }: Pick<WorkbenchState, 'project' | 'layout'> = workbench()): RunOptions =>
  readRunOptions(layout.views[NAME], project);

/** Hook. */
export function useRunOptions(): RunOptions {
  const layout = useViewLayout(NAME);
  const project = useWorkbench(({ project }) => project);
  return readRunOptions(layout, project);
}

export const setRunOptions = (change: Partial<RunOptions>): void => setViewLayout(NAME, { ...runOptions(), ...change });

/** What the run options come to of spikes to record; null if none are. */
export function recordingOf(state: WorkbenchState): ReadChoice | null {
  const { samples, recording } = runOptions(state);
  if (!recording.on) return null;
  const steps = state.history ? stepsOf(state.history.plan) : 1;
  return readChoice(recording, { layers: layersOfPlan(state), steps, samples });
}

/** Samples per batch unless the person says otherwise: progress comes after each, so that few samples still show some; large ones waste less. */
export function batchFor(samples: number | null): number {
  const [least, most] = [10, 100];
  return samples === null ? most : Math.max(least, Math.min(most, Math.ceil(samples / 10)));
}
