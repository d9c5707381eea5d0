/** Evaluates a plan that tuning tries on some batches of a part, and turns the outputs and counts into the figures of a trial. */
import { type EnergyModel, estimate, type Workload, workloadOf } from '../../../src-shared/energy/index.ts';
import { argmax, isAnswer, softmaxMargin } from '../../../src-shared/metrics/index.ts';
import type { SpikingNetwork } from '../../../src-shared/spiking/index.ts';
import { type Figures, joinFigures, type LayerFigures, marginLevel, readoutsOf } from '../../../src-shared/tuning/index.ts';
import type { SampleSource } from '../../dataset/index.ts';
import type { ServiceContext } from '../progress.ts';
import type { CountSums } from '../run/batch-sums.ts';
import type { LoadedEngine } from '../run/load-engine.ts';
import { runDataset } from '../run/run-dataset.ts';

/** The figures under one energy model that differ from those under another. */
export type EnergyFigures = Pick<Figures, 'batches' | 'float32' | 'int8'>;

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
  /** Whether the neuron layers are measured (`TrialRequest`). */
  readonly measure: boolean;
}

/** The energy models: the one that is charged, and others whose figures are wanted beside it. */
export interface ChargedModels {
  readonly model: EnergyModel;
  readonly others: readonly EnergyModel[];
}

/** Evaluates the batches `from`…`to`−1. The network's first output must be a class vector. */
export async function evaluateTrial(
  network: SpikingNetwork,
  { source, steps, size, from, to, measure }: TrialBatches,
  { model, others }: ChargedModels,
  loaded: LoadedEngine,
  { signal }: ServiceContext,
): Promise<TrialFigures> {
  await using session = await loaded.engine.prepare(network, loaded);
  const parts: TrialFigures[] = [];
  let answers: Answers | undefined;
  let position = from;
  await runDataset(
    session,
    network,
    source,
    {
      steps,
      batch: size,
      positions: Array.from({ length: to - from }, (_, i) => from + i),
      conversionError: measure,
      onOutputs: ([logits], [float], samples) => {
        const labels = source.labels?.subarray(position * size, position * size + samples);
        answers = answersOf({ logits: logits!, float: float!, labels, samples, steps });
        position++;
        return Promise.resolve();
      },
      onBatch: ({ samples, result }) => {
        const workload = workloadOf(network, { samples, steps, ...result.counts });
        const layers = measure && parts.length === 0 ? layersOf(model, workload, result.counts) : [];
        const labelled = source.labels !== undefined;
        const figures = { steps, labelled, ...answers!, ...energyFigures(model, workload), layers };
        parts.push({ figures, others: Object.fromEntries(others.map((one) => [one.id, energyFigures(one, workload)])) });
      },
    },
    { signal },
  );
  return parts.reduce((all, next) => ({
    figures: joinFigures(all.figures, next.figures),
    others: Object.fromEntries(
      Object.entries(all.others).map(([id, one]) => [id, { ...one, batches: [...one.batches, ...next.others[id]!.batches] }]),
    ),
  }));
}

type Answers = Pick<Figures, 'float' | 'answers' | 'margins'>;

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
      if (from === 1) margins[n - 1] += String(marginLevel(softmaxMargin(mean)));
    });
  }
  return { float: right, answers, margins };
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

/** What each neuron layer costs: its own terms, and those of the layers that receive its spikes, shared among their sources. */
function layersOf(model: EnergyModel, workload: Workload, counts: CountSums): LayerFigures[] {
  const { terms } = estimate(model, workload, workload.steps);
  const energy = new Map<string, number>();
  const charge = (layer: string, pj: number): unknown => energy.set(layer, (energy.get(layer) ?? 0) + pj);
  const sources = new Map(workload.layers.map((layer) => [layer.name, layer.sources]));
  for (const { owner, pj } of terms) {
    if (owner?.kind === 'neuron') charge(owner.name, pj.nom);
    const senders = owner?.kind === 'counted' ? (sources.get(owner.name) ?? []) : [];
    for (const sender of senders) charge(sender, pj.nom / senders.length);
  }
  return workload.neurons.map(({ name }) => {
    const { squaredError, squaredNorm } = counts.neurons[name]!;
    const error = squaredError && squaredNorm! > 0 ? Math.sqrt(squaredError.at(-1)! / squaredNorm!) : null;
    return { layer: name, energy: energy.get(name) ?? 0, error };
  });
}
