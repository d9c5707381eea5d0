/** The files that hand the items of a sweep to a scheduler: a job, and where it needs one, the recipe of an image. */
import { kubernetesJob } from './kubernetes-job.ts';
import { IMAGE_RECIPE } from './image-recipe.ts';
import { slurmScript } from './slurm-script.ts';
import type { JobContents } from './tasks.ts';

export const SCHEDULERS = ['slurm', 'kubernetes'] as const;
export type Scheduler = (typeof SCHEDULERS)[number];

/** A scheduler's job: its files by name, and the one that is submitted. */
export interface JobFiles {
  readonly main: string;
  readonly files: ReadonlyMap<string, string>;
}

export function jobFiles(scheduler: Scheduler, contents: JobContents): JobFiles {
  if (scheduler === 'slurm') return { main: 'job.sh', files: new Map([['job.sh', slurmScript(contents)]]) };
  const manifest = `${JSON.stringify(kubernetesJob(contents), null, 2)}\n`;
  return {
    main: 'job.json',
    files: new Map([
      ['job.json', manifest],
      ['Dockerfile', IMAGE_RECIPE],
    ]),
  };
}
