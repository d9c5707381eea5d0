/** The notes of a crawl: what was done on which screen, what is new, and the faults, each with the act before it. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { ROOT, WHOLE_WINDOW } from '../files.ts';
import type { Found } from './in-page.ts';

export type Act = 'hover' | 'focus' | 'drag' | 'click' | 'menu';
const ACTS: readonly Act[] = ['hover', 'focus', 'drag', 'click', 'menu'];

/** Of things of one kind in a list, so many are clicked and dragged; all are pointed at. One more in `npm run test:window`. */
const OF_A_FAMILY = WHOLE_WINDOW ? 3 : 2;

export interface Notes {
  readonly errors: string[];
  readonly done: { readonly screen: string; readonly act: Act; readonly what: string }[];
  /** The last act, in words. */
  now: string;
  /** Everything that was done on any screen, by act: the same button is clicked once. */
  readonly seen: ReadonlyMap<Act, Set<string>>;
  /** How often an act was done on things of one family. */
  readonly families: Map<string, number>;
}

export const emptyNotes = (): Notes => ({
  errors: [],
  done: [],
  now: 'before the first act',
  seen: new Map(ACTS.map((act) => [act, new Set()])),
  families: new Map(),
});

/** Notes a fault with the last act, once. */
export function fail({ errors, now }: Notes, what: string): void {
  const line = `${now}: ${what.split('\n').slice(0, 3).join(' ').slice(0, 400)}`;
  if (!errors.includes(line)) errors.push(line);
}

/** Notes an act that is about to be done. */
export function note(notes: Notes, screen: string, act: Act, what: string): void {
  notes.now = `${screen}: ${act} ${what}`;
  notes.done.push({ screen, act, what });
}

/** True if the act has not been done on this thing within `scope`, nor on enough things of its family; enters that it is done. */
export function isNew({ seen, families }: Notes, act: Act, { key, family }: Found, scope: string): boolean {
  const all = seen.get(act)!;
  if (all.has(scope + key)) return false;
  if (family !== null && act !== 'hover') {
    const count = families.get(`${act} ${scope}${family}`) ?? 0;
    if (count >= OF_A_FAMILY) return false;
    families.set(`${act} ${scope}${family}`, count + 1);
  }
  all.add(scope + key);
  return true;
}

/** Writes the list of what was done, and returns the counts in lines, one for each screen. */
export function writeReport({ done }: Notes, name: string): string[] {
  const folder = join(ROOT, 'build', 'e2e', 'crawl');
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, `${name}.txt`), done.map(({ screen, act, what }) => `${screen}\t${act}\t${what}\n`).join(''));
  const counts = new Map<string, Record<Act, number>>();
  for (const { screen, act } of done) {
    const root = screen.split(' › ')[0]!;
    const row = counts.get(root) ?? { hover: 0, focus: 0, drag: 0, click: 0, menu: 0 };
    row[act]++;
    counts.set(root, row);
  }
  return [...counts].map(([screen, row]) => `${screen}: ${ACTS.map((act) => `${act} ${row[act]}`).join(', ')}`);
}

/** Reports every fault of the page and the host to `fail`, whoever notices it first. */
export function watch(page: Page, fail: (what: string) => void): void {
  page.on('console', (message) => {
    if (message.type() === 'error') fail(`console: ${message.text()}`);
  });
  page.on('pageerror', (error) => fail(`thrown: ${error.stack ?? error.message}`));
  page.on('crash', () => fail('the page crashed'));
  page.on('response', (response) => {
    if (response.status() >= 400) fail(`${response.status()} for ${response.url()}`);
  });
  page.on('requestfailed', (request) => {
    // A page that is left gives up what it still waited for.
    if (request.failure()?.errorText !== 'net::ERR_ABORTED') fail(`no answer for ${request.url()}`);
  });
  page.on('websocket', (socket) =>
    socket.on('framereceived', ({ payload }) => {
      const { kind, error } = JSON.parse(String(payload)) as {
        readonly kind: string;
        readonly error?: { readonly code: string; readonly message: string };
      };
      // Faults of the program itself; what a person does wrong has other codes.
      if (kind === 'failed' && error && /^(internal|contract\.)/.test(error.code))
        fail(`the host: ${error.code}: ${error.message}`);
    }),
  );
}
