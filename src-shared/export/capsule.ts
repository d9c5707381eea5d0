/**
 * The manifest of a reproduction capsule: everything that decides the figures of a run (model, import settings, plan, thresholds,
 * samples, engine, versions), and the figures. It is the file `manifest.json` of a package, like that of every other format.
 */
import { z } from 'zod';
import { runReportSchema } from '../results/index.ts';
import { CAPSULE } from './formats.ts';

const sha256 = z.string().regex(/^[0-9a-f]{64}$/);

/** A path inside the capsule: names between slashes, none of which is hidden or leads upwards. */
const inside = z.string().regex(/^[^/\\.\0][^/\\\0]*(\/[^/\\.\0][^/\\\0]*)*$/);

/** The whole manifest. */
export const capsuleSchema = z.strictObject({
  /** Version of Spikeloom that wrote the capsule. */
  spikeloom: z.string(),
  format: z.literal(CAPSULE),
  /** Version of this form. */
  capsule: z.literal(1),
  versions: z.strictObject({ node: z.string(), onnxruntime: z.string(), platform: z.string() }),
  model: z.strictObject({
    name: z.string(),
    sha256,
    bytes: z.int().min(0),
    /** Path of the model in the capsule; null if it is too large, and only its digest is there. */
    file: inside.nullable(),
    /** How the model is read, as projects store it. */
    settings: z.json(),
  }),
  plan: z.strictObject({ version: z.int(), plan: z.record(z.string(), z.json()) }),
  calibration: z.strictObject({ source: z.string(), samples: z.int().min(0), batch: z.int().min(1) }),
  run: z.strictObject({
    engine: z.string(),
    dataset: z.string(),
    settings: z.strictObject({
      steps: z.int().min(1),
      samples: z.int().min(1),
      batch: z.int().min(1),
      skipBad: z.boolean(),
      limit: z.int().min(1).optional(),
      labels: z.string().optional(),
    }),
    data: z.strictObject({
      /** SHA-256 of the labels and of the first and the last sample, from the run itself. */
      fingerprint: sha256,
      /** SHA-256 of the labels and of every sample as the network receives them; null if they were not there for the export. */
      sha256: sha256.nullable(),
    }),
    report: runReportSchema,
  }),
  /** Commands that give the same figures from the files that the project named. */
  commands: z.array(z.string()),
  files: z.array(z.strictObject({ path: inside, bytes: z.int().min(0), sha256 })),
});

/** The manifest of a capsule, as `capsuleSchema` describes it. */
export type Capsule = z.infer<typeof capsuleSchema>;

/** The thresholds of a capsule, in its file `thresholds.json`: those of every neuron layer, exactly. */
export const capsuleThresholdsSchema = z.array(
  z.strictObject({
    layer: z.string(),
    level: z.enum(['layer', 'channel', 'neuron']),
    shape: z.array(z.int().min(1)),
    values: z.array(z.number()),
    /** Mean error of each channel that the constant part behind the layer takes back. */
    mean_error: z.array(z.number()).optional(),
    unsolved: z.array(z.int().min(0)),
    silent: z.array(z.int().min(0)),
  }),
);

const figure = z.union([z.number(), z.string()]).nullable();

/** The result of `reproduce`: the figures that are not the same, and everything else that is not as it was for the recorded run. */
export const reproductionSchema = z.strictObject({
  /** True if every figure is the same to the last bit. */
  same: z.boolean(),
  /** Number of figures that were compared. */
  compared: z.int(),
  changed: z.array(
    z.strictObject({
      what: z.enum(['version', 'node', 'onnxruntime', 'platform', 'engine', 'samples', 'data']),
      recorded: z.string(),
      now: z.string(),
    }),
  ),
  /** A figure by its place in the report, such as `steps.4.accuracy`; null where one report does not have it. */
  differences: z.array(z.strictObject({ figure: z.string(), recorded: figure, now: figure })),
});

/** What `reproduce` found, as `reproductionSchema` describes it. */
export type Reproduction = z.infer<typeof reproductionSchema>;

/** Words for what is not the same. */
export const REPRODUCED_WITH: Readonly<Record<Reproduction['changed'][number]['what'], string>> = {
  version: 'Spikeloom',
  node: 'Node',
  onnxruntime: 'ONNX Runtime',
  platform: 'system',
  engine: 'engine',
  samples: 'number of samples',
  data: 'SHA-256 of the samples',
};
