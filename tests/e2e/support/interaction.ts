/** How long the window takes to answer, as the browser measures it: from an event to the picture after it. */
import type { Page } from '@playwright/test';

export interface Interaction {
  /** Events measured. */
  readonly count: number;
  /** For people: the middle, 95 of 100, the longest; and tasks that held the page up. */
  readonly text: string;
  /** Each event that took more than 50 ms: what it was, and its time until and after the last handler. */
  readonly slow: readonly string[];
}

/** Durations of events and of tasks that held the page up, in ms, and the slow events in words. */
interface Seen {
  readonly events: number[];
  readonly tasks: number[];
  readonly slow: string[];
}

/** Measures what happens in the page while `work` goes on. Event timing is told in steps of 8 ms, by the browser's own rule. */
export async function measureInteraction(page: Page, work: () => Promise<void>): Promise<Interaction> {
  await page.evaluate(() => {
    const seen: Seen = { events: [], tasks: [], slow: [] };
    const events = new PerformanceObserver((list) => {
      for (const entry of list.getEntries() as PerformanceEventTiming[]) {
        if (!/^(pointer(down|up)|key(down|up)|click)$/.test(entry.name)) continue;
        seen.events.push(entry.duration);
        if (entry.duration <= 50) continue;
        const element = entry.target instanceof HTMLElement ? entry.target : null;
        const target = element?.ariaLabel ?? element?.textContent?.slice(0, 24) ?? 'gone';
        const handled = Math.round(entry.processingEnd - entry.startTime);
        seen.slow.push(`${entry.name} on ${target}: ${handled} + ${Math.round(entry.duration - handled)} ms`);
      }
    });
    const tasks = new PerformanceObserver((list) => seen.tasks.push(...list.getEntries().map(({ duration }) => duration)));
    events.observe({ type: 'event', durationThreshold: 16 } as PerformanceObserverInit);
    tasks.observe({ type: 'longtask' });
    let all = 0;
    const count = (): void => void all++;
    for (const name of ['pointerdown', 'pointerup', 'keydown', 'keyup', 'click']) window.addEventListener(name, count, true);
    Object.assign(window, {
      takeInteraction: () => {
        events.disconnect();
        tasks.disconnect();
        return { ...seen, all };
      },
    });
  });
  await work();
  // The picture after the last event.
  await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))));
  const { events, tasks, slow, all } = await page.evaluate(() =>
    (window as unknown as { takeInteraction: () => Seen & { readonly all: number } }).takeInteraction(),
  );
  // Faster ones than 16 ms are not told one by one.
  const sorted = [...Array.from({ length: Math.max(0, all - events.length) }, () => 8), ...events].sort((a, b) => a - b);
  const at = (share: number): number => sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0;
  return {
    count: all,
    slow,
    text:
      `${all} events, middle ≤ ${at(0.5)} ms, 95 % ≤ ${at(0.95)} ms, longest ${at(1)} ms, over 50 ms: ${slow.length}; ` +
      `tasks over 50 ms: ${tasks.length}${tasks.length > 0 ? `, longest ${Math.max(...tasks)} ms` : ''}`,
  };
}
