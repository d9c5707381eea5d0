/** Text that is no plan yet comes back as it was left, beside a plan that went on without it. */
import { describe, expect, it } from 'vitest';
import { EMPTY_PLAN, formatPlan, type Plan } from '../../../src-shared/plan/index.ts';
import { pendingOf, resumeSync } from './pending.ts';
import { paused, startSync, typed } from './sync.ts';

const plan: Plan = { ...EMPTY_PLAN, steps: 8 };
const type = (text: string) => paused(typed(startSync(plan), text), plan).state;
/** As the project's layout keeps it. */
const kept = (text: string): unknown => JSON.parse(JSON.stringify(pendingOf(type(text))));

describe('text that is remembered', () => {
  it('is none where it is the plan', () => {
    expect(pendingOf(startSync(plan))).toBeNull();
    expect(resumeSync(null, plan)).toEqual(startSync(plan));
    expect(resumeSync({ text: 7 }, plan)).toEqual(startSync(plan));
  });

  it('cannot be read again, with its problem, and leaves the plan alone', () => {
    const text = formatPlan(plan).replace('8', '8,,');
    const step = paused(resumeSync(kept(text), plan), plan);
    expect(step.state).toEqual(type(text));
    expect(step.state).toMatchObject({ status: 'unreadable', text });
    expect(step.state.problems).not.toEqual([]);
    expect(step.commit).toBeUndefined();
    expect(step.show).toBeUndefined();
  });

  it('that was read no more before the end becomes the plan', () => {
    const text = formatPlan({ ...plan, tau: 0.5 });
    const pending = pendingOf(typed(startSync(plan), text));
    expect(paused(resumeSync(pending, { ...plan, steps: 4 }), { ...plan, steps: 4 })).toMatchObject({
      commit: { steps: 4, tau: 0.5 },
      state: { status: 'in-step' },
    });
  });

  it('that became the plan just before the end is in step with it', () => {
    const next = { ...plan, steps: 4 };
    const pending = pendingOf(typed(startSync(plan), formatPlan(next)));
    const step = paused(resumeSync(pending, next), next);
    expect(step.state.status).toBe('in-step');
    expect(step.commit).toBeUndefined();
  });
});
