/** Whether the plan's panel shows the text or a comparison, and of what. Outlives the panel. */
import { create } from 'zustand';

/** A saved version by its id, the working plan, or changes that were set aside by their place among these. */
export type Side = number | 'working' | `aside-${number}`;

interface PlanMode {
  readonly mode: 'edit' | 'compare';
  /** What is compared; null until a person or a command chose: the newest saved version then. */
  readonly before: Side | null;
  readonly after: Side;
  readonly inline: boolean;
}

/** The place of changes that were set aside; undefined for another side. */
export const asidePlace = (side: Side): number | undefined =>
  typeof side === 'string' && side.startsWith('aside-') ? Number(side.slice('aside-'.length)) : undefined;

export const usePlanMode = create<PlanMode>()(() => ({ mode: 'edit', before: null, after: 'working', inline: false }));
