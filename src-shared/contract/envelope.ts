/** The messages between window and host, one JSON document each. They are the same over a socket and over Electron's channel. */
import { z } from 'zod';
import { wireErrorSchema } from './errors.ts';

/** Message from the window: a call, or a request to abort one. The window chooses `id`. */
export const fromWindow = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('call'), id: z.int(), name: z.string(), request: z.unknown() }),
  z.strictObject({ kind: z.literal('abort'), id: z.int() }),
]);

/** A message from the window, as `fromWindow` describes it. */
export type FromWindow = z.infer<typeof fromWindow>;

/** Message to the window: the result of a call, or an event. */
export const toWindow = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('done'), id: z.int(), response: z.unknown() }),
  z.strictObject({ kind: z.literal('failed'), id: z.int(), error: wireErrorSchema }),
  z.strictObject({ kind: z.literal('event'), name: z.string(), data: z.unknown() }),
]);

/** A message to the window, as `toWindow` describes it. */
export type ToWindow = z.infer<typeof toWindow>;
