/**
 * Runs with int8 numbers (docs/fixed-point.md): the engine for them, and the figure that replaces a run's self-check, which is the
 * distance of their answers from those of floating-point numbers.
 */
import { SpikeloomError } from '../../../src-shared/errors/index.ts';
import type { Engine, EngineSession } from '../../../src-shared/engine/index.ts';
import { type Message, option, say } from '../../../src-shared/message/index.ts';
import { sumDeviation, summariseDeviation } from '../../../src-shared/metrics/index.ts';
import { readoutFromOf } from '../../../src-shared/plan/index.ts';
import type { SpikingNetwork } from '../../../src-shared/spiking/index.ts';
import { atBatch, sizeOf } from '../../../src-shared/tensor/index.ts';
import { readoutMeans } from '../../../src-shared/units/index.ts';
import { batches } from '../../dataset/index.ts';
import type { RunRecord } from '../../project/index.ts';
import { openCalibration } from '../model/samples.ts';
import type { PreparedNetwork } from '../model/prepared-network.ts';
import { requireNearSamples } from '../project/remote-path.ts';
import { type ServiceContext, trackProgress } from '../progress.ts';
import type { LoadedEngine } from './load-engine.ts';
import type { CheckedBatch, RunCheck } from './self-check.ts';

/** Number format of a stored run; undefined for floating point. */
export const numbersOf = (run: Pick<RunRecord, 'settings'> | undefined): 'int8' | undefined =>
  run?.settings['numbers'] === 'int8' ? 'int8' : undefined;

/** Largest number of samples whose answers are compared. */
const COMPARED = 100;

/**
 * The engine of int8 numbers for a project. The range of the input comes from its calibration samples. Throws `option.invalid` if there are
 * none, and `numbers.unsupported` when it is prepared for a network without a form in whole numbers.
 */
export async function int8Engine(
  prepared: PreparedNetwork,
  float: Engine,
  steps: number,
  context: ServiceContext,
): Promise<Engine> {
  const { fixedEngine } = await import('../../engines/fixed/index.ts');
  return fixedEngine({ float, steps, inputRange: await inputRange(prepared, context) });
}

/** Largest magnitude of the calibration samples' values. `asked`: the option that asks for int8. Throws `option.invalid` if the plan gave all thresholds, so that there are no samples. */
export async function inputRange(
  { model, preprocess, calibrated }: PreparedNetwork,
  { signal, onProgress }: ServiceContext,
  asked: 'numbers' | 'weights' = 'numbers',
): Promise<number> {
  if (calibrated.samples === 0) {
    const message = say`${option(asked)}: int8 needs calibration samples, which give the range of the input; convert with ${option('calibration', 'SRC')} and leave one threshold of the plan open`;
    throw new SpikeloomError('option.invalid', message, { at: { option: asked } });
  }
  requireNearSamples(calibrated.source);
  // A damaged image that calibration left out is no reason to stop here either.
  const source = await openCalibration(calibrated.source, model.placed, preprocess, { skipBad: true });
  const progress = trackProgress(onProgress, 'preparing', source.count);
  let [range, done] = [0, 0];
  for await (const { data, count } of batches(source, calibrated.batch, signal)) {
    for (const value of data) range = Math.max(range, Math.abs(value));
    progress((done += count));
  }
  return range;
}

/** The note of a run without the comparison. */
export const NOT_COMPARED =
  'The answers of int8 numbers were not compared with those of floating-point numbers: the check was switched off.';

/** The comparison of one run. `loaded`: the engine that computes the same samples with floating-point numbers. */
export function numbersCheck(
  spiking: SpikingNetwork,
  loaded: LoadedEngine,
  wanted: boolean,
  { signal, onProgress }: ServiceContext,
): RunCheck {
  if (!wanted) return { notes: () => [NOT_COMPARED] };
  let notes: readonly Message[] = [];
  return {
    notes: () => notes,
    onFirst: async (first) => {
      const progress = trackProgress(onProgress, 'checking', 1);
      await using session = await loaded.engine.prepare(spiking, loaded);
      notes = await compareNumbers(spiking, session, first, { signal, onProgress: progress });
    },
  };
}

/** Runs the first samples of a batch with floating-point numbers. Returns a note for each output with the distance. */
async function compareNumbers(
  { network, readout }: SpikingNetwork,
  session: EngineSession,
  { data, samples, steps, logits }: CheckedBatch,
  { signal, onProgress }: { readonly signal: AbortSignal; readonly onProgress: (done: number) => void },
): Promise<Message[]> {
  const batch = Math.min(samples, COMPARED);
  const inputs = data.subarray(0, batch * sizeOf(atBatch(network.shapes.get(network.input.value)!, 1)));
  const float = await session.run(inputs, batch, { steps, signal, onProgress });
  const from = readoutFromOf({ readout });
  return network.outputs.map(({ name }, index) => {
    const size = logits[index]!.length / steps / samples;
    const answer = (decoded: Float64Array): Float64Array => readoutMeans(decoded, steps, from).subarray(-batch * size);
    const ours = answer(firstOf(logits[index]!, steps, samples, batch, size));
    const theirs = answer(float.logits[index]!);
    const sums = sumDeviation({ steps: 1, samples: batch, logits: ours, float: theirs });
    const error = summariseDeviation(sums)[0]!.relative_error;
    const same = sameAnswers(ours, theirs, batch, size);
    const answers = size > 1 ? ` The largest value is the same in ${same} of ${batch}.` : '';
    return `Output ${name} with int8 numbers is ${error === null ? '–' : (100 * error).toPrecision(2)} % (relative L2) off floating-point numbers after ${steps} steps, on the first ${batch} samples.${answers}`;
  });
}

/** The first `batch` samples of `[T, samples, size]`, as `[T, batch, size]`. */
function firstOf(logits: Float64Array, steps: number, samples: number, batch: number, size: number): Float64Array {
  const part = new Float64Array(steps * batch * size);
  for (let t = 0; t < steps; t++) part.set(logits.subarray(t * samples * size, (t * samples + batch) * size), t * batch * size);
  return part;
}

/** Number of samples whose largest value has the same index. */
function sameAnswers(a: Float64Array, b: Float64Array, batch: number, size: number): number {
  const answer = (values: Float64Array): number => values.reduce((best, value, i) => (value > values[best]! ? i : best), 0);
  let same = 0;
  for (let sample = 0; sample < batch; sample++) {
    const [from, to] = [sample * size, (sample + 1) * size];
    if (answer(a.subarray(from, to)) === answer(b.subarray(from, to))) same++;
  }
  return same;
}
