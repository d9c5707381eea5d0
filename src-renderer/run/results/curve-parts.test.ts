/** The parts of the results show the numbers of the report and of its overview, which `evaluate --json` prints. */
import { describe, expect, it } from 'vitest';
import { sampleReport } from '../../../tests/fixtures/sample-report.ts';
import type { RunReport } from '../../../src-shared/results/index.ts';
import { type CurvePart, interval, readoutPart, stoppingPart } from './curve-parts.ts';

const report: RunReport = {
  ...sampleReport('mt8-differential-p99.9', 3),
  delayed_readout: [
    { from: 1, accuracy: [0.5, 0.7, 0.8], agreement: [0.6, 0.75, 0.9] },
    { from: 2, accuracy: [0.72, 0.81], agreement: [0.7, 0.91] },
    { from: 3, accuracy: [0.79], agreement: [0.88] },
  ],
};
const { delayed_readout: _, ...older } = report;
/** A number in a cell. */
const numberOf = (cell: string): number => Number(cell.replace(/[^\d.]/g, ''));

const lines = ({ chart }: CurvePart) => chart.plot.marks.filter((mark) => mark.kind === 'line');

describe('early stopping', () => {
  it('has one point and one row for each margin of the report', () => {
    const part = stoppingPart(1, report)!;
    const { rows } = part;
    expect(lines(part)[0]!.x).toEqual(report.early_stopping.map(({ mean_steps }) => mean_steps));
    expect(lines(part)[0]!.y).toEqual(report.early_stopping.map(({ accuracy }) => accuracy));
    rows.forEach(([margin, steps, accuracy], index) => {
      const stop = report.early_stopping[index]!;
      expect([Number(margin), Number(steps), numberOf(accuracy!)]).toEqual([
        stop.margin,
        Number(stop.mean_steps.toFixed(2)),
        Number((100 * stop.accuracy!).toFixed(1)),
      ]);
    });
  });

  it('of a report without agreement draws none, and its cells are empty, not zero', () => {
    const part = stoppingPart(1, report)!;
    const { rows } = part;
    expect(lines(part).map(({ name }) => name)).not.toContain('agreement');
    expect(rows[0]![4]).toBe('–');
    expect(stoppingPart(1, { ...report, early_stopping: [] })).toBeNull();
  });
});

describe('delayed readout', () => {
  it('up to the last step has a row for each first step', () => {
    const part = readoutPart(1, report, 3, 1)!;
    const { rows } = part;
    expect(lines(part)[0]!.x).toEqual([1, 2, 3]);
    expect(lines(part)[0]!.y).toEqual([0.8, 0.81, 0.79]);
    expect(rows.map((row) => row[3])).toEqual(['±0.0', '+1.0', '−1.0']);
    expect(numberOf(rows[1]![1]!)).toBe(81);
  });

  it('up to an earlier step leaves out later ones', () => {
    const part = readoutPart(1, report, 2, 1)!;
    expect(lines(part)[0]!.x).toEqual([1, 2]);
    expect(lines(part)[0]!.y).toEqual([0.7, 0.72]);
  });

  it('marks the first step that the plan asks for, in chart and table; one that was not counted has no mark', () => {
    const part = readoutPart(1, report, 3, 2)!;
    expect(part.current).toBe(1);
    const mark = lines(part).at(-1)!;
    expect([mark.name, mark.x, mark.y.at(-1)]).toEqual(['plan (k = 2)', [2, 2], 0.81]);
    expect(lines(readoutPart(1, report, 3, 1)!).map(({ name }) => name)).not.toContain('plan (k = 1)');
    expect(readoutPart(1, report, 3, 1)!.current).toBe(0);
    const beyond = readoutPart(1, report, 2, 3)!;
    expect(beyond.current).toBeUndefined();
    expect(lines(beyond).map(({ name }) => name)).toEqual(lines(readoutPart(1, report, 2, 1)!).map(({ name }) => name));
  });

  it('without labels is of the agreement; of an older run there is none', () => {
    const unlabelled = report.delayed_readout!.map((row) => ({ ...row, accuracy: null }));
    const part = readoutPart(1, { ...report, ann: { accuracy: null }, delayed_readout: unlabelled }, 3, 1)!;
    const { rows } = part;
    expect(lines(part).map(({ name }) => name)).toEqual(['agreement']);
    expect(rows[1]).toEqual(['2', '–', '–', '+1.0', expect.stringMatching(/^91\.0/) as unknown]);
    expect(readoutPart(1, older, 3, 1)).toBeNull();
  });
});

it('an interval is written with one unit', () => {
  expect(interval({ value: 0.805, low: 0.779, high: 0.829 })).toMatch(/^77\.9–82\.9.%$/);
  expect(interval(null)).toBe('–');
});
