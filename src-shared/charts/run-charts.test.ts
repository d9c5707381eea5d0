/** The charts of a run have the numbers of its report and of its overview, which `evaluate --json` prints. */
import { describe, expect, it } from 'vitest';
import { sampleReport } from '../../tests/fixtures/sample-report.ts';
import { stepFigures } from '../contract/index.ts';
import { numberFormat } from '../format/index.ts';
import { overviewOf } from '../results/index.ts';
import { runMark } from '../theme/run-mark.ts';
import { accuracyChart, activityChart, energyChart, inColourOf, type LineMark, type Plot, stoppingChart } from './index.ts';

const format = numberFormat(' ');
const report = sampleReport('mt8-differential-p99.9', 8);
const figures = report.steps.map(stepFigures);
const lines = ({ marks }: Plot): LineMark[] => marks.filter((mark) => mark.kind === 'line');

describe('accuracy over steps', () => {
  const { steps, float } = overviewOf(report);
  const { plot } = accuracyChart(figures, float!.value, steps, format);

  it('has the values and the band of the overview, in a range that holds them', () => {
    const [accuracy, agreement] = lines(plot);
    expect(accuracy!.y).toEqual(report.steps.map((step) => step.accuracy));
    expect(agreement!.y).toEqual(report.steps.map((step) => step.agreement));
    expect(accuracy!.band).toEqual(steps.map((step) => step.accuracy));
    for (const step of steps) {
      expect(step.accuracy!.low).toBeGreaterThanOrEqual(plot.y.range[0]);
      expect(step.accuracy!.high).toBeLessThanOrEqual(plot.y.range[1]);
    }
  });

  it('has no band while the run goes on, and no accuracy without labels', () => {
    expect(lines(accuracyChart(figures, 0.8, null, format).plot)[0]!.band).toBeUndefined();
    const unlabelled = figures.map((step) => ({ ...step, accuracy: null }));
    const chart = accuracyChart(unlabelled, null, null, format);
    expect(chart.title).toBe('Agreement over steps, %');
    expect(lines(chart.plot).map(({ name }) => name)).toEqual(['agreement']);
  });
});

it('the main line of a run has the run’s colour, whatever it is, and no other line has it', () => {
  const charts = [accuracyChart(figures, 0.8, null, format), energyChart(figures), stoppingChart(report, format)!];
  for (const chart of charts)
    for (let run = 1; run <= 8; run++) {
      const [main, ...others] = lines(inColourOf(run, chart).plot).map(({ colour }) => colour);
      expect(main).toBe(runMark(run).colour);
      expect(others).not.toContain(main);
      expect(new Set(others).size).toBe(
        new Set(
          lines(chart.plot)
            .slice(1)
            .map(({ colour }) => colour),
        ).size,
      );
    }
});

it('curves have one value for each step, and differ in more than colour', () => {
  for (const { plot } of [accuracyChart(figures, 0.8, null, format), energyChart(figures)]) {
    for (const { x, y } of lines(plot)) expect(y).toHaveLength(x.length);
    const looks = lines(plot).map(({ dash, reference }) => `${dash.join()} ${reference ? 'thin' : ''}`);
    expect(new Set(looks).size).toBe(looks.length);
  }
});

it('energy lies on a logarithmic axis if the ratios lie far apart, and the title says so', () => {
  const far = figures.map((step) => ({ ...step, ledgerInt8: 100 * step.ledgerInt8 }));
  expect(energyChart(far)).toMatchObject({
    title: expect.stringContaining('(log)') as unknown,
    plot: { y: { scale: 'log' } },
  });
  const near = figures.map((step) => ({ ...step, energyRatio: 0.5, ledgerInt8: 2, ledgerFloat32: 1 }));
  expect(energyChart(near).plot.y).toMatchObject({ scale: 'linear', range: [0, expect.any(Number) as unknown] });
});

it('activity of all steps so far is that of the report, and of a network without counted layers it is 0', () => {
  expect(lines(activityChart(report, format).plot)[0]!.y).toEqual(report.steps.map((step) => step.firing_rate));
  const [bars] = activityChart({ ...report, layers: [] }, format).plot.marks;
  expect(bars).toMatchObject({ kind: 'bars', bars: report.steps.map(() => expect.objectContaining({ to: 0 }) as unknown) });
});

it('early stopping stands beside the same steps for all samples', () => {
  const { plot } = stoppingChart(report, format)!;
  expect(lines(plot)[0]!.x).toEqual(report.early_stopping.map((stop) => stop.mean_steps));
  expect(lines(plot).at(-1)).toMatchObject({ name: 'same steps for all', y: report.steps.map((step) => step.accuracy) });
});
