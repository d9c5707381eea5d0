/**
 * Records the spikes of chosen layers and samples of a finished run: the samples are simulated once more, one by one, with the same
 * engine, plan and thresholds. The answers must be those of the run. Each recording is committed when it is whole.
 */
import { messageOf, SpikeloomError } from '../../../src-shared/errors/index.ts';
import { type Message, say } from '../../../src-shared/message/index.ts';
import { decodeRecords, evaluateSamples, type SampleRecords } from '../../../src-shared/metrics/index.ts';
import { readoutFromOf } from '../../../src-shared/plan/index.ts';
import { encodeSpikes, type SpikeChoice } from '../../../src-shared/spikes/index.ts';
import type { EngineSession } from '../../../src-shared/engine/index.ts';
import { neuronThresholds } from '../../../src-shared/units/index.ts';
import type { SampleSource } from '../../dataset/index.ts';
import type { Project } from '../../project/index.ts';
import { outputLayouts } from '../model/output-layout.ts';
import type { PreparedNetwork } from '../model/prepared-network.ts';
import { type ServiceContext, trackProgress } from '../progress.ts';
import { type FinishedBatch, isClassVector } from '../run/run-dataset.ts';
import { type EngineRequest, loadEngine } from '../run/load-engine.ts';
import { recordedLayer } from './plan-recording.ts';

/** The finished run whose spikes are recorded. */
export interface RecordedRun {
  readonly run: number;
  readonly prepared: PreparedNetwork;
  readonly source: SampleSource;
  readonly steps: number;
  /** Samples per batch of the run. */
  readonly batch: number;
  readonly batches: readonly FinishedBatch[];
}

/** What was recorded. */
export interface RecordingResult extends SpikeChoice {
  readonly bytes: number;
  /** Why some of it is missing; null if nothing is. */
  readonly missing: Message | null;
}

/**
 * Records the choice of a run. If it cannot go on, what is whole stays, and the project says why the rest is missing. Throws only if it
 * is cancelled.
 */
export async function recordSpikes(
  project: Project,
  of: RecordedRun,
  choice: SpikeChoice,
  request: EngineRequest,
  context: ServiceContext,
): Promise<RecordingResult> {
  let bytes = 0;
  try {
    for await (const one of recordings(project, of, choice, request, context)) bytes += one;
    return { ...choice, bytes, missing: null };
  } catch (error) {
    const { aborted } = context.signal;
    const why: Message = aborted ? 'The recording was cancelled.' : messageOf(error);
    remember(project, of.run, why);
    if (aborted) throw error;
    return { ...choice, bytes, missing: why };
  }
}

/** A full disk, which may be why a recording is missing, may refuse the reason too. The recording is missing all the same. */
function remember(project: Project, run: number, why: Message): void {
  try {
    project.missSpikes(run, why);
  } catch (error) {
    if (!(error instanceof SpikeloomError)) throw error;
  }
}

/** Yields the bytes of each recording after it was committed. */
async function* recordings(
  project: Project,
  { run, prepared, source, steps, batch, batches }: RecordedRun,
  choice: SpikeChoice,
  request: EngineRequest,
  { signal, onProgress }: ServiceContext,
): AsyncGenerator<number, void, void> {
  const { network } = prepared;
  const units = network.stages.filter((stage) => stage.kind === 'neuron').filter(({ name }) => choice.layers.includes(name));
  const thetas = units.map((unit) => neuronThresholds(unit.thresholds, network.network.shapes.get(unit.output)!));
  units.forEach((unit, index) => project.addSpikeLayer(run, recordedLayer(network, unit), thetas[index]!));
  const loaded = await loadEngine(request);
  const progress = trackProgress(onProgress, 'recording', choice.samples.length);
  progress(0);
  await using session = await loaded.engine.prepare(network, loaded);
  for (const [index, sample] of choice.samples.entries()) {
    const data = await source.read(sample, sample + 1, signal);
    const values = units.map(({ output }) => output);
    const float = await session.float(data, 1, { signal });
    const result = await session.run(data, 1, { steps, signal, record: { conversionError: true, values } });
    signal.throwIfAborted();
    const kept = recordOf(prepared, batches, batch, steps, sample);
    if (kept) requireSameAnswers(prepared, kept, { sample, steps, float, logits: result.logits });
    for (const [layer, unit] of units.entries()) {
      const sent = result.values!.get(unit.output)!;
      const theta = thetas[layer]!;
      const size = theta.length;
      const codes = Array.from({ length: steps }, (_, t) => encodeSpikes(unit, sent.subarray(t * size, (t + 1) * size), theta));
      const activations = Float32Array.from(result.activations!.get(unit.output)!);
      yield project.addSpikes(run, { layer: unit.name, sample, steps: codes, activations });
    }
    progress(index + 1);
  }
}

/** What the run keeps of a sample; undefined if it keeps no answers. */
function recordOf(
  { network: { network } }: PreparedNetwork,
  batches: readonly FinishedBatch[],
  batch: number,
  steps: number,
  sample: number,
): SampleRecords | undefined {
  const [layout] = outputLayouts(network);
  const found = batches.find(({ position }) => position === Math.floor(sample / batch));
  if (!found?.records || !isClassVector(layout!.sample)) return undefined;
  const of = { samples: found.samples, steps, classes: layout!.sample[0]! };
  const records = decodeRecords(Buffer.from(found.records, 'base64'), of);
  if (!records) return undefined;
  const at = sample % batch;
  const ofSample = <A extends Int32Array | Uint16Array>(values: A): A => values.filter((_, i) => i % found.samples === at) as A;
  return {
    samples: 1,
    steps,
    labels: null,
    float: records.float.slice(at, at + 1),
    answers: ofSample(records.answers),
    margins: ofSample(records.margins),
  };
}

interface Repeated {
  readonly sample: number;
  readonly steps: number;
  readonly float: Awaited<ReturnType<EngineSession['float']>>;
  readonly logits: readonly Float64Array[];
}

/** Throws `engine.disagrees` if a sample is answered in another way than in the run. */
function requireSameAnswers({ network: { network, readout } }: PreparedNetwork, kept: SampleRecords, repeated: Repeated): void {
  const { sample, steps, float, logits } = repeated;
  const classes = outputLayouts(network)[0]!.sample[0]!;
  const { records } = evaluateSamples({ classes, steps, logits: logits[0]!, float: float[0]!, from: readoutFromOf({ readout }) });
  const step = kept.answers.findIndex((answer, t) => answer !== records.answers[t]);
  if (step < 0 && kept.float[0] === records.float[0]) return;
  const which = step < 0 ? 'by the float network' : `after ${step + 1} ${step === 0 ? 'step' : 'steps'}`;
  const message = say`Sample ${String(sample)} got another answer ${which} than in the run, when it was simulated again to record its spikes; run again.`;
  throw new SpikeloomError('engine.disagrees', message);
}
