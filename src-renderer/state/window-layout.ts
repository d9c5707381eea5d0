/** What is remembered of the window's layout, as data: which panels are folded, how large they are, what each view wants to find again. */
import { z } from 'zod';

export const BOTTOM_TABS = ['results', 'plan', 'problems', 'history', 'jobs'] as const;
export type BottomTab = (typeof BOTTOM_TABS)[number];

const pixels = z.number().min(1).max(10_000);
const layoutSchema = z.object({
  /** Panels that are not folded. */
  inspector: z.boolean().default(true),
  bottom: z.boolean().default(true),
  tab: z.enum(BOTTOM_TABS).default('results'),
  /** Sizes in px; null for those a new project has. */
  inspectorSize: pixels.nullable().default(null),
  bottomSize: pixels.nullable().default(null),
  /** Each view's own, by name. */
  views: z.record(z.string(), z.json()).default({}),
});
export type WindowLayout = z.infer<typeof layoutSchema>;
export type Json = z.infer<ReturnType<typeof z.json>>;

export const FIRST_LAYOUT: WindowLayout = layoutSchema.parse({});

/** A stored layout, read. One that cannot be read (another version of the window wrote it) is the one a new project has. */
export const readLayout = (stored: unknown): WindowLayout => layoutSchema.safeParse(stored).data ?? FIRST_LAYOUT;
