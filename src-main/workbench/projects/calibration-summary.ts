/** The calibration of a project as windows see it: which it is, in brief, and the layers whose thresholds the working plan sets anew. */
import { outdatedLayers, type ResolvedSettings, thresholdSignature } from '../../../src-shared/calibration/index.ts';
import type { CalibrationSummary } from '../../../src-shared/contract/index.ts';
import { type DefaultsVersion, layerSettings, parsePlan, type Plan, stepsOf } from '../../../src-shared/plan/index.ts';
import type { CalibrationHead, Project } from '../../project/index.ts';
import { matchingCalibration } from '../../services/matching-calibration.ts';
import { calibrationBrief } from '../../services/view/calibration-brief.ts';
import type { OpenedProject } from './opened-project.ts';

type Seen = Pick<OpenedProject, 'project' | 'graph' | 'working' | 'calibration'>;

export function calibrationSummary(opened: Seen): CalibrationSummary {
  return { ...opened.calibration, outdated: outdatedNames(opened) };
}

/** What plan versions ask of their thresholds: versions never change, and every edit asks for all of them. */
const signatures = new WeakMap<Project, Map<string, string | undefined>>();

/**
 * Chooses the calibration that is shown: the newest that has all thresholds of the working plan, or else the newest. True where it is
 * another one now.
 */
export function chooseCalibration(one: OpenedProject): boolean {
  const { project, graph, working, briefs } = one;
  const known = signatures.get(project) ?? new Map<string, string | undefined>();
  signatures.set(project, known);
  const signatureOf = ({ plan, defaults }: CalibrationHead): string | undefined => {
    const key = `${plan} ${defaults}`;
    if (!known.has(key)) {
      const record = project.plan(plan);
      // Thresholds of another model say nothing of this one's layers, whatever they are called.
      const isOurs = record?.model === project.latestPlan()?.model;
      const signature =
        record && isOurs ? thresholdSignature(resolved(one, parsePlan(record.json, project.path), defaults)) : undefined;
      known.set(key, signature);
    }
    return known.get(key);
  };
  const wanted = thresholdSignature(resolved({ graph }, working.plan));
  const chosen = matchingCalibration(project, wanted, signatureOf) ?? project.latestCalibrationHead()!;
  if (chosen.id === one.calibration.id) return false;
  const brief = briefs.get(chosen.id) ?? calibrationBrief(project.calibration(chosen.id)!);
  briefs.set(chosen.id, brief);
  one.calibration = brief;
  return true;
}

const resolved = ({ graph }: Pick<Seen, 'graph'>, plan: Plan, defaults?: DefaultsVersion): ResolvedSettings => ({
  layers: layerSettings(plan, graph.layers, defaults),
  steps: stepsOf(plan),
});

/** Layers whose thresholds the working plan sets otherwise than the calibration that is shown. */
function outdatedNames({ project, graph, working, calibration }: Seen): string[] {
  const version = project.plan(calibration.version);
  if (!version) return graph.layers.map(({ name }) => name);
  const calibrated = resolved({ graph }, parsePlan(version.json, project.path), calibration.defaults);
  return outdatedLayers(resolved({ graph }, working.plan), calibrated, undefined).map(({ layer }) => layer);
}
