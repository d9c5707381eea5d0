/** The difference that the graph shows, as the window's store holds it. */
import type { Plan } from '../../src-shared/plan/index.ts';
import type { RunComparison } from '../../src-shared/results/index.ts';
import type { Overlay } from './overlays.ts';

/** One of the two plans that are compared. */
export interface DifferenceSide {
  /** As a heading names it: `Version 3`, `Run 4`, `Trial 12`. */
  readonly name: string;
  /** The run whose mark stands beside the name; null for a plan that is not that of a run. */
  readonly run: number | null;
  /** Null for the working plan, as it is at the moment. */
  readonly plan: Plan | null;
}

export interface ShownDifference {
  readonly from: DifferenceSide;
  readonly to: DifferenceSide;
  /** The figures of both runs, which colour the graph; null if only plans are compared. */
  readonly comparison: RunComparison | null;
  /** What coloured the graph before. */
  readonly before: Overlay;
}
