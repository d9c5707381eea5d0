/** Text that is not the plan yet, as it is remembered with the project: closing the window, or its end, loses none of it. Pure. */
import { z } from 'zod';
import { formatPlan, type Plan, readPlan } from '../../../src-shared/plan/index.ts';
import { startSync, type SyncState } from './sync.ts';

/** The text, and the plan that its changes are relative to, as text. */
const pendingSchema = z.strictObject({ text: z.string(), base: z.string() });
export type Pending = z.infer<typeof pendingSchema>;

/** What to remember of a text: nothing where it is the plan. */
export const pendingOf = ({ status, text, base }: SyncState): Pending | null =>
  status === 'in-step' ? null : { text, base: formatPlan(base) };

/** The text that was remembered, as one that has just been typed; that of `plan` where none was, or not by this version. */
export function resumeSync(stored: unknown, plan: Plan): SyncState {
  const { data } = pendingSchema.safeParse(stored);
  const base = data && readPlan(data.base).plan;
  return data && base ? { ...startSync(base), text: data.text, status: 'typing' } : startSync(plan);
}
