/** The limits of a search: how many plans it tries, and how long. Pure, so that a forecast follows the same rules as the search itself. */
import type { Search } from './search.ts';
import type { TrialRequest } from './trials.ts';

/** The limits of a search. */
export interface SearchLimits {
  /** Most plans to try. */
  readonly trials: number;
  /** Time for everything, in ms; infinite if there is no limit. */
  readonly time: number;
  /** True if the best plans are confirmed with int8 numbers at the end. */
  readonly int8: boolean;
}

/** Part of the time that the search may use; the rest is for the hold-out. */
const SEARCH_SHARE = 0.85;
/** Part of the time after which a search for int8 numbers leaves the rest out and confirms its best plans, which takes long. */
const CONFIRM_SHARE = 0.6;

/** The time after which a request is not begun any more, in ms from the start. */
const deadlineOf = ({ time, int8 }: SearchLimits, { numbers }: TrialRequest): number =>
  time * (int8 && numbers !== 'int8' ? CONFIRM_SHARE : SEARCH_SHARE);

/**
 * The request to answer: `request` if it is within the limits, otherwise the first of those that end the search; undefined if the search has
 * ended. `elapsed`: ms since the start. `isCut`: true if something was left out.
 */
export function withinLimits(
  search: Search,
  request: TrialRequest | undefined,
  limits: SearchLimits,
  elapsed: () => number,
): { readonly request: TrialRequest | undefined; readonly isCut: boolean } {
  let [next, isCut] = [request, false];
  while (next) {
    const isConfirming = next.numbers === 'int8';
    const more = next.from === 0 ? next.plans.length : 0;
    const isOver = elapsed() >= deadlineOf(limits, next);
    if (!isOver && (isConfirming || search.tried().length + more <= limits.trials)) break;
    isCut = true;
    next = isConfirming ? undefined : search.finish();
  }
  return { request: next, isCut };
}
