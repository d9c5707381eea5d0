/** Processor time of a browser's threads, from its own trace: unlike frames a second, it does not depend on what else runs. */
import type { Page } from '@playwright/test';

interface TraceEvent {
  readonly name: string;
  readonly ph: string;
  /** Processor time, µs. */
  readonly tdur?: number;
}

/** Outermost tasks of the event loops and of the pool's threads; what they call lies inside. */
const TASKS: ReadonlySet<string> = new Set(['RunTask', 'ThreadPool_RunTask']);

/** Starts tracing; `stop` gives the processor time since then, ms. */
export async function startTrace(page: Page): Promise<{ readonly stop: () => Promise<number> }> {
  const session = await page.context().newCDPSession(page);
  const events: TraceEvent[] = [];
  session.on('Tracing.dataCollected', ({ value }) => void events.push(...(value as unknown as TraceEvent[])));
  await session.send('Tracing.start', {
    transferMode: 'ReportEvents',
    traceConfig: { includedCategories: ['toplevel', 'devtools.timeline', 'disabled-by-default-devtools.timeline'] },
  });
  return {
    async stop() {
      const complete = new Promise((resolve) => session.once('Tracing.tracingComplete', resolve));
      await session.send('Tracing.end');
      await complete;
      await session.detach();
      const tasks = events.filter(({ name, ph }) => ph === 'X' && TASKS.has(name));
      return tasks.reduce((sum, { tdur = 0 }) => sum + tdur, 0) / 1000;
    },
  };
}
