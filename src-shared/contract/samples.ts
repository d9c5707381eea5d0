/** Samples of a run: what it keeps of each, in pieces, and pictures of a few of them. */
import { z } from 'zod';
import { messageSchema } from '../message/schema.ts';
import { call, pathSchema } from './define.ts';

/** Most samples in one request for pictures. */
export const MOST_PICTURES = 64;

/** A piece of a run's records: those of some consecutive batches. */
export const recordsPieceSchema = z.strictObject({
  /** Samples of the whole run. */
  samples: z.int(),
  /** Samples with records. A run that has not ended, or was cancelled, has those of its finished batches. */
  kept: z.int(),
  steps: z.int(),
  /** Number of classes; 0 for a run without a finished batch. */
  classes: z.int(),
  /** Class names, if the project has one for every class. */
  names: z.array(z.string()).nullable(),
  /** The reason why there are no records; null if there are. */
  missing: z.string().nullable(),
  batches: z.array(
    z.strictObject({
      /** Number of the batch's first sample in the dataset. */
      first: z.int(),
      samples: z.int(),
      /** A block of `encodeRecords` (src-shared/metrics), in base64. */
      data: z.string(),
    }),
  ),
  /** Where the next piece begins; null after the last one. */
  next: z.int().nullable(),
});

/** A piece of a run's records, as `recordsPieceSchema` describes it. */
export type RecordsPiece = z.infer<typeof recordsPieceSchema>;

/** Small pictures of samples. */
export const samplePicturesSchema = z.strictObject({
  /** One entry for each requested sample, in the order of the request. */
  pictures: z.array(
    z.strictObject({
      sample: z.int(),
      /** Its file, or its number in a file. */
      name: z.string(),
      /** Data URL of a PNG; null if this sample cannot be read. */
      picture: z.string().nullable(),
      /** The reason why it cannot be read; null if it can. */
      problem: messageSchema.nullable(),
    }),
  ),
  /** What a person needs to know to read the pictures. */
  notes: z.array(messageSchema),
});

/** Small pictures of samples, as `samplePicturesSchema` describes them. */
export type SamplePictures = z.infer<typeof samplePicturesSchema>;

const run = { path: pathSchema, id: z.int() };

/** The calls about the samples of a run. */
export const sampleCalls = {
  /**
   * The records of a run from a batch on; `from` is 0 or the `next` of the piece before. Throws `run.missing`, and `project.damaged` for
   * records that are not of this run.
   */
  'run.records': call(z.strictObject({ ...run, from: z.int().min(0) }), recordsPieceSchema),
  /**
   * Pictures of samples, by their numbers in the run's dataset, as the network gets them. A process reads them and ends with the call.
   * Throws the errors of reading samples, `files.remote` for a source on a computer that the user has not allowed, `dataset.format` for
   * a source that has changed since the run, and `dataset.shape` for samples that are no images.
   */
  'run.pictures': call(
    z.strictObject({ ...run, samples: z.array(z.int().min(0)).min(1).max(MOST_PICTURES) }),
    samplePicturesSchema,
  ),
} as const;
