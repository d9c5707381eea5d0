/** The expected outputs of a package: a few samples of the calibration data, computed by the reference engine. */
import type { BatchResult, EngineId } from '../../../src-shared/engine/index.ts';
import type { SpikingNetwork } from '../../../src-shared/spiking/index.ts';
import { atBatch, sizeOf } from '../../../src-shared/tensor/index.ts';
import { randomNormal } from '../model/random-samples.ts';
import { openCalibration } from '../model/samples.ts';
import type { PreparedNetwork } from '../model/prepared-network.ts';
import { requireNearSamples } from '../project/remote-path.ts';
import { type ServiceContext, trackProgress } from '../progress.ts';
import { loadEngine } from '../run/load-engine.ts';
import { referenceMs } from '../run/self-check.ts';

/** Number of samples of a package. */
export const SAMPLES = 8;
/** Longest time (ms) that the reference engine may take; the cpu engine takes its place beyond that. */
const PATIENCE_MS = 60_000;

/** Samples `[B, …]` flat, and their source; null for random numbers. */
export interface PackageSamples {
  readonly samples: Float32Array;
  readonly batch: number;
  readonly source: string | null;
}

/**
 * The samples of a package: the first of the calibration data. If the plan gave all thresholds there is no such data, and the samples are
 * random numbers, the same at every export. Throws the errors of opening a source of samples.
 */
export async function packageSamples(
  { model, preprocess, calibrated, network: spiking }: PreparedNetwork,
  { signal }: ServiceContext,
): Promise<PackageSamples> {
  if (calibrated.samples === 0) {
    const { network } = spiking;
    const size = sizeOf(atBatch(network.shapes.get(network.input.value)!, SAMPLES));
    return { samples: randomNormal(size), batch: SAMPLES, source: null };
  }
  requireNearSamples(calibrated.source);
  const source = await openCalibration(calibrated.source, model.placed, preprocess, {});
  const batch = Math.min(SAMPLES, source.count);
  return { samples: Float32Array.from(await source.read(0, batch, signal)), batch, source: calibrated.source };
}

/** The decoded outputs of every step by an engine. */
export interface ExpectedOutputs {
  readonly engine: EngineId;
  readonly result: BatchResult;
}

/** Runs the samples in the reference engine, or in the cpu engine if that would take more than a minute. */
export async function expectedOutputs(
  spiking: SpikingNetwork,
  samples: PackageSamples,
  steps: number,
  context: ServiceContext,
): Promise<ExpectedOutputs> {
  const engine = referenceMs(spiking, samples.batch, steps) > PATIENCE_MS ? 'cpu' : 'reference';
  return { engine, result: await runOn(engine, spiking, samples, steps, context) };
}

/** Runs samples in an engine. */
export async function runOn(
  id: EngineId,
  spiking: SpikingNetwork,
  { samples, batch }: Pick<PackageSamples, 'samples' | 'batch'>,
  steps: number,
  { signal, onProgress }: ServiceContext,
): Promise<BatchResult> {
  const progress = trackProgress(onProgress, 'simulating', batch);
  const { engine } = await loadEngine({ engine: id });
  await using session = await engine.prepare(spiking);
  return await session.run(samples, batch, { steps, signal, onProgress: (done) => progress(done * batch) });
}
