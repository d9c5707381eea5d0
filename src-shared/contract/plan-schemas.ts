/** Schemas of plans, transactions and histories in messages between window and services. The types are those of src-shared/plan. */
import { z } from 'zod';
import type { Plan } from '../plan/plan.ts';
import { readoutSchema, settingsSchema } from '../plan/schema.ts';
import type { PlanTransaction } from '../plan/transaction.ts';

/** Gives a schema the type of the plan module, because zod cannot express "absent, but never undefined". */
const as = <T>(schema: z.ZodType): z.ZodType<T> => schema as z.ZodType<T>;

/** A plan in a message, in the form of src-shared/plan (its layer rules are an array). */
export const planWireSchema = as<Plan>(
  z.strictObject({
    version: z.literal(1),
    steps: z.int().min(1).optional(),
    tau: z.number().gt(0).lte(1).optional(),
    readout: readoutSchema.optional(),
    defaults: settingsSchema,
    layers: z.array(z.strictObject({ key: z.string(), settings: settingsSchema })),
  }),
);

const value = z.union([z.number(), z.string(), z.record(z.string(), z.union([z.number(), z.string()]))]);

/** A transaction of the plan's history. */
export const transactionSchema = as<PlanTransaction>(
  z.strictObject({
    label: z.string().min(1).max(500),
    origin: z.enum(['graph', 'text', 'inspector', 'cli', 'tuner']),
    changes: z.array(
      z.discriminatedUnion('kind', [
        z.strictObject({
          kind: z.literal('field'),
          path: z.array(z.string()).min(1),
          from: value.optional(),
          to: value.optional(),
        }),
        z.strictObject({ kind: z.literal('keys'), from: z.array(z.string()), to: z.array(z.string()) }),
      ]),
    ),
  }),
);

/** The working plan of an open project, with everything that can be undone and redone. */
export const planDocumentSchema = z.strictObject({
  /** Increases by one with every change. A commit names the revision it was made for. */
  revision: z.int().min(0),
  plan: planWireSchema,
  done: z.array(transactionSchema),
  undone: z.array(transactionSchema),
  /** Newest saved version, and whether the working plan equals it. */
  saved: z.strictObject({ version: z.int(), same: z.boolean() }),
});

/** The working plan, as `planDocumentSchema` describes it. */
export type PlanDocument = z.infer<typeof planDocumentSchema>;

/** A saved version of the plan. */
export const planVersionSchema = z.strictObject({
  id: z.int(),
  parent: z.int().nullable(),
  message: z.string(),
  /** ISO 8601. */
  created: z.string(),
});

/** A saved version, as `planVersionSchema` describes it. */
export type PlanVersion = z.infer<typeof planVersionSchema>;
