/** Calls and events of an open project: the network, the working plan with its history, calibration, saved versions, window layout. */
import { z } from 'zod';
import { messageSchema } from '../message/schema.ts';
import { DEFAULTS, PUBLISHED_DEFAULTS } from '../plan/defaults.ts';
import { fitReportSchema, TARGET_IDS } from '../fit/index.ts';
import { call, pathSchema } from './define.ts';
import { graphSchema } from './graph.ts';
import { modelInputOptions } from './model.ts';
import { nodeDetailsSchema } from './node-details.ts';
import { planDocumentSchema, planVersionSchema, planWireSchema, transactionSchema } from './plan-schemas.ts';
import { preprocessSchema } from './preprocess.ts';
import { runSummarySchema } from './run.ts';

/** A summary of a calibration, for the graph's threshold overlay and the run bar. */
export const calibrationSummarySchema = z.strictObject({
  id: z.int(),
  /** The saved plan version that the calibration was made for. */
  version: z.int(),
  source: z.string(),
  samples: z.int(),
  batch: z.int(),
  /** ISO 8601. */
  created: z.string(),
  /** Version of the defaults (src-shared/plan/defaults.ts) at the time of the calibration. */
  defaults: z.literal([PUBLISHED_DEFAULTS, DEFAULTS]),
  /** Layers whose thresholds the working plan would change. */
  outdated: z.array(z.string()),
  layers: z.array(
    z.strictObject({
      layer: z.string(),
      level: z.enum(['layer', 'channel', 'neuron']),
      /** Smallest, median and largest base threshold θ, in units of the activations. */
      threshold: z.tuple([z.number(), z.number(), z.number()]),
      /** `unsolved`: number of thresholds that iteration could not find. `silent`: number of channels that never fire. */
      unsolved: z.int(),
      silent: z.int(),
    }),
  ),
});

/** A summary of a calibration, as `calibrationSummarySchema` describes it. */
export type CalibrationSummary = z.infer<typeof calibrationSummarySchema>;

const levelSchema = z.enum(['layer', 'channel', 'neuron']);

/** Most groups in one message of statistics. A layer with a threshold per neuron has up to millions, and nobody reads them all. */
export const MOST_ROWS = 4096;

/**
 * Statistics of one layer's input over the calibration samples, in groups: one for the layer, one per channel, or one per neuron.
 * Arrays start at group `first`. They hold all groups if there are at most `MOST_ROWS`, and otherwise up to that many groups of
 * the requested channel.
 */
export const layerStatisticsSchema = z.strictObject({
  layer: z.string(),
  /** The requested channel; null for all channels. */
  channel: z.int().nullable(),
  /** Number of channels with a histogram; 0 if no histograms were kept. */
  channels: z.int(),
  /** The groups of base thresholds. A fixed value is one for the layer, whatever the groups of the statistics. */
  level: levelSchema,
  /** The groups of the statistics, and their number: 0 for a calibration without samples. */
  groups: levelSchema,
  total: z.int(),
  /** Number of base thresholds of the whole layer, and the smallest, the median (the lower one) and the largest in the requested channels. */
  thresholdCount: z.int(),
  threshold: z.tuple([z.number(), z.number(), z.number()]),
  /** Index of the group that the arrays begin with. */
  first: z.int(),
  mean: z.array(z.number()),
  variance: z.array(z.number()),
  maximum: z.array(z.number()),
  percentile: z.array(z.number()).nullable(),
  /** Base thresholds of the same groups as the statistics; a single one if the layer has one. */
  thresholds: z.array(z.number()),
  /**
   * Histogram of the requested values, with equal bins over −range…range (also for the input of a ReLU). Null if there are no
   * values or all are 0.
   */
  histogram: z.strictObject({ low: z.number(), high: z.number(), counts: z.array(z.number()) }).nullable(),
  /** `unsolved`: groups in the arrays whose threshold iteration could not find. `silent`: groups that never fire. */
  unsolved: z.array(z.int()),
  silent: z.array(z.int()),
});

/** The statistics of a layer, as `layerStatisticsSchema` describes them. */
export type LayerStatistics = z.infer<typeof layerStatisticsSchema>;

/** How threshold iteration approaches its answer, for one channel (docs/algorithm.md §6). */
export const iterationCurveSchema = z.strictObject({
  channel: z.int(),
  /** θ after each iteration. The first value is the start. */
  thresholds: z.array(z.number()),
  solved: z.boolean(),
});

/** The course of threshold iteration, as `iterationCurveSchema` describes it. */
export type IterationCurve = z.infer<typeof iterationCurveSchema>;

/** A file on another computer that a project names. Spikeloom does not look for it until the user has allowed its server. */
export const remoteFileSchema = z.strictObject({
  kind: z.enum(['model', 'samples']),
  file: z.string(),
  /** Name of the server: `\\server`. */
  server: z.string(),
});

/** A file on another computer, as `remoteFileSchema` describes it. */
export type RemoteFile = z.infer<typeof remoteFileSchema>;

/** Everything that a window shows of a project when it opens. */
export const projectViewSchema = z.strictObject({
  path: z.string(),
  name: z.string(),
  /** The reason why the project is read-only, with a remedy; null if it can be written. */
  readOnly: messageSchema.nullable(),
  model: z.strictObject({
    name: z.string(),
    file: z.string(),
    bytes: z.number(),
    parameters: z.number(),
    classes: z.array(z.string()).nullable(),
    /** The reason why runs and calibrations cannot use the model (its file is gone or has changed), with a remedy; null if they can. */
    missing: messageSchema.nullable(),
  }),
  /** Files that need the user's permission before Spikeloom looks for them. */
  remote: z.array(remoteFileSchema),
  graph: graphSchema,
  document: planDocumentSchema,
  versions: z.array(planVersionSchema),
  calibration: calibrationSummarySchema.nullable(),
  /** The samples of runs that name no others. */
  dataset: z.string().nullable(),
  runs: z.array(runSummarySchema),
  /** The run that others are compared with; null if none is pinned. */
  baseline: z.int().nullable(),
  /** The layout that the window last stored with `layout.write`. */
  layout: z.json().nullable(),
});

/** An open project, as `projectViewSchema` describes it. */
export type ProjectView = z.infer<typeof projectViewSchema>;

/** The place of a new project, checked before it is created. */
export const projectPlaceSchema = z.strictObject({
  /** The whole path. */
  path: z.string(),
  /** The reason why no project can be created there, with a remedy; null if it can. */
  problem: messageSchema.nullable(),
  /** True if a project exists there that would be replaced. */
  exists: z.boolean(),
  /** A free path nearby, if this one is taken; otherwise null. */
  free: z.string().nullable(),
});

/** The place of a new project, as `projectPlaceSchema` describes it. */
export type ProjectPlace = z.infer<typeof projectPlaceSchema>;

const nothing = z.strictObject({});
const path = pathSchema;
const revision = z.strictObject({ revision: z.int() });

/** The calls about projects, plans and calibrations. */
export const projectCalls = {
  /** Starts a job that creates a project from a model. The result names the project. */
  'project.create': call(
    z.strictObject({
      model: path,
      out: path,
      /** True replaces an existing project; otherwise the place must be free. */
      replace: z.boolean().optional(),
      ...modelInputOptions,
      preprocess: preprocessSchema.optional(),
      calibration: z.strictObject({ source: path, batch: z.int().min(1), skipBad: z.boolean() }),
      /** Samples for runs, remembered in the project. */
      dataset: path.nullable(),
    }),
    z.strictObject({ job: z.string() }),
  ),
  /** Tells whether a project can be created at `out`, and whether one exists there. Writes nothing. */
  'project.place': call(z.strictObject({ out: path }), projectPlaceSchema),
  /** The path of the example project, and the job that creates it if it does not exist yet. */
  'project.example': call(nothing, z.strictObject({ path, job: z.string().nullable() })),
  'project.open': call(z.strictObject({ path }), projectViewSchema),
  /**
   * Allows this program to connect to a server that a project names. `always`: also after a restart. The event `remote.changed`
   * tells the windows, and `model.changed` does so if the model is then found.
   */
  'server.allow': call(z.strictObject({ server: z.string().min(1), always: z.boolean() }), nothing),
  /** Makes the project use another path for its model. Throws `project.missing` for a file that is not the same model, and `project.read-only`. */
  'model.locate': call(z.strictObject({ path, file: path }), nothing),
  'project.close': call(z.strictObject({ path }), nothing),

  /**
   * Applies a transaction that was made for `revision`. The event carries `client`, so that the sender knows its own change.
   * Throws `plan.stale` for another revision.
   */
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

  /** Attributes and weights of a node of the graph. The first call reads the model; it throws `project.missing` if the model is gone. */
  'network.node': call(z.strictObject({ path, node: z.string() }), nodeDetailsSchema),

  /**
   * Compares the network of a plan, which need not be the working plan, with the limits of a target (docs/fit.md). Sizes are in bytes;
   * null: not limited. The first call reads the model; it throws `project.missing` if the model is gone, and the errors of a plan that
   * does not suit the network.
   */
  'network.fit': call(
    z.strictObject({
      path,
      plan: planWireSchema,
      target: z.enum(TARGET_IDS),
      budget: z.strictObject({
        flash: z.int().min(1).nullable(),
        ram: z.int().min(1).nullable(),
        weights: z.enum(['float32', 'int8']),
      }),
    }),
    fitReportSchema,
  ),

  /** Stores the window layout of the project, as JSON that only the window reads. */
  'layout.write': call(z.strictObject({ path, layout: z.json() }), nothing),
} as const;

/** The events about projects, plans and calibrations. */
export const projectEvents = {
  /** The working plan has changed. Apply `transaction` to the previous plan; an undo sends the inverse. */
  'plan.changed': z.strictObject({
    path,
    client: z.string(),
    kind: z.enum(['commit', 'undo', 'redo']),
    revision: z.int(),
    transaction: transactionSchema,
  }),
  'plan.saved': z.strictObject({ path, version: planVersionSchema }),
  /** The model's file is gone, has changed, or is back. */
  'model.changed': z.strictObject({ path, file: z.string(), missing: messageSchema.nullable() }),
  'remote.changed': z.strictObject({ path, remote: z.array(remoteFileSchema) }),
  'calibration.changed': z.strictObject({ path, calibration: calibrationSummarySchema }),
  'runs.changed': z.strictObject({ path, runs: z.array(runSummarySchema) }),
} as const;
