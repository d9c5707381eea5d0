/** Name, note and tags of a run. */
import { z } from 'zod';

/** One tag: a word or a few, without a comma. */
const tagSchema = z
  .string()
  .trim()
  .min(1, 'must not be empty')
  .max(40, 'must have 40 characters at most')
  .regex(/^[^\p{Cc},]*$/u, 'must be one line without a comma');

/** The name (one line), the note and the tags that a person gives a run. All are empty at first. */
export const runLabelSchema = z.strictObject({
  name: z
    .string()
    .trim()
    .max(120, 'must have 120 characters at most')
    .regex(/^\P{Cc}*$/u, 'must be one line'),
  note: z.string().max(10_000, 'must have 10,000 characters at most'),
  tags: z
    .array(tagSchema)
    .max(20, 'must be 20 tags at most')
    .transform((tags) => [...new Set(tags)]),
});

/** The name, note and tags of a run. */
export type RunLabel = z.infer<typeof runLabelSchema>;
