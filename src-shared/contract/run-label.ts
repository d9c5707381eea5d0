/** Name and note of a run. */
import { z } from 'zod';

/** The name (one line) and the note that a person gives a run. Both are empty at first. */
export const runLabelSchema = z.strictObject({
  name: z
    .string()
    .trim()
    .max(120, 'must have 120 characters at most')
    .regex(/^\P{Cc}*$/u, 'must be one line'),
  note: z.string().max(10_000, 'must have 10,000 characters at most'),
});

/** The name and note of a run. */
export type RunLabel = z.infer<typeof runLabelSchema>;
