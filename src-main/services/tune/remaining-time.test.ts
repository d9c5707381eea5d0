/** The rest of a search whose requests take known times: the estimate is near soon after the start, and never beyond the limit of time. */
import { expect, it } from 'vitest';
import { EMPTY_PLAN, formatPlan, type Plan, stepsOf } from '../../../src-shared/plan/index.ts';
import { createSearch, type Figures, parseBudget, readoutsOf, withinLimits } from '../../../src-shared/tuning/index.ts';
import { requestMs } from '../../../src-shared/tuning/cost.ts';
import { remainingTime } from './remaining-time.ts';

const SIZE = 10;
const layers = ['a', 'b', 'c', 'd', 'e'].map((name) => ({ name, rule: 'relu' as const }));
/** Long, so that a forecast on the real clock takes a small part of the time. */
const COST = { start: 40_000, plan: 7000, sampleStep: 500, variantStep: 200, int8SampleStep: 0 };

/** A number in 0…1 that a text decides. */
const unit = (text: string): number => [...text].reduce((hash, one) => (hash * 31 + one.charCodeAt(0)) % 9973, 7) / 9973;

/** A batch of a plan whose answers are right. Its energy follows from its settings for all layers, and differs somewhat with those of single ones. */
function batch(plan: Plan): Figures {
  const steps = stepsOf(plan);
  const energy = (10 + 20 * unit(JSON.stringify(plan.defaults))) * (0.88 + 0.24 * unit(formatPlan(plan)));
  const byStep = Array.from({ length: steps }, (_, t) => t + 1);
  return {
    ...{ steps, labelled: true, float32: 100, int8: null, float: '1'.repeat(SIZE) },
    batches: [{ samples: SIZE, energy: byStep.map((t) => energy * t), divergence: byStep.map((t) => 0.1 / t) }],
    answers: readoutsOf(steps).map(() => '3'.repeat(SIZE)),
    margins: byStep.map(() => '5'.repeat(SIZE)),
  };
}

const joined = (one: Figures, count: number): Figures => ({
  ...one,
  batches: Array.from({ length: count }, () => one.batches[0]!),
  float: one.float.repeat(count),
  answers: one.answers.map((row) => row.repeat(count)),
  margins: one.margins.map((row) => row.repeat(count)),
});

/** Runs a search on a clock of its own. Returns the estimates with the times at which they were made, and the time at the end. */
async function search(time: number) {
  let clock = 1000;
  const limits = { trials: 400, time, int8: false };
  const goal = { budgets: [parseBudget('accuracy-drop<=1')], minimise: 'energy' as const };
  const setup = { subject: { plan: EMPTY_PLAN, layers, steps: 4 }, goal, batches: 4, int8: false };
  const { signal } = new AbortController();
  const remaining = remainingTime({ setup, limits, sizes: [10, 10, 10, 10], holdout: 0, signal, elapsed: () => clock });
  const running = createSearch(setup);
  const estimates: { readonly at: number; readonly left: number | undefined }[] = [];
  let request = running.next();
  for (;;) {
    const { request: asked, isCut } = withinLimits(running, request, limits, () => clock);
    estimates.push({ at: clock, left: await remaining.estimate(isCut ? undefined : running.tried()) });
    if (!asked) return { estimates, end: clock };
    const priced = { ...asked, samples: SIZE * (asked.to - asked.from) };
    const ms = requestMs(COST, priced);
    clock += ms;
    remaining.timed({ ...priced, ms });
    const trials = asked.plans.map((plan) => joined(batch(plan), asked.to - asked.from));
    remaining.answered(trials);
    request = running.next(trials);
  }
}

it('is known within a third of the whole time after a fifth of it, and then within a sixth', async () => {
  const { estimates, end } = await search(Infinity);
  expect(estimates[0]!.left).toBeUndefined();
  const off = (from: number, to: number): number =>
    Math.max(
      ...estimates.filter(({ at }) => at >= from * end && at < to * end).map(({ at, left }) => Math.abs(at + left! - end) / end),
    );
  expect(off(0.2, 1)).toBeLessThan(1 / 3);
  expect(off(0.6, 1)).toBeLessThan(1 / 6);
});

it('is at most what the limit of time leaves', async () => {
  const { end } = await search(Infinity);
  const { estimates } = await search(end / 2);
  expect(estimates[0]!.left).toBe(end / 2 - 1000);
  for (const { at, left } of estimates) expect(left).toBeLessThanOrEqual(Math.max(0, end / 2 - at));
});
