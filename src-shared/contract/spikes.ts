/** Recorded spikes of runs: what a run has of them, and their data in pieces. */
import { z } from 'zod';
import { messageSchema } from '../message/schema.ts';
import { recordedLayerSchema, spikeChoiceSchema } from '../spikes/index.ts';
import { call, pathSchema } from './define.ts';

/** What a run recorded of spikes. */
export const runRecordingSchema = z.strictObject({
  choice: spikeChoiceSchema,
  layers: z.array(recordedLayerSchema),
  /** The recordings that are there, with their size in bytes. */
  kept: z.array(z.strictObject({ layer: z.string(), sample: z.int(), bytes: z.int() })),
  /** Why recordings that were asked for are missing; null if none is. */
  missing: messageSchema.nullable(),
});

/** What a run recorded of spikes, as `runRecordingSchema` describes it. */
export type RunRecording = z.infer<typeof runRecordingSchema>;

/** The parts of a recording: θ of each neuron (float64), the float activations (float32), the codes of all steps `[T, neurons]`. */
export const SPIKE_PARTS = ['thresholds', 'activations', 'codes'] as const;

/** The calls about recorded spikes. */
export const spikeCalls = {
  /** What a run recorded; null if it was asked for nothing, as in runs of older versions. Throws `run.missing`. */
  'run.spikes': call(z.strictObject({ path: pathSchema, id: z.int() }), runRecordingSchema.nullable()),
  /** Starts a job that records spikes of a run that is done, in place of those that it has. */
  'run.record': call(
    z.strictObject({ path: pathSchema, id: z.int(), recording: spikeChoiceSchema, threads: z.int().min(1).nullable() }),
    z.strictObject({ job: z.string() }),
  ),
  /**
   * A piece of a recording: values from index `from` on, little-endian, in base64, and the index of the next piece, null after the last one.
   * Throws `run.missing` if there is no such recording.
   */
  'run.spikePiece': call(
    z.strictObject({
      path: pathSchema,
      id: z.int(),
      layer: z.string(),
      sample: z.int().min(0),
      part: z.enum(SPIKE_PARTS),
      from: z.int().min(0),
    }),
    z.strictObject({ data: z.string(), next: z.int().nullable() }),
  ),
} as const;
