/** The two ways in which programs start the processes of jobs, for tests that hold for both. */
import { startUtilityProcess } from '../../src-main/hosts/electron/utility-process.ts';
import { startChildProcess } from '../../src-main/services/jobs/child-process.ts';
import { startJobsWith } from '../../src-main/services/jobs/run-job.ts';
import { noGpuWindow, utilityProcessStandIn } from './utility-process-stand-in.ts';

const here = (file: string): string => JSON.stringify(new URL(file, import.meta.url).href);

export interface JobStarter {
  readonly name: string;
  /** From now on, jobs of this program are started so. */
  readonly use: () => void;
  /** The same as the text of a module, for a program that imports `run-job.ts`. */
  readonly asCode: string;
}

export const JOB_STARTERS: readonly JobStarter[] = [
  { name: 'child process', use: () => startJobsWith(startChildProcess), asCode: '' },
  {
    name: 'utility process',
    use: () => startJobsWith(() => startUtilityProcess({ utilityProcess: utilityProcessStandIn }, noGpuWindow)),
    asCode: `const { JOB_STARTERS } = await import(${here('job-starters.ts')}); JOB_STARTERS[1].use();`,
  },
];
