/** Errors in messages between window and host: a code, the sentence for the person, the place, and details for "copy details". */
import { z } from 'zod';
import { type ErrorCode, type ErrorPlace, SpikeloomError, systemError } from '../errors/index.ts';
import { messageSchema, optionIdSchema } from '../message/schema.ts';

/** An error in a message between window and host. */
export const wireErrorSchema = z.strictObject({
  /** A code of src-shared/errors; `internal` for a bug; `contract.*` if the request itself is wrong. */
  code: z.string(),
  message: messageSchema,
  at: z
    .strictObject({
      file: z.string().optional(),
      node: z.string().optional(),
      layer: z.string().optional(),
      option: optionIdSchema.optional(),
    })
    .optional(),
  /** For "copy details": stack and causes; never shown by itself. */
  details: z.string().optional(),
});

/** An error in a message, as `wireErrorSchema` describes it. */
export type WireError = z.infer<typeof wireErrorSchema>;

/** Any thrown value as a plain error. The message of a bug goes into the details only. */
export function wireError(thrown: unknown): WireError {
  const error = systemError(thrown) ?? thrown;
  if (error instanceof SpikeloomError) {
    const { code, sentence, at } = error;
    return { code, message: sentence, at: { ...at }, details: detailsOf(error) };
  }
  if (error instanceof Error && error.name === 'AbortError') return { code: 'cancelled', message: 'Cancelled.' };
  const message = 'Something went wrong inside Spikeloom; what you did before is kept. The details say more.';
  return { code: 'internal', message, details: error instanceof Error ? detailsOf(error) : String(error) };
}

function detailsOf(error: Error): string {
  const own = error.stack ?? `${error.name}: ${error.message}`;
  return error.cause instanceof Error ? `${own}\ncaused by ${detailsOf(error.cause)}` : own;
}

/** The error that a plain error describes. Its details become its cause. */
export const fromWire = ({ code, message, at, details }: WireError): SpikeloomError =>
  new SpikeloomError(code as ErrorCode, message, { at: (at ?? {}) as ErrorPlace, cause: details });
