/** What the window shows of a project that has to be computed: its network as a graph, and its calibration in brief. A job. */
import { basename } from 'node:path';
import type { Graph } from '../../../src-shared/contract/index.ts';
import { openProject } from '../../project/index.ts';
import { classesOf } from '../samples.ts';
import { loadModel } from '../load-model.ts';
import { findModel, projectState } from '../open-project-network.ts';
import { type CalibrationBrief, calibrationBrief } from './calibration-brief.ts';
import { graphView } from './graph-view.ts';

export interface ViewProjectRequest {
  readonly project: string;
}

/** A model as the window shows it. */
export interface ModelView {
  readonly name: string;
  /** Where it is now. */
  readonly file: string;
  readonly bytes: number;
  /** Number of weights. */
  readonly parameters: number;
  /** Class names, where they are known and as many as the network has classes. */
  readonly classes: readonly string[] | null;
}

export interface ProjectContents {
  readonly sha256: string;
  readonly model: ModelView;
  readonly graph: Graph;
  readonly calibration: CalibrationBrief;
}

/** Imports the model of a project. Throws `project.missing` where its file is gone or has changed, and what importing throws. */
export async function viewProject({ project: path }: ViewProjectRequest): Promise<ProjectContents> {
  using project = openProject(path, { readOnly: true });
  const { model: record, settings, calibration } = projectState(project);
  const { file, sha256, bytes, placed } = await loadModel(await findModel(record, path), settings);
  const graph = graphView(placed);
  const classes = settings.preprocess?.classes;
  return {
    sha256,
    graph,
    model: {
      name: placed.network.name || basename(file, '.onnx'),
      ...{ file, bytes },
      parameters: graph.nodes.reduce((sum, node) => sum + node.parameters, 0),
      classes: classes && classes.length === classesOf(placed) ? classes : null,
    },
    calibration: calibrationBrief(calibration),
  };
}
