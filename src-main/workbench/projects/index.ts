/** Open projects: one document each, shared by all windows of the host. */
export { calibrationSummary } from './calibration-summary.ts';
export { exportSummaries } from './export-summaries.ts';
export { createOpenProjects, type OpenProjects } from './open-projects.ts';
export { canonical } from './project-table.ts';
export { networkFit } from './network-fit.ts';
export { nodeDetails } from './node-details.ts';
export type { OpenedProject } from './opened-project.ts';
export { projectView, runSummaries } from './project-view.ts';
export { discardRuns, keepRuns, removeRuns, runAt, tellRuns } from './removed-runs.ts';
export { requireWritable, versionToRun } from './version-to-run.ts';
export { type PlanChange, planVersion } from './working-plan.ts';
