/**
 * Makes the spiking network of a plan that tuning tries. Its thresholds are derived from statistics that the project or an earlier candidate
 * has collected. A pass over the calibration samples runs only if a plan needs statistics that no one has.
 */
import { outdatedLayers, type ResolvedSettings, thresholdSignature } from '../../../src-shared/calibration/index.ts';
import { SpikeloomError } from '../../../src-shared/errors/index.ts';
import { option, say } from '../../../src-shared/message/index.ts';
import { type Plan, stepsOf } from '../../../src-shared/plan/index.ts';
import type { SpikingNetwork } from '../../../src-shared/spiking/index.ts';
import { type Choices, compile } from '../../convert/index.ts';
import type { CalibrationRecord, Project, StoredLayer } from '../../project/index.ts';
import { calibrateModel, thresholdsOf } from '../calibrate/calibrate-model.ts';
import { derivedLayers, derivedThresholds } from '../calibrate/calibrate-project.ts';
import { calibratedSettings } from '../calibrate/matching-calibration.ts';
import { choicesOf } from '../model/choices.ts';
import type { LoadedModel } from '../model/load-model.ts';
import type { PreparedNetwork } from '../model/prepared-network.ts';
import type { ServiceContext } from '../progress.ts';
import { requireNearSamples } from '../project/remote-path.ts';
import type { LoadedEngine } from '../run/load-engine.ts';

/** Thresholds with the statistics that others can be derived from. */
interface Measured {
  /** The settings that the thresholds are for, and those that the statistics were collected for. */
  readonly calibrated: ResolvedSettings;
  readonly statistics: ResolvedSettings | undefined;
  readonly layers: readonly StoredLayer[];
  readonly derive: typeof derivedThresholds;
}

/** Makes the network of a plan. */
export type MakeNetwork = (plan: Plan, context: ServiceContext) => Promise<SpikingNetwork>;

/** Makes the thresholds of a plan. The layers have no statistics if they were derived. */
export type MakeThresholds = (
  plan: Plan,
  context: ServiceContext,
) => Promise<{ readonly choices: Choices; readonly layers: readonly StoredLayer[] }>;

/** A maker of networks that begins with the statistics of a calibration of the project. */
export function networkMaker(...args: Parameters<typeof thresholdMaker>): MakeNetwork {
  const [, { model }] = args;
  const make = thresholdMaker(...args);
  return async (plan, context) => {
    const { choices, layers } = await make(plan, context);
    return compile(model.placed, choices, thresholdsOf(layers));
  };
}

/** A maker of thresholds that begins with the statistics of a calibration of the project. */
export function thresholdMaker(
  project: Project,
  { model, preprocess }: Pick<PreparedNetwork, 'model' | 'preprocess'>,
  calibration: CalibrationRecord,
  modelId: number,
  engine: LoadedEngine,
): MakeThresholds {
  const known = [measuredBy(project, model, calibration, modelId)];
  return async (plan, context) => {
    const choices = choicesOf(model.placed, plan);
    const now = { layers: choices.layers, steps: stepsOf(plan) };
    for (const one of known) {
      const outdated = outdatedLayers(now, one.calibrated, one.statistics);
      if (!outdated.every(({ needs }) => needs === 'derive')) continue;
      const layers = derivedLayers(model, choices, one, new Set(outdated.map(({ layer }) => layer)), now.steps, one.derive);
      return { choices, layers };
    }
    const { source, batch } = calibration;
    if (source === '') throw noSamples(project.path);
    requireNearSamples(source);
    const { layers } = await calibrateModel(
      model.placed,
      plan,
      choices,
      { source, batch },
      { ...context, ...engine, preprocess },
    );
    known.push({ calibrated: now, statistics: now, layers, derive: rememberingDerivation() });
    return { choices, layers };
  };
}

function measuredBy(project: Project, { placed }: LoadedModel, calibration: CalibrationRecord, modelId: number): Measured {
  const settingsOf = (head: Parameters<typeof calibratedSettings>[1]): ResolvedSettings | undefined =>
    calibratedSettings(project, head, modelId, placed.sites);
  const base = calibration.base === null ? calibration : project.calibrationHead(calibration.base);
  return {
    calibrated: settingsOf(calibration)!,
    statistics: base && base.samples > 0 ? settingsOf(base) : undefined,
    layers: calibration.layers,
    derive: rememberingDerivation(),
  };
}

/** Methods that search a threshold in the statistics, which takes some 50 ms for a layer. Others read it from them. */
const SEARCHING: ReadonlySet<string> = new Set(['measured', 'iteration', 'balanced']);

/** Derives thresholds from the same statistics, and remembers those that are searched: plans of a search differ in few layers. */
function rememberingDerivation(): typeof derivedThresholds {
  const found = new Map<string, ReturnType<typeof derivedThresholds>>();
  return (site, settings, before, steps) => {
    if (!SEARCHING.has(settings.threshold.method)) return derivedThresholds(site, settings, before, steps);
    const key = thresholdSignature({ layers: new Map([[site.name, settings]]), steps });
    const thresholds = found.get(key) ?? derivedThresholds(site, settings, before, steps);
    found.set(key, thresholds);
    return thresholds;
  };
}

const noSamples = (path: string): SpikeloomError =>
  new SpikeloomError(
    'option.invalid',
    say`${path} was made without calibration samples, from whose statistics thresholds follow; convert the model into it again with ${option('calibration', 'SRC')}.`,
    { at: { file: path } },
  );
