/** The inputs of a search, before anything is evaluated: the plan that it starts from, its samples, and the functions that make and price networks. */
import { createHash } from 'node:crypto';
import { type EnergyModel, energyModelNamed } from '../../../src-shared/energy/index.ts';
import { SpikeloomError } from '../../../src-shared/errors/index.ts';
import { type Message, option, say } from '../../../src-shared/message/index.ts';
import { parsePlan, type PlacedLayer, type Plan, stepsOf } from '../../../src-shared/plan/index.ts';
import { type Budget, type Goal, mostSteps, type Objective, samplesNeeded } from '../../../src-shared/tuning/index.ts';
import type { SampleSource } from '../../dataset/index.ts';
import type { PlanRecord, Project } from '../../project/index.ts';
import { openDataset, sampleNotes } from '../model/samples.ts';
import { openProjectNetwork, projectState } from '../project/open-project-network.ts';
import type { ServiceContext } from '../progress.ts';
import { type EngineRequest, loadEngine } from '../run/load-engine.ts';
import { networkMaker } from './candidate-network.ts';
import { requireClassScores } from './class-scores.ts';
import type { EvaluatorSetup } from './evaluator.ts';
import { int8Support } from './int8-support.ts';
import { untunedPlan } from './trial-store.ts';
import { tuningParts } from './tuning-parts.ts';

/** The goal and the limits of a search. */
export interface TuneRequest extends EngineRequest {
  readonly project: string;
  /** Process that has the project open, if this one may write beside it. */
  readonly writer?: number | undefined;
  /** The version and the calibration to search from, whose result is for a person to apply; undefined: the newest, and the best plan is saved. */
  readonly from?: { readonly version: number; readonly calibration: number } | undefined;
  readonly dataset: string;
  /** The source of the hold-out; undefined: half of the dataset. */
  readonly holdout?: string | undefined;
  readonly labels?: string | undefined;
  readonly preprocess?: string | undefined;
  readonly skipBad?: boolean | undefined;
  readonly budgets: readonly Budget[];
  readonly minimise: Objective;
  /** Id of the energy model. */
  readonly energyModel: string;
  /** Most plans to try. */
  readonly trials: number;
  /** Time for everything, in ms; undefined: unlimited. */
  readonly time?: number | undefined;
  readonly seed: number;
}

/** Samples of a batch, and the number of batches that a part has at least, so that means of batches show how much they vary. */
const MOST_IN_BATCH = 100;
const LEAST_BATCHES = 10;
/** The form of stored trials, a part of what decides whether they can be used. */
const FORM = 2;
/** Steps of a trial if neither the plan nor a budget says more or fewer, and the most. */
const TRIAL_STEPS = 8;
const MOST_STEPS = 16;

/** A search that can begin. */
export interface PreparedSearch {
  /** The version of the plan that the search starts from. */
  readonly base: PlanRecord;
  readonly plan: Plan;
  readonly layers: readonly PlacedLayer[];
  readonly steps: number;
  readonly goal: Goal;
  readonly model: EnergyModel;
  /** True if int8 numbers are tried. */
  readonly int8: boolean;
  readonly evaluation: Omit<EvaluatorSetup, 'store'>;
  readonly samples: { readonly tune: SampleSource; readonly holdout: SampleSource; readonly notes: readonly Message[] };
  /** A digest of everything that decides the figures of trials. */
  readonly work: string;
}

/**
 * Reads everything that a search needs. Throws `option.invalid` for budgets that the energy model cannot price, an overlap of the parts and a
 * network that cannot be tuned, and `dataset.empty` for too few samples. Passes on the errors of reading and calibrating.
 */
export async function prepareSearch(project: Project, request: TuneRequest, context: ServiceContext): Promise<PreparedSearch> {
  const model = energyModelOf(request);
  const { from } = request;
  const base = untunedPlan(project, from ? project.plan(from.version)! : projectState(project).planRecord);
  const calibration = from
    ? project.calibration(from.calibration)
    : (project.latestCalibration(base.id) ?? project.latestCalibration());
  if (!calibration) throw new Error(`${project.path}: calibration ${from?.calibration} is gone`);
  const prepared = await openProjectNetwork(project, request.preprocess, { calibration });
  requireClassScores(prepared.model.placed, project.path, 'tuning');
  const open = (spec: string): Promise<SampleSource> => openDataset(spec, prepared.model.placed, prepared.preprocess, request);
  const [dataset, held] = [await open(request.dataset), request.holdout === undefined ? undefined : await open(request.holdout)];
  const parts = await tuningParts(dataset, held, { seed: request.seed, least: samplesNeeded(request.budgets) }, context);
  // A trial has the figures of every readout, so that the plan's own one has no part in the search.
  const { readout: _readout, ...plan } = parsePlan(base.json, project.path);
  const steps = Math.min(mostSteps(request.budgets) ?? MOST_STEPS, Math.max(TRIAL_STEPS, stepsOf(plan)));
  const loaded = await loadEngine(request);
  const make = networkMaker(project, prepared, calibration, base.model, loaded);
  const network = await make({ ...plan, steps }, { signal: context.signal });
  const int8 = await int8Support({ prepared, model, network, steps }, context);
  const notes = [...int8.notes, ...parts.notes, ...[dataset, ...(held ? [held] : [])].flatMap(sampleNotes)];
  return {
    base,
    plan,
    layers: prepared.model.placed.sites,
    steps,
    goal: { budgets: request.budgets, minimise: request.minimise },
    model,
    int8: int8.model !== undefined,
    evaluation: { make, model, loaded, int8 },
    samples: { tune: parts.tune, holdout: parts.holdout, notes },
    work: digestOf([FORM, base.json, calibration.base ?? calibration.id, request.engine, model.id, parts.digest, steps]),
  };
}

/** Samples of a batch of a part with so many. */
export const batchSize = (count: number): number => Math.ceil(count / Math.max(LEAST_BATCHES, Math.ceil(count / MOST_IN_BATCH)));

const digestOf = (parts: readonly unknown[]): string => createHash('sha256').update(JSON.stringify(parts)).digest('hex');

/** The energy model. Throws `option.invalid` for an unknown one, and for one that does not price what the budgets or the objective need. */
function energyModelOf({ energyModel, budgets }: TuneRequest): EnergyModel {
  const model = energyModelNamed(energyModel, 'energy-model');
  if (budgets.some(({ limit }) => limit === 'int8') && model.formula === 'paper-ratio') {
    const message = say`The energy model ${model.id} has no price for the network in 8-bit integers, which ${option('budget')} compares with; choose another one (${option('energy-model')} full-ledger).`;
    throw new SpikeloomError('option.invalid', message, { at: { option: 'energy-model' } });
  }
  return model;
}
