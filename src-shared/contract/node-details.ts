/** Details of one operator beyond the graph: its attributes and its constants (weights, biases, factors), as conversion uses them. */
import { z } from 'zod';

/** A weight of an operator, with its statistics. */
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
  /** Over all finite values; null where there are none. */
  statistics: z
    .strictObject({ min: z.number(), max: z.number(), mean: z.number(), deviation: z.number(), zeros: z.int() })
    .nullable(),
  /** Values that are no numbers or infinite. */
  notFinite: z.int(),
  /** Finite values in equal bins between the least and the largest. Null for fewer than two different values. */
  histogram: z.strictObject({ low: z.number(), high: z.number(), counts: z.array(z.int()) }).nullable(),
});
/** A weight of an operator, with its statistics. */
export type Weight = z.infer<typeof weightSchema>;

/** Attributes and weights of an operator. */
export const nodeDetailsSchema = z.strictObject({
  /** Names and values, as the network has them. */
  attributes: z.array(z.strictObject({ name: z.string(), value: z.string() })),
  weights: z.array(weightSchema),
});
/** Attributes and weights of an operator. */
export type NodeDetails = z.infer<typeof nodeDetailsSchema>;
