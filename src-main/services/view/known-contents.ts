/**
 * Keeps the contents that the window shows of a project in the project itself. A project that was opened before then opens
 * without importing its model, even if the model's file is gone. The contents are computed anew if the model, its settings or the
 * version of this program changes.
 */
import { setImmediate } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
import { z } from 'zod';
import packageJson from '../../../package.json' with { type: 'json' };
import { calibrationSummarySchema, graphSchema, projectViewSchema } from '../../../src-shared/contract/index.ts';
import type { ModelRecord, Project } from '../../project/index.ts';
import { isModelThere, isPlaceOfModel, modelGone } from '../project/open-project-network.ts';
import { CALIBRATION_VIEW_SETTING, VIEW_SETTING } from '../project/setting-names.ts';
import type { CalibrationBrief } from './calibration-brief.ts';
import { areUnchanged, type ModelContents, type ProjectContents } from './model-contents.ts';

/**
 * Marks the kept contents with the version of the program and a number. Raise the number with every change in the results of
 * `model-contents.ts` and `graph-view.ts`; another version may place neurons elsewhere.
 */
const MAKER = `${packageJson.version} view 2`;

const storedSchema = z.strictObject({
  /** `MAKER` of the program that wrote the entry. */
  program: z.string(),
  sha256: z.string(),
  /** The import settings of the model, as the project stores them: classes, and the input and size it was imported with. */
  preprocess: z.json(),
  model: projectViewSchema.shape.model.omit({ missing: true }),
  graph: graphSchema,
  files: z.array(z.strictObject({ path: z.string(), size: z.number(), modified: z.number() })),
});
const briefSchema = calibrationSummarySchema.omit({ outdated: true });

/** Stores the contents of the model `record`. */
export function rememberModel(project: Project, { preprocess }: ModelRecord, contents: ModelContents): void {
  const { sha256, model, graph, files } = contents;
  const stored = { program: MAKER, sha256, preprocess: preprocess ?? null, model, graph, files };
  project.writeSetting(VIEW_SETTING, stored);
}

/** Stores a summary of the newest calibration. */
export const rememberCalibration = (project: Project, brief: CalibrationBrief): void =>
  project.writeSetting(CALIBRATION_VIEW_SETTING, brief);

/**
 * The stored contents of the model `record`; undefined if there are none, or if they belong to another model or other settings.
 * `lastResort`: also accept contents that another version of the program stored.
 */
export function knownModel(project: Project, record: ModelRecord, lastResort: boolean): ModelContents | undefined {
  const { data } = storedSchema.safeParse(project.setting(VIEW_SETTING));
  if (data?.sha256 !== record.sha256 || !isDeepStrictEqual(data.preprocess, record.preprocess ?? null)) return undefined;
  const { program, model, graph, files, sha256 } = data;
  return lastResort || program === MAKER ? { sha256, model, graph, files } : undefined;
}

/**
 * All that the window shows, if it is known without importing the model: the model's files are unchanged since the import, or
 * gone. Undefined if the job `view` must compute it. Yields to the event loop in between, because a large network takes long to
 * parse.
 */
export async function knownContents(project: Project): Promise<ProjectContents | undefined> {
  const head = project.latestCalibrationHead();
  const plan = head && project.plan(head.plan);
  const record = plan && project.model(plan.model);
  const brief = briefSchema.safeParse(project.setting(CALIBRATION_VIEW_SETTING)).data;
  if (!record || brief?.id !== head?.id) return undefined;
  await setImmediate();
  const gone = !isModelThere(record, project.path);
  const known = knownModel(project, record, gone);
  await setImmediate();
  // The path of the file that was read also comes from the project, so it is checked. If the file is another one, the model is
  // read anew.
  if (!known || (!gone && !(isPlaceOfModel(record, project.path, known.model.file) && areUnchanged(known.files))))
    return undefined;
  return { ...known, calibration: brief!, missing: gone ? modelGone(record, project.path).sentence : null };
}
