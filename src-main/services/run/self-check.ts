/**
 * The self-check of a run. The reference engine also computes a few samples of the first batch, and the running means are
 * compared. A difference larger than rounding and ties explain ends the run, and the error names the first layer that differs.
 */
import { SpikeloomError } from '../../../src-shared/errors/index.ts';
import type { Message } from '../../../src-shared/message/index.ts';
import { batchOuter } from '../../../src-shared/spiking/batch-layout.ts';
import type { SpikingNetwork } from '../../../src-shared/spiking/index.ts';
import { atBatch, sizeOf, type TensorData } from '../../../src-shared/tensor/index.ts';
import {
  type Agreement,
  type Answers,
  compareAnswers,
  describeStage,
  type Difference,
  firstDifference,
  isUnexplained,
  restrictedTo,
} from '../../engines/agreement/index.ts';
import type { BatchResult, Engine } from '../../../src-shared/engine/index.ts';
import { referenceEngine } from '../../engines/reference/index.ts';
import type { LoadedEngine } from './load-engine.ts';
import { type ServiceContext, trackProgress } from '../progress.ts';

/** Number of samples to check, and of steps. A fault of layout or arithmetic shows at once, whereas ties accumulate with steps. */
const SAMPLES = 2;
const STEPS = 4;

/** Largest share of a run's time that the check may take, and the time (ms) it may take of a short run. */
const SHARE = 0.05;
const LEAST_MS = 5000;

/** Approximate number of counted operations that the reference engine does in a millisecond. */
const OPERATIONS_PER_MS = 5e4;

/**
 * Largest relative difference that rounding explains in a deep network. The same factor limits how much farther a tie may move an
 * answer than slightly changed thresholds do.
 */
export const TOLERANCE = 1e-3;
export const TIE_FACTOR = 10;

/** Time (ms) that the reference engine takes, approximately. */
export const referenceMs = ({ counted }: SpikingNetwork, batch: number, steps: number): number =>
  (counted.reduce((sum, { dense }) => sum + dense, 0) * batch * steps) / OPERATIONS_PER_MS;

/** A finished batch: its samples, and the decoded outputs of each step, `[T, B, …]`. */
export interface CheckedBatch {
  readonly data: TensorData;
  readonly samples: number;
  readonly steps: number;
  readonly logits: readonly Float64Array[];
}

/** Time (ms) that the check of a run may take, from the run's own time. */
export const checkBudget = (runMs: number): number => Math.max(LEAST_MS, SHARE * runMs);

/**
 * Compares a batch of the run's engine with the reference engine. Returns notes for the report: empty, or one that the check was
 * left out because it would take longer than `budgetMs`. Throws `engine.disagrees` with the layer. Stops at once if cancelled.
 */
export async function selfCheck(
  spiking: SpikingNetwork,
  loaded: LoadedEngine,
  whole: CheckedBatch,
  budgetMs: number,
  { signal, onProgress }: ServiceContext,
): Promise<readonly string[]> {
  const batch = Math.min(SAMPLES, whole.samples);
  const steps = Math.min(STEPS, whole.steps);
  const expectedMs = referenceMs(spiking, batch, steps);
  if (expectedMs > budgetMs) return [leftOut(expectedMs)];
  const { network } = spiking;
  const data = whole.data.subarray(0, batch * sizeOf(atBatch(network.shapes.get(network.input.value)!, 1)));
  const progress = trackProgress(onProgress, 'checking', steps);
  const reference = await run(referenceEngine, spiking, {
    data,
    batch,
    steps,
    signal,
    onProgress: (done) => progress(done * steps),
  });
  const outers = batchOuter(network);
  const logits = network.outputs.map(({ value }, index) =>
    firstSamples(whole.logits[index]!, outers.get(value)!, whole, { samples: batch, steps }),
  );
  const ours: BatchResult = { ...reference, logits };
  const compare = (compared: Pick<Answers, 'spiking' | 'ours' | 'reference'>): Promise<Agreement> =>
    compareAnswers({
      ...compared,
      batch,
      steps,
      rerun: (moved) => run(referenceEngine, moved, { data, batch, steps, signal }),
      tolerance: TOLERANCE,
      explains: ({ distance, spreadOfAll }) => distance <= TOLERANCE + TIE_FACTOR * spreadOfAll,
    });
  const first = (await compare({ spiking, ours, reference })).differences.find(isUnexplained);
  if (!first) return [];
  const output = network.outputs.filter(({ name }) => name === first.output);
  const stage = await firstDifference(restrictedTo(spiking, output), async (restricted) => {
    const [one, other] = [
      await run(loaded.engine, restricted, { data, batch, steps, signal, loaded }),
      await run(referenceEngine, restricted, { data, batch, steps, signal }),
    ];
    return (await compare({ spiking: restricted, ours: one, reference: other })).differences.some(isUnexplained);
  });
  throw disagreement(loaded.engine, describeStage(spiking, stage), first);
}

/** The check of one run: `onFirst`, for `runDataset` to call with the first batch (undefined if the run is not checked), and the notes at its end. */
export interface RunCheck {
  readonly onFirst?: (first: CheckedBatch, ms: number) => Promise<void>;
  readonly notes: () => readonly Message[];
}

/** Makes the check of a run of `batches` batches. A run on the reference engine is not checked. */
export function runCheck(
  spiking: SpikingNetwork,
  loaded: LoadedEngine,
  batches: number,
  wanted: boolean,
  context: ServiceContext,
): RunCheck {
  if (loaded.engine.id === 'reference') return { notes: () => [] };
  if (!wanted) return { notes: () => [NOT_CHECKED] };
  let notes: readonly string[] = [];
  return {
    notes: () => notes,
    onFirst: async (first, ms) => {
      notes = await selfCheck(spiking, loaded, first, checkBudget(ms * batches), context);
    },
  };
}

interface Running {
  readonly data: TensorData;
  readonly batch: number;
  readonly steps: number;
  readonly signal: AbortSignal;
  readonly loaded?: LoadedEngine;
  readonly onProgress?: (fraction: number) => void;
}

async function run(
  engine: Engine,
  spiking: SpikingNetwork,
  { data, batch, steps, signal, loaded, onProgress }: Running,
): Promise<BatchResult> {
  await using session = await engine.prepare(spiking, loaded);
  return await session.run(data, batch, { steps, signal, ...(onProgress ? { onProgress } : {}) });
}

/** The first samples and steps of decoded outputs, cut from `[T, outer, B, inner]`. */
function firstSamples(
  decoded: Float64Array,
  outer: number,
  whole: Pick<CheckedBatch, 'samples' | 'steps'>,
  { samples, steps }: Pick<CheckedBatch, 'samples' | 'steps'>,
): Float64Array {
  const inner = decoded.length / whole.steps / outer / whole.samples;
  const part = new Float64Array(steps * outer * samples * inner);
  for (let block = 0; block < steps * outer; block++) {
    const from = block * whole.samples * inner;
    part.set(decoded.subarray(from, from + samples * inner), block * samples * inner);
  }
  return part;
}

const leftOut = (expectedMs: number): string =>
  `The run did not check itself against the reference engine: that would take about ${Math.ceil(expectedMs / 1000)} s, more than a twentieth of the run.`;

export const NOT_CHECKED = 'The run did not check itself against the reference engine: the check was switched off.';

const disagreement = ({ id }: Engine, layer: string, { output, distance, steps }: Difference): SpikeloomError =>
  new SpikeloomError(
    'engine.disagrees',
    `The ${id} engine computes something else than the reference engine, first at layer ${layer}: output ${output} is ${(100 * distance).toPrecision(2)} % off after ${steps === 1 ? 'one step' : `${steps} steps`}. Its figures cannot be trusted; run on the reference engine, and report this network.`,
    { at: { layer } },
  );
