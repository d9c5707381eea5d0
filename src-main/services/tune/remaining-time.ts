/**
 * The time that a search will still take. Its requests so far say what requests cost, and a forecast of the rest says which ones are to come.
 * A forecast takes time too, and is therefore made anew only now and then.
 */
import { setImmediate as pause } from 'node:timers/promises';
import {
  fitCost,
  forecasting,
  type SearchForecast,
  type SearchLimits,
  type SearchSetup,
  type TimedRequest,
  type Trial,
  type TriedPlan,
} from '../../../src-shared/tuning/index.ts';

/** Estimates the rest of a search. */
export interface RemainingTime {
  /** Notes a request that was evaluated. */
  timed(request: TimedRequest): void;
  /** Notes the answer to the next request of the search, evaluated or found. */
  answered(trials: readonly Trial[]): void;
  /**
   * The time left, in ms; undefined while it is not known. `tried`: the plans so far; undefined if the limits have ended the search, of which
   * nothing new can be forecast then.
   */
  estimate(tried: readonly TriedPlan[] | undefined): Promise<number | undefined>;
}

/** The search, and the samples of its parts, as a forecast takes them. */
export interface EstimatedSearch {
  readonly setup: SearchSetup;
  readonly limits: SearchLimits;
  readonly sizes: readonly number[];
  readonly holdout: number;
  readonly signal: AbortSignal;
  /** The time used so far, in ms. */
  readonly elapsed: () => number;
}

/** Requests that say enough of their cost: the three steps of successive halving among the first plans. */
const LEAST_TIMED = 3;
/** Time of a search before the first forecast, in ms; time until the next one, as a part of the time so far and as a multiple of what the last one took. */
const FIRST_MS = 3000;
const UNTIL_NEXT = 0.1;
const PAUSE = 20;
/** Part of the time so far that a forecast may take, and the longest time that it holds up a cancellation, in ms. */
const FORECAST_SHARE = 0.1;
const UNINTERRUPTED_MS = 20;

/** An estimator for a search that begins. */
export function remainingTime({ setup, limits, sizes, holdout, signal, elapsed }: EstimatedSearch): RemainingTime {
  const timed: TimedRequest[] = [];
  const answers: (readonly Trial[])[] = [];
  let due = FIRST_MS;
  let end: number | undefined;
  /** The forecast; undefined if it takes too long. */
  const forecast = async (tried: readonly TriedPlan[]): Promise<SearchForecast | undefined> => {
    const [began, allowed] = [performance.now(), FORECAST_SHARE * elapsed()];
    let next = 0;
    const known = (): readonly Trial[] | undefined => answers[next++];
    const input = { setup, limits, sizes, holdout, before: elapsed(), cost: fitCost(timed), measured: tried, known };
    const steps = forecasting(input);
    let paused = began;
    for (;;) {
      const { done, value } = steps.next();
      if (done) return value;
      const now = performance.now();
      if (now - began > allowed) return undefined;
      if (now - paused < UNINTERRUPTED_MS) continue;
      await pause();
      signal.throwIfAborted();
      paused = performance.now();
    }
  };
  return {
    timed: (request) => timed.push(request),
    answered: (trials) => answers.push(trials),
    async estimate(tried) {
      const now = elapsed();
      if (now >= due && timed.length >= LEAST_TIMED && tried) {
        const began = performance.now();
        end = (await forecast(tried))?.ms ?? end;
        due = elapsed() + Math.max(UNTIL_NEXT * elapsed(), PAUSE * (performance.now() - began));
      }
      const left = Math.min(end ?? Infinity, limits.time) - elapsed();
      return left < Infinity ? Math.max(0, left) : undefined;
    },
  };
}
