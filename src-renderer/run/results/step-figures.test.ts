/** Figures of runs. */
import { describe, expect, it } from 'vitest';
import type { RunReport } from '../../../src-shared/results/index.ts';
import { bestStop, dearer, enoughSteps, figuresOfReport } from './step-figures.ts';

/** As ResNet-20 on CIFAR-10: accuracy rises towards the float network's while energy grows with every step. */
const report: Pick<RunReport, 'steps' | 'ann' | 'early_stopping'> = {
  ann: { accuracy: 0.804 },
  steps: [0.42, 0.61, 0.73, 0.775, 0.79, 0.798, 0.801, 0.803].map((accuracy, index) => ({
    step: index + 1,
    accuracy,
    agreement: accuracy + 0.1,
    firing_rate: 0.5 / (index + 1),
    energy_ratio: 0.1 * (index + 1),
    energy: { rows: [], total_pj: 2, float32_pj: 4, int8_pj: 1, ratio_float32: 0.5 * (index + 1), ratio_int8: 2 * (index + 1) },
  })),
  early_stopping: [{ margin: 0.5, accuracy: 0.688, mean_steps: 2.1, energy_ratio: 0.207 }],
};
const figures = figuresOfReport(report);

describe('figures', () => {
  it('of a report are those of its steps', () => {
    expect(figures.steps).toHaveLength(8);
    expect(figures.steps[3]).toEqual({
      step: 4,
      accuracy: 0.775,
      agreement: 0.875,
      energyRatio: 0.4,
      ledgerFloat32: 2,
      ledgerInt8: 8,
    });
    expect(figures.earlyStopping[0]).toMatchObject({ margin: 0.5, meanSteps: 2.1 });
  });

  it('say what is dearer than the float network after the last step', () => {
    const step = { step: 1, accuracy: null, agreement: 1, energyRatio: 0.5, ledgerFloat32: 1.2, ledgerInt8: 9 };
    const run = (steps: readonly (typeof step)[]) => ({ steps, annAccuracy: null, earlyStopping: [] });
    expect(dearer(run([{ ...step, energyRatio: 3 }, step]))).toEqual([
      { energy: 'ledgerFloat32', ratio: 1.2 },
      { energy: 'ledgerInt8', ratio: 9 },
    ]);
    expect(dearer(run([]))).toEqual([]);
    expect(dearer(run([{ ...step, ledgerFloat32: 1, ledgerInt8: 1 }]))).toEqual([]);
  });

  it('say after how many steps the float network is reached', () => {
    const at = enoughSteps(figures, 0.01)!;
    expect(figures.steps[at - 1]!.accuracy!).toBeGreaterThanOrEqual(figures.annAccuracy! - 0.01);
    expect(figures.steps[at - 2]!.accuracy!).toBeLessThan(figures.annAccuracy! - 0.01);
    expect(enoughSteps({ ...figures, steps: figures.steps.slice(0, 1) }, 0.01)).toBeNull();
  });
});

it('the earliest stop that is good enough is the one with the fewest steps', () => {
  const stop = (margin: number, accuracy: number | null, meanSteps: number) => ({ margin, accuracy, meanSteps, energyRatio: 1 });
  const earlyStopping = [stop(0.5, 0.7, 2), stop(0.9, 0.797, 4), stop(0.99, 0.8, 6), stop(1, null, 1)];
  expect(bestStop({ ...figures, earlyStopping }, 0.01)?.margin).toBe(0.9);
  expect(bestStop({ ...figures, earlyStopping: earlyStopping.slice(0, 1) }, 0.01)).toBeNull();
  expect(bestStop({ ...figures, steps: [] }, 0.01)).toBeNull();
});
