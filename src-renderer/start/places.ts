/** Places of the window, between which Back and Forward walk. Kept in the browser's history, one entry a place. */
import { z } from 'zod';
import { frontSchema, isFolded, type WorkbenchState } from '../state/index.ts';
import { allInFront } from '../views/index.ts';
import { type Draft, STEPS } from './new-project/draft.ts';

const placeSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('home') }),
  /** A step of the new project. */
  z.strictObject({ kind: z.literal('draft'), step: z.enum(STEPS) }),
  /** An open project with the views that are in front; `bottom`: the panel is unfolded. */
  z.strictObject({ kind: z.literal('project'), path: z.string(), front: frontSchema, bottom: z.boolean() }),
]);
export type Place = z.infer<typeof placeSchema>;

/** The present place. An open project hides a new one that was begun. */
export function placeOf({ project, layout }: Pick<WorkbenchState, 'project' | 'layout'>, draft: Draft | null): Place {
  if (project) return { kind: 'project', path: project.path, front: allInFront(layout), bottom: !isFolded('bottom', layout) };
  return draft ? { kind: 'draft', step: draft.step } : { kind: 'home' };
}

export const samePlace = (a: Place, b: Place): boolean => JSON.stringify(a) === JSON.stringify(b);

/** The place of a history entry; null for an entry of something else, or of another version of the window. */
export const readPlace = (state: unknown): Place | null => placeSchema.safeParse(state).data ?? null;
