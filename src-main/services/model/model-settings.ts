/**
 * The settings that a project keeps of its model, as JSON: preprocessing, class names, the input that takes the samples, its size, the outputs
 * that are taken, and whether quantised activations are read as floats.
 */
import { z } from 'zod';
import { type PreprocessFile, preprocessSchema } from '../../dataset/index.ts';
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

/** The settings as they are stored; undefined if there are none. */
export function writeModelSettings({ preprocess, input, size, outputs, dequantise }: ModelSettings): unknown {
  const stored = {
    ...preprocess,
    ...(input === undefined ? {} : { network_input: input }),
    ...(size === undefined ? {} : { network_size: size }),
    ...(outputs === undefined ? {} : { network_outputs: outputs }),
    ...(dequantise ? { dequantise } : {}),
  };
  return Object.keys(stored).length === 0 ? undefined : stored;
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
