/** Jobs: whatever takes long and goes on in a process of its own, whoever is looking. */
import { z } from 'zod';
import { messageSchema } from '../message/index.ts';
import { call } from './define.ts';
import { wireErrorSchema } from './errors.ts';

/** A job as the list of jobs shows it. */
export const jobStateSchema = z.strictObject({
  id: z.string(),
  kind: z.enum(['create', 'calibrate', 'run']),
  /** What a person reads: `Run of 200 images`. */
  title: z.string(),
  /** Project it belongs to. */
  path: z.string(),
  state: z.enum(['running', 'done', 'cancelled', 'failed']),
  /** What is being done now: `calibrating`, `simulating`. */
  phase: z.string(),
  done: z.number(),
  total: z.number(),
  /** Milliseconds; null until there is an estimate. */
  remainingMs: z.number().nullable(),
  /** Why it failed. */
  error: wireErrorSchema.nullable(),
  /** Run it stored, of kind `run`. */
  run: z.int().nullable(),
  /** ISO 8601. */
  started: z.string(),
  finished: z.string().nullable(),
  /** What the person should know: from the results' notes. */
  notes: z.array(messageSchema),
});
/** A job as the list of jobs shows it. */
export type JobState = z.infer<typeof jobStateSchema>;

/** Calls about jobs. */
export const jobCalls = {
  'job.list': call(z.strictObject({}), z.array(jobStateSchema)),
  'job.cancel': call(z.strictObject({ job: z.string() }), z.strictObject({})),
  /** Starts a job that ended badly once more, with the same request. */
  'job.retry': call(z.strictObject({ job: z.string() }), z.strictObject({ job: z.string() })),
} as const;

/** Events about jobs. */
export const jobEvents = {
  'job.changed': jobStateSchema,
} as const;
