/** Name and note of a run. */
import { z } from 'zod';

/** What a person calls a run and writes about it; both empty where nothing was given. A name is one line. */
export const runLabelSchema = z.strictObject({
  name: z
    .string()
    .trim()
    .max(120, 'must have 120 characters at most')
    .regex(/^\P{Cc}*$/u, 'must be one line'),
  note: z.string().max(10_000, 'must have 10,000 characters at most'),
});
export type RunLabel = z.infer<typeof runLabelSchema>;
