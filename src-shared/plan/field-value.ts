/** Reads the values of single fields that a person types or picks. The plan's schema checks them, and its sentences state the allowed values. */
import type { z } from 'zod';
import type { SettingsField } from './fields.ts';
import {
  codingSchema,
  CODINGS,
  correctionSchema,
  CORRECTIONS,
  initialSchema,
  levelSchema,
  methodSchema,
  mostSpikesSchema,
  neuronSchema,
  NEURONS,
  ofSchema,
  percentileSchema,
  readoutFromSchema,
  scaleSchema,
  stepsSchema,
  tauSchema,
  THRESHOLD_LEVELS,
  THRESHOLD_METHODS,
  THRESHOLD_OF,
  thresholdsSchema,
  valueSchema,
} from './schema.ts';

/** A field of a layer, or one of the plan itself. */
export type PlanField = SettingsField | 'steps' | 'tau' | 'readout.from';

/** The value of a field, or the reason why the text is none. */
export type FieldReading = { readonly value: string | number } | { readonly problem: string };

const NAMES: Partial<Record<PlanField, { readonly schema: z.ZodType<string>; readonly names: readonly string[] }>> = {
  coding: { schema: codingSchema, names: CODINGS },
  neuron: { schema: neuronSchema, names: NEURONS },
  'threshold.method': { schema: methodSchema, names: THRESHOLD_METHODS },
  'threshold.of': { schema: ofSchema, names: THRESHOLD_OF },
  'threshold.level': { schema: levelSchema, names: THRESHOLD_LEVELS },
  correction: { schema: correctionSchema, names: CORRECTIONS },
};
const NUMBERS: Partial<Record<PlanField, z.ZodType<number>>> = {
  steps: stepsSchema,
  tau: tauSchema,
  'readout.from': readoutFromSchema,
  thresholds: thresholdsSchema,
  mostSpikes: mostSpikesSchema,
  'threshold.percentile': percentileSchema,
  'threshold.scale': scaleSchema,
  'threshold.value': valueSchema,
  initial: initialSchema,
};

/** Reads a field's value from text. A decimal comma counts as a decimal point. `problem`: the allowed values, such as `must be a number above 0`. */
export function readFieldValue(field: PlanField, text: string): FieldReading {
  const named = NAMES[field];
  if (named) {
    const checked = named.schema.safeParse(text);
    return checked.success ? { value: checked.data } : { problem: `must be one of ${named.names.join(', ')}` };
  }
  const written = text.trim().replace(',', '.');
  const checked = NUMBERS[field]!.safeParse(written === '' ? Number.NaN : Number(written));
  return checked.success ? { value: checked.data } : { problem: `must be ${checked.error.issues[0]!.message}` };
}
