/** The newest calibration of a project as windows see it: in brief, with the layers whose thresholds the working plan sets anew. */
import { outdatedLayers, type ResolvedSettings } from '../../../src-shared/calibration/index.ts';
import type { CalibrationSummary } from '../../../src-shared/contract/index.ts';
import { type DefaultsVersion, layerSettings, parsePlan, type Plan, stepsOf } from '../../../src-shared/plan/index.ts';
import type { OpenedProject } from './opened-project.ts';

type Seen = Pick<OpenedProject, 'project' | 'graph' | 'working' | 'calibration'>;

export function calibrationSummary(opened: Seen): CalibrationSummary {
  return { ...opened.calibration, outdated: outdatedNames(opened) };
}

/** Layers whose thresholds the working plan sets otherwise than the newest calibration. */
function outdatedNames({ project, graph, working, calibration }: Seen): string[] {
  const version = project.plan(calibration.version);
  const { defaults } = project.calibrationHead(calibration.id) ?? {};
  if (!version) return graph.layers.map(({ name }) => name);
  const resolved = (plan: Plan, made?: DefaultsVersion): ResolvedSettings => ({
    layers: layerSettings(plan, graph.layers, made),
    steps: stepsOf(plan),
  });
  const calibrated = resolved(parsePlan(version.json, project.path), defaults);
  return outdatedLayers(resolved(working.plan), calibrated, undefined).map(({ layer }) => layer);
}
