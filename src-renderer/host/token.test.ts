/** How a window is let in, and what each reason for which it is not is called. */
import { createHmac } from 'node:crypto';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { takeCode, tokenFor } from './token.ts';

const TOKEN = 't'.repeat(43);
const CODE = 'c'.repeat(43);

/** What a browser keeps, of an origin or a tab. */
const storage = (kept = new Map<string, string>()) => ({
  getItem: (key: string) => kept.get(key) ?? null,
  setItem: (key: string, value: string) => void kept.set(key, value),
  removeItem: (key: string) => void kept.delete(key),
});
const forbidden = { ...storage(), getItem: no, setItem: no, removeItem: no };
function no(): never {
  throw new DOMException('Access is denied for this document.', 'SecurityError');
}

/** Loads a page at an address; what is kept stays. */
function load(address: string): void {
  const location = { href: `http://127.0.0.1:1234${address}` };
  vi.stubGlobal('window', {
    location,
    history: { replaceState: (_: unknown, __: string, to: URL) => (location.href = to.href) },
  });
}

/** What the host answers: to a challenge with the proof for `knows`, to a code with `exchange`. */
function answers(exchange: () => Response | Promise<Response>, knows = TOKEN) {
  const asked = vi.fn((path: string) => {
    const challenge = new URL(path, 'http://host').searchParams.get('challenge');
    if (challenge === null) return Promise.resolve(exchange());
    const proof = createHmac('sha256', knows).update(`proof:${challenge}`).digest('base64url');
    return Promise.resolve(Response.json({ proof }));
  });
  vi.stubGlobal('fetch', asked);
  return asked;
}

const given = (): Response => Response.json({ token: TOKEN });
const refused = (status: number) => (): Response => new Response('No.', { status });

beforeEach(() => {
  vi.stubGlobal('localStorage', storage());
  vi.stubGlobal('sessionStorage', storage());
});
afterEach(() => vi.unstubAllGlobals());

it('is let in by its code, which leaves the address, and by its token when it is loaded again', async () => {
  load(`/?code=${CODE}&open=example`);
  answers(given);
  expect(await tokenFor(takeCode())).toEqual({ token: TOKEN });
  expect(window.location.href).toBe('http://127.0.0.1:1234/?open=example');
  load('/');
  expect(takeCode()).toBeNull();
  const asked = answers(refused(409));
  expect(await tokenFor(null)).toEqual({ token: TOKEN });
  expect(asked).toHaveBeenCalledOnce();
});

it('asks again with what it asked before where it was loaded again before it had an answer', async () => {
  load(`/?code=${CODE}`);
  const asked = answers(() => Promise.reject(new TypeError('Failed to fetch')));
  expect(await tokenFor(takeCode())).toBe('lost');
  load('/');
  expect(await tokenFor(takeCode())).toBe('lost');
  const [first, second] = asked.mock.calls;
  expect(second).toEqual(first);
  expect(first![0]).toMatch(/^\/session\?code=c{43}&nonce=[\w-]{43}$/);
});

it.each([
  ['/', '', given, 'no-code'],
  ['/', 'x', given, 'other-key'],
  [`/?code=${CODE}`, '', refused(409), 'code-used'],
  [`/?code=${CODE}`, '', refused(410), 'code-expired'],
  [`/?code=${CODE}`, '', refused(403), 'other-program'],
  [`/?code=${CODE}`, '', () => new Response('<html>'), 'other-program'],
  [`/?code=${CODE}`, '', () => Response.json({ token: 7 }), 'other-program'],
  [`/?code=${CODE}`, '', () => Response.error(), 'other-program'],
  [`/?code=${CODE}`, '', () => Promise.reject(new TypeError('Failed to fetch')), 'lost'],
  // The connection ended in the middle of the answer.
  [
    `/?code=${CODE}`,
    '',
    () => new Response(new ReadableStream({ start: (stream) => stream.error(new TypeError('gone')) })),
    'lost',
  ],
] as const)('at %s with the key "%s" and %s, it is not let in: %s', async (address, kept, exchange, why) => {
  if (kept !== '') localStorage.setItem('spikeloom.token', kept);
  load(address);
  answers(exchange);
  expect(await tokenFor(takeCode())).toBe(why);
});

it('is not let in by a kept token at a program that cannot prove that it knows it, and does not tell it', async () => {
  localStorage.setItem('spikeloom.token', TOKEN);
  load('/');
  const asked = vi.fn((_: string) => Promise.resolve(new Response('hello')));
  vi.stubGlobal('fetch', asked);
  expect(await tokenFor(takeCode())).toBe('other-program');
  expect(asked.mock.calls.flat().join()).not.toContain(TOKEN);
});

it('is let in where the browser lets pages keep nothing', async () => {
  vi.stubGlobal('localStorage', forbidden);
  vi.stubGlobal('sessionStorage', forbidden);
  load(`/?code=${CODE}`);
  answers(given);
  expect(await tokenFor(takeCode())).toEqual({ token: TOKEN });
});
