/** Tells a window of the plans that a search has tried, as often as the window can draw them. */
import type { Plan } from '../../../src-shared/plan/index.ts';
import { type Goal, type TrialPoint, trialPoint, type TriedPlan } from '../../../src-shared/tuning/index.ts';
import type { ServiceContext } from '../progress.ts';

/** Shortest time between two reports. Stored evaluations of an earlier search follow each other much faster. */
const REPORT_MS = 250;

/** Receives the plans whose figures have changed. */
export interface TrialReporter {
  add(tried: TriedPlan): void;
  /** Reports what has not been reported. */
  flush(): void;
}

/** A reporter to `onTrials`; one that does nothing if nobody listens. `start`: the plan that the search started from. */
export function trialReporter(onTrials: ServiceContext['onTrials'], goal: Goal, start: Plan): TrialReporter {
  if (!onTrials) return { add: () => {}, flush: () => {} };
  let waiting: TrialPoint[] = [];
  let last = -Infinity;
  const flush = (): void => {
    if (waiting.length === 0) return;
    onTrials(waiting);
    waiting = [];
    last = performance.now();
  };
  return {
    add(tried) {
      waiting.push(trialPoint(goal, tried, start));
      if (performance.now() - last >= REPORT_MS) flush();
    },
    flush,
  };
}
