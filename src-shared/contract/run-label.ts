/** Name and note of a run. */
import { z } from 'zod';

/** A person gives a run a name, which is one line, and a note. Both are empty until then. */
export const runLabelSchema = z.strictObject({
  name: z
    .string()
    .trim()
    .max(120, 'must have 120 characters at most')
    .regex(/^\P{Cc}*$/u, 'must be one line'),
  note: z.string().max(10_000, 'must have 10,000 characters at most'),
});
/** Name and note of a run. */
export type RunLabel = z.infer<typeof runLabelSchema>;
