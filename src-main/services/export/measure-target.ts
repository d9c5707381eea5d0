/**
 * What a package loses where the program that reads it has rules of its own: its answers on the project's samples, after T and 4 T steps,
 * beside those of the engine.
 */
import type { ExportOptions, Manifest } from '../../../src-shared/export/index.ts';
import { addEvaluations, type EvaluationSums, sumEvaluation } from '../../../src-shared/metrics/index.ts';
import { readoutFromOf } from '../../../src-shared/plan/index.ts';
import { batches, type SampleSource } from '../../dataset/index.ts';
import type { ExportedModel, ExportSubject, ExportTarget } from '../../export/index.ts';
import type { RunRecord } from '../../project/index.ts';
import type { PreparedNetwork } from '../model/prepared-network.ts';
import { batchFirst, outputLayouts } from '../model/output-layout.ts';
import { openCalibration, openDataset } from '../model/samples.ts';
import { requireNearSamples } from '../project/remote-path.ts';
import { type ServiceContext, trackProgress } from '../progress.ts';
import { classScores } from '../run/class-scores.ts';
import { loadEngine } from '../run/load-engine.ts';
import { compareSteps } from './compare-steps.ts';
import type { ExpectedOutputs, PackageSamples } from './expected-outputs.ts';
import { shareOf } from './manifest.ts';

/** Longest run of the files: T, and this many times T. */
const LONGER = 4;
/** Counted operations that the interpreter of a format may take in all, and the least and most samples. */
const OPERATIONS = 4e10;
const LEAST = 8;
const MOST = 500;
/** Samples that are run together. */
const BATCH = 50;

export interface TargetToMeasure {
  readonly target: ExportTarget;
  readonly subject: ExportSubject;
  readonly options: ExportOptions;
  readonly exported: ExportedModel;
  readonly prepared: Pick<PreparedNetwork, 'model' | 'preprocess' | 'calibrated'>;
  /** A run of the project, whose samples are used if they can be read. */
  readonly run: RunRecord | undefined;
  readonly samples: PackageSamples;
  readonly expected: ExpectedOutputs;
}

/** Measures what the reader of the files computes. Stops at once if cancelled. */
export async function measureTarget(
  measured: TargetToMeasure,
  context: ServiceContext,
): Promise<NonNullable<Manifest['reader']>> {
  const { target, subject, options, exported, samples, expected } = measured;
  const { spiking, steps } = subject;
  const quiet = { signal: context.signal };
  const compared = { spiking, batch: samples.batch, steps, kind: 'steps' } as const;
  const own = await target.run(subject, options, exported, samples, quiet);
  return {
    profile: target.profile,
    label: target.label,
    rules: { ...target.facts },
    exact: target.exact,
    comparison: compareSteps(compared, expected.engine, own, expected.result),
    ...(await accuracies(measured, context)),
  };
}

type Accuracies = Pick<NonNullable<Manifest['reader']>, 'source' | 'samples' | 'labelled' | 'answers'>;

/** The reader's and the engine's answers on a part of the samples that the project knows. */
async function accuracies(measured: TargetToMeasure, context: ServiceContext): Promise<Accuracies> {
  const { target, subject, options, exported } = measured;
  const { spiking, steps } = subject;
  const { signal } = context;
  const most = LONGER * steps;
  const long = { ...subject, steps: most };
  const { source, count, labelled, batches } = await samplesToMeasure(measured, context);
  const progress = trackProgress(context.onProgress, 'measuring', count);
  const { engine } = await loadEngine({ engine: 'cpu' });
  await using session = await engine.prepare(spiking);
  const { sample, outer } = outputLayouts(spiking.network)[0]!;
  let sums: readonly [reader: EvaluationSums, engine: EvaluationSums] | undefined;
  let done = 0;
  for await (const { samples, batch, labels } of batches) {
    const before = done;
    const onProgress = (fraction: number): void => progress(before + fraction * batch);
    const read = await target.run(long, options, exported, { samples, batch }, { signal, onProgress });
    const float = batchFirst((await session.float(samples, batch, { signal }))[0]!, 1, outer, batch);
    const simulated = await session.run(samples, batch, { steps: most, signal });
    const sumsOf = (logits: Float64Array): EvaluationSums => {
      const scores = classScores(sample, most, batch, batchFirst(logits, most, outer, batch), float);
      return sumEvaluation({ ...scores, steps: most, from: readoutFromOf(spiking), margins: [], ...(labels ? { labels } : {}) });
    };
    const fresh = [sumsOf(read[0]!), sumsOf(simulated.logits[0]!)] as const;
    sums = sums ? [addEvaluations(sums[0], fresh[0]), addEvaluations(sums[1], fresh[1])] : fresh;
    done += batch;
  }
  const figures = (of: EvaluationSums, step: number) => ({
    accuracy: of.labelled > 0 ? shareOf(of.correct[step - 1]! / of.labelled, of.labelled) : null,
    agreement: shareOf(of.agree[step - 1]! / of.samples, of.samples),
  });
  const answers = [steps, most].map((step) => ({
    steps: step,
    reader: figures(sums![0], step),
    engine: figures(sums![1], step),
  }));
  return { source, samples: count, labelled, answers };
}

interface Measured {
  readonly source: string | null;
  readonly count: number;
  readonly labelled: boolean;
  readonly batches: AsyncIterable<Pick<PackageSamples, 'samples' | 'batch'> & { readonly labels?: Int32Array | undefined }>;
}

/** Samples of the run's dataset; of the calibration data if there is no run or its data are gone; those of the package if there are none. */
async function samplesToMeasure(
  { prepared, run, samples, subject }: TargetToMeasure,
  { signal }: ServiceContext,
): Promise<Measured> {
  const { model, preprocess, calibrated } = prepared;
  const { network, counted } = subject.spiking;
  const operations = counted.reduce((sum, { dense }) => sum + dense, 0) * subject.steps * LONGER;
  const limit = Math.max(LEAST, Math.min(MOST, Math.floor(OPERATIONS / Math.max(1, operations))));
  const classes = network.shapes.get(network.outputs[0]!.value)!.slice(1);
  const dataset = run && (await openedOrNot(() => openRunSamples(run, prepared, limit)));
  if (run && dataset) return { ...measuredFrom(dataset, limit, classes, signal), source: run.dataset };
  if (calibrated.samples > 0) {
    requireNearSamples(calibrated.source);
    const source = await openCalibration(calibrated.source, model.placed, preprocess, {});
    return { ...measuredFrom(source, limit, classes, signal), source: calibrated.source };
  }
  return { source: null, count: samples.batch, labelled: false, batches: only(samples) };
}

async function* only<T>(one: T): AsyncGenerator<T> {
  yield one;
}

/** The first samples of a source. Labels count if the output has a class for each. */
function measuredFrom(
  source: SampleSource,
  limit: number,
  classes: readonly number[],
  signal: AbortSignal,
): Omit<Measured, 'source'> {
  const count = Math.min(limit, source.count);
  const labels = source.labels?.subarray(0, count);
  const known = classes.length === 1 && labels?.every((label) => label >= 0 && label < classes[0]!) ? labels : undefined;
  const part: SampleSource = { ...source, count };
  async function* parts() {
    for await (const { from, count: size, data } of batches(part, BATCH, signal))
      yield { samples: Float32Array.from(data), batch: size, labels: known?.subarray(from, from + size) };
  }
  return { count, labelled: known !== undefined, batches: parts() };
}

function openRunSamples(
  { dataset, settings }: RunRecord,
  { model, preprocess }: TargetToMeasure['prepared'],
  limit: number,
): Promise<SampleSource> {
  requireNearSamples(dataset);
  const labels = typeof settings['labels'] === 'string' ? settings['labels'] : undefined;
  return openDataset(dataset, model.placed, preprocess, { labels, limit, skipBad: settings['skipBad'] === true });
}

/** A source, or undefined if it cannot be opened: runs name samples by path, and these may be gone. The manifest names the source that was used. */
async function openedOrNot(open: () => Promise<SampleSource>): Promise<SampleSource | undefined> {
  try {
    return await open();
  } catch {
    return undefined;
  }
}
