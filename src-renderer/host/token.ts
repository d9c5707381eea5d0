/**
 * What lets this window in at a host in a browser: a token. The page's address holds a code instead, which is exchanged for the token once
 * and taken out of the address; the token is kept for this origin (host and port), so that pages can be loaded again and a second tab be opened.
 */
const KEY = 'spikeloom.token';
const CODE = 'code';

/** Why there is no token to connect with: nothing answers, or the host does not know this window. */
export type NoToken = 'lost' | 'refused';

/** The code of the page's address, which is without it from now on. */
export function takeCode(): string | null {
  const address = new URL(window.location.href);
  const code = address.searchParams.get(CODE);
  if (code !== null) {
    address.searchParams.delete(CODE);
    window.history.replaceState(null, '', address);
  }
  return code;
}

/** The token for the host that answers now: the one that is kept where the host proves that it knows it, otherwise the one for `code`. */
export async function tokenFor(code: string | null): Promise<{ readonly token: string } | NoToken> {
  try {
    const kept = localStorage.getItem(KEY);
    if (kept !== null && (await isKnownToHost(kept))) return { token: kept };
    if (code === null) return 'refused';
    const answer = await fetch(`/session?code=${encodeURIComponent(code)}`, { method: 'POST' });
    if (!answer.ok) return 'refused';
    const { token } = (await answer.json()) as { readonly token: string };
    localStorage.setItem(KEY, token);
    return { token };
  } catch {
    return 'lost';
  }
}

/** Calls `listener` when another tab was let in with a new token. */
export function onNewToken(listener: () => void): void {
  window.addEventListener('storage', ({ key }) => key === KEY && listener());
}

/** Another program may have taken the port: a token is told only to a host that has it already. */
async function isKnownToHost(token: string): Promise<boolean> {
  const challenge = base64url(crypto.getRandomValues(new Uint8Array(32)));
  const answer = await fetch(`/session?challenge=${challenge}`);
  if (!answer.ok) return false;
  const { proof } = (await answer.json()) as { readonly proof: unknown };
  const bytes = new TextEncoder();
  const key = await crypto.subtle.importKey('raw', bytes.encode(token), { name: 'HMAC', hash: 'SHA-256' }, false, ['sign']);
  return proof === base64url(new Uint8Array(await crypto.subtle.sign('HMAC', key, bytes.encode(`proof:${challenge}`))));
}

const base64url = (bytes: Uint8Array): string =>
  btoa(String.fromCharCode(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '');
