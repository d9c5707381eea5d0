/**
 * `tune`: searches the plan that is best within a budget (docs/tuning.md). The search sees one part of the samples; its best plans are
 * evaluated on another part that it never saw. Every finished evaluation is stored, so that an interrupted search goes on.
 */
import { ENERGY_MODELS, type EnergyModel } from '../../../src-shared/energy/index.ts';
import { SpikeloomError } from '../../../src-shared/errors/index.ts';
import { option, say } from '../../../src-shared/message/index.ts';
import { formatPlan, type Plan } from '../../../src-shared/plan/index.ts';
import {
  type Candidate,
  type Choice,
  chooseBest,
  createSearch,
  formatBudget,
  freeLayers,
  type PlanResult,
  type Search,
  type SearchLimits,
  type Trial,
  triedKey,
  type TriedPlan,
  type TuneResult,
  withinLimits,
} from '../../../src-shared/tuning/index.ts';
import type { SampleSource } from '../../dataset/index.ts';
import { openProject, type PlanRecord, type Project } from '../../project/index.ts';
import { bringUpToDate } from '../calibrate/calibrate-project.ts';
import { readOnlyError } from '../project/read-only.ts';
import { type ServiceContext, trackProgress } from '../progress.ts';
import { type Evaluator, evaluatorOf, type PartSamples } from './evaluator.ts';
import type { TrialFigures } from './evaluate-trial.ts';
import { batchSize, type PreparedSearch, prepareSearch, type TuneRequest } from './prepare-search.ts';
import { type RemainingTime, remainingTime } from './remaining-time.ts';
import { type TrialReporter, trialReporter } from './report-trials.ts';
import { changesFrom, planOf, planResult, sensitivityRows, versus } from './result.ts';
import { type TrialStore, trialStore } from './trial-store.ts';
import { tuningNotes, versionMessage } from './tuning-text.ts';

/**
 * Tunes a project. Throws `project.read-only` if it cannot be written, and what `prepareSearch` throws. Passes on the errors of running.
 */
export async function tuneProject(request: TuneRequest, context: ServiceContext): Promise<TuneResult> {
  const began = performance.now();
  using project = openProject(request.project, { writer: request.writer });
  if (project.readOnly !== undefined) throw readOnlyError(project, 'trials could not be stored');
  const prepared = await prepareSearch(project, request, context);
  const store = trialStore(project, prepared.work, { ...request, energyModel: prepared.model.id });
  try {
    return await tune({ ...prepared, project, store }, { ...request, began }, context);
  } catch (error) {
    store.fail(error, context.signal);
    throw error;
  }
}

/** Everything that a search works with. */
interface Tuning extends PreparedSearch {
  readonly project: Project;
  readonly store: TrialStore;
}

async function tune(
  setup: Tuning,
  request: TuneRequest & { readonly began: number },
  context: ServiceContext,
): Promise<TuneResult> {
  const { goal, layers, store, model, int8, samples } = setup;
  const part = partOf('tune', samples.tune);
  const batches = Math.ceil(samples.tune.count / part.size);
  const searched = { subject: { plan: setup.plan, layers, steps: setup.steps }, goal, batches, int8 };
  const search = createSearch(searched);
  const limits = { trials: request.trials, time: request.time ?? Infinity, int8 };
  const elapsed = (): number => store.spent() + performance.now() - request.began;
  const sizes = Array.from({ length: batches }, (_, i) => Math.min(part.size, samples.tune.count - i * part.size));
  const remaining = remainingTime({
    ...{ setup: searched, limits, sizes, holdout: samples.holdout.count, signal: context.signal, elapsed },
  });
  const evaluator = evaluatorOf({ ...setup.evaluation, store, onTimed: remaining.timed });
  const reporter = trialReporter(context.onTrials, goal, setup.plan);
  const isComplete = await runSearch({ search, evaluator, part, limits, elapsed, remaining, reporter }, context);
  reporter.flush();
  const tried = search.tried();
  const choice = chooseBest(goal, tried, batches);
  if (!choice) throw tooLittleTime();
  const held = await evaluateHeldOut({ evaluator, model }, choice, samples.holdout, context);
  const resultOf = (one: Candidate): PlanResult => planResult(goal, one, layers, held.get(keyOf(one.tried))!, model.id);
  const pair = (one: Candidate): [Candidate, TrialFigures] => [one, held.get(keyOf(one.tried))!];
  const { best, baselines } = choice;
  const isMet = best.excess === 0;
  const others = baselines.map((one) => versus(goal, pair(best), pair(one)));
  const reasons = changesFrom(best.tried.plan, (baselines.at(-1) ?? best).tried.plan, layers);
  const found = resultOf(best);
  context.signal.throwIfAborted();
  const about = { goal, found, versus: others, reasons, model: model.id, tried: tried.length };
  const isSaved = isMet && request.from === undefined;
  const version = isSaved ? await saveVersion(setup, planOf(best, layers), versionMessage(about), context) : undefined;
  const result: TuneResult = {
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
      ...tuningNotes({
        ...about,
        isMet,
        isComplete,
        labelled: best.figures.labelled,
        layers: layers.length,
        fixed: layers.length - freeLayers(setup.plan, layers).length,
      }),
      ...evaluator.notes(),
      ...samples.notes,
    ],
  };
  store.finish(result, version);
  return result;
}

/** The parts of a search in progress. */
interface Running {
  readonly search: Search;
  readonly evaluator: Evaluator;
  readonly part: PartSamples;
  readonly limits: SearchLimits;
  /** The time used so far, in ms. */
  readonly elapsed: () => number;
  readonly remaining: RemainingTime;
  readonly reporter: TrialReporter;
}

/** Runs the search until it has nothing left to try, or the trials or the time are used up. Returns whether it has nothing left to try. */
async function runSearch(
  { search, evaluator, part, limits, elapsed, remaining, reporter }: Running,
  context: ServiceContext,
): Promise<boolean> {
  let isComplete = true;
  let request = search.next();
  for (;;) {
    const next = withinLimits(search, request, limits, elapsed);
    isComplete &&= !next.isCut;
    const asked = next.request;
    if (!asked) return isComplete;
    const tried = search.tried();
    const remainingMs = await remaining.estimate(isComplete ? tried : undefined);
    const progress = { phase: 'searching', done: tried.length, total: limits.trials };
    context.onProgress?.({ ...progress, ...(remainingMs === undefined ? {} : { remainingMs }) });
    const results = await evaluator.evaluate(asked, part, [], context);
    const trials = results.map((one): Trial => one && one.figures);
    remaining.answered(trials);
    request = search.next(trials);
    const keys = new Set(asked.plans.map((plan) => triedKey(plan, asked.numbers)));
    for (const one of search.tried()) if (keys.has(keyOf(one))) reporter.add(one);
  }
}

const keyOf = ({ plan, numbers }: TriedPlan): string => triedKey(plan, numbers);

/** The figures of the chosen plans on the hold-out, under all energy models, by plan. */
async function evaluateHeldOut(
  { evaluator, model }: { readonly evaluator: Evaluator; readonly model: EnergyModel },
  { best, baselines, front }: Choice,
  source: SampleSource,
  context: ServiceContext,
): Promise<Map<string, TrialFigures>> {
  const chosen = new Map([best, ...baselines, ...front].map(({ tried }) => [keyOf(tried), tried]));
  const part = partOf('holdout', source);
  const others = ENERGY_MODELS.filter(({ id }) => id !== model.id);
  const results = new Map<string, TrialFigures>();
  const progress = trackProgress(context.onProgress, 'holding out', chosen.size);
  for (const [key, { plan, numbers }] of chosen) {
    progress(results.size);
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

const tooLittleTime = (): SpikeloomError =>
  new SpikeloomError(
    'option.invalid',
    say`No plan was tried on all samples of the tuning part before ${option('time')} or ${option('trials')} were used up; what was evaluated is kept; call it again with more.`,
    { at: { option: 'time' } },
  );
