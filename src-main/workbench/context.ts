/** The state that all parts of the workbench share. */
import type { Jobs } from './jobs/index.ts';
import type { OpenProjects } from './projects/index.ts';
import type { Emit, WorkbenchOptions } from './types.ts';
import type { UserFiles } from './user-files.ts';

export interface Context {
  readonly options: WorkbenchOptions;
  readonly emit: Emit;
  readonly files: UserFiles;
  readonly jobs: Jobs;
  readonly projects: OpenProjects;
}
