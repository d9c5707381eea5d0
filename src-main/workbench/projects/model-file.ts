/** The model of an open project: the contents that are shown, read once and kept in the project, and whether its file is still there. */
import type { Project } from '../../project/index.ts';
import { runJob } from '../../services/jobs/run-job.ts';
import { isModelThere, modelGone } from '../../services/project/open-project-network.ts';
import { knownContents, rememberCalibration, rememberModel } from '../../services/view/known-contents.ts';
import type { ProjectContents } from '../../services/view/model-contents.ts';
import type { OpenedProject } from './opened-project.ts';

/** The contents that the project shows: the stored ones, or those of an import in a process of its own. Passes on the errors of the job `view`. */
export async function projectContents(project: Project, signal: AbortSignal): Promise<ProjectContents> {
  const known = await knownContents(project);
  if (known) return known;
  const contents = await runJob('view', { project: project.path }, { signal });
  if (project.readOnly === undefined) {
    if (contents.missing === null) rememberModel(project, modelRecord(project), contents);
    rememberCalibration(project, contents.calibration);
  }
  return contents;
}

/**
 * The current state of the model. A file that has come back is checked in a process of its own. A file that was there all the
 * time is not checked; a run does that.
 */
export async function lookAtModel(
  { project, path, model, missing }: OpenedProject,
  signal: AbortSignal,
): Promise<Pick<ProjectContents, 'model' | 'missing'>> {
  const record = modelRecord(project);
  if (!isModelThere(record, path)) return { model, missing: modelGone(record, path).sentence };
  return missing === null ? { model, missing } : projectContents(project, signal);
}

/** True if there is a file at a path of the model. */
export const isThere = ({ project, path }: OpenedProject): boolean => isModelThere(modelRecord(project), path);

/** Records `file` as the path of the project's model. The returned function undoes that. */
export function moveModel({ project }: OpenedProject, file: string): () => void {
  const { sha256, size, path: before } = modelRecord(project);
  const move = (path: string): void => void project.saveModel({ sha256, size, path, at: new Date().toISOString() });
  move(file);
  return () => move(before);
}

/** The model of the newest calibration; an open project has one. */
const modelRecord = (project: Project) => project.model(project.plan(project.latestCalibrationHead()!.plan)!.model)!;
