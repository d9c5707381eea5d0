/** An open project as a window gets it. */
import { basename } from 'node:path';
import { z } from 'zod';
import type { ProjectView, RunSummary } from '../../../src-shared/contract/index.ts';
import type { Project } from '../../project/index.ts';
import { continuedRun } from '../../services/run/continued-run.ts';
import { numbersOf } from '../../services/run/int8-numbers.ts';
import { readOnlyReason } from '../../services/project/read-only.ts';
import { remoteFilesOf } from '../../services/project/remote-files.ts';
import { BASELINE_SETTING, DATASET_SETTING, LAYOUT_SETTING } from '../../services/project/setting-names.ts';
import { calibrationSummary } from './calibration-summary.ts';
import type { OpenedProject } from './opened-project.ts';
import { planVersion } from './working-plan.ts';

export function projectView(opened: OpenedProject): ProjectView {
  const { path, project, model, missing, graph, working } = opened;
  return {
    path,
    name: basename(path, '.spikeloom'),
    readOnly: project.readOnly === undefined ? null : readOnlyReason(project.readOnly),
    model: { ...model, missing },
    remote: remoteFilesOf(project),
    graph,
    document: working.document,
    versions: project.plans().map(planVersion),
    calibration: calibrationSummary(opened),
    dataset: z
      .string()
      .nullable()
      .catch(null)
      .parse(project.setting(DATASET_SETTING) ?? null),
    runs: runSummaries(opened),
    baseline: baselineOf(project),
    layout: z
      .json()
      .nullable()
      .parse(project.setting(LAYOUT_SETTING) ?? null),
  };
}

/** The run that others are compared with; null if none is pinned. */
const baselineOf = (project: Project): number | null =>
  z
    .int()
    .nullable()
    .catch(null)
    .parse(project.setting(BASELINE_SETTING) ?? null);

/** All runs, oldest first, without those that a window took off the list. */
export const runSummaries = ({ project, removed }: Pick<OpenedProject, 'project' | 'removed'>): RunSummary[] =>
  project.runBriefs().flatMap((brief) => {
    if (removed.has(brief.id)) return [];
    const { plan, samples, settings: _, ...run } = brief;
    const numbers = numbersOf(brief);
    const continued = continuedRun(brief);
    const notContinued = 'refused' in continued ? continued.refused : null;
    return { ...run, version: plan, samples: samples ?? 0, notContinued, ...(numbers ? { numbers } : {}) };
  });
