/** Calls that need no project: what conversion would make of a model, and what a model gets from samples. */
import { z } from 'zod';
import { messageSchema } from '../message/schema.ts';
import { call, pathSchema } from './define.ts';
import { modelGraphSchema } from './graph.ts';
import { preprocessSchema } from './preprocess.ts';

/** The verdicts of the preflight on a node. */
export const NODE_STATUSES = ['native', 'rewritten', 'real-valued', 'blocked'] as const;

/** The result of the preflight: the verdict on every node, and facts about the model. */
export const inspectionSchema = z.strictObject({
  model: z.strictObject({ name: z.string(), file: z.string(), producer: z.string(), opset: z.number() }),
  input: z.strictObject({ name: z.string(), shape: z.string() }),
  /** The imported outputs. The shape is `?` if it depends on blocked nodes. */
  outputs: z.array(z.strictObject({ name: z.string(), shape: z.string() })),
  nodes: z.array(
    z.strictObject({
      name: z.string(),
      type: z.string(),
      status: z.enum(NODE_STATUSES),
      into: z.array(z.string()),
      /** Neuron layers that the node becomes, or that stand in front of it. */
      layers: z.array(z.string()).optional(),
      /** The reason why the node is blocked, real-valued or left out, with a remedy. */
      why: messageSchema.optional(),
    }),
  ),
  totals: z.record(z.enum(NODE_STATUSES), z.int()),
  convertible: z.boolean(),
  layers: z.array(z.strictObject({ name: z.string(), rule: z.enum(['relu', 'signed']) })),
  /** All outputs of the file. */
  declared: z.array(z.string()),
  /** True if activations are quantised. `dequantise` reads them as floats; otherwise they block the conversion. */
  quantised: z.boolean(),
  notes: z.array(messageSchema),
});

/** The result of the preflight, as `inspectionSchema` describes it. */
export type ModelInspection = z.infer<typeof inspectionSchema>;

/** The first samples of a source, as the network gets them. */
export const samplePreviewSchema = z.strictObject({
  /** Number of samples in the source. */
  count: z.int(),
  classes: z.array(z.string()).nullable(),
  /** The preprocessing applied to these samples; null for values, which reach the network unchanged. */
  preprocess: preprocessSchema.nullable(),
  /** Shape of one sample as the network gets it, `[C, H, W]`. */
  shape: z.array(z.int()),
  samples: z.array(
    z.strictObject({
      name: z.string(),
      label: z.string().nullable(),
      /** The sample as the network gets it, as a PNG data URL. Each channel is stretched from its smallest to its largest value. */
      seen: z.string(),
      /** Smallest value, mean and largest value of the sample. */
      range: z.tuple([z.number(), z.number(), z.number()]),
    }),
  ),
  notes: z.array(messageSchema),
});

/** The first samples of a source, as `samplePreviewSchema` describes them. */
export type SamplePreview = z.infer<typeof samplePreviewSchema>;

/** The preprocessing that was found beside a model. */
export const modelPreprocessSchema = z.strictObject({
  /** The preprocessing in the file beside the model; null if there is no usable file. */
  preprocess: preprocessSchema.nullable(),
  /** Path of that file. */
  from: z.string().nullable(),
  /** The reason why an existing file is not used. */
  notes: z.array(messageSchema),
});

/** The preprocessing beside a model, as `modelPreprocessSchema` describes it. */
export type ModelPreprocess = z.infer<typeof modelPreprocessSchema>;

/** Inputs that a model file declares. A person chooses among them if Spikeloom cannot tell which one takes the samples. */
export const modelInputsSchema = z.array(
  z.strictObject({
    name: z.string(),
    /** Sizes, batch first: a name if the file leaves a size open, `?` if it gives no name either. Null if the file gives no shape. */
    shape: z.array(z.union([z.int(), z.string()])).nullable(),
    /** Names of the open sizes other than the batch, in order. The option `size` must give a number for each. */
    open: z.array(z.string()),
    /** False if the input is not a tensor of numbers. */
    numbers: z.boolean(),
  }),
);

/** The inputs of a model, as `modelInputsSchema` describes them. */
export type ModelInputs = z.infer<typeof modelInputsSchema>;

/**
 * The user's choices on import: the input that takes the samples; the sizes, other than the batch, that the file leaves open
 * (height, width); the outputs to import (or values inside the network); whether quantised activations are read as floats.
 */
export const modelInputOptions = {
  input: z.string().optional(),
  size: z.array(z.int().min(1).max(65_536)).optional(),
  outputs: z.array(z.string()).min(1).optional(),
  dequantise: z.boolean().optional(),
};

/** Columns of a table of samples, from which the label column is chosen. */
export const tableColumnsSchema = z.strictObject({
  /** Titles, or numbers from 1 if the table has no titles. */
  columns: z.array(z.string()),
});

/** The calls about models and samples. */
export const modelCalls = {
  /** The preflight. Throws `model.inputs` if it is unclear which input is the image or how large it is; the call `model.inputs` lists the inputs. */
  'model.inspect': call(z.strictObject({ file: pathSchema, ...modelInputOptions }), inspectionSchema),
  'model.inputs': call(z.strictObject({ file: pathSchema }), modelInputsSchema),
  /** The preprocessing file beside a model: `X.json` beside `X.onnx`. */
  'model.preprocess': call(z.strictObject({ file: pathSchema }), modelPreprocessSchema),
  /** The graph of a model, even if the model cannot be converted. */
  'model.graph': call(z.strictObject({ file: pathSchema, ...modelInputOptions }), modelGraphSchema),
  /** The columns of a table (.csv, .tsv), read from its first row. Throws `dataset.not-found`, `dataset.format`. */
  'samples.columns': call(z.strictObject({ source: pathSchema }), tableColumnsSchema),
  /** The first `count` samples of a source, as the network at `model` would get them. */
  'samples.preview': call(
    z.strictObject({
      model: pathSchema,
      /** An open project of the same model. Its input, sizes and preprocessing are used unless the request gives others. */
      project: pathSchema.optional(),
      ...modelInputOptions,
      /** The samples: `PATH`, `PATH#PART` or `PATH@A:B` (sample-spec.ts). All calls name samples in this way. */
      source: pathSchema,
      preprocess: preprocessSchema.optional(),
      /** The use of the samples. Labels that do not fit are an error for a run and irrelevant for a calibration. */
      purpose: z.enum(['calibration', 'run']).optional(),
      /** Leaves out unusable images. The notes name them. */
      skipBad: z.boolean().optional(),
      count: z.int().min(1).max(64),
    }),
    samplePreviewSchema,
  ),
} as const;
