/** Whether a network fits a chip or a microcontroller, and what would have to change. */
export { bytesOf, bytesOfOption } from './budget.ts';
export { checkFit, checkMemory } from './check.ts';
export type { PlannedMemory, PlanMemory } from './memory.ts';
export { type Budget, type CoreUse, type FitReport, fitReportSchema, type FitSubject, type Violation } from './report.ts';
export { TARGET_IDS, type TargetId, targetOf, TARGETS } from './targets.ts';
