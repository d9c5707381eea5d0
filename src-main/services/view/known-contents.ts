/**
 * What the window shows of a project, kept in the project itself: one that was seen before opens without importing its model again,
 * and also where the file of its model is gone. Read again whenever the model, its settings or this program are others.
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
 * Of what is kept: the version of the program, and a number to raise with every change of what `model-contents.ts` and `graph-view.ts`
 * make of a model. Another one may place neurons elsewhere.
 */
const MAKER = `${packageJson.version} view 2`;

const storedSchema = z.strictObject({
  /** `MAKER` of the program that kept it. */
  program: z.string(),
  sha256: z.string(),
  /** As the project keeps it for the model: classes, and the input and size it was imported with. */
  preprocess: z.json(),
  model: projectViewSchema.shape.model.omit({ missing: true }),
  graph: graphSchema,
  files: z.array(z.strictObject({ path: z.string(), size: z.number(), modified: z.number() })),
});
const briefSchema = calibrationSummarySchema.omit({ outdated: true });

/** Keeps what was made of the model `record`. */
export function rememberModel(project: Project, { preprocess }: ModelRecord, contents: ModelContents): void {
  const { sha256, model, graph, files } = contents;
  const stored = { program: MAKER, sha256, preprocess: preprocess ?? null, model, graph, files };
  project.writeSetting(VIEW_SETTING, stored);
}

/** Keeps the newest calibration in brief. */
export const rememberCalibration = (project: Project, brief: CalibrationBrief): void =>
  project.writeSetting(CALIBRATION_VIEW_SETTING, brief);

/**
 * What was kept of the model `record`; undefined where nothing was, or not of this model with these settings. `lastResort`: what
 * another version of the program kept is better than nothing.
 */
export function knownModel(project: Project, record: ModelRecord, lastResort: boolean): ModelContents | undefined {
  const { data } = storedSchema.safeParse(project.setting(VIEW_SETTING));
  if (data?.sha256 !== record.sha256 || !isDeepStrictEqual(data.preprocess, record.preprocess ?? null)) return undefined;
  const { program, model, graph, files, sha256 } = data;
  return lastResort || program === MAKER ? { sha256, model, graph, files } : undefined;
}

/**
 * All that the window shows, where it is known without importing the model: its files are as they were when it was imported, or
 * gone. Undefined where the job `view` is needed. Comes back to the event loop in between: a large network is much to read.
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
  // Which file was read, the project says too: another one is read anew.
  if (!known || (!gone && !(isPlaceOfModel(record, project.path, known.model.file) && areUnchanged(known.files))))
    return undefined;
  return { ...known, calibration: brief!, missing: gone ? modelGone(record, project.path).sentence : null };
}
