/** The calibration that a plan finds in a project: also one that is not the newest, where a setting was changed and changed back. */
import type { CalibrationHead, Project } from '../project/index.ts';

/**
 * The newest calibration whose thresholds are those that `wanted` asks for, all of them; undefined where there is none. Only those of
 * the samples that the newest was made from count: whoever has calibrated on others since does not want the old ones back.
 * `signatureOf`: what the plan version of a calibration asks for (`thresholdSignature`); undefined where that is of another model.
 */
export function matchingCalibration(
  project: Project,
  wanted: string,
  signatureOf: (version: number) => string | undefined,
): CalibrationHead | undefined {
  const heads = project.calibrationHeads();
  const [newest] = heads;
  return heads.find(
    ({ plan, source, samples, batch }) =>
      source === newest!.source && samples === newest!.samples && batch === newest!.batch && signatureOf(plan) === wanted,
  );
}
