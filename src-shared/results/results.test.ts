/** The report's schema accepts the report of a run and names the error in any other document. */
import { describe, expect, it } from 'vitest';
import { sampleReport } from '../../tests/fixtures/sample-report.ts';
import { isNeuronLayer, runReportSchema } from './index.ts';

describe('run report', () => {
  it('takes a real report, and JSON keeps it exactly', () => {
    const report = sampleReport();
    expect(runReportSchema.parse(JSON.parse(JSON.stringify(report)))).toEqual(report);
  });

  it('holds neuron layers with thresholds and counted layers with operations', () => {
    const { layers } = sampleReport();
    expect(layers.filter(isNeuronLayer)).toHaveLength(19);
    expect(layers.filter((layer) => !isNeuronLayer(layer))).toHaveLength(20);
  });

  it('accepts an unknown accuracy as null, and nothing outside 0…1', () => {
    const report = sampleReport();
    const withAccuracy = (accuracy: unknown) => ({ ...report, ann: { accuracy } });
    expect(runReportSchema.safeParse(withAccuracy(null)).success).toBe(true);
    expect(runReportSchema.safeParse(withAccuracy(80.4)).success).toBe(false);
    expect(runReportSchema.safeParse({ ...report, ann: {} }).success).toBe(false);
  });

  it('names a field that does not belong', () => {
    const outcome = runReportSchema.safeParse({ ...sampleReport(), acuracy: 1 });
    expect(outcome.error?.issues[0]?.message).toContain('acuracy');
  });
});
