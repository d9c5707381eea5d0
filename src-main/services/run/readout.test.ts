/**
 * Runs with a delayed readout: with every engine, all figures of the answers (accuracy, agreement, early stopping, what is kept of each sample) are
 * those of the means of the steps k…n, computed here from the decoded outputs of every step. k = 1 changes nothing.
 */
import { describe, expect, it } from 'vitest';
import { decodeRecords, MARGINS, softmaxMargin } from '../../../src-shared/metrics/index.ts';
import type { Engine } from '../../../src-shared/engine/index.ts';
import type { Readout } from '../../../src-shared/plan/index.ts';
import type { SpikingNetwork } from '../../../src-shared/spiking/index.ts';
import { type GoldenNet, goldenThresholds, loadGoldenNet } from '../../../tests/golden/harness/nets.ts';
import { compile } from '../../convert/index.ts';
import type { SampleSource } from '../../dataset/index.ts';
import { cpuEngine } from '../../engines/cpu/index.ts';
import { fixedEngine } from '../../engines/fixed/index.ts';
import { referenceEngine } from '../../engines/reference/index.ts';
import { type FinishedBatch, runDataset } from './run-dataset.ts';

const T = 5;
const SAMPLES = 8;
const CONTEXT = { signal: new AbortController().signal };
const net = await loadGoldenNet('vgg-mt-differential');
const { classes } = net;

const ENGINES: readonly (readonly [string, Engine])[] = [
  ['reference', referenceEngine],
  ['cpu', cpuEngine],
  ['int8 numbers', fixedEngine({ float: referenceEngine, steps: T, inputRange: 4 })],
];

const networkOf = (readout?: Readout): SpikingNetwork =>
  compile(net.placed, { ...net.choices, ...(readout ? { readout } : {}) }, goldenThresholds(net));

function sourceOf({ inputs, batch, labels }: GoldenNet): SampleSource {
  const size = inputs.length / batch;
  return {
    kind: 'values',
    name: 'golden',
    skipped: [],
    notes: () => [],
    count: SAMPLES,
    all: SAMPLES,
    labels: Int32Array.from(labels.subarray(0, SAMPLES)),
    nameOf: String,
    read: (from, to) => Promise.resolve(inputs.slice(from * size, to * size)),
  };
}

async function run(engine: Engine, network: SpikingNetwork) {
  await using session = await engine.prepare(network, { threads: 1 });
  let decoded = new Float64Array();
  let float = new Float64Array();
  const batches: FinishedBatch[] = [];
  const options = { steps: T, batch: SAMPLES, positions: [0], conversionError: false };
  await runDataset(
    session,
    network,
    sourceOf(net),
    {
      ...options,
      onBatch: (batch) => batches.push(batch),
      onOutputs: ([logits], [scores]) => {
        decoded = Float64Array.from(logits!);
        float = Float64Array.from(scores!);
        return Promise.resolve();
      },
    },
    CONTEXT,
  );
  return { decoded, float, batch: batches[0]! };
}

const argmax = (values: readonly number[]): number => values.indexOf(Math.max(...values));

/** The mean of the decoded outputs of the steps first…last of a sample, from 1. */
const mean = (decoded: Float64Array, sample: number, first: number, last: number): number[] =>
  Array.from({ length: classes }, (_, k) => {
    let sum = 0;
    for (let step = first; step <= last; step++) sum += decoded[((step - 1) * SAMPLES + sample) * classes + k]!;
    return sum / (last - first + 1);
  });

describe.each(ENGINES)('%s', (_, engine) => {
  it.each([1, 2, T])('answers with the mean from step %i on', async (from) => {
    const { decoded, float, batch } = await run(engine, networkOf({ from }));
    const wanted = Array.from({ length: SAMPLES }, (_s, sample) =>
      argmax([...float.subarray(sample * classes, (sample + 1) * classes)]),
    );
    const means = Array.from({ length: T }, (_t, t) =>
      Array.from({ length: SAMPLES }, (_s, sample) => mean(decoded, sample, t + 1 < from ? 1 : from, t + 1)),
    );
    const answers = means.map((step) => step.map(argmax));
    const counted = (right: (answer: number, sample: number) => boolean) => answers.map((step) => step.filter(right).length);
    const { evaluation } = batch.result;
    expect(evaluation.correct).toEqual(counted((answer, sample) => answer === net.labels[sample]));
    expect(evaluation.agree).toEqual(counted((answer, sample) => answer === wanted[sample]));
    const records = decodeRecords(Buffer.from(batch.records!, 'base64'), { samples: SAMPLES, steps: T, classes })!;
    expect([...records.answers]).toEqual(answers.flat());
    for (const stop of evaluation.stopping) {
      const stops = new Array<number>(T).fill(0);
      for (let sample = 0; sample < SAMPLES; sample++) {
        const at = means.findIndex((step, t) => t === T - 1 || softmaxMargin(step[sample]!) > stop.margin);
        stops[at]!++;
      }
      expect(stop.stops).toEqual(stops);
    }
    expect(evaluation.stopping.map(({ margin }) => margin)).toEqual(MARGINS);
    // The rows of all readouts do not depend on the plan's: that of step k ends as the run does.
    const row = batch.result.delayed!.find((one) => one.from === from)!;
    expect(row.correct).toEqual(evaluation.correct.slice(from - 1));
  });

  it('from step 1 on is what a plan without a readout gives, and energy never depends on it', async () => {
    const [plain, first, late] = await Promise.all(
      [undefined, { from: 1 }, { from: T }].map((readout) => run(engine, networkOf(readout))),
    );
    const { annMs: _a, snnMs: _s, ...sums } = plain!.batch.result;
    const { annMs: _b, snnMs: _t, ...same } = first!.batch.result;
    expect([same, first!.batch.records]).toEqual([sums, plain!.batch.records]);
    expect(late!.batch.result.counts).toEqual(sums.counts);
    expect(late!.decoded).toEqual(plain!.decoded);
  });
});
