/** Turns the options of the command line into a plan (docs/cli.md, "Options of convert and simulate"). A plan file takes precedence. */
import type { z } from 'zod';
import { SpikeloomError } from '../errors/index.ts';
import { option, type OptionId, type OptionReference, say } from '../message/index.ts';
import { EMPTY_PLAN, type PartialSettings, type PartialThreshold, type Plan } from './plan.ts';
import { mergeSettings } from './resolve.ts';
import {
  codingSchema,
  CODINGS,
  initialSchema,
  levelSchema,
  mostSpikesSchema,
  NEURONS,
  neuronSchema,
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
} from './schema.ts';

/** The given options, each a text or a number. Options that were not given are absent. */
export interface PlanOptions {
  readonly steps?: string | number | undefined;
  readonly tau?: string | number | undefined;
  readonly readoutFrom?: string | number | undefined;
  readonly coding?: string | undefined;
  readonly neuron?: string | undefined;
  readonly thresholds?: string | number | undefined;
  readonly mostSpikes?: string | number | undefined;
  /** The name of a method, or `percentile:P`; `percentile` stands for the default percentile. */
  readonly thresholdMethod?: string | undefined;
  readonly thresholdOf?: string | undefined;
  readonly thresholdLevel?: string | undefined;
  readonly thresholdScale?: string | number | undefined;
  readonly initialPotential?: string | number | undefined;
}

/**
 * The plan of a command's options. If there is a plan file, its fields take precedence. Throws `option.invalid` with the option's
 * name and the allowed values.
 */
export function planFromOptions(options: PlanOptions, filePlan: Plan = EMPTY_PLAN): Plan {
  const steps = filePlan.steps ?? numberOption('steps', stepsSchema, options.steps);
  const tau = filePlan.tau ?? numberOption('tau', tauSchema, options.tau);
  const from = numberOption('readout-from', readoutFromSchema, options.readoutFrom);
  const readout = filePlan.readout ?? (from === undefined ? undefined : { from });
  const given = compact({
    coding: nameOption('coding', codingSchema, CODINGS, options.coding),
    neuron: nameOption('neuron', neuronSchema, NEURONS, options.neuron),
    thresholds: numberOption('thresholds', thresholdsSchema, options.thresholds),
    mostSpikes: numberOption('most-spikes', mostSpikesSchema, options.mostSpikes),
    threshold: thresholdOptions(options),
    initial: numberOption('initial-potential', initialSchema, options.initialPotential),
  }) as PartialSettings;
  return {
    version: 1,
    ...compact({ steps, tau, readout }),
    defaults: mergeSettings(given, filePlan.defaults),
    layers: filePlan.layers,
  } as Plan;
}

function thresholdOptions(options: PlanOptions): PartialThreshold | undefined {
  const threshold = compact({
    ...methodOption(options.thresholdMethod),
    of: nameOption('threshold-of', ofSchema, THRESHOLD_OF, options.thresholdOf),
    level: nameOption('threshold-level', levelSchema, THRESHOLD_LEVELS, options.thresholdLevel),
    scale: numberOption('threshold-scale', scaleSchema, options.thresholdScale),
  }) as PartialThreshold;
  return Object.keys(threshold).length === 0 ? undefined : threshold;
}

function methodOption(text: string | undefined): PartialThreshold {
  if (text === undefined) return {};
  const named = THRESHOLD_METHODS.find((method) => method === text);
  if (named) return { method: named };
  if (!text.startsWith('percentile:')) {
    const names = THRESHOLD_METHODS.filter((method) => method !== 'percentile').join(', ');
    throw invalid('threshold-method', text, `one of ${names}, percentile:P (such as percentile:99.9)`);
  }
  return {
    method: 'percentile',
    percentile: numberOption(option('threshold-method', 'percentile:P'), percentileSchema, text.slice('percentile:'.length))!,
  };
}

function numberOption(
  id: OptionId | OptionReference,
  schema: z.ZodType<number>,
  given: string | number | undefined,
): number | undefined {
  if (given === undefined) return undefined;
  const value = typeof given === 'number' ? given : given.trim() === '' ? Number.NaN : Number(given);
  const checked = schema.safeParse(value);
  if (!checked.success) throw invalid(id, String(given), checked.error.issues[0]!.message);
  return checked.data;
}

function nameOption<N extends string>(
  id: OptionId,
  schema: z.ZodType<N>,
  names: readonly N[],
  given: string | undefined,
): N | undefined {
  if (given === undefined) return undefined;
  const checked = schema.safeParse(given);
  if (!checked.success) throw invalid(id, given, `one of ${names.join(', ')}`);
  return checked.data;
}

function invalid(id: OptionId | OptionReference, given: string, allowed: string): SpikeloomError {
  const named = typeof id === 'string' ? option(id) : id;
  const message = say`${named}: ${JSON.stringify(given)} is not allowed; must be ${allowed}`;
  return new SpikeloomError('option.invalid', message, { at: { option: named.option } });
}

/** The object without the fields that are undefined. */
const compact = (object: Readonly<Record<string, unknown>>): object =>
  Object.fromEntries(Object.entries(object).filter(([, value]) => value !== undefined));
