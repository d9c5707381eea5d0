/** The calibration of a project as windows see it: in brief, with the layers whose thresholds the working plan sets anew. */
import { outdatedLayers, type ResolvedSettings, thresholdSignature } from '../../../src-shared/calibration/index.ts';
import type { CalibrationSummary } from '../../../src-shared/contract/index.ts';
import { layerSettings, stepsOf } from '../../../src-shared/plan/index.ts';
import type { CalibrationHead, Project } from '../../project/index.ts';
import { calibratedSettings, matchingCalibration } from '../../services/calibrate/matching-calibration.ts';
import { calibrationBrief } from '../../services/view/calibration-brief.ts';
import type { OpenedProject } from './opened-project.ts';

type Seen = Pick<OpenedProject, 'project' | 'graph' | 'working' | 'calibration'>;

export function calibrationSummary(opened: Seen): CalibrationSummary {
  return { ...opened.calibration, outdated: outdatedNames(opened) };
}

/** Signatures of the thresholds that plan versions ask for: versions never change, and every edit asks for all of them. */
const signatures = new WeakMap<Project, Map<string, string | undefined>>();

/**
 * Chooses the calibration that is shown: the newest that has all thresholds of the working plan, or else the newest. True where it is
 * another one now.
 */
export function chooseCalibration(one: OpenedProject): boolean {
  const { project, briefs } = one;
  const known = signatures.get(project) ?? new Map<string, string | undefined>();
  signatures.set(project, known);
  const signatureOf = (head: CalibrationHead): string | undefined => {
    const key = `${head.plan} ${head.defaults}`;
    if (!known.has(key)) {
      const settings = settingsOf(one, head);
      known.set(key, settings && thresholdSignature(settings));
    }
    return known.get(key);
  };
  const chosen = matchingCalibration(project, workingSettings(one), signatureOf) ?? project.latestCalibrationHead()!;
  if (chosen.id === one.calibration.id) return false;
  const brief = briefs.get(chosen.id) ?? calibrationBrief(project.calibration(chosen.id)!);
  briefs.set(chosen.id, brief);
  one.calibration = brief;
  return true;
}

const workingSettings = ({ graph, working: { plan } }: Seen): ResolvedSettings => ({
  layers: layerSettings(plan, graph.layers),
  steps: stepsOf(plan),
});

/** Thresholds of another model say nothing of this one's layers, whatever they are called. */
const settingsOf = ({ project, graph }: Seen, head: Pick<CalibrationHead, 'plan' | 'defaults'>): ResolvedSettings | undefined =>
  calibratedSettings(project, head, project.latestPlan()?.model, graph.layers);

/** Layers whose thresholds the working plan sets otherwise than the calibration that is shown. */
function outdatedNames(one: Seen): string[] {
  const { version: plan, defaults } = one.calibration;
  const calibrated = settingsOf(one, { plan, defaults });
  if (!calibrated) return one.graph.layers.map(({ name }) => name);
  return outdatedLayers(workingSettings(one), calibrated, undefined).map(({ layer }) => layer);
}
