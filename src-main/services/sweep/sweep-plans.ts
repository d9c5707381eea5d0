/** The plans of a sweep, and their files: a plan with the thresholds that every one of its shards runs with. */
import { join } from 'node:path';
import { createHash } from 'node:crypto';
import { z } from 'zod';
import { accessProblem } from '../../../src-shared/errors/index.ts';
import { formatPlan, parsePlan, type Plan, stepsOf } from '../../../src-shared/plan/index.ts';
import { uniformPlans } from '../../../src-shared/tuning/index.ts';
import { readUserText } from '../../files/user-file.ts';
import type { Project } from '../../project/index.ts';
import { thresholdsIn } from '../capsule/export-capsule.ts';
import { readThresholds } from '../capsule/read-capsule.ts';
import type { CalibratedModel } from '../calibrate/calibrate-model.ts';
import { loadPlan } from '../model/load-plan.ts';
import type { LoadedModel } from '../model/load-model.ts';
import type { ProjectState } from '../project/open-project-network.ts';
import { damaged, SWEEP, type SweepPlan } from './sweep-list.ts';

/** The plans of a project that a sweep runs: its own, all versions of it, or the settings that `tune` begins with. */
export const PLAN_CHOICES = ['own', 'versions', 'uniform'] as const;
export type PlanChoice = (typeof PLAN_CHOICES)[number];

export interface NamedPlan {
  readonly name: string;
  readonly plan: Plan;
}

/** The chosen plans of a project, then those of the files. Of equal plans, the first counts. Throws the errors of reading plans. */
export async function chosenPlans(
  project: Project,
  { planRecord, plan }: Pick<ProjectState, 'planRecord' | 'plan'>,
  { placed }: LoadedModel,
  choice: PlanChoice | undefined,
  files: readonly string[],
): Promise<NamedPlan[]> {
  const own = choice ?? (files.length === 0 ? 'own' : undefined);
  const fromProject = (): NamedPlan[] => {
    if (own === undefined) return [];
    if (own === 'own') return [{ name: `version ${planRecord.id}`, plan }];
    if (own === 'versions')
      return project
        .plans()
        .filter(({ model }) => model === planRecord.model)
        .map(({ id, json }) => ({ name: `version ${id}`, plan: parsePlan(json, project.path) }));
    return uniformPlans({ plan, layers: placed.sites, steps: stepsOf(plan) }).map((one, at) => ({
      name: at === 0 ? `version ${planRecord.id}` : settingName(one.plan),
      plan: one.plan,
    }));
  };
  const named = await Promise.all(files.map(async (file) => ({ name: file, plan: await loadPlan({ options: {}, file }) })));
  const byText = new Map<string, NamedPlan>();
  for (const one of [...fromProject(), ...named]) {
    const text = formatPlan(one.plan);
    if (!byText.has(text)) byText.set(text, one);
  }
  return [...byText.values()];
}

/** A name for a plan with one setting for all layers, such as `differential mt 8 iteration`. */
function settingName({ defaults = {} }: Plan): string {
  const { coding, neuron, thresholds, threshold } = defaults;
  const scale = threshold?.scale === undefined ? undefined : `scale ${threshold.scale}`;
  return [coding, neuron, thresholds, threshold?.method, scale].filter((part) => part !== undefined).join(' ');
}

const fileSchema = z.strictObject({
  plan: z.json(),
  calibration: z.strictObject({ source: z.string(), samples: z.int().min(0), batch: z.int().min(1) }),
  layers: z.json(),
});

/** The text of a plan's file. */
export function formatPlanFile(plan: Plan, { source, samples, batch, layers }: Omit<CalibratedModel, 'notes'>): string {
  const contents = { plan: JSON.parse(formatPlan(plan)) as unknown, calibration: { source, samples, batch } };
  return `${JSON.stringify({ ...contents, layers: thresholdsIn({ layers }) })}\n`;
}

export const digestOfText = (text: string): string => createHash('sha256').update(text).digest('hex');

/** Largest file of a plan: thresholds of millions of neurons. */
const MOST_PLAN_BYTES = 2 ** 29 - 1;

/** Reads the file of a plan. Throws `sweep.damaged` if it is not there or not the one that was emitted. */
export async function readPlanFile(
  folder: string,
  { plan, sha256 }: SweepPlan,
): Promise<{ readonly plan: Plan; readonly calibrated: CalibratedModel }> {
  const name = `${SWEEP.plans}/${plan}.json`;
  const text = await readUserText(join(folder, name), MOST_PLAN_BYTES).catch((cause: unknown) => {
    throw damaged(folder, `its ${name} cannot be read: ${accessProblem(cause)}`, cause);
  });
  if (digestOfText(text) !== sha256) throw damaged(folder, `its ${name} has changed since the sweep was emitted`);
  const contents = fileSchema.parse(JSON.parse(text));
  const layers = readThresholds(contents.layers);
  if (!layers) throw damaged(folder, `its ${name} has damaged thresholds`);
  return {
    plan: parsePlan(JSON.stringify(contents.plan), join(folder, name)),
    calibrated: { ...contents.calibration, layers, notes: [] },
  };
}
