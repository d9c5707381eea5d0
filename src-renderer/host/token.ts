/**
 * What lets this window in at a host in a browser: a token. The page's address holds a code instead, which is exchanged for the token once
 * and taken out of the address; the token is kept for this origin (host and port), so that pages can be loaded again and a second tab be opened.
 */
import type { Refusal } from './channel.ts';

const KEY = 'spikeloom.token';
const CODE = 'code';
/** The code that is being exchanged, and what makes it this tab's: a page that is loaded again before it has read the answer asks once more. */
const EXCHANGE = 'spikeloom.exchange';

/** Why there is no token to connect with: nothing answers (`lost`), or a refusal. */
export type NoToken = 'lost' | Refusal;

interface Exchange {
  readonly code: string;
  /** Random, and known to this tab and the host only: the host gives the token for the code again to whoever has it, for some seconds. */
  readonly nonce: string;
}

/** The code of the page's address, which is without it from now on, or the one whose exchange the page before did not finish. */
export function takeCode(): Exchange | null {
  const address = new URL(window.location.href);
  const code = address.searchParams.get(CODE);
  if (code === null) return unfinished();
  address.searchParams.delete(CODE);
  const exchange = { code, nonce: base64url(crypto.getRandomValues(new Uint8Array(32))) };
  write(() => sessionStorage.setItem(EXCHANGE, JSON.stringify(exchange)));
  window.history.replaceState(null, '', address);
  return exchange;
}

/** The token for the host that answers now: the one that is kept where the host proves that it knows it, otherwise the one for a code. */
export async function tokenFor(exchange: Exchange | null): Promise<{ readonly token: string } | NoToken> {
  const kept = read(() => localStorage.getItem(KEY));
  if (kept !== null) {
    const known = await isKnownToHost(kept);
    if (typeof known === 'string') return known;
    if (known) {
      write(() => sessionStorage.removeItem(EXCHANGE));
      return { token: kept };
    }
  }
  if (exchange === null) return kept === null ? 'no-code' : 'other-key';
  const { code, nonce } = exchange;
  const answer = await ask(`/session?code=${encodeURIComponent(code)}&nonce=${nonce}`, 'POST');
  if (answer === 'lost') return 'lost';
  if (answer.status === 409 || answer.status === 410) {
    write(() => sessionStorage.removeItem(EXCHANGE));
    return answer.status === 409 ? 'code-used' : 'code-expired';
  }
  const { token } = answer.value as { readonly token?: unknown };
  if (typeof token !== 'string') return 'other-program';
  write(() => localStorage.setItem(KEY, token));
  write(() => sessionStorage.removeItem(EXCHANGE));
  return { token };
}

/** Calls `listener` when another tab was let in with a new token. */
export function onNewToken(listener: () => void): void {
  window.addEventListener('storage', ({ key }) => key === KEY && listener());
}

function unfinished(): Exchange | null {
  const text = read(() => sessionStorage.getItem(EXCHANGE));
  return text === null ? null : (JSON.parse(text) as Exchange);
}

/** A browser may forbid pages to keep anything: the token then lasts as long as the page. */
function read(get: () => string | null): string | null {
  try {
    return get();
  } catch {
    return null;
  }
}

function write(set: () => void): void {
  try {
    set();
  } catch {
    // As above.
  }
}

/** Status and JSON of an answer; an empty object for what is no JSON. */
async function ask(path: string, method: string): Promise<{ readonly status: number; readonly value: object } | 'lost'> {
  let answer: Response;
  try {
    answer = await fetch(path, { method });
  } catch {
    return 'lost';
  }
  const text = await answer.text().catch(() => undefined);
  if (text === undefined) return 'lost';
  try {
    const value: unknown = JSON.parse(text);
    return { status: answer.status, value: answer.ok && typeof value === 'object' && value !== null ? value : {} };
  } catch {
    return { status: answer.status, value: {} };
  }
}

/** Another program may have taken the port: a token is told only to a host that has it already. */
async function isKnownToHost(token: string): Promise<boolean | 'lost' | 'other-program'> {
  const challenge = base64url(crypto.getRandomValues(new Uint8Array(32)));
  const answer = await ask(`/session?challenge=${challenge}`, 'GET');
  if (answer === 'lost') return 'lost';
  const { proof } = answer.value as { readonly proof?: unknown };
  if (typeof proof !== 'string') return 'other-program';
  const bytes = new TextEncoder();
  const key = await crypto.subtle.importKey('raw', bytes.encode(token), { name: 'HMAC', hash: 'SHA-256' }, false, ['sign']);
  return proof === base64url(new Uint8Array(await crypto.subtle.sign('HMAC', key, bytes.encode(`proof:${challenge}`))));
}

const base64url = (bytes: Uint8Array): string =>
  btoa(String.fromCharCode(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '');
