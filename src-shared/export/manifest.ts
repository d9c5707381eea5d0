/**
 * The manifest of an exported package, `manifest.json`: what the package is, how its files are run, how it was proved, and every
 * difference between the files and what Spikeloom simulated. Published as docs/manifest.schema.json.
 */
import { z } from 'zod';

const sha256 = z.string().regex(/^[0-9a-f]{64}$/);
const fraction = z.number().min(0).max(1);

/** A size of an axis: a number, `batch`, or a multiple of it such as `4batch`. */
const size = z.union([z.int().min(1), z.string().regex(/^\d*batch$/)]);

const port = z.strictObject({
  name: z.string(),
  shape: z.array(size),
  layout: z.string().meta({ description: 'The axes in order, such as NCHW; N is the batch.' }),
  dtype: z.literal('float32'),
});

/** A share of samples with its 95 % interval (Wilson). */
const share = z.strictObject({ value: fraction, interval: z.tuple([fraction, fraction]) });

/** A state: an input and an output of the step, which the caller hands from one step to the next. It starts as zeros. */
export const stateSchema = z.strictObject({
  in: z.string(),
  out: z.string(),
  shape: z.array(size),
  dtype: z.literal('float32'),
  init: z.literal('zeros'),
  layer: z.string().meta({ description: 'The layer whose state it is; empty for the step counter.' }),
  meaning: z.string(),
});

const bytes = z.int().nonnegative();

/** The memory of a generated program, in bytes. */
export const memorySchema = z.strictObject({
  ram: bytes.meta({ description: 'Size of the state, which is all memory besides a small stack.' }),
  flash: bytes.meta({ description: 'Constant data. Code is added to it.' }),
  layers: z.array(
    z.strictObject({
      layer: z.string(),
      states: bytes.meta({ description: 'Stay from step to step.' }),
      buffers: bytes.meta({ description: 'Used while the layer is computed; layers share this memory.' }),
      flash: bytes,
    }),
  ),
});

const comparison = z.strictObject({
  engine: z.string().meta({ description: 'The engine that the written files were compared with.' }),
  absolute: z.array(z.number()).meta({ description: 'Largest absolute difference at each step.' }),
  relative_l2: z.array(z.number()).meta({ description: 'Distance divided by the norm of the expected values, at each step.' }),
  answer_relative_l2: z.number().meta({ description: 'The same distance of the answers after T steps.' }),
  differing: z.int().nonnegative().meta({ description: 'Samples of outputs that differ by more than rounding at some step.' }),
});

/** Answers of a network after some steps: null without labels; agreement is with the float network. */
const answers = z.strictObject({ accuracy: share.nullable(), agreement: share });

/** What the program that reads the files computes, where a format leaves that open. */
export const readerSchema = z.strictObject({
  profile: z.string().meta({ description: 'Id of the reader that the files are for.' }),
  label: z.string(),
  rules: z.record(z.string(), z.string()).meta({ description: 'What the reader does, aspect by aspect.' }),
  exact: z.boolean().meta({ description: 'True if the reader computes what was simulated.' }),
  comparison: comparison.meta({ description: 'The files under the rules of the reader against the engine.' }),
  source: z
    .string()
    .nullable()
    .meta({ description: 'Where the samples of `answers` are from; null if they are random numbers.' }),
  samples: z.int().min(1),
  labelled: z.boolean(),
  answers: z
    .array(z.strictObject({ steps: z.int().min(1), reader: answers, engine: answers }))
    .meta({ description: 'The answers of the reader beside those of the engine, after T and 4 T steps.' }),
});

/** How the answer follows from the decoded outputs, in words. `from`: first step k of the mean, from 1. */
export const readoutSentence = (from: number): string =>
  from === 1
    ? 'The answer after n steps is the mean of the decoded outputs of these steps.'
    : `The answer after n steps is the mean of the decoded outputs of the steps ${from}…n; before step ${from} it is the mean of the steps so far.`;

/** The whole manifest. */
export const manifestSchema = z
  .strictObject({
    spikeloom: z.string().meta({ description: 'Version of Spikeloom that made the package.' }),
    format: z.string().meta({ description: 'Id of the exporter.' }),
    name: z.string(),
    model: z.strictObject({ name: z.string(), sha256 }),
    plan: z.strictObject({ version: z.int(), plan: z.record(z.string(), z.json()) }),
    parameters_sha256: sha256.meta({ description: 'Digest of all weights and thresholds.' }),
    steps: z.int().min(1).meta({ description: 'T, the number of time steps.' }),
    weights: z.enum(['float32', 'int8']).optional().meta({ description: 'Of a generated program; absent: float32.' }),
    coding: z.string(),
    input: port.extend({ preprocessing: z.json().meta({ description: 'Of samples that are pictures; null if there is none.' }) }),
    outputs: z.array(port).min(1),
    readout: z.string().meta({ description: 'How the answer follows from the decoded outputs, in words.' }),
    readout_from: z
      .int()
      .min(2)
      .optional()
      .meta({ description: 'First step k of the mean that is the answer, from 1; absent: 1, the mean of all steps.' }),
    states: z.array(stateSchema),
    memory: memorySchema.optional().meta({ description: 'Of a generated program, by layer.' }),
    run: z
      .strictObject({
        dataset: z.string(),
        samples: z.int().min(1),
        engine: z.string(),
        accuracy: share.nullable(),
        agreement: share,
        energy: z.strictObject({ paper: z.number(), float32: z.number(), int8: z.number() }),
      })
      .nullable()
      .meta({ description: 'The newest run of this plan, after T steps; null if there is none.' }),
    grade: z.enum(['exact', 'approximate']),
    differences: z.array(z.string()),
    reader: readerSchema.nullable().default(null).meta({
      description: 'The program that reads the files, if it decides what they compute; null if the files decide alone.',
    }),
    verification: z.strictObject({
      samples: z.int().min(1),
      source: z.string().nullable().meta({ description: 'Where the samples are from; null if they are random numbers.' }),
      compared: z.enum(['steps', 'answers']).meta({ description: 'Outputs of each step, or the answers after each step.' }),
      comparisons: z
        .array(comparison)
        .min(1)
        .meta({ description: 'The first is with the engine that computed the expected outputs of the package.' }),
    }),
    files: z.array(z.strictObject({ path: z.string(), bytes: z.int().nonnegative(), sha256 })),
  })
  .meta({ title: 'Spikeloom package', description: 'What an exported package is, and how it was proved.' });

/** The manifest of a package, as `manifestSchema` describes it. */
export type Manifest = z.infer<typeof manifestSchema>;
/** A state of a package that is called once for each step. */
export type ManifestState = z.infer<typeof stateSchema>;

/** The sizes of a state for a batch. Example: `['4batch', 8]` for 3 samples is `[12, 8]`. */
export const stateSizes = ({ shape }: Pick<ManifestState, 'shape'>, batch: number): number[] =>
  shape.map((size) => (typeof size === 'number' ? size : Number(size.replace('batch', '') || 1) * batch));

/** The memory of a generated program. */
export type PackageMemory = z.infer<typeof memorySchema>;
/** What the program that reads the files computes. */
export type ReaderFigures = z.infer<typeof readerSchema>;
/** How a package was proved. */
export type Verification = Manifest['verification'];
/** The written files against one engine. */
export type Comparison = z.infer<typeof comparison>;

/** The JSON Schema of a manifest, as docs/manifest.schema.json publishes it. */
export const manifestJsonSchema = (): unknown => z.toJSONSchema(manifestSchema, { io: 'input' });
