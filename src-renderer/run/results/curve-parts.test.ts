/** The parts of the results show the numbers of the report and of its overview, which `evaluate --json` prints. */
import { describe, expect, it } from 'vitest';
import { sampleReport } from '../../../tests/fixtures/sample-report.ts';
import { overviewOf, type RunReport } from '../../../src-shared/results/index.ts';
import { interval, readoutPart, stoppingPart } from './curve-parts.ts';
import { accuracyCurves } from './curves.ts';
import { figuresOfReport } from './step-figures.ts';

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

describe('accuracy over steps', () => {
  it('has the band of the overview, and holds it', () => {
    const { steps } = overviewOf(report);
    const { lines, range } = accuracyCurves(figuresOfReport(report), steps);
    expect(lines[0]!.band).toEqual(steps.map(({ accuracy }) => accuracy));
    for (const { accuracy } of steps) {
      expect(accuracy!.low).toBeGreaterThanOrEqual(range[0]);
      expect(accuracy!.high).toBeLessThanOrEqual(range[1]);
    }
    expect(accuracyCurves(figuresOfReport(report), null).lines[0]!.band).toBeUndefined();
  });
});

describe('early stopping', () => {
  it('has one point and one row for each margin of the report', () => {
    const { curves, rows } = stoppingPart(report)!;
    expect(curves.steps).toEqual(report.early_stopping.map(({ mean_steps }) => mean_steps));
    expect(curves.lines[0]!.values).toEqual(report.early_stopping.map(({ accuracy }) => accuracy));
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
    const { curves, rows } = stoppingPart(report)!;
    expect(curves.lines.map(({ label }) => label)).not.toContain('agreement');
    expect(rows[0]![4]).toBe('–');
    expect(stoppingPart({ ...report, early_stopping: [] })).toBeNull();
  });
});

describe('delayed readout', () => {
  it('up to the last step has a row for each first step', () => {
    const { curves, rows } = readoutPart(report, 3)!;
    expect(curves.steps).toEqual([1, 2, 3]);
    expect(curves.lines[0]!.values).toEqual([0.8, 0.81, 0.79]);
    expect(rows.map((row) => row[3])).toEqual(['±0.0', '+1.0', '−1.0']);
    expect(numberOf(rows[1]![1]!)).toBe(81);
  });

  it('up to an earlier step leaves out later ones', () => {
    const { curves } = readoutPart(report, 2)!;
    expect(curves.steps).toEqual([1, 2]);
    expect(curves.lines[0]!.values).toEqual([0.7, 0.72]);
  });

  it('without labels is of the agreement; of an older run there is none', () => {
    const unlabelled = report.delayed_readout!.map((row) => ({ ...row, accuracy: null }));
    const { curves, rows } = readoutPart({ ...report, ann: { accuracy: null }, delayed_readout: unlabelled }, 3)!;
    expect(curves.lines.map(({ label }) => label)).toEqual(['agreement']);
    expect(rows[1]).toEqual(['2', '–', '–', '+1.0', expect.stringMatching(/^91\.0/) as unknown]);
    expect(readoutPart(older, 3)).toBeNull();
  });
});

it('an interval is written with one unit', () => {
  expect(interval({ value: 0.805, low: 0.779, high: 0.829 })).toMatch(/^77\.9–82\.9.%$/);
  expect(interval(null)).toBe('–');
});
