/** Jobs: long work in a process of its own. A job continues if the window that started it closes. */
import { z } from 'zod';
import { readerSchema, reproductionSchema } from '../export/index.ts';
import { noteSchema } from '../message/schema.ts';
import { remedyPreviewSchema } from '../results/index.ts';
import { tuningForecastSchema } from '../tuning/index.ts';
import { call } from './define.ts';
import { wireErrorSchema } from './errors.ts';
import { methodsOnSamplesSchema, sensitivityOfPlanSchema } from './measurements.ts';

/** The state of a job, as the list of jobs shows it. */
export const jobStateSchema = z.strictObject({
  id: z.string(),
  kind: z.enum([
    'create',
    'calibrate',
    'run',
    'export',
    'measure',
    'record',
    'preview',
    'reproduce',
    'tune',
    'forecast',
    'sensitivity',
    'methods',
  ]),
  /** Title for a person: `Run of 200 images`. */
  title: z.string(),
  /** Path of the project that the job belongs to. */
  path: z.string(),
  state: z.enum(['running', 'done', 'cancelled', 'failed']),
  /** The present phase: `calibrating`, `simulating`. */
  phase: z.string(),
  done: z.number(),
  total: z.number(),
  /** Remaining time in ms; null until there is an estimate. */
  remainingMs: z.number().nullable(),
  /** The error of a failed job. */
  error: wireErrorSchema.nullable(),
  /** Number of the run that a job of kind `run` stored. */
  run: z.int().nullable(),
  /** Result of a job of kind `measure`. */
  reader: readerSchema.optional(),
  /** Result of a job of kind `reproduce`. */
  reproduced: reproductionSchema.optional(),
  /** Result of a job of kind `preview`. */
  preview: remedyPreviewSchema.optional(),
  /** Result of a job of kind `forecast`. */
  forecast: tuningForecastSchema.optional(),
  /** Result of a job of kind `sensitivity`. */
  sensitivity: sensitivityOfPlanSchema.optional(),
  /** Result of a job of kind `methods`. */
  methods: methodsOnSamplesSchema.optional(),
  /** ISO 8601. */
  started: z.string(),
  finished: z.string().nullable(),
  /** Notes for the person, taken from the results. */
  notes: z.array(noteSchema),
});

/** The state of a job, as `jobStateSchema` describes it. */
export type JobState = z.infer<typeof jobStateSchema>;

/** The calls about jobs. */
export const jobCalls = {
  'job.list': call(z.strictObject({}), z.array(jobStateSchema)),
  'job.cancel': call(z.strictObject({ job: z.string() }), z.strictObject({})),
  /** Starts a failed or cancelled job again, with the same request. */
  'job.retry': call(z.strictObject({ job: z.string() }), z.strictObject({ job: z.string() })),
} as const;

/** The events about jobs. */
export const jobEvents = {
  'job.changed': jobStateSchema,
} as const;
