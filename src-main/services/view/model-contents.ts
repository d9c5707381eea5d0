/** What the window shows of a model: its network as a graph, what it is, and which files it was read from. */
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

/** A model as the window shows it, wherever its file is now. */
export type ModelView = Omit<ProjectView['model'], 'missing'>;

/** A file as it was when it was read: one of the same size and time is taken for the same. */
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

/** All that the window shows of a project that has to be computed. */
export interface ProjectContents extends ModelContents {
  readonly calibration: CalibrationBrief;
  /** Why the project's model cannot be used now: its file is gone or was changed. Null where it is there. */
  readonly missing: Message | null;
}

/** Of a model that has just been loaded. */
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

/** False where one of the files is not there any more, or was changed. */
export const areUnchanged = (files: readonly FileStamp[]): boolean =>
  files.every(({ path, size, modified }) => {
    // The project names these files, too.
    if (!mayLookAt(path)) return false;
    const now = stampOf(path);
    return now.size === size && now.modified === modified;
  });

/** Size −1 where there is no file. */
function stampOf(path: string): Omit<FileStamp, 'path'> {
  const found = statSync(path, { throwIfNoEntry: false });
  return found ? { size: found.size, modified: found.mtimeMs } : { size: -1, modified: 0 };
}
