/**
 * Schemas of messages in stored or sent data. They stand apart from the messages themselves, since every error needs those: threads that
 * only compute would load the library of schemas for nothing.
 */
import { z } from 'zod';
import { OPTION_IDS } from './options.ts';

/** The name of an option. */
export const optionIdSchema = z.enum(OPTION_IDS);

/** A reference to a setting. */
export const referenceSchema = z.strictObject({ option: optionIdSchema, value: z.string().optional() });

/** A message: a string, or a list of texts and references. */
export const messageSchema = z.union([z.string(), z.array(z.union([z.string(), referenceSchema])).readonly()]);
