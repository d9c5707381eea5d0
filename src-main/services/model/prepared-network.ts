/** A network ready to run, with all that a report says about where it came from. */
import { SpikeloomError } from '../../../src-shared/errors/index.ts';
import { type Message, withTexts } from '../../../src-shared/message/index.ts';
import type { Plan } from '../../../src-shared/plan/index.ts';
import type { SpikingNetwork } from '../../../src-shared/spiking/index.ts';
import { type Choices, compile } from '../../convert/index.ts';
import type { Preprocess, PreprocessFile } from '../../dataset/index.ts';
import { calibrateModel, type CalibratedModel, type CalibrationRequest, thresholdsOf } from '../calibrate/calibrate-model.ts';
import { choicesOf } from './choices.ts';
import { type LoadedModel, loadModel, type ModelInputOptions } from './load-model.ts';
import { type EngineRequest, loadEngine } from '../run/load-engine.ts';
import { loadPlan, type PlanRequest } from './load-plan.ts';
import type { ServiceContext } from '../progress.ts';
import { preprocessFor } from './model-preprocess.ts';
import { sizesFromSamples } from './sizes-from-samples.ts';

/** A model file and everything that turns it into a spiking network. */
export interface ModelRequest extends EngineRequest, ModelInputOptions {
  readonly model: string;
  readonly plan: PlanRequest;
  /** A file, or the preprocessing itself. */
  readonly preprocess?: string | Preprocess | undefined;
  readonly calibration: CalibrationRequest;
}

export interface PreparedNetwork {
  readonly model: LoadedModel;
  readonly preprocess: PreprocessFile | undefined;
  readonly plan: Plan;
  readonly choices: Choices;
  readonly calibrated: CalibratedModel;
  readonly network: SpikingNetwork;
  /** What was found and used on the way that the user did not name. */
  readonly notes: readonly Message[];
}

/** A model and what was chosen for it, before anything is computed. */
export type ChosenModel = Omit<PreparedNetwork, 'calibrated' | 'network'>;

/**
 * Loads a model and its choices. `samples`: what it is to run on, from whose samples, beside those of the calibration, sizes are taken that
 * the model leaves open. Throws for bad plans, models and preprocessings.
 */
export async function chooseModel(request: ModelRequest, samples?: string): Promise<ChosenModel> {
  const plan = await loadPlan(request.plan);
  const { preprocess, notes } = await preprocessFor(request.model, request.preprocess);
  const model = await loadModel(request.model, request, sizesFromSamples([request.calibration.source, samples], preprocess));
  const choices = choicesIn(request.plan.file, () => choicesOf(model.placed, plan));
  return { model, plan, choices, preprocess, notes: [...model.notes, ...notes] };
}

/** What `choose` returns; its errors name the plan's file, where there is one. */
function choicesIn(file: string | undefined, choose: () => Choices): Choices {
  try {
    return choose();
  } catch (cause) {
    if (file === undefined || !(cause instanceof SpikeloomError)) throw cause;
    const message = withTexts(cause.sentence, (text) => text.replace(/^plan: /, `${file}: `));
    throw new SpikeloomError(cause.code, message, { at: { ...cause.at, file }, cause });
  }
}

/** Calibrates and compiles. Throws what these throw. */
export async function prepareModel(
  chosen: ChosenModel,
  request: ModelRequest,
  context: ServiceContext,
): Promise<PreparedNetwork> {
  const { model, plan, choices, preprocess } = chosen;
  const options = { ...context, ...(await loadEngine(request)), preprocess };
  const calibrated = await calibrateModel(model.placed, plan, choices, request.calibration, options);
  return { ...chosen, calibrated, network: compile(model.placed, choices, thresholdsOf(calibrated.layers)) };
}
