/** The schema of a report's frame in a shard's document. The document comes from a file, so every part of it is checked. */
import { z } from 'zod';
import { noteSchema } from '../../../src-shared/message/schema.ts';
import {
  countedLayerSchema,
  modelResultSchema,
  neuronLayerSchema,
  settingsResultSchema,
} from '../../../src-shared/results/index.ts';
import type { ReportFrame } from './report-frame.ts';

const amount = z.number().nonnegative();
const valueCoding = z.enum(['rate', 'differential']);
const sizes = { name: z.string(), inputs: amount, outputs: amount };

const ledgerLayer = z.strictObject({
  name: z.string(),
  kind: countedLayerSchema.shape.kind,
  input: z.enum(['spikes', 'real']),
  dense: amount,
  weights: amount,
  operations: z.array(amount),
  accumulates: z.array(amount),
});

const ledgerNeurons = z.strictObject({
  name: z.string(),
  model: z.enum(['if', 'lif', 'mt', 'ms']),
  rule: z.enum(['relu', 'signed']),
  negative: z.boolean(),
  inputCoding: valueCoding,
  coding: valueCoding,
  neurons: amount,
});

const ledgerUnit = z.discriminatedUnion('kind', [
  z.strictObject({ ...sizes, kind: z.literal('expectation'), op: z.string() }),
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

const ledger = z.strictObject({
  samples: amount,
  steps: z.int().min(1),
  layers: z.array(ledgerLayer),
  neurons: z.array(ledgerNeurons),
  units: z.array(ledgerUnit),
  constants: z.array(z.strictObject({ coding: valueCoding, elements: amount })),
  linear: z.strictObject({ adds: amount, multiplies: amount, compares: amount }),
  activations: z.array(amount),
});

const shape = z.strictObject({
  model: modelResultSchema,
  settings: settingsResultSchema.omit({ dataset: true }),
  neurons: z.array(
    neuronLayerSchema.omit({
      firing_rate: true,
      conversion_error: true,
      lost: true,
      clipped: true,
      energy_share: true,
      energy: true,
    }),
  ),
  counted: z.array(countedLayerSchema.omit({ sop: true, energy_share: true, energy: true })),
  ledger,
  output: z.strictObject({ name: z.string(), shape: z.array(z.int().min(1)) }),
  notes: z.array(noteSchema),
});

/** True if the parts of a frame agree on the number of steps and on the counted layers. */
export function isReportFrame(value: unknown): value is ReportFrame {
  const { success, data } = shape.safeParse(value);
  if (!success) return false;
  const names = (layers: readonly { readonly name: string }[]): string => JSON.stringify(layers.map(({ name }) => name));
  return data.settings.steps === data.ledger.steps && names(data.ledger.layers) === names(data.counted);
}
