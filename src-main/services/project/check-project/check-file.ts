/** The job `check`: reads one project file as a host that opens it does, in a process that can be ended in the middle of a query. */
import { identifyProject, openProject } from '../../../project/index.ts';
import { CALIBRATION_VIEW_SETTING, DATASET_SETTING, LAYOUT_SETTING, VIEW_SETTING } from '../setting-names.ts';

export interface CheckRequest {
  readonly project: string;
}

const SETTINGS = [VIEW_SETTING, CALIBRATION_VIEW_SETTING, DATASET_SETTING, LAYOUT_SETTING];
/** Changes of the plan read at a time. */
const SLICE = 1000;

/** Resolves if the file is whole. Rejects with the errors of `openProject`. */
export function checkFile({ project: path }: CheckRequest): Promise<null> {
  const { current } = identifyProject(path);
  // A file of an older format is brought up to date by its writer before these reads can be made.
  if (current) readAsAWindow(path);
  return Promise.resolve(null);
}

/** Reads all that a host reads when it opens a project: a read that takes for ever does so here. */
function readAsAWindow(path: string): void {
  using project = openProject(path, { readOnly: true, checked: true });
  for (const name of SETTINGS) project.setting(name);
  project.models();
  project.plans();
  project.runBriefs();
  project.jobs();
  project.latestCalibrationHead();
  project.journalStart();
  for (let first = 0; project.journalEntries(first, SLICE).length === SLICE; ) first += SLICE;
}
