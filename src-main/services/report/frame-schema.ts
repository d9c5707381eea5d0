/** The schema of a report's frame in a shard's document. The document comes from a file, so every part of it is checked. */
import { z } from 'zod';
import { ledgerInputSchema } from '../../../src-shared/energy/index.ts';
import { noteSchema } from '../../../src-shared/message/schema.ts';
import {
  countedLayerSchema,
  modelResultSchema,
  neuronLayerSchema,
  settingsResultSchema,
} from '../../../src-shared/results/index.ts';
import type { ReportFrame } from './report-frame.ts';

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
  ledger: ledgerInputSchema,
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
