/** The form of a search as choices and back, and its plans as a chart. */
import { describe, expect, it } from 'vitest';
import type { TrialPoint } from '../../src-shared/tuning/index.ts';
import { choicesOf, draftOf, readDraft } from './draft.ts';
import { nameOfUse } from '../found-plan/index.ts';
import { frontPlot, triedPlans } from './front.ts';

const draft = { ...readDraft(undefined, '/samples'), accuracyDrop: 1, energy: 0.25, steps: 4, minutes: 2 };

describe('the form', () => {
  it('comes to the choices of a search, and back', () => {
    const reading = choicesOf(draft, 'cpu');
    expect(reading).toEqual({
      choices: {
        ...{ dataset: '/samples', holdout: null, budgets: ['accuracy-drop<=1', 'energy<=0.25', 'steps<=4'], minimise: 'energy' },
        ...{ energyModel: 'paper-ratio', trials: 1000, time: 120_000, seed: 1, engine: 'cpu' },
      },
    });
    expect('choices' in reading && draftOf(reading.choices)).toEqual(draft);
  });

  it.each([
    ['without samples', { dataset: null }, 'Choose the samples'],
    ['for int8 under a model without its price', { belowInt8: true }, 'no price for the network in 8-bit integers'],
    ['without a budget', { accuracyDrop: null, energy: null, steps: null }, 'State at least one budget'],
  ])('%s says what to do', (_, change, words) => {
    expect(choicesOf({ ...draft, ...change }, 'cpu')).toMatchObject({ wrong: expect.stringContaining(words) as string });
  });

  it('asks for int8 under a model that prices it, and for errors without a budget', () => {
    const int8 = choicesOf({ ...draft, belowInt8: true, energyModel: 'full-ledger' }, 'cpu');
    expect(int8).toMatchObject({ choices: { budgets: expect.arrayContaining(['energy<=int8']) as string[] } });
    const none = { accuracyDrop: null, energy: null, steps: null, minimise: 'error' } as const;
    expect(choicesOf({ ...draft, ...none }, 'cpu')).toMatchObject({ choices: { budgets: [] } });
  });

  it('takes from a stored layout what it knows', () => {
    expect(readDraft({ steps: 'many', trials: 0, minimise: 'beauty', agreementDrop: 2 }, null)).toMatchObject({
      ...{ dataset: null, steps: null, trials: 1000, minimise: 'energy', agreementDrop: 2, accuracyDrop: 0.3 },
    });
    expect(readDraft('nothing', '/own').dataset).toBe('/own');
  });
});

const point = (change: Partial<TrialPoint>): TrialPoint => ({
  ...{ plan: 'a', numbers: 'float32', uniform: true, steps: 2, from: 1, margin: null, samples: 100, labelled: true },
  ...{ right: 80, agree: 90, floatRight: 85, meanSteps: 2, energy: 10, energyRatio: 0.1, excess: 0, ...change },
});
const [cheap, good, worse, part] = [
  point({ plan: 'cheap', right: 70, energyRatio: 0.05, energy: 5, excess: 0.2 }),
  point({ plan: 'good', right: 84, uniform: false }),
  point({ plan: 'worse', right: 80, energyRatio: 0.2, energy: 20 }),
  point({ plan: 'part', samples: 25, right: 25, energyRatio: 0.4, energy: 40 }),
] as const;

describe('the chart', () => {
  const tried = triedPlans([cheap, good, worse, part], 'energy');

  it('tells plans that were left out early from the others, and has the front and the best plan of those', () => {
    expect(tried).toMatchObject({ part: [part], front: [cheap, good], best: good, labelled: true });
    expect(triedPlans([cheap], 'energy').best).toBe(cheap);
    expect(triedPlans([], 'energy').best).toBeUndefined();
  });

  it('has the plan behind every point, and its interval unless it is of a part of the samples', () => {
    const { plot, pointAt } = frontPlot(tried, worse)!;
    const found = plot.marks.flatMap((mark, number) =>
      mark.kind === 'points'
        ? mark.points.map((one, index) => [mark.name, pointAt({ mark: number, index })?.plan, one.yInterval !== undefined])
        : [],
    );
    expect(found).toEqual([
      ['left out early', 'part', false],
      ['one setting for all', 'cheap', true],
      ['one setting for all', 'worse', true],
      ['settings by layer', 'good', true],
      ['best', 'good', true],
      ['chosen', 'worse', true],
    ]);
    expect(plot.marks[0]).toMatchObject({ kind: 'line', x: [0.05, 0.1], y: [0.7, 0.84] });
    expect(pointAt({ mark: 0, index: 0 })).toBeUndefined();
    expect([plot.x.label, plot.y.label]).toEqual(['energy / float32', 'accuracy']);
  });

  it('is of energy in pJ if the model has no price for the float network, and of agreement without labels', () => {
    const bare = [good, cheap].map((one) => ({ ...one, energyRatio: null, labelled: false }));
    const { plot } = frontPlot(triedPlans(bare, 'energy'), undefined)!;
    expect([plot.x.label, plot.x.unit, plot.y.label]).toEqual(['energy', 'pJ', 'agreement']);
  });

  it.each([
    [{}, '2 steps'],
    [{ steps: 1 }, '1 step'],
    [{ from: 2 }, '2 steps, mean from step 2'],
    [{ margin: 0.5 }, '≤ 2 steps, stop at 0.5'],
    [{ numbers: 'int8' }, '2 steps, int8 numbers'],
  ] as const)('names the use of a plan: %o', (change, words) => {
    expect(nameOfUse(point(change))).toBe(words);
  });
});
