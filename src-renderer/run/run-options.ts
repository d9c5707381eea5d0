/** What a run is started with besides the plan: which samples, how many, and how many at once. Remembered with the project. */
import { z } from 'zod';
import type { OpenProject, WorkbenchState } from '../state/index.ts';
import { setViewLayout, useViewLayout, useWorkbench, workbench } from '../state/index.ts';

export interface RunOptions {
  /** Null where none was ever chosen. */
  readonly dataset: string | null;
  /** Null where the field was emptied: then nothing is run. */
  readonly samples: number | null;
  /** Images that are simulated at once; null for `batchFor`. A smaller one needs less memory, and changes no result. */
  readonly batch: number | null;
}

/** As many as show a difference between plans within seconds. */
export const FIRST_SAMPLES = 200;
const NAME = 'run';
const stored = z.object({
  dataset: z.string().nullable().catch(null),
  samples: z.int().min(1).nullable().catch(FIRST_SAMPLES),
  batch: z.int().min(1).nullable().catch(null),
});

/** What was stored, laid over the project's own samples; anything that is not of this form is as if it were not there. */
export function readRunOptions(layout: unknown, project: Pick<OpenProject, 'dataset'> | null): RunOptions {
  const read = stored.safeParse(layout);
  const { dataset, samples, batch } = read.success ? read.data : { dataset: null, samples: FIRST_SAMPLES, batch: null };
  return { dataset: dataset ?? project?.dataset ?? null, samples, batch };
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

/** Samples per batch unless the person says otherwise: progress comes after each, so that few samples still show some; large ones waste less. */
export function batchFor(samples: number | null): number {
  const [least, most] = [10, 100];
  return samples === null ? most : Math.max(least, Math.min(most, Math.ceil(samples / 10)));
}
