/**
 * Who may talk to the host. It listens on loopback only, but every page in the user's browser can reach that: a request must name
 * the host as we print it (against names that others point at 127.0.0.1), come from our own page, and know the token.
 */
import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';

/** A fresh token: 32 random bytes. */
export const newToken = (): string => randomBytes(32).toString('base64url');

/** Compares in a time that says nothing about where they differ. */
export function isToken(given: string | null, token: string): boolean {
  const hash = (text: string): Buffer => createHash('sha256').update(text).digest();
  return timingSafeEqual(hash(given ?? ''), hash(token));
}

const NAMES = ['127.0.0.1', 'localhost'];

/** Whether a request is meant for us, and not sent by another page. `origin`: it must say where it comes from. */
export function isOurs(request: IncomingMessage, port: number, origin: 'required' | 'if-given'): boolean {
  const { host, origin: from, 'sec-fetch-site': site } = request.headers;
  if (!NAMES.some((name) => host === `${name}:${port}`)) return false;
  if (site !== undefined && site !== 'same-origin' && site !== 'none') return false;
  if (from === undefined) return origin === 'if-given';
  return from === `http://${host}`;
}
