/** Exports of a project: a preview before anything is written, the job that writes a package, and the list of packages. */
import { z } from 'zod';
import { exporterIdSchema, exportOptionsSchema, manifestSchema } from '../export/index.ts';
import { messageSchema } from '../message/schema.ts';
import { stepsSchema } from '../plan/schema.ts';
import { call, pathSchema } from './define.ts';

const path = pathSchema;
const { input, outputs, grade } = manifestSchema.shape;

/** The choices that decide the contents of a package. */
const contentsSchema = z.strictObject({
  format: exporterIdSchema,
  options: exportOptionsSchema,
  /** Name of the package; null: from the name of the model's file. */
  name: z.string().max(200).nullable(),
  /** T; null: that of the plan. */
  steps: stepsSchema.nullable(),
});

/** The place of a package, as a person chooses it. */
const placeSchema = z.strictObject({
  /** Folder of the package; for an archive, `.zip` is appended. */
  out: path,
  zip: z.boolean(),
  /** Replace a package that is there. */
  force: z.boolean(),
});

/** All choices of an export. */
export const exportChoicesSchema = contentsSchema.extend(placeSchema.shape);

/** All choices of an export. */
export type ExportChoices = z.infer<typeof exportChoicesSchema>;

/** The place of a package. */
export const exportPlaceSchema = z.strictObject({
  /** The whole path of the folder or archive. */
  path: z.string(),
  /** What stands there; only a package can be replaced. */
  taken: z.enum(['no', 'package', 'other']),
  /** The reason why no package can be written there, with a remedy; null if one can, or if one that is there would be replaced. */
  problem: messageSchema.nullable(),
});

/** The place of a package, as `exportPlaceSchema` describes it. */
export type ExportPlace = z.infer<typeof exportPlaceSchema>;

/** The contents of a package of the working plan. */
const exportContentsSchema = z.strictObject({
  steps: z.int(),
  /** The saved plan version that equals the working plan; null if the export would save one. */
  version: z.int().nullable(),
  /** Layers whose thresholds are brought up to date with the plan first. */
  outdated: z.array(z.string()),
  input: outputs.element,
  outputs,
  /** Number of states that a caller keeps between steps, and their bytes for one sample. */
  states: z.strictObject({ count: z.int(), bytes: z.number() }),
  /** The files of the network. Their sizes are exact unless thresholds are outdated. */
  files: z.array(z.strictObject({ path: z.string(), bytes: z.number() })),
  /** Estimated bytes of the whole package. */
  bytes: z.number(),
  /** Every difference between the files' semantics and the simulation that is known before the check. */
  differences: z.array(z.string()),
  /** The program that reads the files, if it decides what they compute (`export.measure`); null if the files decide alone. */
  reader: z.string().nullable(),
  /** The grade of the newest export of the same plan, format and number of steps; null if there is none. */
  expected: z.strictObject({ grade, export: z.int() }).nullable(),
});

/** The contents of a package, as `exportContentsSchema` describes it. */
export type ExportContents = z.infer<typeof exportContentsSchema>;

/** Something that a format cannot hold. */
const exportObstacleSchema = z.strictObject({
  /** Name of a neuron layer, a node, the input or an output. */
  layer: z.string(),
  /** What it is, as a part of a sentence. */
  reason: z.string(),
  /** True if an adapted plan removes it. */
  byPlan: z.boolean(),
});

/** Something that a format cannot hold, as `exportObstacleSchema` describes it. */
export type ExportObstacle = z.infer<typeof exportObstacleSchema>;

/** What an export of the working plan would be. */
export const exportPreviewSchema = z.strictObject({
  name: z.string(),
  /** What the format cannot hold of the plan, or of the adapted one if it was asked for. */
  obstacles: z.array(exportObstacleSchema),
  /** Null if there are obstacles. */
  contents: exportContentsSchema.nullable(),
});

/** What an export would be, as `exportPreviewSchema` describes it. */
export type ExportPreview = z.infer<typeof exportPreviewSchema>;

/** An export in the list of exports. */
export const exportSummarySchema = z.strictObject({
  id: z.int(),
  /** The saved plan version. */
  version: z.int(),
  /** Id of the format; one of another version of Spikeloom may be unknown here. */
  format: z.string(),
  path: z.string(),
  /** ISO 8601. */
  created: z.string(),
  /** `unknown`: on a computer that the user has not allowed, so that nothing was looked for. */
  place: z.enum(['there', 'missing', 'unknown']),
  /** Facts of the manifest; null if it cannot be read. */
  facts: z
    .strictObject({
      name: z.string(),
      steps: z.int(),
      grade,
      /** Bytes of all files in the package. */
      bytes: z.number(),
      differences: z.array(z.string()),
      input: input.pick({ name: true, shape: true }),
    })
    .nullable(),
});

/** An export in the list of exports. */
export type ExportSummary = z.infer<typeof exportSummarySchema>;

const one = z.strictObject({ path, id: z.int() });
const nothing = z.strictObject({});

/** The calls about exports. */
export const exportCalls = {
  /** Tells what stands at the place of a package. Writes nothing. */
  'export.place': call(z.strictObject({ out: path, zip: z.boolean() }), exportPlaceSchema),
  /**
   * Computes the contents of a package of the working plan, or what the format cannot hold of it. Writes nothing. Throws `option.invalid` for
   * a choice that the format does not have or a name that is no C identifier, `export.unsupported` for a network that is too large for the
   * format, and `project.missing`.
   */
  'export.preview': call(contentsSchema.extend({ path }), exportPreviewSchema),
  /**
   * Starts a job that measures what the program that reads the files computes of the working plan, or of the adapted one: `reader` of the job's
   * last state. Saves and writes nothing. Throws `option.invalid` and `project.missing`; the job fails with `export.unsupported` if there are obstacles.
   */
  'export.measure': call(contentsSchema.omit({ name: true }).extend({ path }), z.strictObject({ job: z.string() })),
  /**
   * Starts a job that exports the working plan. It saves the plan as a version, and calibrates first if needed. Throws
   * `option.invalid`, `project.missing`, and `output.exists` or `output.unwritable` for the place.
   */
  'export.start': call(exportChoicesSchema.extend({ path }), z.strictObject({ job: z.string() })),
  /**
   * Starts a job that writes the newest finished run as a capsule, which is not listed. Throws `run.missing`, `project.missing`, and
   * `output.exists` or `output.unwritable` for the place.
   */
  'export.capsule': call(placeSchema.extend({ path }), z.strictObject({ job: z.string() })),
  /**
   * Starts a job that computes the figures of a capsule again: `reproduced` of its last state. No project need be open. Null: samples where the
   * run had them, the model in the capsule. The job fails with `capsule.damaged`, or the errors of an evaluation.
   */
  'export.reproduce': call(
    z.strictObject({ capsule: path, dataset: z.string().nullable(), model: path.nullable() }),
    z.strictObject({ job: z.string() }),
  ),
  /** The exports of a project, oldest first. */
  'export.list': call(z.strictObject({ path }), z.array(exportSummarySchema)),
  /** Removes an export from the list; its files stay. Throws `export.missing`. */
  'export.forget': call(one, nothing),
  /** Shows a package in the system's file manager, where the host can. Throws `export.missing`. */
  'export.show': call(one, nothing),
} as const;

/** The events about exports. */
export const exportEvents = {
  'exports.changed': z.strictObject({ path, exports: z.array(exportSummarySchema) }),
} as const;
