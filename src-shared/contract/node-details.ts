/** Details of one operator that the graph does not hold: its attributes, and its constants (weights, biases, factors) as conversion uses them. */
import { z } from 'zod';

/** A constant of an operator: its shape, statistics and histogram. */
export const weightSchema = z.strictObject({
  /** Name of the value in the network. */
  name: z.string(),
  /** Index of the operator's input, from 0. */
  input: z.int().min(0),
  /** Empty for a single number. */
  shape: z.array(z.int()),
  /** Number of values. */
  count: z.int().min(0),
  dtype: z.enum(['float', 'int', 'bool']),
  /** Statistics of all finite values; null if there are none. */
  statistics: z
    .strictObject({ min: z.number(), max: z.number(), mean: z.number(), deviation: z.number(), zeros: z.int() })
    .nullable(),
  /** Number of values that are NaN or infinite. */
  notFinite: z.int(),
  /** Histogram of the finite values, with equal bins from the smallest to the largest. Null if there are fewer than two different values. */
  histogram: z.strictObject({ low: z.number(), high: z.number(), counts: z.array(z.int()) }).nullable(),
});

/** A constant of an operator, as `weightSchema` describes it. */
export type Weight = z.infer<typeof weightSchema>;

/** The attributes and constants of an operator. */
export const nodeDetailsSchema = z.strictObject({
  /** Names and values of the attributes, as the network has them. */
  attributes: z.array(z.strictObject({ name: z.string(), value: z.string() })),
  weights: z.array(weightSchema),
});

/** Details of an operator, as `nodeDetailsSchema` describes them. */
export type NodeDetails = z.infer<typeof nodeDetailsSchema>;
