/** The plan as text beside the store: steps of the history, text that was left, places in any text, and where the cursor is put. */
import fc from 'fast-check';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { arbitraryPlan } from '../../src-shared/plan/arbitrary-plan.ts';
import { diffPlans, EMPTY_PLAN, formatPlan, type Plan, placeInPlan, readPlan, setLayers } from '../../src-shared/plan/index.ts';
import {
  closeProject,
  currentPlan,
  editPlan,
  openProject,
  redoPlan,
  setViewLayout,
  undoPlan,
  viewLayout,
  workbench,
} from '../state/index.ts';
import { constructedGraph } from '../testing/constructed-graph.ts';
import { constructedProject, PATH } from '../testing/constructed-project.ts';
import { scriptedServices, type ScriptedServices, settled } from '../testing/scripted-services.ts';
import { rememberedText, rememberText } from './pending-text.ts';
import { asidePlace, usePlanMode } from './plan-mode.ts';
import { onRevealPlace, revealPlace } from './reveal.ts';
import { textCommits } from './text-commits.ts';
import { textEdit } from './text/edit.ts';
import { keySuggestions, matchesOf, planMarks } from './text/layer-keys.ts';
import { placeAt } from './text/place.ts';
import { textProblemsOf } from './text/problems.ts';
import { keepText, paused, planChanged, startSync, takeOver, typed } from './text/sync.ts';

const BROKEN = '{ "version": 1, "steps": ';
const view = constructedProject(constructedGraph(3));
const { layers } = view.graph;
let services: ScriptedServices;
beforeEach(async () => {
  services = scriptedServices();
  await openProject(PATH);
});

describe('typing', () => {
  let time = 0;
  const labels = (): readonly string[] =>
    workbench()
      .history!.done.slice(3)
      .map(({ label }) => label);
  const commit = (make: (plan: Plan) => Plan, elapsed = 100): void => {
    time += elapsed;
    write(make(currentPlan()));
  };
  let write: (next: Plan) => void;
  beforeEach(() => {
    write = textCommits(() => time);
  });
  const steps = (count: number) => (plan: Plan) => ({ ...plan, steps: count });
  const tau = (value: number) => (plan: Plan) => ({ ...plan, tau: value });

  it('that goes on in one place is one step, with the value of the end', () => {
    for (const count of [1, 16, 160]) commit(steps(count));
    expect(labels()).toEqual(['steps to 160, as text']);
    undoPlan();
    expect(currentPlan().steps).toBeUndefined();
  });

  it('after a pause, in another place, or after another change is a step of its own', () => {
    commit(steps(1));
    commit(steps(2), 2001);
    commit(tau(0.5));
    commit(steps(3));
    editPlan('from the graph', 'graph', setLayers(currentPlan(), ['relu'], { thresholds: 7 }));
    commit(steps(4));
    expect(labels()).toEqual([
      ...['steps to 1, as text', 'steps to 2, as text', 'tau to 0.5, as text', 'steps to 3, as text'],
      ...['from the graph', 'steps to 4, as text'],
    ]);
  });

  it('back to where it began leaves no step', () => {
    const start = currentPlan();
    commit(steps(1));
    commit(() => start);
    expect([labels(), diffPlans(currentPlan(), start)]).toEqual([[], []]);
  });

  it('after an undo of what was typed is a step of its own', () => {
    commit(steps(1));
    undoPlan();
    commit(steps(2));
    expect(labels()).toEqual(['steps to 2, as text']);
    redoPlan();
    expect(currentPlan().steps).toBe(2);
  });

  it('without a project is none', async () => {
    await closeProject();
    write({ ...EMPTY_PLAN, steps: 3 });
    expect(workbench().history).toBeNull();
  });
});

describe('text that was left', () => {
  it('is kept with the project while it is not the plan, and forgotten then', () => {
    const start = startSync(currentPlan());
    rememberText(start);
    expect(viewLayout('plan-text')).toBeUndefined();
    const broken = paused(typed(start, BROKEN), currentPlan()).state;
    rememberText(broken);
    expect(viewLayout('plan-text')).toMatchObject({ text: BROKEN });
    expect(rememberedText()).toMatchObject({ text: BROKEN, status: 'typing' });
    rememberText(start);
    expect(viewLayout('plan-text')).toBeNull();
    expect(rememberedText()).toEqual(start);
  });

  it.each([
    ['that cannot be read has its problems listed when the project opens', { text: BROKEN, base: formatPlan(EMPTY_PLAN) }, 1],
    ['that can be read has none', { text: formatPlan(EMPTY_PLAN), base: formatPlan(EMPTY_PLAN) }, 0],
    ['of another version has none', { text: 7 }, 0],
    ['that is none has none', null, 0],
  ])('%s', async (_, stored, problems) => {
    await closeProject();
    services.on('project.open', () => ({ ...view, layout: { views: { 'plan-text': stored } } }) as never);
    await openProject(PATH);
    await settled();
    expect(workbench().textProblems).toHaveLength(problems);
    setViewLayout('plan-text', null);
  });

  it('has its problems where they are, or at the beginning', () => {
    const problems = [
      { code: 'plan.invalid', path: 'steps', message: 'must be a number', place: { line: 3, column: 7 } },
      { code: 'plan.syntax', path: '', message: 'is no JSON' },
    ] as never;
    expect(textProblemsOf({ problems })).toEqual([
      { message: 'steps must be a number', line: 3, column: 7 },
      { message: 'is no JSON', line: 1, column: 1 },
    ]);
  });
});

describe('the place of the cursor', () => {
  it('in any text at any index is inside of it, and its string around it', () => {
    const piece = fc.constantFrom('{', '}', '"', '\\', ':', ',', '\n', ' ', 'a', 'layers', '𝛉', 'ش', '"layers": {');
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 24 }), fc.nat(), (pieces, seed) => {
        const text = pieces.join('');
        const offset = seed % (text.length + 1);
        const { path, what, string } = placeAt(text, offset);
        expect(['key', 'value']).toContain(what);
        for (const key of path) expect(typeof key).toBe('string');
        if (!string) return;
        expect(text[string.from]).toBe('"');
        expect(string.from).toBeLessThanOrEqual(offset);
        expect(string.to).toBeGreaterThanOrEqual(offset);
        expect(text.slice(string.from, string.to)).not.toContain('\n');
      }),
      // An escape that the end of the line cuts off.
      { examples: [[['"', '\\', '\n'], 2]] },
    );
  });

  it('in the text of any plan is the key or value that stands there', () => {
    fc.assert(
      fc.property(arbitraryPlan, (plan) => {
        const text = formatPlan(plan);
        for (const { key } of plan.layers) {
          const { line, column } = placeInPlan(text, ['layers', key])!;
          const at = text.split('\n', line - 1).reduce((sum, one) => sum + one.length + 1, column - 1);
          expect(placeAt(text, at + 1)).toMatchObject({ path: ['layers'], what: 'key', string: { from: at, text: key } });
        }
      }),
    );
  });
});

describe('keys of layers', () => {
  const offered = keySuggestions(layers, []);

  it('that are offered match as many layers as they say, each at least one, and stand once', () => {
    for (const { key, matches } of offered) expect(matchesOf(key, layers)).toHaveLength(matches);
    expect(Math.min(...offered.map(({ matches }) => matches))).toBe(1);
    expect(new Set(offered.map(({ key }) => key)).size).toBe(offered.length);
  });

  it('that are there are not offered, and in an empty network only all', () => {
    expect(
      keySuggestions(
        layers,
        offered.map(({ key }) => key),
      ),
    ).toEqual([]);
    expect(keySuggestions([], [])).toEqual([{ key: '*', matches: 0 }]);
  });

  it('of any plan are marked once each where they match nothing', () => {
    fc.assert(
      fc.property(arbitraryPlan, (plan) => {
        const wrong = plan.layers.filter(({ key }) => matchesOf(key, layers).length === 0);
        const marks = planMarks(formatPlan(plan), plan, layers);
        if (wrong.length > 0) expect(marks.map(({ code }) => code)).toEqual(wrong.map(() => 'plan.unknown-layer'));
        else expect(marks.length).toBeLessThanOrEqual(1);
        const lines = formatPlan(plan).split('\n');
        for (const { line, column } of marks) expect(lines[line - 1]!.length).toBeGreaterThanOrEqual(column - 1);
      }),
      { numRuns: 50 },
    );
  });
});

it('a readout after the last step is marked at its value', () => {
  const plan: Plan = { ...EMPTY_PLAN, steps: 4, readout: { from: 5 } };
  const text = formatPlan(plan);
  const [mark, ...rest] = planMarks(text, plan, layers);
  expect(rest).toEqual([]);
  expect(mark).toMatchObject({ code: 'plan.invalid', line: text.split('\n').findIndex((line) => line.includes('readout')) + 1 });
  expect(mark!.message).toMatch(/^readout\.from is 5, but there are only 4 steps/);
});

describe('text and plan', () => {
  it('whatever is typed, taking over gives the plan, and keeping gives the text', () => {
    fc.assert(
      fc.property(arbitraryPlan, arbitraryPlan, arbitraryPlan, (first, mine, theirs) => {
        const state = planChanged(typed(startSync(first), formatPlan(mine)), theirs).state;
        expect(readPlan(takeOver(theirs).state.text).plan).toEqual(readPlan(formatPlan(theirs)).plan);
        const kept = keepText(state, theirs);
        const after = kept.commit ?? theirs;
        if (state.status !== 'in-step') expect(diffPlans(after, mine)).toEqual([]);
      }),
      { numRuns: 50 },
    );
  });

  it('text that cannot be read cannot be kept', () => {
    const state = typed(startSync(EMPTY_PLAN), BROKEN);
    expect(keepText(state, EMPTY_PLAN)).toEqual({ state });
  });

  it('an edit touches no more than lies between what is the same at both ends', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (before, after) => {
        const edit = textEdit(before, after);
        if (!edit) return void expect(before).toBe(after);
        const [removed, put] = [before.slice(edit.from, edit.to), edit.text];
        expect(removed === '' && put === '').toBe(false);
        if (removed !== '' && put !== '') {
          expect(removed[0]).not.toBe(put[0]);
          expect(removed.at(-1)).not.toBe(put.at(-1));
        }
      }),
    );
  });
});

describe('a place that is to be shown', () => {
  it('waits for the editor, is shown once, and then at once', () => {
    const show = vi.fn();
    usePlanMode.setState({ mode: 'compare' });
    revealPlace({ line: 1, column: 1 });
    revealPlace({ line: 3, column: 7 });
    expect(usePlanMode.getState().mode).toBe('edit');
    const stop = onRevealPlace(show);
    expect(show.mock.calls).toEqual([[{ line: 3, column: 7 }]]);
    revealPlace({ line: 4, column: 1 });
    expect(show).toHaveBeenCalledTimes(2);
    const other = vi.fn();
    const stopOther = onRevealPlace(other);
    stop();
    revealPlace({ line: 5, column: 1 });
    expect([show.mock.calls.length, other.mock.calls.length]).toEqual([2, 1]);
    stopOther();
  });

  it.each([
    ['aside-0', 0],
    ['aside-12', 12],
    ['working', undefined],
    [3, undefined],
  ] as const)('beside another: side %s is set aside at %s', (side, place) => expect(asidePlace(side)).toBe(place));
});
