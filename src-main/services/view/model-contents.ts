/** The contents that the window shows of a model: its graph, its properties, and the files it was read from. */
import { statSync } from 'node:fs';
import { basename, resolve } from 'node:path';
import type { Graph, ProjectView } from '../../../src-shared/contract/index.ts';
import type { Message } from '../../../src-shared/message/index.ts';
import type { LoadedModel } from '../model/load-model.ts';
import type { ModelSettings } from '../model/model-settings.ts';
import { mayLookAt } from '../project/remote-path.ts';
import { classesOf } from '../model/samples.ts';
import type { CalibrationBrief } from './calibration-brief.ts';
import { graphView } from './graph-view.ts';

/** A model as the window shows it, without the field that depends on where its file is now. */
export type ModelView = Omit<ProjectView['model'], 'missing'>;

/** Size and time of a file when it was read. A file with the same size and time counts as unchanged. */
export interface FileStamp {
  readonly path: string;
  readonly size: number;
  /** Time of the last change, in ms since 1970. */
  readonly modified: number;
}

export interface ModelContents {
  readonly sha256: string;
  readonly model: ModelView;
  readonly graph: Graph;
  readonly files: readonly FileStamp[];
}

/** Everything that the window shows of a project and that must be computed. */
export interface ProjectContents extends ModelContents {
  readonly calibration: CalibrationBrief;
  /** The reason why the project's model cannot be used now: its file is gone or has changed. Null if the model is there. */
  readonly missing: Message | null;
}

/** The contents of a model that has just been loaded. */
export function modelContents({ file, sha256, bytes, files, placed }: LoadedModel, { preprocess }: ModelSettings): ModelContents {
  const graph = graphView(placed);
  const classes = preprocess?.classes;
  return {
    sha256,
    graph,
    model: {
      name: placed.network.name || basename(file, '.onnx'),
      file: resolve(file),
      bytes,
      parameters: graph.nodes.reduce((sum, node) => sum + node.parameters, 0),
      classes: classes && classes.length === classesOf(placed) ? [...classes] : null,
    },
    files: files.map((path) => ({ path: resolve(path), ...stampOf(path) })),
  };
}

/** False if one of the files is gone or has changed. */
export const areUnchanged = (files: readonly FileStamp[]): boolean =>
  files.every(({ path, size, modified }) => {
    // The paths come from the project, so they need the same permission.
    if (!mayLookAt(path)) return false;
    const now = stampOf(path);
    return now.size === size && now.modified === modified;
  });

/** The stamp of a file; size −1 if there is no file. */
function stampOf(path: string): Omit<FileStamp, 'path'> {
  const found = statSync(path, { throwIfNoEntry: false });
  return found ? { size: found.size, modified: found.mtimeMs } : { size: -1, modified: 0 };
}
