/** The job `check`: looks at one project file as whoever opens it would, in a process that can be ended in the middle of a query. */
import { identifyProject, openProject } from '../../project/index.ts';
import { CALIBRATION_VIEW_SETTING, DATASET_SETTING, LAYOUT_SETTING, VIEW_SETTING } from '../setting-names.ts';

export interface CheckRequest {
  readonly project: string;
}

const SETTINGS = [VIEW_SETTING, CALIBRATION_VIEW_SETTING, DATASET_SETTING, LAYOUT_SETTING];
/** Changes of the plan read at a time. */
const SLICE = 1000;

/** Resolves where it is whole. Rejects with what opening throws. */
export function checkFile({ project: path }: CheckRequest): Promise<null> {
  const { current } = identifyProject(path);
  // One of an older format is brought up to date by its writer first, and holds nothing that these reads do not find then.
  if (current) readAsAWindow(path);
  return Promise.resolve(null);
}

/** What a host reads of a project when it opens it: were that to take for ever, it would do so here. */
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
