/**
 * How far top-1 moves by rounding alone: a setting run again and again with every threshold changed by less than two float32
 * rounding errors. `npx node tests/examples/spread.ts MODEL SETTING [RUNS]`; docs/performance-notes.md has what came out.
 */
import type { Thresholds } from '../../src-shared/spiking/index.ts';
import { topBound } from './bounds.ts';
import { openExample, runExample, thresholdsOf } from './run-setting.ts';

/** Largest relative change of a threshold; float32 rounds by up to 6e-8. */
const CHANGE = 1e-7;
const IMAGES = 1000;

/** Numbers in [−1, 1), the same for the same seed. */
function randomNumbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 31 - 1;
  };
}

function changed(thresholds: ReadonlyMap<string, Thresholds>, seed: number): Map<string, Thresholds> {
  const next = randomNumbers(seed);
  return new Map(
    [...thresholds].map(([name, own]) => [name, { ...own, values: own.values.map((θ) => θ * (1 + CHANGE * next())) }]),
  );
}

const [model, setting, count = '12'] = process.argv.slice(2);
if (model === undefined || setting === undefined) throw new Error('usage: spread.ts MODEL SETTING [RUNS]');
const example = await openExample(model, setting);
const recorded = example.wanted.top1.map((value) => Math.round(IMAGES * value));
const base = thresholdsOf(example.calibrated);
const runs: number[][] = [];
for (let seed = 0; seed <= Number(count); seed++) {
  const { summary } = await runExample(example, seed === 0 ? base : changed(base, seed));
  runs.push(summary.steps.map((step) => Math.round(IMAGES * step.accuracy!)));
  const differences = runs.at(-1)!.map((value, t) => value - recorded[t]!);
  const outside = differences.flatMap((value, t) =>
    Math.abs(value) > topBound(t, IMAGES) ? [`${value} after step ${t + 1}`] : [],
  );
  process.stderr.write(`${seed === 0 ? 'as calibrated' : `change ${seed}`}: ${outside.join(', ') || 'inside every bound'}\n`);
}

const rows = recorded.map((value, t) => {
  const sorted = runs.map((run) => run[t]!).sort((a, b) => a - b);
  const mean = sorted.reduce((sum, images) => sum + images, 0) / sorted.length;
  return `| ${t + 1} | ${value} | ${runs[0]![t]} | ${sorted[0]} | ${mean.toFixed(1)} | ${sorted.at(-1)} |`;
});
process.stdout.write(
  `${['| step | recorded | as calibrated | least | mean | most |', '| --- | --- | --- | --- | --- | --- |', ...rows].join('\n')}\n`,
);
