/** The job `check`: reads a project file in the way a host reads it on opening, in a process that can be killed in the middle of a query. */
import { identifyProject, openProject, type Pages } from '../../../project/index.ts';
import { BASELINE_SETTING, CALIBRATION_VIEW_SETTING, DATASET_SETTING, LAYOUT_SETTING, VIEW_SETTING } from '../setting-names.ts';

export interface CheckRequest {
  readonly project: string;
  /** What is read besides what a window needs; every page if it is left out. */
  readonly pages?: Pages;
}

const SETTINGS = [VIEW_SETTING, CALIBRATION_VIEW_SETTING, DATASET_SETTING, BASELINE_SETTING, LAYOUT_SETTING];
/** Changes of the plan read at a time. */
const SLICE = 1000;

/** Resolves if the file is whole. Rejects with the errors of `openProject`. */
export function checkFile({ project: path, pages }: CheckRequest): Promise<null> {
  const { current } = identifyProject(path, pages);
  // A file of an older format is skipped here: its writer must bring it up to date first.
  if (current) readAsAWindow(path);
  return Promise.resolve(null);
}

/** Makes every read that a host makes on opening a project, so that an endless read hangs this process and not the host. */
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
