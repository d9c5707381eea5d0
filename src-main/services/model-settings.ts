/**
 * What a project keeps of how a model is read and fed: preprocessing, class names, which input is the image, its size, which outputs are
 * taken, whether quantised activations are read as floats. JSON.
 */
import { z } from 'zod';
import { type PreprocessFile, preprocessSchema } from '../dataset/index.ts';
import type { ModelInputOptions } from './load-model.ts';

const settingsSchema = z.object({
  input: preprocessSchema.optional(),
  classes: z.array(z.string()).optional(),
  network_input: z.string().optional(),
  network_size: z.array(z.int().min(1)).optional(),
  network_outputs: z.array(z.string()).optional(),
  dequantise: z.boolean().optional(),
});

export interface ModelSettings extends ModelInputOptions {
  readonly preprocess: PreprocessFile | undefined;
}

/** As it is stored; undefined where there is nothing to keep. */
export function writeModelSettings({ preprocess, input, size, outputs, dequantise }: ModelSettings): unknown {
  if (!preprocess && input === undefined && size === undefined && outputs === undefined && !dequantise) return undefined;
  return {
    ...preprocess,
    ...(input === undefined ? {} : { network_input: input }),
    ...(size === undefined ? {} : { network_size: size }),
    ...(outputs === undefined ? {} : { network_outputs: outputs }),
    ...(dequantise ? { dequantise } : {}),
  };
}

/** As `writeModelSettings` stored it; undefined where it cannot be read. */
export function readModelSettings(stored: unknown): ModelSettings | undefined {
  const read = settingsSchema.safeParse(stored ?? {});
  if (!read.success) return undefined;
  const { input, classes, network_input, network_size, network_outputs, dequantise } = read.data;
  return {
    preprocess: input && { input, ...(classes ? { classes } : {}) },
    input: network_input,
    size: network_size,
    outputs: network_outputs,
    dequantise,
  };
}
