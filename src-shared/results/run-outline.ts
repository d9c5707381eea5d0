/**
 * The figures and settings of a finished run for a list of runs: small, and stored beside the report, so that a list of hundreds of runs
 * reads no report.
 */
import { z } from 'zod';
import { readoutFromOf } from '../plan/index.ts';
import { isNeuronLayer, type NeuronLayerResult } from './layers.ts';
import type { RunReport } from './run-report.ts';

/** A setting of neuron layers: its value if all layers share it, `mixed` if they do not, null if no layer has it. */
const text = z.string().nullable();
const number = z.union([z.number(), z.literal('mixed')]).nullable();

/** The outline of a run. Figures are those after the last step. */
export const runOutlineSchema = z.strictObject({
  steps: z.int().min(1),
  /** Accuracies are null without labels. */
  accuracy: z.number().nullable(),
  annAccuracy: z.number().nullable(),
  agreement: z.number(),
  /** Synaptic operations out of the dense ones (`firing_rate` of the report). */
  activity: z.number(),
  /** The paper's ratio. */
  energyRatio: z.number(),
  /** The full ledger in pJ per sample, and divided by the float network in 32 bits and in 8-bit integers. */
  energyPj: z.number(),
  ratioFloat32: z.number(),
  ratioInt8: z.number(),
  /** Wall-clock time of the whole run. */
  totalMs: z.number(),
  tau: z.number(),
  /** First step of the answer; absent: 1, the mean of all steps. */
  readout: z.int().min(2).optional(),
  /** Number of samples of the calibration; null if the plan gave every threshold. */
  calibration: z.int().nullable(),
  coding: text,
  neuron: text,
  thresholds: number,
  level: text,
  method: text,
  scale: number,
});

/** The outline of a run, as `runOutlineSchema` describes it. */
export type RunOutline = z.infer<typeof runOutlineSchema>;

/** The outline of a finished run. */
export function outlineOf({ steps, settings, ann, layers, timing }: RunReport): RunOutline {
  const last = steps.at(-1)!;
  const from = readoutFromOf(settings);
  const neurons = layers.filter(isNeuronLayer);
  const shared = <T>(value: (layer: NeuronLayerResult) => T | undefined): T | 'mixed' | null => {
    const values = new Set(neurons.map(value));
    return values.size > 1 ? 'mixed' : ([...values][0] ?? null);
  };
  return {
    steps: steps.length,
    accuracy: last.accuracy,
    annAccuracy: ann.accuracy,
    agreement: last.agreement,
    activity: last.firing_rate,
    energyRatio: last.energy_ratio,
    energyPj: last.energy.total_pj,
    ratioFloat32: last.energy.ratio_float32,
    ratioInt8: last.energy.ratio_int8,
    totalMs: timing.total_ms,
    tau: settings.tau,
    ...(from === 1 ? {} : { readout: from }),
    calibration: settings.calibration?.samples ?? null,
    coding: shared(({ coding }) => coding),
    neuron: shared(({ neuron }) => neuron),
    thresholds: shared(({ thresholds }) => thresholds),
    level: shared(({ threshold }) => threshold.level),
    method: shared(({ threshold }) => threshold.statistic?.method ?? 'given'),
    scale: shared(({ threshold }) => threshold.statistic?.scale),
  };
}
