/** Calls before a project exists: what conversion would make of a model, and what the network would see of its samples. */
import { z } from 'zod';
import { messageSchema } from '../message/index.ts';
import { call, pathSchema } from './define.ts';
import { modelGraphSchema } from './graph.ts';
import { preprocessSchema } from './preprocess.ts';

/** The fates of a model's node on conversion. */
export const NODE_STATUSES = ['native', 'rewritten', 'real-valued', 'blocked'] as const;

/** The result of looking through a model: its nodes, layers and totals. */
export const inspectionSchema = z.strictObject({
  model: z.strictObject({ name: z.string(), file: z.string(), producer: z.string(), opset: z.number() }),
  input: z.strictObject({ name: z.string(), shape: z.string() }),
  /** Outputs that are imported. A shape is `?` if it is not known before blocked nodes are replaced. */
  outputs: z.array(z.strictObject({ name: z.string(), shape: z.string() })),
  nodes: z.array(
    z.strictObject({
      name: z.string(),
      type: z.string(),
      status: z.enum(NODE_STATUSES),
      into: z.array(z.string()),
      /** Neuron layers that it becomes, or that stand in front of it. */
      layers: z.array(z.string()).optional(),
      /** The reason why it is blocked, real-valued or left out, and what to do. */
      why: messageSchema.optional(),
    }),
  ),
  totals: z.record(z.enum(NODE_STATUSES), z.int()),
  convertible: z.boolean(),
  layers: z.array(z.strictObject({ name: z.string(), rule: z.enum(['relu', 'signed']) })),
  /** All outputs of the file. */
  declared: z.array(z.string()),
  /** True if activations are quantised: `dequantise` reads them as floats, else they are blocked. */
  quantised: z.boolean(),
  notes: z.array(messageSchema),
});
/** The result of looking through a model: its nodes, layers and totals. */
export type ModelInspection = z.infer<typeof inspectionSchema>;

/** Samples as the network would get them. */
export const samplePreviewSchema = z.strictObject({
  /** Samples in the source. */
  count: z.int(),
  classes: z.array(z.string()).nullable(),
  /** The preprocessing that these samples passed. Null for values, which reach the network as they are. */
  preprocess: preprocessSchema.nullable(),
  /** Shape of one sample as the network gets it, `[C, H, W]`. */
  shape: z.array(z.int()),
  samples: z.array(
    z.strictObject({
      name: z.string(),
      label: z.string().nullable(),
      /** What the network sees, as a PNG data URL, each channel stretched from its least to its largest value. */
      seen: z.string(),
      /** Values of the sample: least, mean, largest. */
      range: z.tuple([z.number(), z.number(), z.number()]),
    }),
  ),
  notes: z.array(messageSchema),
});
/** Samples as the network would get them. */
export type SamplePreview = z.infer<typeof samplePreviewSchema>;

/** The preprocessing that is described beside a model. */
export const modelPreprocessSchema = z.strictObject({
  /** The preprocessing in the file beside the model. Null if there is no file that can be used. */
  preprocess: preprocessSchema.nullable(),
  /** Path of that file. */
  from: z.string().nullable(),
  /** The reason why a file that is there is not used. */
  notes: z.array(messageSchema),
});
/** The preprocessing that is described beside a model. */
export type ModelPreprocess = z.infer<typeof modelPreprocessSchema>;

/** Inputs of a model as its file declares them: what a person chooses from where the image cannot be told. */
export const modelInputsSchema = z.array(
  z.strictObject({
    name: z.string(),
    /** Sizes, the batch first; a name where the file leaves one open, `?` where it has not even a name. Null: not said. */
    shape: z.array(z.union([z.int(), z.string()])).nullable(),
    /** Sizes other than the batch that are open, as the file names them, in order: what `size` has to give. */
    open: z.array(z.string()),
    /** False for what is no tensor of numbers. */
    numbers: z.boolean(),
  }),
);
/** The inputs of a model. */
export type ModelInputs = z.infer<typeof modelInputsSchema>;

/**
 * Choices of how a model is read: the input that takes the samples, the sizes that the file leaves open besides the batch (height, width), the
 * outputs that are taken (or values inside the network), and whether quantised activations are read as floats.
 */
export const modelInputOptions = {
  input: z.string().optional(),
  size: z.array(z.int().min(1).max(65_536)).optional(),
  outputs: z.array(z.string()).min(1).optional(),
  dequantise: z.boolean().optional(),
};

/** Columns of a table of samples, by which its label is named. */
export const tableColumnsSchema = z.strictObject({
  /** Titles, or numbers from 1 where the table has none. */
  columns: z.array(z.string()),
});

/** Calls about models and samples before there is a project. */
export const modelCalls = {
  /** The preflight. `model.inputs` where it cannot be told what the image is, or how large: `model.inputs` lists what there is. */
  'model.inspect': call(z.strictObject({ file: pathSchema, ...modelInputOptions }), inspectionSchema),
  'model.inputs': call(z.strictObject({ file: pathSchema }), modelInputsSchema),
  /** The preprocessing that lies beside a model: `X.json` beside `X.onnx`. */
  'model.preprocess': call(z.strictObject({ file: pathSchema }), modelPreprocessSchema),
  /** The graph of a model, also of one that cannot be converted. */
  'model.graph': call(z.strictObject({ file: pathSchema, ...modelInputOptions }), modelGraphSchema),
  /** The columns of a table (.csv, .tsv), read from its first row. Throws `dataset.not-found`, `dataset.format`. */
  'samples.columns': call(z.strictObject({ source: pathSchema }), tableColumnsSchema),
  /** The first `count` samples of a source, as the network at `model` would get them. */
  'samples.preview': call(
    z.strictObject({
      model: pathSchema,
      /** An open project of that model: its input, sizes and preprocessing are used unless others are given. */
      project: pathSchema.optional(),
      ...modelInputOptions,
      /** `PATH`, `PATH#PART` or `PATH@A:B` (sample-spec.ts), here and wherever samples are named. */
      source: pathSchema,
      preprocess: preprocessSchema.optional(),
      /** The use of the samples: labels that do not fit are an error of a run, and do not matter to a calibration. */
      purpose: z.enum(['calibration', 'run']).optional(),
      /** Leaves out images that cannot be used; the notes say which. */
      skipBad: z.boolean().optional(),
      count: z.int().min(1).max(64),
    }),
    samplePreviewSchema,
  ),
} as const;
