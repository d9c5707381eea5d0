/** The calibration that a plan finds in a project: also one that is not the newest, where a setting was changed and changed back. */
import type { CalibrationHead, Project } from '../project/index.ts';

/**
 * The newest calibration whose thresholds are those that `wanted` asks for, all of them; undefined where there is none. Only those of
 * the samples that the newest was made from count: whoever has calibrated on others since does not want the old ones back.
 * `signatureOf`: what the plan of a calibration asked for (`thresholdSignature`); undefined if that plan is of another model.
 */
export function matchingCalibration(
  project: Project,
  wanted: string,
  signatureOf: (head: CalibrationHead) => string | undefined,
): CalibrationHead | undefined {
  const heads = project.calibrationHeads();
  const [newest] = heads;
  return heads.find(
    (head) =>
      head.source === newest!.source &&
      head.samples === newest!.samples &&
      head.batch === newest!.batch &&
      signatureOf(head) === wanted,
  );
}
