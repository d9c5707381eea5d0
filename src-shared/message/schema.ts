/**
 * Schemas of messages in stored or sent data. They stand apart from the messages themselves, since every error needs those: threads that
 * only compute would load the library of schemas for nothing.
 */
import { z } from 'zod';
import { OPTION_IDS } from './options.ts';

/** The name of an option. */
export const optionIdSchema = z.enum(OPTION_IDS);

/** A reference to a setting. */
export const optionReferenceSchema = z.strictObject({ option: optionIdSchema, value: z.string().optional() });

/** A reference to a neuron layer, by its name. */
export const layerReferenceSchema = z.strictObject({ layer: z.string() });

/** A message: a string, or a list of texts and references. */
export const messageSchema = z.union([
  z.string(),
  z.array(z.union([z.string(), optionReferenceSchema, layerReferenceSchema])).readonly(),
]);

/** A note: a message, which is information, or a warning. Projects of older versions hold messages alone. */
export const noteSchema = z.union([
  messageSchema,
  z.strictObject({ severity: z.literal('warning'), message: messageSchema }).readonly(),
]);
