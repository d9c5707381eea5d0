/** The first of the open project's errors, which keep the plan from running. Warnings do not. */
import { inWindowOrNull } from '../texts/messages.ts';
import { planInUseOf } from './layers.ts';
import type { WorkbenchState } from './workbench.ts';

/** In words; null if there is none. The same order as in the list of problems: model, text of the plan, plan. */
export function firstError(state: WorkbenchState): string | null {
  const { project, textProblems } = state;
  if (!project) return null;
  return inWindowOrNull(project.model.missing) ?? textProblems[0]?.message ?? planInUseOf(state).problem?.message ?? null;
}
