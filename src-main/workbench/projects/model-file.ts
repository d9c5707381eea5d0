/** An open project's model: what is shown of it, read once and kept in the project, and whether its file is still there. */
import type { Project } from '../../project/index.ts';
import { runJob } from '../../services/jobs/run-job.ts';
import { isModelThere, modelGone } from '../../services/project/open-project-network.ts';
import { knownContents, rememberCalibration, rememberModel } from '../../services/view/known-contents.ts';
import type { ProjectContents } from '../../services/view/model-contents.ts';
import type { OpenedProject } from './opened-project.ts';

/** What the project shows: as it was kept, or imported in a process of its own where it is not known. Throws what the job `view` throws. */
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
 * The model as it is now. A file that has come back is looked at in a process of its own; whether one that was there before is still
 * the same, the run finds out.
 */
export async function lookAtModel(
  { project, path, model, missing }: OpenedProject,
  signal: AbortSignal,
): Promise<Pick<ProjectContents, 'model' | 'missing'>> {
  const record = modelRecord(project);
  if (!isModelThere(record, path)) return { model, missing: modelGone(record, path).sentence };
  return missing === null ? { model, missing } : projectContents(project, signal);
}

/** Whether there is a file where the model may be. */
export const isThere = ({ project, path }: OpenedProject): boolean => isModelThere(modelRecord(project), path);

/** The project's model is at `file` from now on; the function it returns undoes that. */
export function moveModel({ project }: OpenedProject, file: string): () => void {
  const { sha256, size, path: before } = modelRecord(project);
  const move = (path: string): void => void project.saveModel({ sha256, size, path, at: new Date().toISOString() });
  move(file);
  return () => move(before);
}

/** Of the newest calibration: an open project has one. */
const modelRecord = (project: Project) => project.model(project.plan(project.latestCalibrationHead()!.plan)!.model)!;
