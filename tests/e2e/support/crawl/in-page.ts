/** The crawler's part in the page: lists everything on the screen by role and name, and finds a thing again. */
import type { CrawlNames } from './in-page-names.ts';

export interface Found {
  /** `button "Run"`, with the landmark it is in: the same for the same thing on every screen. */
  readonly key: string;
  /** Things of one kind in a list, a table or a graph; null for a thing of its own. */
  readonly family: string | null;
  /** Can be clicked, dragged or reached with Tab. */
  readonly isControl: boolean;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** Layers that lie over the screen, and elements of it that are broken. */
export interface PageState {
  /** The topmost open menu, list or dialog in words; null if there is none. */
  readonly overlay: string | null;
  /** Titles of parts of the window that stopped. */
  readonly stopped: readonly string[];
}

export interface PageCrawl {
  /** Everything that can be pointed at, in the order of the page; inside the topmost menu or dialog if one is open. */
  survey(): readonly Found[];
  /** Scrolls the thing into view and says where it is; null if it is gone or covered. */
  locate(key: string): Found | null;
  state(): PageState;
  /** The state once the page has drawn what the last act changed. */
  settled(): Promise<PageState>;
  /** The thing that has the keyboard; null for the page itself. */
  focused(): string | null;
}

/** Runs in the page before its own scripts and after `installNames`. It plays no part in what the window does. */
export function installCrawl(): void {
  const { roleOf, nameOf, placeOf, keyOf } = (window as unknown as { readonly crawlNames: CrawlNames }).crawlNames;
  const CONTROLS =
    'button, a[href], input, select, textarea, summary, [tabindex], [role="button"], [role="tab"], [role="option"], [role="radio"], ' +
    '[role="checkbox"], [role="switch"], [role="slider"], [role="separator"], [role^="menuitem"], [role="combobox"]';
  const OTHERS = '[role], [title], h1, h2, h3, li, tr, th, td, dt, dd, figure, img, canvas, svg, label, output';
  const OVERLAYS = '[role="dialog"], [role="alertdialog"], [role="menu"], [data-radix-popper-content-wrapper] [role="listbox"]';
  /** Elements that there are many of: rows, and boxes of the graph. */
  const REPEATED = '[role="option"], tr, li, [role="row"], [role="application"] [role="group"]';

  const topOverlay = (): Element | null => [...document.querySelectorAll(OVERLAYS)].filter((one) => isShown(one)).at(-1) ?? null;
  const isShown = (element: Element): boolean => {
    const { width, height } = element.getBoundingClientRect();
    return width > 0 && height > 0 && !element.closest('[inert], [hidden], .visually-hidden');
  };
  /** Everything, in order, with its key: the second of the same key is `key #2`. */
  const all = (): readonly (readonly [Element, string])[] => {
    const seen = new Map<string, number>();
    return [...(topOverlay() ?? document).querySelectorAll(`${CONTROLS}, ${OTHERS}`)].filter(isShown).map((element) => {
      const key = keyOf(element);
      const count = (seen.get(key) ?? 0) + 1;
      seen.set(key, count);
      return [element, count === 1 ? key : `${key} #${count}`];
    });
  };
  /** A point of the element that is in view and not covered. */
  const pointOf = (element: Element): readonly [number, number] | null => {
    const { left, top, right, bottom } = element.getBoundingClientRect();
    const [l, t] = [Math.max(0, left), Math.max(0, top)];
    const [r, b] = [Math.min(window.innerWidth, right), Math.min(window.innerHeight, bottom)];
    if (r - l < 1 || b - t < 1) return null;
    for (const [across, down] of [
      [0.5, 0.5],
      [0.1, 0.5],
      [0.9, 0.5],
      [0.5, 0.1],
      [0.5, 0.9],
      [0.1, 0.1],
    ] as const) {
      const point = [l + across * (r - l), t + down * (b - t)] as const;
      const hit = document.elementFromPoint(...point);
      if (hit && (element.contains(hit) || hit.contains(element))) return point;
    }
    return null;
  };
  const familyOf = (element: Element): string | null => {
    const row = element.closest(REPEATED);
    const kind = `${element.tagName} ${roleOf(element)} ${element.classList[0] ?? ''}`;
    // Commands are rows of the palette, and each is a thing of its own.
    return row && !row.matches('.app-palette-item') ? `${placeOf(row.parentElement ?? row)}${kind}` : null;
  };
  const found = (element: Element, key: string): Found | null => {
    const point = pointOf(element);
    if (!point) return null;
    const { width, height } = element.getBoundingClientRect();
    const [x, y] = point;
    return { key, family: familyOf(element), isControl: element.matches(CONTROLS), x, y, width, height };
  };

  const overlay = (): string | null => {
    const top = topOverlay();
    return top && `${roleOf(top)} "${nameOf(top).slice(0, 24)}"`;
  };
  const stopped = (): readonly string[] =>
    [...document.querySelectorAll('[role="alert"]')]
      .map(({ textContent }) => textContent ?? '')
      .filter((text) => text.startsWith('This part of the window stopped'));
  const state = (): PageState => ({ overlay: overlay(), stopped: stopped() });

  const crawl: PageCrawl = {
    survey: () => all().flatMap(([element, key]) => found(element, key) ?? []),
    locate(key) {
      const [element] = all().find(([, one]) => one === key) ?? [];
      if (!element) return null;
      if (!pointOf(element)) void element.scrollIntoView({ block: 'nearest', inline: 'nearest' });
      return found(element, key);
    },
    state,
    settled: () => new Promise((resolve) => requestAnimationFrame(() => setTimeout(() => resolve(state())))),
    focused: () => (document.activeElement && document.activeElement !== document.body ? keyOf(document.activeElement) : null),
  };
  Object.assign(window, { crawl });
}
