/**
 * Compares the calibrations of a project with the settings of a plan: which settings each was made with, and which one already
 * has the plan's thresholds.
 */
import { type ResolvedSettings, thresholdSignature } from '../../../src-shared/calibration/index.ts';
import { layerSettings, parsePlan, type PlacedLayer, stepsOf } from '../../../src-shared/plan/index.ts';
import type { CalibrationHead, Project } from '../../project/index.ts';

/** The settings that a calibration was made with; undefined if its plan belongs to a model other than `model`. */
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
 * The newest calibration that has every threshold that `wanted` needs; undefined if there is none. It may be an earlier one, if a
 * setting was changed and then changed back. Only calibrations on the same samples as the newest one count: a user who has since
 * calibrated on other samples does not want the old thresholds back. `signatureOf`: the `thresholdSignature` of a calibration's
 * settings.
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
