/** What travels between window and host, one JSON document a message, the same over a socket and over Electron's channel. */
import { z } from 'zod';
import { wireErrorSchema } from './errors.ts';

/** From the window: a call, or the wish to abort one. `id` is the window's own. */
export const fromWindow = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('call'), id: z.int(), name: z.string(), request: z.unknown() }),
  z.strictObject({ kind: z.literal('abort'), id: z.int() }),
]);
/** A message from a window to the host. */
export type FromWindow = z.infer<typeof fromWindow>;

/** To the window: the end of a call, or an event. */
export const toWindow = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('done'), id: z.int(), response: z.unknown() }),
  z.strictObject({ kind: z.literal('failed'), id: z.int(), error: wireErrorSchema }),
  z.strictObject({ kind: z.literal('event'), name: z.string(), data: z.unknown() }),
]);
/** A message from the host to a window. */
export type ToWindow = z.infer<typeof toWindow>;
