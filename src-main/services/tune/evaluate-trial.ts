/** Evaluates plans that tuning tries on some batches of a part, and turns their outputs and counts into the figures of trials. */
import { type EnergyModel, estimate, type Workload, workloadOf } from '../../../src-shared/energy/index.ts';
import type { BatchResult } from '../../../src-shared/engine/index.ts';
import { argmax, isAnswer, softmaxMargin } from '../../../src-shared/metrics/index.ts';
import type { SpikingNetwork } from '../../../src-shared/spiking/index.ts';
import type { TensorData } from '../../../src-shared/tensor/index.ts';
import { type Figures, joinFigures, marginLevel, readoutsOf } from '../../../src-shared/tuning/index.ts';
import { klDivergence } from '../../../src-shared/tuning/sensitivity-sums.ts';
import type { SampleSource } from '../../dataset/index.ts';
import { cpuEngine, prepareVariants } from '../../engines/cpu/index.ts';
import { checkOutputs } from '../model/check-outputs.ts';
import { batchFirst, outputLayouts } from '../model/output-layout.ts';
import type { ServiceContext } from '../progress.ts';
import { countSums } from '../run/batch-sums.ts';
import type { LoadedEngine } from '../run/load-engine.ts';
import { type PendingBatch, pendingBatches } from '../run/run-dataset.ts';

/** The figures under one energy model that differ from those under another. */
export interface EnergyFigures extends Pick<Figures, 'float32' | 'int8'> {
  readonly batches: readonly Pick<Figures['batches'][number], 'samples' | 'energy'>[];
}

/** The figures of a trial under the chosen model, and what differs under others. */
export interface TrialFigures {
  readonly figures: Figures;
  /** By id of the energy model. */
  readonly others: Readonly<Record<string, EnergyFigures>>;
}

/** The batches to evaluate. */
export interface TrialBatches {
  readonly source: SampleSource;
  readonly steps: number;
  /** Samples per batch. */
  readonly size: number;
  readonly from: number;
  readonly to: number;
  /** Outputs of the float network by position of the batch, which all trials of these samples share; what is missing is added. */
  readonly floats: Map<number, readonly Float64Array[]>;
  /** Called after every batch with its number of samples times the number of networks that have run. */
  readonly onBatch?: ((samples: number) => void) | undefined;
}

/** The energy models: the one that is charged, and others whose figures are wanted beside it. */
export interface ChargedModels {
  readonly model: EnergyModel;
  readonly others: readonly EnergyModel[];
  /** The model with the prices of int8 numbers, if their energies are wanted too. */
  readonly int8?: EnergyModel | undefined;
}

/** The networks to evaluate. */
export interface TrialNetworks {
  readonly networks: readonly SpikingNetwork[];
  /** A network that the others are small changes of. */
  readonly base?: SpikingNetwork | undefined;
}

/** Runs all networks on a batch. */
interface Runner {
  float(inputs: TensorData, batch: number, options: { readonly signal: AbortSignal }): Promise<readonly Float64Array[]>;
  run(
    inputs: TensorData,
    batch: number,
    options: { readonly steps: number; readonly signal: AbortSignal },
  ): Promise<readonly BatchResult[]>;
}

/**
 * Evaluates the batches `from`…`to`−1 with every network. The networks' first output must be a class vector. The cpu engine runs the networks
 * together, which gives the same figures as one after another.
 */
export async function evaluateTrials(
  { networks, base }: TrialNetworks,
  batches: TrialBatches,
  models: ChargedModels,
  loaded: LoadedEngine,
  context: ServiceContext,
): Promise<TrialFigures[]> {
  if (loaded.engine === cpuEngine && networks.length + (base ? 1 : 0) > 1) {
    const [first, ...rest] = base ? [base, ...networks] : networks;
    await using session = await prepareVariants(first!, rest, loaded);
    const run: Runner['run'] = async (...request) => (await session.run(...request)).slice(base ? 1 : 0);
    return await evaluate({ float: (...request) => session.float(...request), run }, networks, batches, models, context);
  }
  const trials: TrialFigures[] = [];
  for (const network of networks) {
    await using session = await loaded.engine.prepare(network, loaded);
    const run: Runner['run'] = async (...request) => [await session.run(...request)];
    const runner: Runner = { float: (...request) => session.float(...request), run };
    trials.push(...(await evaluate(runner, [network], batches, models, context)));
  }
  return trials;
}

async function evaluate(
  runner: Runner,
  networks: readonly SpikingNetwork[],
  { source, steps, size, from, to, floats, onBatch }: TrialBatches,
  models: ChargedModels,
  { signal }: ServiceContext,
): Promise<TrialFigures[]> {
  const parts: TrialFigures[][] = networks.map(() => []);
  const positions = Array.from({ length: to - from }, (_, i) => from + i);
  for await (const batch of pendingBatches(source, size, positions, signal)) {
    const { data, count, position } = batch;
    const float = floats.get(position) ?? (await runner.float(data, count, { signal }));
    floats.set(position, float);
    const results = await runner.run(data, count, { steps, signal });
    signal.throwIfAborted();
    results.forEach((result, i) => {
      const network = networks[i]!;
      const answers = readAnswers(network, result, float, { source, size, steps, batch });
      parts[i]!.push(trialOf(network, { samples: count, steps, result }, answers, source.labels !== undefined, models));
    });
    onBatch?.(count * networks.length);
  }
  return parts.map((own) => own.reduce(joinTrials));
}

/** The answers of a network to a batch, after its outputs were checked. */
function readAnswers(
  spiking: SpikingNetwork,
  result: BatchResult,
  ownFloat: readonly Float64Array[],
  {
    source,
    size,
    steps,
    batch: { count, labels, position },
  }: Pick<TrialBatches, 'source' | 'size' | 'steps'> & { readonly batch: PendingBatch },
): Answers {
  const layouts = outputLayouts(spiking.network);
  const float = layouts.map(({ outer }, index) => batchFirst(ownFloat[index]!, 1, outer, count));
  const logits = layouts.map(({ outer }, index) => batchFirst(result.logits[index]!, steps, outer, count));
  checkOutputs(spiking, { source: source.name, first: position * size, samples: count, float, result: { ...result, logits } });
  return answersOf({ logits: logits[0]!, float: float[0]!, labels, samples: count, steps });
}

function trialOf(
  network: SpikingNetwork,
  { samples, steps, result }: { readonly samples: number; readonly steps: number; readonly result: BatchResult },
  { divergence, ...answers }: Answers,
  labelled: boolean,
  { model, others, int8 }: ChargedModels,
): TrialFigures {
  const workload = workloadOf(network, { samples, steps, ...countSums(network, result) });
  const { batches, ...baselines } = energyFigures(model, workload);
  const int8Energy = int8 && energyFigures(int8, workload).batches[0]!.energy;
  const batch = { ...batches[0]!, ...(int8Energy ? { int8Energy } : {}), divergence };
  const figures = { steps, labelled, ...answers, ...baselines, batches: [batch] };
  return { figures, others: Object.fromEntries(others.map((one) => [one.id, energyFigures(one, workload)])) };
}

const joinTrials = (all: TrialFigures, next: TrialFigures): TrialFigures => ({
  figures: joinFigures(all.figures, next.figures),
  others: Object.fromEntries(
    Object.entries(all.others).map(([id, one]) => [id, { ...one, batches: [...one.batches, ...next.others[id]!.batches] }]),
  ),
});

interface Answers extends Pick<Figures, 'float' | 'answers' | 'margins'> {
  /** Mean over the samples, by step. */
  readonly divergence: number[];
}

interface Outputs {
  readonly logits: Float64Array;
  readonly float: Float64Array;
  readonly labels: Int32Array | undefined;
  readonly samples: number;
  readonly steps: number;
}

/** The digits of every sample of a batch (`figuresSchema`). */
function answersOf({ logits, float, labels, samples, steps }: Outputs): Answers {
  const classes = float.length / samples;
  const readouts = readoutsOf(steps);
  const answers = readouts.map(() => '');
  const margins = new Array<string>(steps).fill('');
  const divergence = new Array<number>(steps).fill(0);
  let right = '';
  const mean = new Float64Array(classes);
  for (let i = 0; i < samples; i++) {
    const ofFloat = argmax(float, i * classes, classes);
    const wanted = labels?.[i] ?? ofFloat;
    right += isAnswer(ofFloat, wanted) ? '1' : '0';
    readouts.forEach(({ from, steps: n }, at) => {
      mean.fill(0);
      for (let t = from - 1; t < n; t++)
        for (let k = 0; k < classes; k++) mean[k] = mean[k]! + logits[(t * samples + i) * classes + k]!;
      for (let k = 0; k < classes; k++) mean[k] = mean[k]! / (n - from + 1);
      const answer = argmax(mean);
      answers[at] += String((isAnswer(answer, wanted) ? 1 : 0) + (isAnswer(answer, ofFloat) ? 2 : 0));
      if (from > 1) return;
      margins[n - 1] += String(marginLevel(softmaxMargin(mean)));
      divergence[n - 1]! += klDivergence(float, i * classes, mean) / samples;
    });
  }
  return { float: right, answers, margins, divergence };
}

function energyFigures(model: EnergyModel, workload: Workload): EnergyFigures {
  const estimates = Array.from({ length: workload.steps }, (_, t) => estimate(model, workload, t + 1));
  const { baselines } = estimates.at(-1)!;
  const baseline = (id: 'float32' | 'int8'): number | null => baselines.find((one) => one.id === id)?.pj?.nom ?? null;
  return {
    batches: [{ samples: workload.samples, energy: estimates.map(({ total }) => total?.nom ?? 0) }],
    float32: baseline('float32'),
    int8: baseline('int8'),
  };
}
