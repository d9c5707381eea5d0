/** Whether the plan's panel shows the text or a comparison, and of what. Outlives the panel. */
import { create } from 'zustand';

/** A saved version by its id, or the working plan. */
export type Side = number | 'working';

interface PlanMode {
  readonly mode: 'edit' | 'compare';
  /** What is compared; null until a person or a command chose: the newest saved version then. */
  readonly before: Side | null;
  readonly after: Side;
  readonly inline: boolean;
}

export const usePlanMode = create<PlanMode>()(() => ({ mode: 'edit', before: null, after: 'working', inline: false }));
