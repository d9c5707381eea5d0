/** What the window shows of a project that has to be computed: its network as a graph, and its calibration in brief. A job. */
import { SpikeloomError } from '../../../src-shared/errors/index.ts';
import { openProject } from '../../project/index.ts';
import { loadModel } from '../model/load-model.ts';
import { findModel, projectState } from '../project/open-project-network.ts';
import { calibrationBrief } from './calibration-brief.ts';
import { knownModel } from './known-contents.ts';
import { modelContents, type ProjectContents } from './model-contents.ts';

export interface ViewProjectRequest {
  readonly project: string;
}

/**
 * Imports the model of a project; where its file is gone or has changed, tells what the project remembers of it. Throws
 * `project.missing` where that is nothing, and what importing throws.
 */
export async function viewProject({ project: path }: ViewProjectRequest): Promise<ProjectContents> {
  using project = openProject(path, { readOnly: true });
  const { model: record, settings, calibration: newest } = projectState(project);
  const calibration = calibrationBrief(newest);
  try {
    const model = await loadModel(await findModel(record, path), settings);
    return { ...modelContents(model, settings), calibration, missing: null };
  } catch (error) {
    if (!(error instanceof SpikeloomError) || error.code !== 'project.missing') throw error;
    const known = knownModel(project, record, true);
    if (!known) throw error;
    return { ...known, calibration, missing: error.sentence };
  }
}
