/**
 * One setting of an example network held to what the paper's implementation reached on it (resources/examples). Bounds and their
 * reasons: resources/examples/README.md.
 */
import { expect } from 'vitest';
import type { LayerCalibration } from '../../src-main/calibrate/index.ts';
import type { Thresholds } from '../../src-shared/spiking/index.ts';
import { relativeL2 } from '../golden/harness/nets.ts';
import { topBound } from './bounds.ts';
import { expectedModel, expectedPredictions, expectedThresholds } from './expected.ts';
import { type Example, type ExampleRun, openExample, runExample } from './run-setting.ts';

const IMAGES = 1000;

/** What a setting reached, beside what the paper's implementation reached. */
export interface SettingResult {
  readonly model: string;
  readonly setting: string;
  readonly ours: readonly number[];
  readonly theirs: readonly number[];
  readonly energy: readonly [ours: number, theirs: number];
  readonly seconds: number;
  /** Every bound that does not hold, as a sentence. */
  readonly misses: readonly string[];
}

/** Runs a setting from file to results over all 1,000 test images, and compares everything; the caller expects no misses. */
export async function checkSetting(model: string, setting: string): Promise<SettingResult> {
  const example = await openExample(model, setting);
  const thresholds = await thresholdMisses(example);
  const run = await runExample(example);
  const { wanted } = example;
  return {
    ...{ model, setting, seconds: run.seconds, theirs: wanted.top1 },
    ours: run.summary.steps.map((step) => step.accuracy!),
    energy: [run.energy[wanted.T - 1]!, wanted.energy_ratio[wanted.T - 1]!],
    misses: [...thresholds, ...resultMisses(example, run)],
  };
}

/** Float accuracy to 0.3 points; top-1 within 1.5 points at steps 1 and 2, within 1 point after; energy within 2 %. */
function resultMisses({ model, wanted }: Example, { summary, energy }: ExampleRun): string[] {
  const float = Math.abs(summary.ann.accuracy! - expectedModel(model).ann_top1);
  return [
    ...(float <= 0.003 + 1e-9 ? [] : [`float accuracy differs by ${float}`]),
    ...wanted.top1.flatMap((top1, t) => {
      // In images: the recorded fractions were rounded to 32 bits.
      const images = Math.round(IMAGES * Math.abs(summary.steps[t]!.accuracy! - top1));
      return images <= topBound(t, IMAGES) ? [] : [`top-1 differs by ${images} images after step ${t + 1}`];
    }),
    ...wanted.energy_ratio.flatMap((ratio, t) => {
      const off = Math.abs(energy[t]! / ratio - 1);
      return off <= 0.02 ? [] : [`the energy ratio differs by ${(100 * off).toFixed(1)} % after step ${t + 1}`];
    }),
  ];
}

/** To 1e-4 relative over each layer, 1e-3 for threshold iteration, channels that iteration could not solve apart. */
async function thresholdMisses({ model, setting, wanted, placed, calibrated }: Example): Promise<string[]> {
  const expected = await expectedThresholds(model, setting, placed);
  const bound = wanted.threshold_mode === 'iteration' ? 1e-3 : 1e-4;
  return placed.sites.flatMap(({ name }) => {
    const theirs = expected.get(name)!;
    const { thresholds, unsolved } = calibrated.get(name)!;
    if (thresholds.values.length !== theirs.length)
      return [`${name} has ${thresholds.values.length} thresholds, not ${theirs.length}`];
    const solved = [...thresholds.values.keys()].filter((index) => !unsolved.includes(index));
    const pick = (all: ArrayLike<number>) => solved.map((index) => all[index]!);
    const distance = relativeL2(pick(thresholds.values), pick(theirs));
    return distance <= bound ? [] : [`thresholds of ${name} differ by ${distance}`];
  });
}

/** The layers' thresholds with the recorded values in place of the calibrated ones. */
async function recordedThresholds({ model, setting, placed, calibrated }: Example): Promise<Map<string, Thresholds>> {
  const expected = await expectedThresholds(model, setting, placed);
  const withValues = ({ thresholds }: LayerCalibration, name: string): Thresholds => ({
    ...thresholds,
    values: Float64Array.from(expected.get(name)!),
  });
  return new Map([...calibrated].map(([name, layer]) => [name, withValues(layer, name)]));
}

/**
 * The simulation alone, with the recorded thresholds: the same spikes but for rounding, image by image. Returns the number of images with
 * another answer after each step.
 */
export async function changedAnswers(model: string, setting: string): Promise<number[]> {
  const example = await openExample(model, setting);
  const { predictions } = await runExample(example, await recordedThresholds(example));
  const recorded = await expectedPredictions(model, setting);
  expect(predictions.map(({ length }) => length)).toEqual(recorded.map(({ length }) => length));
  return predictions.map((answers, t) =>
    answers.reduce((count, answer, image) => count + (answer === recorded[t]![image] ? 0 : 1), 0),
  );
}
