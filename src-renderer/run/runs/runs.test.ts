/** The pure parts of the view of runs: columns, their order, points of the chart, parallel axes, and the files of the table. */
import { describe, expect, it } from 'vitest';
import type { RunSummary } from '../../../src-shared/contract/index.ts';
import { outlineOf } from '../../../src-shared/results/index.ts';
import { sampleReport } from '../../../tests/fixtures/sample-report.ts';
import { runsTexts } from '../../texts/runs.ts';
import { COLUMN_IDS, columnsShown, sortedRuns, textOf } from './columns.ts';
import { brushed, parallelAxes } from './parallel-axes.ts';
import { scaleOf, ticksOf } from '../../../src-shared/charts/index.ts';
import { costAxis, runPoints } from './pareto-points.ts';
import { readRunsLayout } from './runs-layout.ts';
import { runsCsv, runsJson } from './take-table.ts';

/** A run of the example on 1,000 images; over the first `steps` steps. */
const runOf = (id: number, setting = 'mt8-differential-p99.9', steps = 8, over: Partial<RunSummary> = {}): RunSummary => ({
  ...{ id, name: '', note: '', tags: [], version: 1, engine: 'cpu', dataset: 'cifar10/test', samples: 1000, kept: 1000 },
  ...{ state: 'done', error: null, notContinued: null, created: `2026-11-20T09:${10 + id}:00.000Z` },
  outline: outlineOf(sampleReport(setting, steps)),
  ...over,
});
const RUNS = [runOf(1), runOf(2, 'mt8-rate-p99.9', 4), runOf(3, 'mt8-differential-p99.9', 2)];
const FAILED = runOf(4, undefined, undefined, { state: 'failed', outline: null });

describe('columns', () => {
  it('are those in which runs differ, unless a person chose', () => {
    expect(columnsShown(RUNS, {})).toEqual(
      expect.arrayContaining(['name', 'accuracy', 'energyPj', 'steps', 'coding', 'created']),
    );
    for (const same of ['samples', 'engine', 'neuron', 'state', 'tags'] as const)
      expect(columnsShown(RUNS, {})).not.toContain(same);
    // One that is not done has no figures, which is no difference of them.
    expect(columnsShown([...RUNS, FAILED], {})).not.toContain('annAccuracy');
    expect(columnsShown([{ ...RUNS[0]!, tags: ['a'] }, RUNS[1]!], {})).toContain('tags');
    expect(columnsShown(RUNS, { engine: true, accuracy: false })).toContain('engine');
    expect(columnsShown(RUNS, { engine: true, accuracy: false })).not.toContain('accuracy');
    expect(columnsShown(RUNS.slice(0, 1), {})).toEqual([
      'name',
      'accuracy',
      'agreement',
      'energyPj',
      'ratioFloat32',
      'steps',
      'samples',
      'created',
    ]);
  });

  it('have a name and a text for every run', () => {
    expect(Object.keys(runsTexts.columns).sort()).toEqual([...COLUMN_IDS].sort());
    expect(textOf('accuracy', RUNS[0]!)).toMatch(/^80\.4\s% \(77\.8–82\.7\)$/);
    expect(COLUMN_IDS.filter((id) => textOf(id, FAILED) === '')).toEqual([]);
    expect(textOf('accuracy', FAILED)).toBe('–');
  });

  it('order the runs, those without a value last both ways', () => {
    const ids = (descending: boolean) => sortedRuns([FAILED, ...RUNS], { column: 'accuracy', descending }).map(({ id }) => id);
    const byAccuracy = RUNS.toSorted((a, b) => b.outline!.accuracy! - a.outline!.accuracy!).map(({ id }) => id);
    expect(ids(true)).toEqual([...byAccuracy, 4]);
    expect(ids(false)).toEqual([...byAccuracy.toReversed(), 4]);
  });
});

it('a layout that cannot be read is that of a new project', () => {
  const first = readRunsLayout(undefined);
  expect(first).toMatchObject({ part: 'table', columns: {}, sort: { column: 'created', descending: true } });
  expect(readRunsLayout({ part: 'none', columns: 7, sort: { column: 'gone' }, energy: null })).toEqual(first);
});

describe('points', () => {
  it('are the finished runs, with Wilson’s intervals, in the order of their energy', () => {
    const { what, points } = runPoints([FAILED, ...RUNS], 'ratioFloat32');
    expect(what).toBe('accuracy');
    expect(points.map(({ cost }) => cost)).toEqual(points.map(({ cost }) => cost).toSorted((a, b) => a - b));
    expect(points).toHaveLength(3);
    const first = points.find(({ run }) => run.id === 1)!;
    expect(first.interval.low).toBeCloseTo(0.778, 3);
    expect(first.isOnFront).toBe(true);
  });

  it('have the agreement where no run has labels', () => {
    const unlabelled = RUNS.map((run) => ({ ...run, outline: { ...run.outline!, accuracy: null } }));
    expect(runPoints(unlabelled, 'energyRatio')).toMatchObject({ what: 'agreement', points: { length: 3 } });
  });

  it('stand on an axis that keeps their order inside its ends', () => {
    for (const costs of [
      [0.01, 0.5, 20],
      [1, 2, 3],
      [0, 5],
    ]) {
      const axis = costAxis(costs, 'energy');
      const { at } = scaleOf(axis, 10, 110);
      const ticks = ticksOf(axis, 6);
      const places = costs.map(at);
      expect(places).toEqual(places.toSorted((a, b) => a - b));
      expect([...places, ...ticks.map(at)].every((place) => place >= 10 && place <= 110)).toBe(true);
    }
  });
});

describe('parallel axes', () => {
  const axes = parallelAxes(RUNS);

  it('are settings that differ, then results', () => {
    const columns = axes.map(({ column }) => column);
    expect(columns.slice(0, 2)).toEqual(['steps', 'coding']);
    expect(columns.at(-1)).toBe('energyRatio');
    expect(axes[0]!.labels.map(({ text }) => text).sort()).toEqual(['2', '4', '8']);
  });

  it.each([
    ['several', RUNS],
    ['one', RUNS.slice(0, 1)],
    ['none', []],
    ['one that failed', [FAILED]],
    ['one that is done and one that failed', [RUNS[0]!, FAILED]],
  ])('have a place for every label: %s', (_, runs) => {
    for (const { places, labels } of parallelAxes(runs)) {
      expect(labels.length).toBeGreaterThan(0);
      for (const place of [...places.values(), ...labels.map((label) => label.place)]) {
        expect(place).toBeGreaterThanOrEqual(0);
        expect(place).toBeLessThanOrEqual(1);
      }
    }
  });

  it('keep the runs inside every range', () => {
    expect(brushed(RUNS, axes, {})).toEqual(RUNS);
    expect(brushed(RUNS, axes, { steps: [0, 0.5] }).map(({ id }) => id)).toEqual([2, 3]);
    expect(brushed(RUNS, axes, { steps: [0, 0.5], coding: [0, 0] }).map(({ id }) => id)).toEqual([3]);
  });
});

describe('the table as a file', () => {
  const named = { ...RUNS[0]!, name: 'a, "b"', tags: ['x', 'y'] };

  it('is CSV with all digits', () => {
    const [head, first, second] = runsCsv([named, FAILED], 1).split('\n');
    expect(head).toMatch(/^run,name,baseline,accuracy,/);
    expect(first).toMatch(/^1,"a, ""b""",yes,0\.8040/);
    expect(first).toContain('"x, y"');
    expect(first).toContain(',cifar10/test,');
    expect(second).toMatch(/^4,,,,/);
  });

  it('is JSON as the services have it', () => {
    const [first] = JSON.parse(runsJson([named], null)) as [Record<string, unknown>];
    expect(first).toMatchObject({ id: 1, baseline: false, outline: named.outline, tags: ['x', 'y'] });
  });
});
