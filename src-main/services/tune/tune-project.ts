/**
 * `tune`: searches the plan that is best within a budget (docs/tuning.md). The search sees one part of the samples; its best plans are
 * evaluated on another part that it never saw. Every finished evaluation is stored, so that an interrupted search goes on.
 */
import { createHash } from 'node:crypto';
import { ENERGY_MODELS, type EnergyModel, energyModelNamed } from '../../../src-shared/energy/index.ts';
import { SpikeloomError } from '../../../src-shared/errors/index.ts';
import { type Message, option, say } from '../../../src-shared/message/index.ts';
import { formatPlan, parsePlan, type PlacedLayer, type Plan, stepsOf } from '../../../src-shared/plan/index.ts';
import {
  type Budget,
  type Candidate,
  type Choice,
  chooseBest,
  createSearch,
  formatBudget,
  type Goal,
  mostSteps,
  type Objective,
  samplesNeeded,
  type Search,
  type Trial,
  triedKey,
  type TriedPlan,
} from '../../../src-shared/tuning/index.ts';
import type { PlacedNetwork } from '../../convert/index.ts';
import type { SampleSource } from '../../dataset/index.ts';
import { openProject, type PlanRecord, type Project } from '../../project/index.ts';
import { bringUpToDate } from '../calibrate/calibrate-project.ts';
import { openDataset, sampleNotes } from '../model/samples.ts';
import { openProjectNetwork, projectState } from '../project/open-project-network.ts';
import { readOnlyError } from '../project/read-only.ts';
import type { ServiceContext } from '../progress.ts';
import { type EngineRequest, loadEngine } from '../run/load-engine.ts';
import { isClassVector } from '../run/run-dataset.ts';
import { networkMaker } from './candidate-network.ts';
import { type Evaluator, evaluatorOf, type PartSamples } from './evaluator.ts';
import type { TrialFigures } from './evaluate-trial.ts';
import { int8Support } from './int8-support.ts';
export type { PlanResult } from './result.ts';
import {
  changesFrom,
  planOf,
  type PlanResult,
  planResult,
  type SensitivityRow,
  sensitivityRows,
  type Versus,
  versus,
} from './result.ts';
import { type TrialStore, trialStore, untunedPlan } from './trial-store.ts';
import { tuningNotes, versionMessage } from './tuning-text.ts';
import { tuningParts } from './tuning-parts.ts';

/** What to search for, and how long. */
export interface TuneRequest extends EngineRequest {
  readonly project: string;
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

/** What was found. */
export interface TuneResult {
  readonly budget: readonly string[];
  readonly minimise: Objective;
  readonly energy_model: string;
  /** The best plan that meets the budgets on the tuning part; null if none does. */
  readonly best: PlanResult | null;
  /** The plan that comes nearest to the budgets; null if one meets them. */
  readonly nearest: PlanResult | null;
  /** The best plan beside each of `baselines`, on the hold-out. */
  readonly versus: readonly Versus[];
  readonly front: readonly PlanResult[];
  readonly baselines: readonly PlanResult[];
  readonly sensitivity: readonly SensitivityRow[];
  /** Number of plans that were tried, and of their evaluations that an earlier search had stored. */
  readonly trials: number;
  readonly resumed: number;
  /** What the best plan changes of the best uniform plan. */
  readonly reasons: readonly string[];
  /** The version that the best plan was saved as; null if nothing was saved. */
  readonly version: number | null;
  readonly notes: readonly Message[];
}

/** Part of the time that the search may use; the rest is for the hold-out. */
const SEARCH_SHARE = 0.85;
/** Part of the time after which a search for int8 numbers leaves the rest out and confirms its best plans, which takes long. */
const CONFIRM_SHARE = 0.6;
/** Samples of a batch, and the number of batches that a part has at least, so that means of batches show how much they vary. */
const MOST_IN_BATCH = 100;
const LEAST_BATCHES = 10;
/** The form of stored trials, a part of what decides whether they can be used. */
const FORM = 2;
/** Steps of a trial if neither the plan nor a budget says more or fewer, and the most. */
const TRIAL_STEPS = 8;
const MOST_STEPS = 16;

/**
 * Tunes a project. Throws `project.read-only` if it cannot be written, `option.invalid` for budgets that the energy model cannot price, an
 * overlap of the parts and a network that cannot be tuned, and `dataset.empty` for too few samples. Passes on the errors of reading,
 * calibrating and running.
 */
export async function tuneProject(request: TuneRequest, context: ServiceContext): Promise<TuneResult> {
  const began = performance.now();
  using project = openProject(request.project);
  if (project.readOnly !== undefined) throw readOnlyError(project, 'trials could not be stored');
  const model = energyModelOf(request);
  const { planRecord: newest } = projectState(project);
  const base = untunedPlan(project, newest);
  const calibration = project.latestCalibration(base.id) ?? project.latestCalibration()!;
  const prepared = await openProjectNetwork(project, request.preprocess, { calibration });
  checkTunable(prepared.model.placed, project.path);
  const open = (spec: string): Promise<SampleSource> => openDataset(spec, prepared.model.placed, prepared.preprocess, request);
  const [dataset, held] = [await open(request.dataset), request.holdout === undefined ? undefined : await open(request.holdout)];
  const parts = await tuningParts(dataset, held, { seed: request.seed, least: samplesNeeded(request.budgets) }, context);
  const plan = parsePlan(base.json, project.path);
  const steps = Math.min(mostSteps(request.budgets) ?? MOST_STEPS, Math.max(TRIAL_STEPS, stepsOf(plan)));
  const work = digestOf([FORM, base.json, calibration.base ?? calibration.id, request.engine, model.id, parts.digest, steps]);
  const store = trialStore(project, work, { ...request, energyModel: model.id });
  try {
    const loaded = await loadEngine(request);
    const make = networkMaker(project, prepared, calibration, base.model, loaded);
    const goal: Goal = { budgets: request.budgets, minimise: request.minimise };
    const int8 = await int8Support(
      { prepared, model, network: await make({ ...plan, steps }, { signal: context.signal }), steps },
      context,
    );
    const evaluator = evaluatorOf({ store, make, model, loaded, int8 });
    const layers = prepared.model.placed.sites;
    const setup: Tuning = { project, base, plan, layers, steps, goal, model, int8: int8.model !== undefined, evaluator, store };
    const notes = [...int8.notes, ...parts.notes, ...[dataset, ...(held ? [held] : [])].flatMap(sampleNotes)];
    return await tune(setup, { tune: parts.tune, holdout: parts.holdout, notes }, { ...request, began }, context);
  } catch (error) {
    store.fail(error, context.signal);
    throw error;
  }
}

/** Everything that a search works with. */
interface Tuning {
  readonly project: Project;
  /** The version of the plan that the search starts from. */
  readonly base: PlanRecord;
  readonly plan: Plan;
  readonly layers: readonly PlacedLayer[];
  readonly steps: number;
  readonly goal: Goal;
  readonly model: EnergyModel;
  /** Whether int8 numbers are tried. */
  readonly int8: boolean;
  readonly evaluator: Evaluator;
  readonly store: TrialStore;
}

interface Samples {
  readonly tune: SampleSource;
  readonly holdout: SampleSource;
  readonly notes: readonly Message[];
}

async function tune(
  setup: Tuning,
  samples: Samples,
  request: TuneRequest & { readonly began: number },
  context: ServiceContext,
): Promise<TuneResult> {
  const { goal, layers, store, model, int8, evaluator } = setup;
  const part = partOf('tune', samples.tune);
  const batches = Math.ceil(samples.tune.count / part.size);
  const search = createSearch({ subject: { plan: setup.plan, layers, steps: setup.steps }, goal, batches, int8 });
  const isComplete = await runSearch(setup, search, part, request, context);
  const tried = search.tried();
  const choice = chooseBest(goal, tried, batches);
  if (!choice) throw tooLittleTime();
  const held = await evaluateHeldOut(setup, choice, samples.holdout, context);
  const resultOf = (one: Candidate): PlanResult => planResult(goal, one, layers, held.get(keyOf(one.tried))!, model.id);
  const pair = (one: Candidate): [Candidate, TrialFigures] => [one, held.get(keyOf(one.tried))!];
  const { best, baselines } = choice;
  const isMet = best.excess === 0;
  const others = baselines.map((one) => versus(goal, pair(best), pair(one)));
  const reasons = changesFrom(best.tried.plan, (baselines.at(-1) ?? best).tried.plan, layers);
  const found = resultOf(best);
  context.signal.throwIfAborted();
  const about = { goal, found, versus: others, reasons, model: model.id, tried: tried.length };
  const version = isMet ? await saveVersion(setup, planOf(best, layers), versionMessage(about), context) : undefined;
  store.finish(version);
  return {
    budget: goal.budgets.map(formatBudget),
    minimise: goal.minimise,
    energy_model: model.id,
    best: isMet ? found : null,
    nearest: isMet ? null : found,
    versus: others,
    front: choice.front.map(resultOf),
    baselines: baselines.map(resultOf),
    sensitivity: sensitivityRows(search.table()),
    trials: tried.length,
    resumed: store.resumed,
    reasons,
    version: version?.id ?? null,
    notes: [
      ...tuningNotes({ ...about, isMet, isComplete, labelled: best.figures.labelled, layers: layers.length }),
      ...evaluator.notes(),
      ...samples.notes,
    ],
  };
}

/** Runs the search until it has nothing left to try, or the trials or the time are used up. Returns whether it has nothing left to try. */
async function runSearch(
  { int8, evaluator }: Tuning,
  search: Search,
  part: PartSamples,
  { trials, time = Infinity, began }: TuneRequest & { readonly began: number },
  context: ServiceContext,
): Promise<boolean> {
  const start = performance.now();
  let isComplete = true;
  let request = search.next();
  while (request) {
    const done = search.tried().length;
    const now = performance.now();
    const isConfirming = request.numbers === 'int8';
    const deadline = began + time * (int8 && !isConfirming ? CONFIRM_SHARE : SEARCH_SHARE);
    const more = request.from === 0 ? request.plans.length : 0;
    if (now >= deadline || (!isConfirming && done + more > trials)) {
      isComplete = false;
      request = isConfirming ? undefined : search.finish();
      continue;
    }
    const byTrials = done === 0 ? undefined : ((now - start) / done) * (trials - done);
    const remainingMs = deadline === Infinity ? byTrials : Math.min(deadline - now, byTrials ?? Infinity);
    context.onProgress?.({ phase: 'searching', done, total: trials, ...(remainingMs === undefined ? {} : { remainingMs }) });
    const results = await evaluator.evaluate(request, part, [], context);
    request = search.next(results.map((one): Trial => one && one.figures));
  }
  return isComplete;
}

const keyOf = ({ plan, numbers }: TriedPlan): string => triedKey(plan, numbers);

/** The figures of the chosen plans on the hold-out, under all energy models, by plan. */
async function evaluateHeldOut(
  { evaluator, model }: Tuning,
  { best, baselines, front }: Choice,
  source: SampleSource,
  context: ServiceContext,
): Promise<Map<string, TrialFigures>> {
  const chosen = new Map([best, ...baselines, ...front].map(({ tried }) => [keyOf(tried), tried]));
  const part = partOf('holdout', source);
  const others = ENERGY_MODELS.filter(({ id }) => id !== model.id);
  const results = new Map<string, TrialFigures>();
  for (const [key, { plan, numbers }] of chosen) {
    context.onProgress?.({ phase: 'holding out', done: results.size, total: chosen.size });
    const request = { plans: [plan], base: undefined, from: 0, to: Math.ceil(source.count / part.size), numbers };
    const [trial] = await evaluator.evaluate(request, part, others, context);
    results.set(key, trial!);
  }
  return results;
}

/** A part in batches. */
const partOf = (name: PartSamples['name'], source: SampleSource): PartSamples => ({
  name,
  source,
  size: batchSize(source.count),
  floats: new Map(),
});

const batchSize = (count: number): number => Math.ceil(count / Math.max(LEAST_BATCHES, Math.ceil(count / MOST_IN_BATCH)));

/** Saves the plan as the newest version of the project, with its thresholds. A version with the same plan is used again. */
async function saveVersion({ project, base }: Tuning, plan: Plan, message: string, context: ServiceContext): Promise<PlanRecord> {
  const json = formatPlan(plan);
  const latest = project.latestPlan();
  const at = new Date().toISOString();
  const id =
    latest?.json === json && latest.model === base.model
      ? latest.id
      : project.savePlan({ model: base.model, parent: base.id, message, json, at });
  await bringUpToDate(project, { version: id, engine: 'cpu' }, context);
  return project.plan(id)!;
}

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

function checkTunable({ network, sites }: PlacedNetwork, path: string): void {
  const first = network.outputs[0]!;
  const shape = network.shapes.get(first.value)!.slice(1);
  if (sites.length === 0) {
    const message = `${path}: the network has no neuron layer, so that there is nothing to tune.`;
    throw new SpikeloomError('option.invalid', message, { at: { file: path } });
  }
  if (isClassVector(shape)) return;
  const message = `${path}: output ${first.name} has shape [batch, ${shape.join(', ')}] and is no class vector; tuning compares answers, and needs class scores.`;
  throw new SpikeloomError('option.invalid', message, { at: { file: path } });
}

const tooLittleTime = (): SpikeloomError =>
  new SpikeloomError(
    'option.invalid',
    say`No plan was tried on all samples of the tuning part before ${option('time')} or ${option('trials')} were used up; what was evaluated is kept; call it again with more.`,
    { at: { option: 'time' } },
  );
