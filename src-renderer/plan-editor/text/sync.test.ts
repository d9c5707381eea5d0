/** The text and the plan in step: typing, pausing, changes from elsewhere, and what never happens. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { arbitraryPlan } from '../../../src-shared/plan/arbitrary-plan.ts';
import { diffPlans, formatPlan, type Plan } from '../../../src-shared/plan/index.ts';
import { textEdit } from './edit.ts';
import { keepText, paused, planChanged, startSync, takeOver, typed } from './sync.ts';

const plan = (steps: number, neuron: 'if' | 'mt' = 'mt'): Plan => ({ version: 1, steps, defaults: { neuron }, layers: [] });
const textOf = (steps: number, neuron?: 'if' | 'mt') => formatPlan(plan(steps, neuron));
const BROKEN = '{ "version": 1, "steps": ';

describe('typing', () => {
  it('becomes the plan at a pause, and keeps its own layout', () => {
    const text = '{"version":1,"steps":16,"defaults":{"neuron":"mt"}}';
    const step = paused(typed(startSync(plan(8)), text), plan(8));
    expect(step.commit).toEqual(plan(16));
    expect(step.show).toBeUndefined();
    expect(step.state).toMatchObject({ status: 'in-step', text });
    expect(planChanged(step.state, plan(16))).toMatchObject({ state: { text, behind: false } });
  });

  it('that says the same commits nothing', () => {
    expect(paused(typed(startSync(plan(8)), `${textOf(8)}\n`), plan(8)).commit).toBeUndefined();
    expect(typed(startSync(plan(8)), textOf(8)).status).toBe('in-step');
  });

  it('that cannot be read keeps the plan and says where', () => {
    const { state, commit } = paused(typed(startSync(plan(8)), BROKEN), plan(8));
    expect(commit).toBeUndefined();
    expect(state).toMatchObject({ status: 'unreadable', text: BROKEN });
    expect(state.problems[0]).toMatchObject({ code: 'plan.syntax', place: { line: 1 } });
  });

  it('that cannot be read at first commits once it can', () => {
    const bad = paused(typed(startSync(plan(8)), BROKEN), plan(8)).state;
    const good = paused(typed(bad, textOf(9)), plan(8));
    expect(good.commit).toEqual(plan(9));
    expect(good.state.problems).toEqual([]);
  });
});

describe('a change from elsewhere', () => {
  it('is shown where the text is in step', () => {
    expect(planChanged(startSync(plan(8)), plan(9))).toMatchObject({ show: textOf(9), state: { status: 'in-step' } });
  });

  it('is not shown where it says what the text says', () => {
    expect(planChanged(startSync(plan(8)), plan(8)).show).toBeUndefined();
  });

  it('never overwrites text that cannot be read', () => {
    const bad = paused(typed(startSync(plan(8)), BROKEN), plan(8)).state;
    const { state, show } = planChanged(bad, plan(9));
    expect(show).toBeUndefined();
    expect(state).toMatchObject({ text: BROKEN, behind: true, status: 'unreadable' });
    expect(takeOver(plan(9))).toMatchObject({ show: textOf(9), state: { behind: false } });
  });

  it('undone again leaves nothing behind', () => {
    const bad = paused(typed(startSync(plan(8)), BROKEN), plan(8)).state;
    expect(planChanged(planChanged(bad, plan(9)).state, plan(8)).state.behind).toBe(false);
  });

  it('in another place is kept together with what was typed', () => {
    const typing = typed(startSync(plan(8)), textOf(16));
    const { state } = planChanged(typing, plan(8, 'if'));
    const step = paused(state, plan(8, 'if'));
    expect(step.commit).toEqual(plan(16, 'if'));
    expect(step.show).toBe(textOf(16, 'if'));
  });

  it('in the same place waits for a decision', () => {
    const typing = planChanged(typed(startSync(plan(8)), textOf(16)), plan(9)).state;
    const { state, commit, show } = paused(typing, plan(9));
    expect(commit ?? show).toBeUndefined();
    expect(state).toMatchObject({ status: 'apart', text: textOf(16) });
    expect(keepText(state, plan(9)).commit).toEqual(plan(16));
    expect(takeOver(plan(9)).show).toBe(textOf(9));
  });
});

it('in whatever order things happen, being in step means that text and plan say the same', () => {
  const event = fc.oneof(
    fc.record({ kind: fc.constant('type' as const), text: fc.oneof(arbitraryPlan.map(formatPlan), fc.constant(BROKEN)) }),
    fc.record({ kind: fc.constant('pause' as const) }),
    fc.record({ kind: fc.constant('elsewhere' as const), plan: arbitraryPlan }),
  );
  fc.assert(
    fc.property(arbitraryPlan, fc.array(event, { maxLength: 12 }), (first, events) => {
      let now = first;
      let state = startSync(first);
      for (const one of events) {
        const before = state;
        if (one.kind === 'type') state = typed(state, one.text);
        else {
          if (one.kind === 'elsewhere') now = one.plan;
          const step = one.kind === 'pause' ? paused(state, now) : planChanged(state, now);
          state = step.state;
          if (step.commit) {
            now = step.commit;
            state = planChanged(state, now).state;
          }
          if (before.status === 'unreadable' && one.kind === 'elsewhere') expect(state.text).toBe(before.text);
          if (state.status === 'in-step') expect(diffPlans(state.base, now)).toEqual([]);
        }
      }
    }),
  );
});

describe('the smallest edit', () => {
  it('gives the other text', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), fc.string(), fc.string(), (head, a, b, tail) => {
        const [before, after] = [head + a + tail, head + b + tail];
        const edit = textEdit(before, after);
        const made = edit ? before.slice(0, edit.from) + edit.text + before.slice(edit.to) : before;
        expect(made).toBe(after);
      }),
    );
  });

  it('touches nothing but what differs', () => {
    expect(textEdit('steps 8, tau', 'steps 16, tau')).toEqual({ from: 6, to: 7, text: '16' });
    expect(textEdit('a', 'a')).toBeNull();
  });
});
