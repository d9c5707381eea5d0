/**
 * The time that requests of a search take: a model with a few parts, fitted to requests that were timed. Starting threads takes long beside a
 * few samples, so that a request of one plan costs more than its share of a request of many.
 */
import { stepsOf } from '../plan/index.ts';
import type { TrialRequest } from './trials.ts';

/** The parts of the time that a request takes, in ms. */
export interface RequestCost {
  /** Starting a request: its threads. */
  readonly start: number;
  /** Making a plan ready. */
  readonly plan: number;
  /** A sample of a plan, for one time step. */
  readonly sampleStep: number;
  /** The same of a small change of another plan, which runs beside it. */
  readonly variantStep: number;
  /** The same with int8 numbers. */
  readonly int8SampleStep: number;
}

/** A request as far as its time depends on it, with its number of samples. */
export type PricedRequest = Pick<TrialRequest, 'plans' | 'base' | 'numbers'> & { readonly samples: number };

/** A request that was timed. */
export type TimedRequest = PricedRequest & { readonly ms: number };

/** Work of a small change of a plan over that of the plan, if none was timed. */
const VARIANT = 0.6;

/** The numbers of starts, of plans, and of samples times steps of whole plans and of small changes. A plan that others are changes of runs too. */
function partsOf({ plans, base, samples }: PricedRequest): readonly number[] {
  const work = samples * stepsOf(plans[0]!);
  return base ? [1, plans.length + 1, work, plans.length * work] : [1, plans.length, plans.length * work, 0];
}

/** The time of a request, in ms. */
export function requestMs(cost: RequestCost, request: PricedRequest): number {
  const [starts, plans, work, variantWork] = partsOf(request) as [number, number, number, number];
  const made = starts * cost.start + plans * cost.plan;
  if (request.numbers === 'int8') return made + work * cost.int8SampleStep;
  return made + work * cost.sampleStep + variantWork * cost.variantStep;
}

/** The cost that fits the timed requests best, by their relative errors. At least one of them must be of floating-point numbers. */
export function fitCost(timed: readonly TimedRequest[]): RequestCost {
  const floats = timed.filter(({ numbers, ms }) => numbers === 'float32' && ms > 0);
  const rows = floats.map((one) => partsOf(one).map((part) => part / one.ms));
  const [start, plan, sampleStep, variant] = nonNegativeFit(rows) as [number, number, number, number];
  const hasVariants = floats.some(({ base }) => base !== undefined);
  const cost = { start, plan, sampleStep, variantStep: hasVariants ? variant : VARIANT * sampleStep, int8SampleStep: 0 };
  const wholes = timed.filter(({ numbers }) => numbers === 'int8');
  const work = wholes.reduce((sum, one) => sum + partsOf(one)[2]!, 0);
  const ms = wholes.reduce((sum, one) => sum + one.ms - requestMs(cost, one), 0);
  return { ...cost, int8SampleStep: work === 0 ? 0 : Math.max(0, ms) / work };
}

/** The x ≥ 0 with the least squared error of rows · x = 1. A part that would be negative, or that no row has, is 0. */
function nonNegativeFit(rows: readonly (readonly number[])[]): number[] {
  const size = rows[0]!.length;
  const x = new Array<number>(size).fill(0);
  let used = x.map((_, i) => i).filter((i) => rows.some((row) => row[i]! > 0));
  while (used.length > 0) {
    const found = leastSquares(rows.map((row) => used.map((i) => row[i]!)));
    const lowest = found.indexOf(Math.min(...found));
    if (found[lowest]! >= 0) {
      used.forEach((i, at) => (x[i] = found[at]!));
      return x;
    }
    used = used.filter((_, at) => at !== lowest);
  }
  return x;
}

/** Keeps the equations solvable if there are fewer rows than unknowns. */
const RIDGE = 1e-6;

/** The x with the least squared error of rows · x = 1, by Gaussian elimination of the normal equations. */
function leastSquares(rows: readonly (readonly number[])[]): number[] {
  const size = rows[0]!.length;
  // Columns of equal length, since one counts requests and another samples.
  const scale = Array.from({ length: size }, (_, i) => Math.hypot(...rows.map((row) => row[i]!)));
  const scaled = rows.map((row) => row.map((value, i) => value / scale[i]!));
  const matrix = scale.map((_, i) => [
    ...scale.map((_scale, k) => scaled.reduce((sum, row) => sum + row[i]! * row[k]!, i === k ? RIDGE : 0)),
    scaled.reduce((sum, row) => sum + row[i]!, 0),
  ]);
  for (let pivot = 0; pivot < size; pivot++)
    for (let at = 0; at < size; at++) {
      if (at === pivot) continue;
      const factor = matrix[at]![pivot]! / matrix[pivot]![pivot]!;
      for (let k = pivot; k <= size; k++) matrix[at]![k]! -= factor * matrix[pivot]![k]!;
    }
  return matrix.map((row, i) => row[size]! / row[i]! / scale[i]!);
}
