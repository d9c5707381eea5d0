/** The record of a project's latest search: its request, the plans that were tried, and the result. */
import type { TuningState } from '../../../src-shared/contract/index.ts';
import { isEngineId } from '../../../src-shared/engine/index.ts';
import { parsePlan, type Plan } from '../../../src-shared/plan/index.ts';
import {
  type Figures,
  formatBudget,
  joinFigures,
  type Numbers,
  pointKey,
  type TrialPoint,
  trialPoint,
} from '../../../src-shared/tuning/index.ts';
import { type JobRecord, openProject } from '../../project/index.ts';
import { outcomeIn, readEvaluation, readTuneRequest, type StoredTuneRequest, TUNE_JOB } from './trial-store.ts';
export type { TuningState } from '../../../src-shared/contract/index.ts';

export interface TuningStateRequest {
  readonly project: string;
}

/** Reads the latest search; null if there is none that this version can read. */
export function readTuning({ project: path }: TuningStateRequest): TuningState | null {
  using project = openProject(path, { readOnly: true });
  const searches = project.jobs().filter(({ kind }) => kind === TUNE_JOB);
  const latest = searches.sort((a, b) => lastTime(a) - lastTime(b)).at(-1);
  const request = latest && readTuneRequest(latest.request);
  if (!request || !isEngineId(request.engine)) return null;
  const rows = project.trials(latest.id);
  return {
    choices: {
      dataset: request.dataset,
      holdout: request.holdout ?? null,
      budgets: request.budgets.map(formatBudget),
      minimise: request.minimise,
      energyModel: request.energyModel,
      trials: request.trials,
      time: request.time ?? null,
      seed: request.seed,
      engine: request.engine,
    },
    state: latest.state,
    error: latest.error,
    points: pointsOf(request, rows),
    result: latest.state === 'done' ? outcomeIn(rows) : null,
  };
}

/** A search that goes on is later than all that ended. */
const lastTime = ({ state, finished, created }: JobRecord): number =>
  state === 'running' ? Infinity : Date.parse(finished ?? created);

/** A point for each plan that was evaluated on the tuning part, in the order in which they were tried. */
function pointsOf(
  { budgets, minimise }: StoredTuneRequest,
  rows: readonly { readonly plan: string; readonly result: unknown }[],
): TrialPoint[] {
  const evaluated = new Map<string, { plan: string; numbers: Numbers; batches: { from: number; figures: Figures }[] }>();
  for (const { plan, result } of rows) {
    const stored = readEvaluation(result);
    if (stored?.part !== 'tune') continue;
    const { numbers } = stored;
    const key = pointKey({ plan, numbers });
    const one = evaluated.get(key) ?? { plan, numbers, batches: [] };
    one.batches.push(stored);
    evaluated.set(key, one);
  }
  let start: Plan | undefined;
  return [...evaluated.values()].map(({ plan: json, numbers, batches }) => {
    const plan = parsePlan(json);
    // The first plan that a search tries has one setting for all layers that it may change.
    start ??= plan;
    const figures = batches
      .sort((a, b) => a.from - b.from)
      .map((one) => one.figures)
      .reduce(joinFigures);
    return trialPoint({ budgets, minimise }, { plan, numbers, figures }, start);
  });
}
