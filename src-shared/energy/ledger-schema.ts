/** The schema of the full ledger's input, for shards' documents and for windows: both receive it from elsewhere. */
import { z } from 'zod';
import type { OpName } from '../network/index.ts';

const amount = z.number().nonnegative();
const valueCoding = z.enum(['rate', 'differential']);
const sizes = { name: z.string(), inputs: amount, outputs: amount };

/** A counted layer with its operations. */
export const ledgerLayerSchema = z.strictObject({
  name: z.string(),
  kind: z.enum(['conv', 'linear', 'product']),
  input: z.enum(['spikes', 'real']),
  dense: amount,
  weights: amount,
  operations: z.array(amount),
  accumulates: z.array(amount),
});

/** A neuron layer: its kind and its size. */
export const ledgerNeuronsSchema = z.strictObject({
  name: z.string(),
  model: z.enum(['if', 'lif', 'mt', 'ms']),
  rule: z.enum(['relu', 'signed']),
  negative: z.boolean(),
  inputCoding: valueCoding,
  coding: valueCoding,
  neurons: amount,
});

const ledgerUnitSchema = z.discriminatedUnion('kind', [
  // An operator of another version is charged as the table's default function.
  z.strictObject({ ...sizes, kind: z.literal('expectation'), op: z.custom<OpName>((op) => typeof op === 'string') }),
  z.strictObject({
    ...sizes,
    kind: z.literal('max-pool'),
    form: z.enum(['residual', 'estimate']),
    coding: valueCoding,
    window: amount,
  }),
  z.strictObject({ ...sizes, kind: z.literal('product'), form: z.enum(['matrix', 'elementwise']), coding: valueCoding }),
  z.strictObject({ ...sizes, kind: z.literal('transcoder') }),
]);

/** The schema of the ledger's input. */
export const ledgerInputSchema = z.strictObject({
  samples: amount,
  steps: z.int().min(1),
  layers: z.array(ledgerLayerSchema),
  neurons: z.array(ledgerNeuronsSchema),
  units: z.array(ledgerUnitSchema),
  constants: z.array(z.strictObject({ coding: valueCoding, elements: amount })),
  linear: z.strictObject({ adds: amount, multiplies: amount, compares: amount }),
  activations: z.array(amount),
});
