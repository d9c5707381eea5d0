/** Builds the report of a run, `report.json` (docs/cli.md), from the sums of its batches and the frame of its network. Pure. */
import {
  DEFAULT_TABLE,
  firingRates,
  fullLedger,
  layerEnergies,
  layerShares,
  type LedgerInput,
  paperRatio,
} from '../../../src-shared/energy/index.ts';
import { distinctNotes, type Note, warningsFirst } from '../../../src-shared/message/index.ts';
import {
  type DelayedRow,
  type EvaluationSums,
  summariseDeviation,
  summariseEvaluation,
  summariseStopping,
} from '../../../src-shared/metrics/index.ts';
import type {
  DelayedReadout,
  EarlyStop,
  LayerResult,
  NeuronLayerResult,
  OutputResult,
  RunReport,
  StepResult,
} from '../../../src-shared/results/index.ts';
import { lossRecord } from '../../../src-shared/units/index.ts';
import type { Losses } from '../../../src-shared/engine/index.ts';
import type { CountSums } from '../run/batch-sums.ts';
import { convergenceNotes } from './convergence-note.ts';
import { thresholdLossNotes } from './threshold-notes.ts';
import type { CountedFrame, NeuronFrame, ReportFrame } from './report-frame.ts';
import { type FinishedBatch, foldBatches, isClassVector, type RunBatchSums } from '../run/run-dataset.ts';

export interface RunOutcome {
  /** The source of samples, as the user gave it. */
  readonly source: string;
  readonly batches: readonly FinishedBatch[];
  readonly totalMs: number;
  /** What a reader must know of this run. */
  readonly notes: readonly Note[];
}

/** With fewer classes than this, nearly every answer is in the top five. */
const TOP5_CLASSES = 10;

/** Builds the report. Sums are added in the order of the dataset, whichever order the batches ran in. */
export function buildRunReport(frame: ReportFrame, { source, batches, totalMs, notes }: RunOutcome): RunReport {
  const sums = foldBatches(batches);
  const samples = batches.reduce((sum, batch) => sum + batch.samples, 0);
  const { steps } = frame.settings;
  const ledger = filledLedger(frame.ledger, sums.counts, samples);
  const operations = frame.counted.map(({ name, dense }) => ({ dense, operations: sums.counts.counted[name]!.operations }));
  const rates = firingRates(operations, samples, steps);
  const ratios = rates.map((rate, t) => paperRatio(rate, t + 1));
  const evaluation = summariseEvaluation(sums.evaluation);
  const top5 = sums.evaluation.classes >= TOP5_CLASSES;
  const table = frame.settings.numbers ? { ...DEFAULT_TABLE, spiking: frame.settings.numbers } : DEFAULT_TABLE;
  const shares = layerShares(ledger, steps, table);
  const energies = layerEnergies(ledger, table);
  const costOf = (kind: 'neurons' | 'counted', { name }: NeuronFrame | CountedFrame): LayerCost => {
    const [share, energy] = [shares[kind].get(name), energies[kind].get(name)];
    return {
      ...(share === undefined ? {} : { energy_share: share }),
      ...(energy ? { energy: Object.fromEntries(Object.entries(energy).map(([term, values]) => [term, [...values]])) } : {}),
    };
  };
  const layers = [
    ...frame.neurons.map((layer) => neuronResult(layer, sums.counts, samples, costOf('neurons', layer))),
    ...frame.counted.map((layer) => countedResult(layer, sums.counts, samples, costOf('counted', layer))),
  ];
  const outputs = outputResults(sums);
  const approaches = [
    { what: 'Agreement with the float network', errors: evaluation.steps.map(({ agreement }) => 1 - agreement) },
    ...(outputs.outputs ?? []).map(({ name, steps: after }) => ({
      what: `The running mean of output ${name}`,
      errors: after.map(({ relative_error }) => relative_error ?? 0),
    })),
  ];
  return {
    model: frame.model,
    settings: { ...frame.settings, dataset: { source, samples } },
    ann: { accuracy: evaluation.ann.accuracy, ...(top5 ? { top5: evaluation.ann.top5 } : {}) },
    steps: evaluation.steps.map(
      (summary, t): StepResult => ({
        step: summary.step,
        accuracy: summary.accuracy,
        ...(top5 ? { top5: summary.top5 } : {}),
        agreement: summary.agreement,
        firing_rate: rates[t]!,
        energy_ratio: ratios[t]!,
        energy: fullLedger(ledger, t + 1, table),
      }),
    ),
    layers,
    ...outputs,
    early_stopping: isClassVector(frame.output.shape) ? earlyStopping(sums, ratios) : [],
    ...(sums.delayed ? { delayed_readout: delayedReadout(sums.delayed, sums.evaluation) } : {}),
    timing: { ann_ms: sums.annMs, snn_ms: sums.snnMs, total_ms: totalMs },
    // Calibration and run may have left out the same files.
    notes: distinctNotes(
      warningsFirst([
        // The more of the result a warning concerns, the earlier it is read.
        ...convergenceNotes(approaches, layers),
        ...thresholdLossNotes(layers),
        ...frame.notes,
        ...notes,
        ...outputNotes(frame, sums),
      ]),
    ),
  };
}

const filledLedger = (empty: LedgerInput, { counted }: CountSums, samples: number): LedgerInput => ({
  ...empty,
  samples,
  layers: empty.layers.map((layer) => ({ ...layer, ...counted[layer.name]! })),
});

/** The parts of a layer's result that the ledger gives. */
type LayerCost = Pick<LayerResult, 'energy_share' | 'energy'>;

function neuronResult(layer: NeuronFrame, { neurons }: CountSums, samples: number, cost: LayerCost): LayerResult {
  const { spikes, squaredError, squaredNorm, losses, clipped } = neurons[layer.name]!;
  return {
    ...layer,
    firing_rate: spikes.map((count) => count / (layer.neurons * samples)),
    // A relative error needs a reference that is not zero.
    ...(squaredError && squaredNorm! > 0
      ? { conversion_error: squaredError.map((error) => Math.sqrt(error / squaredNorm!)) }
      : {}),
    ...(squaredError && losses ? { lost: lostOf(losses, layer.neurons * samples, squaredError.at(-1)!) } : {}),
    ...(clipped ? { clipped: clipped.map((count) => count / (layer.neurons * samples)) } : {}),
    ...cost,
  };
}

/**
 * Loss sums as shares of all `activations` and of the squared `error` after the last step. The shares are limited to 1, which
 * rounding may exceed.
 */
const lostOf = (losses: Losses, activations: number, error: number): NeuronLayerResult['lost'] =>
  lossRecord((_, loss) => {
    const { count, squaredError } = losses[loss];
    return { share: count / activations, error: error === 0 ? 0 : Math.min(1, squaredError / error) };
  });

function countedResult(layer: CountedFrame, { counted }: CountSums, samples: number, cost: LayerCost): LayerResult {
  const { operations } = counted[layer.name]!;
  return {
    ...layer,
    dense: layer.dense * samples,
    sop: [...operations],
    ...cost,
  };
}

const earlyStopping = ({ evaluation }: RunBatchSums, ratios: readonly number[]): EarlyStop[] =>
  summariseStopping(evaluation, ratios).map(({ margin, accuracy, agreement, mean_steps, energy }) => ({
    margin,
    accuracy,
    agreement,
    mean_steps,
    energy_ratio: energy,
  }));

const delayedReadout = (rows: readonly DelayedRow[], { samples, labelled }: EvaluationSums): DelayedReadout[] =>
  rows.map(({ from, correct, agree }) => ({
    from,
    accuracy: labelled === 0 ? null : correct.map((count) => count / labelled),
    agreement: agree.map((count) => count / samples),
  }));

/** The error of outputs that have no accuracy because they are not class vectors. */
function outputResults({ deviations }: RunBatchSums): { outputs?: OutputResult[] } {
  const outputs = Object.entries(deviations).map(([name, sums]): OutputResult => ({ name, steps: summariseDeviation(sums) }));
  return outputs.length === 0 ? {} : { outputs };
}

/** Notes for an output that is not a class vector: what its figures mean, and how far the other outputs are from those of the float network. */
function outputNotes({ output }: ReportFrame, { deviations, evaluation }: RunBatchSums): string[] {
  const { name, shape } = output;
  const kind =
    shape.length > 1
      ? [
          `Output ${name} has shape [batch, ${shape.join(', ')}]: agreement is over all its positions, axis 1 taken as classes; labels are not used.`,
        ]
      : evaluation.classes < 2
        ? [`Output ${name} is a single number, not class scores: accuracy and agreement say nothing.`]
        : [];
  const errors = Object.entries(deviations).map(([output, sums]) => {
    const steps = summariseDeviation(sums);
    const perStep = steps.map(({ relative_error: error }) => (error === null ? '–' : error.toPrecision(3)));
    const { cosine, agreement } = steps.at(-1)!;
    const answers = agreement === undefined ? '' : `, the largest value of axis 1 the same in ${(100 * agreement).toFixed(1)} %`;
    return `Output ${output}: relative error of its mean against the float network after 1…${steps.length} steps: ${perStep.join(', ')}; at the end cosine ${cosine.toFixed(4)}${answers}.`;
  });
  return [...kind, ...errors];
}
