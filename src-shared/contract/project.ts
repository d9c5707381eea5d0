/** Calls and events of an open project: the network, the working plan with its history, calibration, saved versions, window layout. */
import { z } from 'zod';
import { messageSchema } from '../message/index.ts';
import { DEFAULTS, PUBLISHED_DEFAULTS } from '../plan/defaults.ts';
import { call, pathSchema } from './define.ts';
import { graphSchema } from './graph.ts';
import { modelInputOptions } from './model.ts';
import { nodeDetailsSchema } from './node-details.ts';
import { planDocumentSchema, planVersionSchema, planWireSchema, transactionSchema } from './plan-schemas.ts';
import { preprocessSchema } from './preprocess.ts';
import { runSummarySchema } from './run.ts';

/** Calibration in brief: what the graph's threshold overlay and the run bar need. */
export const calibrationSummarySchema = z.strictObject({
  id: z.int(),
  /** Saved plan version it was made for. */
  version: z.int(),
  source: z.string(),
  samples: z.int(),
  batch: z.int(),
  /** ISO 8601. */
  created: z.string(),
  /** Version of the defaults that plans were read with when it was made (src-shared/plan/defaults.ts). */
  defaults: z.literal([PUBLISHED_DEFAULTS, DEFAULTS]),
  /** Layers whose thresholds the working plan would set anew. */
  outdated: z.array(z.string()),
  layers: z.array(
    z.strictObject({
      layer: z.string(),
      level: z.enum(['layer', 'channel', 'neuron']),
      /** Least, middle and largest base threshold θ, in units of the activations. */
      threshold: z.tuple([z.number(), z.number(), z.number()]),
      /** Number of thresholds that iteration could not solve, and of channels that never fire. */
      unsolved: z.int(),
      silent: z.int(),
    }),
  ),
});
/** A calibration in brief, and its outdated layers. */
export type CalibrationSummary = z.infer<typeof calibrationSummarySchema>;

const levelSchema = z.enum(['layer', 'channel', 'neuron']);

/** Most groups of which statistics travel at once: a layer has a threshold per neuron, up to millions, and nobody reads them all. */
export const MOST_ROWS = 4096;

/**
 * Statistics of one layer's input over the calibration samples, in groups: one for the layer, one per channel, or one per neuron.
 * Arrays hold the groups from `first` on: all of them where they are at most `MOST_ROWS`, otherwise as many of the channel asked for.
 */
export const layerStatisticsSchema = z.strictObject({
  layer: z.string(),
  /** What was asked for: one channel, or null for all. */
  channel: z.int().nullable(),
  /** Channels of the layer's input, of each of which there is a histogram; 0 where none were kept. */
  channels: z.int(),
  /** What a base threshold is of. A fixed value is one for the layer, whatever the statistics are of. */
  level: levelSchema,
  /** What the statistics are of, and of how many groups there are some: 0 for a calibration without samples. */
  groups: levelSchema,
  total: z.int(),
  /** Number of base thresholds of the whole layer; the least, middle (lower median) and largest of what was asked for. */
  thresholdCount: z.int(),
  threshold: z.tuple([z.number(), z.number(), z.number()]),
  /** Index of the group that the arrays begin with. */
  first: z.int(),
  mean: z.array(z.number()),
  variance: z.array(z.number()),
  maximum: z.array(z.number()),
  percentile: z.array(z.number()).nullable(),
  /** As the statistics; one alone where there is one for the layer. */
  thresholds: z.array(z.number()),
  /** Values of what was asked for, in equal bins over −range…range (a ReLU's input, too). Null where there are none, or all are 0. */
  histogram: z.strictObject({ low: z.number(), high: z.number(), counts: z.array(z.number()) }).nullable(),
  /** Groups, of those in the arrays, that threshold iteration could not solve, and that never fire. */
  unsolved: z.array(z.int()),
  silent: z.array(z.int()),
});
/** Statistics and thresholds of a layer. */
export type LayerStatistics = z.infer<typeof layerStatisticsSchema>;

/** How threshold iteration approaches its answer, for one channel (docs/algorithm.md §6). */
export const iterationCurveSchema = z.strictObject({
  channel: z.int(),
  /** θ after each iteration, the first is the start. */
  thresholds: z.array(z.number()),
  solved: z.boolean(),
});
/** The course of threshold iteration for one channel. */
export type IterationCurve = z.infer<typeof iterationCurveSchema>;

/** A file on another computer that a project names: it is not looked for before the user allows its server. */
export const remoteFileSchema = z.strictObject({
  kind: z.enum(['model', 'samples']),
  file: z.string(),
  /** `\\server` */
  server: z.string(),
});
/** A file of a project that is on a server. */
export type RemoteFile = z.infer<typeof remoteFileSchema>;

/** An open project with all data that a window shows first. */
export const projectViewSchema = z.strictObject({
  path: z.string(),
  name: z.string(),
  /** Why it can only be read, and what to do; null where it can be written. */
  readOnly: messageSchema.nullable(),
  model: z.strictObject({
    name: z.string(),
    file: z.string(),
    bytes: z.number(),
    parameters: z.number(),
    classes: z.array(z.string()).nullable(),
    /** Why runs and calibrations cannot use it now (its file is gone or was changed), and what to do; null where it is there. */
    missing: messageSchema.nullable(),
  }),
  /** What the user is asked before it is looked for. */
  remote: z.array(remoteFileSchema),
  graph: graphSchema,
  document: planDocumentSchema,
  versions: z.array(planVersionSchema),
  calibration: calibrationSummarySchema.nullable(),
  /** Where a run takes its samples from unless told otherwise. */
  dataset: z.string().nullable(),
  runs: z.array(runSummarySchema),
  /** What the window last stored with `layout.write`. */
  layout: z.json().nullable(),
});
/** An open project with all data that a window shows first. */
export type ProjectView = z.infer<typeof projectViewSchema>;

/** Whether a new project can be written at a path. */
export const projectPlaceSchema = z.strictObject({
  /** The whole path. */
  path: z.string(),
  /** The reason why no project can be made there, and what to do. */
  problem: messageSchema.nullable(),
  /** True where a project is there, which would be replaced. */
  exists: z.boolean(),
  /** A path nearby that is free, where this one is not. */
  free: z.string().nullable(),
});
/** Whether a new project can be written at a path. */
export type ProjectPlace = z.infer<typeof projectPlaceSchema>;

const nothing = z.strictObject({});
const path = pathSchema;
const revision = z.strictObject({ revision: z.int() });

/** Calls about projects, plans and calibrations. */
export const projectCalls = {
  /** Makes a project from a model: a job, whose result names the project. */
  'project.create': call(
    z.strictObject({
      model: path,
      out: path,
      /** Replaces the project that is there; otherwise nothing may be there. */
      replace: z.boolean().optional(),
      ...modelInputOptions,
      preprocess: preprocessSchema.optional(),
      calibration: z.strictObject({ source: path, batch: z.int().min(1), skipBad: z.boolean() }),
      /** Samples that runs use, kept in the project. */
      dataset: path.nullable(),
    }),
    z.strictObject({ job: z.string() }),
  ),
  /** Says whether a project can be made at `out`, and whether one is there. Writes nothing. */
  'project.place': call(z.strictObject({ out: path }), projectPlaceSchema),
  /** The example project: its path, and the job that makes it where it is not there yet. */
  'project.example': call(nothing, z.strictObject({ path, job: z.string().nullable() })),
  'project.open': call(z.strictObject({ path }), projectViewSchema),
  /**
   * Allows this program to connect to a server that a project names, from now on; `always`: after a restart too. Windows hear of it by
   * `remote.changed`, and of a model that is there then by `model.changed`.
   */
  'server.allow': call(z.strictObject({ server: z.string().min(1), always: z.boolean() }), nothing),
  /** Has the project look for its model at another path. Throws `project.missing` for a file that is not the same model, `project.read-only`. */
  'model.locate': call(z.strictObject({ path, file: path }), nothing),
  'project.close': call(z.strictObject({ path }), nothing),

  /** Applies a transaction made for `revision`; `client` tells whose it is in the event. Refused as `plan.stale` for another revision. */
  'plan.commit': call(z.strictObject({ path, client: z.string(), revision: z.int(), transaction: transactionSchema }), revision),
  'plan.undo': call(z.strictObject({ path, client: z.string() }), revision),
  'plan.redo': call(z.strictObject({ path, client: z.string() }), revision),
  'plan.document': call(z.strictObject({ path }), planDocumentSchema),
  /** Saves the working plan as a version. */
  'plan.save': call(z.strictObject({ path, message: z.string() }), planVersionSchema),
  'plan.versions': call(z.strictObject({ path }), z.array(planVersionSchema)),
  'plan.version': call(z.strictObject({ path, id: z.int() }), planWireSchema),

  'calibration.summary': call(z.strictObject({ path }), calibrationSummarySchema.nullable()),
  'calibration.layer': call(
    z.strictObject({ path, layer: z.string(), channel: z.int().min(0).nullable() }),
    layerStatisticsSchema,
  ),
  'calibration.iteration': call(z.strictObject({ path, layer: z.string(), channel: z.int().min(0) }), iterationCurveSchema),

  /** Attributes and weights of a node of the graph. Reads the model once; `project.missing` where it is gone before that. */
  'network.node': call(z.strictObject({ path, node: z.string() }), nodeDetailsSchema),

  /** Window layout of the project: the window's own JSON. */
  'layout.write': call(z.strictObject({ path, layout: z.json() }), nothing),
} as const;

/** Events about projects, plans and calibrations. */
export const projectEvents = {
  /** The working plan changed; `transaction` is what to apply to the plan before (an undo comes inverted). */
  'plan.changed': z.strictObject({
    path,
    client: z.string(),
    kind: z.enum(['commit', 'undo', 'redo']),
    revision: z.int(),
    transaction: transactionSchema,
  }),
  'plan.saved': z.strictObject({ path, version: planVersionSchema }),
  /** The model's file is gone, was changed, or is there again. */
  'model.changed': z.strictObject({ path, file: z.string(), missing: messageSchema.nullable() }),
  'remote.changed': z.strictObject({ path, remote: z.array(remoteFileSchema) }),
  'calibration.changed': z.strictObject({ path, calibration: calibrationSummarySchema }),
  'runs.changed': z.strictObject({ path, runs: z.array(runSummarySchema) }),
} as const;
