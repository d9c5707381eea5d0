/** Calibrations of a project against the settings of a plan: the settings each was made with, and the one that has a plan's thresholds already. */
import { type ResolvedSettings, thresholdSignature } from '../../../src-shared/calibration/index.ts';
import { layerSettings, parsePlan, type PlacedLayer, stepsOf } from '../../../src-shared/plan/index.ts';
import type { CalibrationHead, Project } from '../../project/index.ts';

/** The settings that a calibration was made with; undefined if its plan is of another model than `model`. */
export function calibratedSettings(
  project: Project,
  { plan: version, defaults }: Pick<CalibrationHead, 'plan' | 'defaults'>,
  model: number | undefined,
  layers: readonly PlacedLayer[],
): ResolvedSettings | undefined {
  const used = project.plan(version);
  if (!used || used.model !== model) return undefined;
  const plan = parsePlan(used.json, project.path);
  return { layers: layerSettings(plan, layers, defaults), steps: stepsOf(plan) };
}

/**
 * The newest calibration that has all thresholds that `wanted` asks for, also an earlier one if a setting was changed and changed back;
 * undefined if there is none. Only calibrations on the samples of the newest one count: nobody who has calibrated on other samples since
 * wants the old thresholds back. `signatureOf`: the `thresholdSignature` of a calibration's settings.
 */
export function matchingCalibration(
  project: Project,
  wanted: ResolvedSettings,
  signatureOf: (head: CalibrationHead) => string | undefined,
): CalibrationHead | undefined {
  const heads = project.calibrationHeads();
  const [newest] = heads;
  const signature = thresholdSignature(wanted);
  return heads.find(
    (head) =>
      head.source === newest!.source &&
      head.samples === newest!.samples &&
      head.batch === newest!.batch &&
      signatureOf(head) === signature,
  );
}
