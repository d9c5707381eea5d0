/** What a project keeps of how a model is fed: preprocessing, class names, which input is the image, and its size. JSON. */
import { z } from 'zod';
import { type PreprocessFile, preprocessSchema } from '../dataset/index.ts';
import type { ModelInputOptions } from './load-model.ts';

const settingsSchema = z.object({
  input: preprocessSchema.optional(),
  classes: z.array(z.string()).optional(),
  network_input: z.string().optional(),
  network_size: z.array(z.int().min(1)).optional(),
});

export interface ModelSettings extends ModelInputOptions {
  readonly preprocess: PreprocessFile | undefined;
}

/** As it is stored; undefined where there is nothing to keep. */
export function writeModelSettings({ preprocess, input, size }: ModelSettings): unknown {
  if (!preprocess && input === undefined && size === undefined) return undefined;
  return {
    ...preprocess,
    ...(input === undefined ? {} : { network_input: input }),
    ...(size === undefined ? {} : { network_size: size }),
  };
}

/** As `writeModelSettings` stored it; undefined where it cannot be read. */
export function readModelSettings(stored: unknown): ModelSettings | undefined {
  const read = settingsSchema.safeParse(stored ?? {});
  if (!read.success) return undefined;
  const { input, classes, network_input, network_size } = read.data;
  return { preprocess: input && { input, ...(classes ? { classes } : {}) }, input: network_input, size: network_size };
}
