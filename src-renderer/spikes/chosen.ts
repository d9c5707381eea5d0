/** Which layer and sample is shown: the one that was chosen last, if it was recorded. Pure. */
import { z } from 'zod';
import type { RunRecording } from '../../src-shared/contract/index.ts';
import type { RecordedLayer } from '../../src-shared/spikes/index.ts';

const layoutSchema = z.object({ layer: z.string().nullable().catch(null), sample: z.int().nullable().catch(null) });

/** What the layout of the project remembers; nothing if it is of another form. */
export const readSpikesLayout = (stored: unknown): z.infer<typeof layoutSchema> => {
  const { data } = layoutSchema.safeParse(stored);
  return data ?? { layer: null, sample: null };
};

export interface Chosen {
  readonly layer: RecordedLayer;
  readonly sample: number;
}

/** The layer and sample to show; null if nothing was recorded. */
export function chosenOf({ layers, kept }: RunRecording, wanted: ReturnType<typeof readSpikesLayout>): Chosen | null {
  const has = (name: string): boolean => kept.some(({ layer }) => layer === name);
  const layer = layers.find(({ name }) => name === wanted.layer && has(name)) ?? layers.find(({ name }) => has(name));
  const samples = kept.filter(({ layer: name }) => name === layer?.name).map(({ sample }) => sample);
  if (!layer || samples.length === 0) return null;
  return { layer, sample: wanted.sample !== null && samples.includes(wanted.sample) ? wanted.sample : samples[0]! };
}
