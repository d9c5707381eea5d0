/** The answer to the question whether the network fits the chosen target. */
import type { WireError } from '../../src-shared/contract/index.ts';
import type { FitReport } from '../../src-shared/fit/index.ts';

/** Both are null where no target is chosen, and until the first answer is there. */
export interface FitState {
  readonly report: FitReport | null;
  /** Why there is no report. */
  readonly error: WireError | null;
}

/** Nothing is known. */
export const NO_FIT: FitState = { report: null, error: null };
