/** Errors as they cross: a code, the message for the person, the place, and details for "copy details". */
import { z } from 'zod';
import { type ErrorCode, type ErrorPlace, SpikeloomError, systemError } from '../errors/index.ts';
import { messageSchema, optionIdSchema } from '../message/index.ts';

/** An error as it is sent to a window. */
export const wireErrorSchema = z.strictObject({
  /** A code of src-shared/errors; `internal` for a bug, `contract.*` where the request itself is wrong. */
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
/** An error as it is sent to a window. */
export type WireError = z.infer<typeof wireErrorSchema>;

/** Anything thrown, as it crosses. A bug keeps its message for the details only. */
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

/** The error that a wire error stands for; its details are its cause. */
export const fromWire = ({ code, message, at, details }: WireError): SpikeloomError =>
  new SpikeloomError(code as ErrorCode, message, { at: (at ?? {}) as ErrorPlace, cause: details });
