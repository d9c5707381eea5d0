/**
 * Decides who may talk to the host. It listens on loopback only, but every page in the user's browser and every program of this machine can
 * reach that: a request must name the host as we print it (against names that others point at 127.0.0.1), come from our own page, and
 * know the token. The token itself is in no address: an address holds a code, which is worth a token once.
 */
import { createHash, createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
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

const derived = (token: string, what: string): string => createHmac('sha256', token).update(what).digest('base64url');

/**
 * Shows a window that this host knows the token, before the window tells it: another program may have taken the port while no host
 * was running.
 */
export const proofOf = (token: string, challenge: string): string => derived(token, `proof:${challenge}`);

/**
 * The cookie with which a page is loaded again. It opens pages, which are the same for everyone, and nothing else: a browser sends cookies
 * to every port of a machine, those of other users' programs included.
 */
export const pageCookie = (token: string, port: number): string => `spikeloom-${port}=${derived(token, 'page')}`;

/** A year, in seconds: a bookmark works for as long as the token does. */
const COOKIE_SECONDS = 365 * 24 * 3600;
export const setCookie = (token: string, port: number): string =>
  `${pageCookie(token, port)}; Path=/; Max-Age=${COOKIE_SECONDS}; HttpOnly; SameSite=Strict`;

/** True if a request has the cookie of pages. */
export const hasCookie = ({ headers }: IncomingMessage, token: string, port: number): boolean =>
  (headers.cookie ?? '').split('; ').some((one) => isToken(one, pageCookie(token, port)));

export type Taking = 'taken' | 'again' | 'used' | 'unknown';

export interface Codes {
  /** A new code; `seconds`: how long it is good for, without end where that is left out. */
  make(seconds?: number): string;
  /** True if `take` would take the code now. */
  isGood(code: string): boolean;
  /**
   * Takes a code for the page that made up `nonce`: `taken` for one that was good until now, `again` for one that the same page took some
   * seconds ago: it may have been loaded again before it read the answer.
   */
  take(code: string, nonce: string): Taking;
}

/** Time in which the page that took a code may ask for the token once more. */
const AGAIN_MS = 30_000;
/** What a page makes up: 32 random bytes. A shorter one could be guessed. */
const NONCE = /^[\w-]{43}$/;

/** Codes that are remembered, used ones included. */
const MOST_CODES = 1000;

/** Codes that stand in an address, each good for one window. */
export function createCodes(now: () => number = () => performance.now()): Codes {
  const codes = new Map<string, { readonly until: number; taken?: { readonly nonce: string; readonly at: number } }>();
  return {
    make(seconds = Number.POSITIVE_INFINITY) {
      const code = newToken();
      codes.set(code, { until: now() + 1000 * seconds });
      for (const old of [...codes.keys()].slice(0, -MOST_CODES)) codes.delete(old);
      return code;
    },
    isGood(code) {
      const found = codes.get(code);
      return found !== undefined && !found.taken && now() <= found.until;
    },
    take(code, nonce) {
      const found = codes.get(code);
      if (!found || !NONCE.test(nonce) || (!found.taken && now() > found.until)) return 'unknown';
      if (!found.taken) {
        found.taken = { nonce, at: now() };
        return 'taken';
      }
      return isToken(nonce, found.taken.nonce) && now() <= found.taken.at + AGAIN_MS ? 'again' : 'used';
    },
  };
}
