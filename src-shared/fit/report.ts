/** The result of a check: the violated rules, the use of each core or memory, and what the check leaves out. */
import { z } from 'zod';
import type { LayerSettings } from '../plan/types.ts';
import type { SpikingNetwork } from '../spiking/index.ts';
import { TARGET_IDS } from './targets.ts';

const amount = z.union([z.number(), z.string()]);

/** A rule of the target that the network breaks. */
export const violationSchema = z.strictObject({
  /** Name of the rule, for programs. */
  rule: z.string(),
  /** The layer that breaks it; null if it is the network as a whole. */
  layer: z.string().nullable(),
  /** Node of the graph that the layer is; null with `layer`. */
  node: z.string().nullable(),
  value: amount,
  limit: amount,
  /** The violation in one sentence. */
  message: z.string(),
  /** A sentence on what would help. */
  help: z.string(),
  /** The source of the limit. */
  source: z.string(),
});

/** A figure that has a limit: a memory, or a number of neurons. */
const useSchema = z.strictObject({ what: z.string(), used: z.number(), limit: z.number().nullable(), unit: z.string() });

/** A core, or another part that holds a share of the network. */
const coreSchema = z.strictObject({
  name: z.string(),
  /** The layer that it holds; null if it is free or holds the whole network. */
  layer: z.string().nullable(),
  uses: z.array(useSchema),
});

/** The whole result. */
export const fitReportSchema = z.strictObject({
  target: z.enum(TARGET_IDS),
  label: z.string(),
  /** True if no rule is violated. */
  fits: z.boolean(),
  violations: z.array(violationSchema),
  cores: z.array(coreSchema),
  /** Layers that have no core, with the memory that they need. */
  unplaced: z.array(coreSchema),
  notes: z.array(z.string()),
});

/** The result of a check, as `fitReportSchema` describes it. */
export type FitReport = z.infer<typeof fitReportSchema>;
/** A violated rule. */
export type Violation = z.infer<typeof violationSchema>;
/** A core with what it holds. */
export type CoreUse = z.infer<typeof coreSchema>;

/** Sizes of a processor's memory in bytes; undefined: not limited. */
export interface Budget {
  readonly flash?: number | undefined;
  readonly ram?: number | undefined;
  /** Number format of weights. */
  readonly weights: 'float32' | 'int8';
}

/** A network with the settings of its layers. A check of a chip reads no values of weights and thresholds, only their shapes. */
export interface FitSubject {
  readonly spiking: SpikingNetwork;
  /** Of every neuron layer, by name. */
  readonly settings: ReadonlyMap<string, LayerSettings>;
}
