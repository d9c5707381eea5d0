/** What a project keeps of how a model is fed: preprocessing, class names, and which input is the image. JSON. */
import { z } from 'zod';
import { type PreprocessFile, preprocessSchema } from '../dataset/index.ts';

const settingsSchema = z.object({
  input: preprocessSchema.optional(),
  classes: z.array(z.string()).optional(),
  network_input: z.string().optional(),
});

export interface ModelSettings {
  readonly preprocess: PreprocessFile | undefined;
  /** Name of the network's input, where the user named one. */
  readonly input: string | undefined;
}

/** As it is stored; undefined where there is nothing to keep. */
export function writeModelSettings(preprocess: PreprocessFile | undefined, input: string | undefined): unknown {
  if (!preprocess && input === undefined) return undefined;
  return { ...preprocess, ...(input === undefined ? {} : { network_input: input }) };
}

/** As `writeModelSettings` stored it; undefined where it cannot be read. */
export function readModelSettings(stored: unknown): ModelSettings | undefined {
  const read = settingsSchema.safeParse(stored ?? {});
  if (!read.success) return undefined;
  const { input, classes, network_input } = read.data;
  return { preprocess: input && { input, ...(classes ? { classes } : {}) }, input: network_input };
}
