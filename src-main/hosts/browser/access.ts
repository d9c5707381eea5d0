/**
 * Decides who may use the host. The host listens on loopback only, but every page in the user's browser and every program on this
 * machine can reach it. A request must therefore use the host name that we print (so that other names pointing at 127.0.0.1
 * fail), come from our own page, and carry the token. No address contains the token. An address contains a code, which can be
 * exchanged for the token once.
 */
import { createHash, createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';

/** A fresh token: 32 random bytes. */
export const newToken = (): string => randomBytes(32).toString('base64url');

/** Compares in constant time, so that the duration does not reveal where the two differ. */
export function isToken(given: string | null, token: string): boolean {
  const hash = (text: string): Buffer => createHash('sha256').update(text).digest();
  return timingSafeEqual(hash(given ?? ''), hash(token));
}

const NAMES = ['127.0.0.1', 'localhost'];

/** True if a request addresses this host and was not sent by another page. `origin`: whether the request must name its origin. */
export function isOurs(request: IncomingMessage, port: number, origin: 'required' | 'if-given'): boolean {
  const { host, origin: from, 'sec-fetch-site': site } = request.headers;
  if (!NAMES.some((name) => host === `${name}:${port}`)) return false;
  if (site !== undefined && site !== 'same-origin' && site !== 'none') return false;
  if (from === undefined) return origin === 'if-given';
  return from === `http://${host}`;
}

const derived = (token: string, what: string): string => createHmac('sha256', token).update(what).digest('base64url');

/**
 * Proves to a window that this host knows the token, before the window sends it. Another program may have taken the port while no
 * host was running.
 */
export const proofOf = (token: string, challenge: string): string => derived(token, `proof:${challenge}`);

/**
 * The cookie for loading a page again. It gives access only to the pages, which are the same for everyone, because a browser
 * sends cookies to every port of a machine, including those of other users' programs.
 */
export const pageCookie = (token: string, port: number): string => `spikeloom-${port}=${derived(token, 'page')}`;

/** A year, in seconds, so that a bookmark works as long as the token does. */
const COOKIE_SECONDS = 365 * 24 * 3600;
export const setCookie = (token: string, port: number): string =>
  `${pageCookie(token, port)}; Path=/; Max-Age=${COOKIE_SECONDS}; HttpOnly; SameSite=Strict`;

/** True if a request has the page cookie. */
export const hasCookie = ({ headers }: IncomingMessage, token: string, port: number): boolean =>
  (headers.cookie ?? '').split('; ').some((one) => isToken(one, pageCookie(token, port)));

export type Taking = 'taken' | 'again' | 'used' | 'unknown';

export interface Codes {
  /** Makes a code. `seconds`: its lifetime; without it the code does not expire. */
  make(seconds?: number): string;
  /** True if `take` would accept the code now. */
  isGood(code: string): boolean;
  /**
   * Exchanges a code for the page that generated `nonce`. `taken`: the code was valid until now. `again`: the same page exchanged
   * it some seconds ago, since it may have been reloaded before it read the answer.
   */
  take(code: string, nonce: string): Taking;
}

/** Time in which the page that exchanged a code may ask for the token once more. */
const AGAIN_MS = 30_000;
/** The nonce of a page: 32 random bytes. A shorter one could be guessed. */
const NONCE = /^[\w-]{43}$/;

/** Most codes that are remembered, including used ones. */
const MOST_CODES = 1000;

/** Makes the store of codes. Each code is part of an address and lets in one window. */
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
