/**
 * What is remembered of the window's layout, as data: which view is in front at each place, which places are folded away, how large they
 * are, what each view wants to find again.
 */
import { z } from 'zod';

/** Places of the window of an open project: its middle, which is always there, the column beside it and the panel below it. */
export const PLACES = ['main', 'side', 'bottom'] as const;
export type Place = (typeof PLACES)[number];

/** Places that can be folded away. */
const FOLDING = ['side', 'bottom'] as const satisfies readonly Place[];
export type FoldingPlace = (typeof FOLDING)[number];

export const frontSchema = z.partialRecord(z.enum(PLACES), z.string());
/** Ids of the views that are in front, by place. */
export type Front = z.infer<typeof frontSchema>;

const layoutSchema = z.object({
  /** A place that names no view, or one there is not, has its first view in front. */
  front: frontSchema.default({}),
  folded: z.array(z.enum(FOLDING)).default([]),
  /** Width of the column and height of the panel in px; absent until a person has changed them. */
  sizes: z.partialRecord(z.enum(FOLDING), z.number().min(1).max(10_000)).default({}),
  /** Each view's own, by name. */
  views: z.record(z.string(), z.json()).default({}),
});
export type WindowLayout = z.infer<typeof layoutSchema>;
export type Json = z.infer<ReturnType<typeof z.json>>;

export const FIRST_LAYOUT: WindowLayout = layoutSchema.parse({});

/** A stored layout, read. One that cannot be read (another version of the window wrote it) is the one a new project has. */
export const readLayout = (stored: unknown): WindowLayout => layoutSchema.safeParse(stored).data ?? FIRST_LAYOUT;
