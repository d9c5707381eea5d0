/**
 * The data files of targets, `resources/targets/*.json`: the limits of chips and microcontrollers, each with the source that it was
 * read in. A rule of the checker has its figure here and nowhere else.
 */
import { z } from 'zod';
import { CODINGS, THRESHOLD_LEVELS } from '../plan/schema.ts';

/** The parts of a chip that a network is made of, as its tools connect them. */
export const ELEMENT_KINDS = ['input', 'weight', 'neuron', 'pool', 'merge', 'output'] as const;

/** A figure and the name of its source in `sources`. */
const figure = <T extends z.ZodType>(value: T) => z.strictObject({ value, source: z.string() });
const whole = z.int().min(0);

/** Fields that every target has. */
const common = {
  label: z.string(),
  /** Documents and files that figures were read in, by a short name. */
  sources: z.record(z.string(), z.string()),
  /** Sentences on what the check leaves out, for every report. */
  notes: z.array(z.string()),
};

/** Fields of all chips. */
const chip = {
  ...common,
  /** For each kind of element, the kinds that may read it. A kind without an entry does not exist on the chip. */
  edges: figure(z.partialRecord(z.enum(ELEMENT_KINDS), z.array(z.enum(ELEMENT_KINDS)))),
  /** Operators that are weights of the chip. */
  weights: figure(z.array(z.string())),
  neurons: figure(z.array(z.enum(['if', 'lif', 'mt', 'ms']))),
  negativeSpikes: figure(z.boolean()),
  codings: figure(z.array(z.enum(CODINGS))),
  thresholdLevels: figure(z.array(z.enum(THRESHOLD_LEVELS))),
};

/** A chip of cores: each holds one layer of weights, its neurons and a sum pooling. */
const coresSchema = z.strictObject({
  kind: z.literal('cores'),
  id: z.string(),
  ...chip,
  limits: z.strictObject({
    /** Largest height and width of a map that enters the chip or a core. */
    inputMap: figure(whole),
    /** Most channels that enter or leave a core. */
    channels: figure(whole),
    /** Largest height and width of the map of a core's neurons. */
    outputMap: figure(whole),
    kernel: figure(whole),
    strides: figure(z.array(whole)),
    padding: figure(whole),
    dilation: figure(whole),
    groups: figure(whole),
    /** Allowed products of the windows of pooling layers in a row. */
    pooling: figure(z.array(whole)),
    /** Most layers that read one core. */
    destinations: figure(whole),
    /** Most values of the output. */
    classes: figure(whole),
  }),
  /** Memory of each core, in words. */
  cores: figure(z.array(z.strictObject({ kernel: whole, neuron: whole, bias: whole })).min(1)),
});

/** A chip of one core with fully connected neurons. */
const fullyConnectedSchema = z.strictObject({
  kind: z.literal('fully-connected'),
  id: z.string(),
  ...chip,
  limits: z.strictObject({
    inputs: figure(whole),
    hidden: figure(whole),
    outputs: figure(whole),
    /** Most hidden neurons that one hidden neuron sends to, and their mean number over the chip's hidden neurons. */
    fanOut: figure(whole),
    averageFanOut: figure(whole),
    /** Hidden neurons that read the input, and that the output reads. */
    firstLayer: figure(whole),
    lastLayer: figure(whole),
    /** Fewest neuron layers. */
    neuronLayers: figure(whole),
    /** Shifts n of a leak: a potential loses 2⁻ⁿ of itself per step. */
    leakShifts: figure(z.array(whole)),
  }),
});

/** A processor with flash and RAM, whose sizes the user gives. */
const memorySchema = z.strictObject({
  kind: z.literal('memory'),
  id: z.string(),
  ...common,
  /** The rule by which the need is counted. */
  rule: figure(z.string()),
});

/** The schema of a data file. Every figure names a source that the file lists. */
export const targetSchema = z
  .discriminatedUnion('kind', [coresSchema, fullyConnectedSchema, memorySchema])
  .refine((target) => figuresOf(target).every(({ source }) => source in target.sources), 'a figure names an unknown source');

/** A target of any kind. */
export type Target = z.infer<typeof targetSchema>;
/** A chip of cores. */
export type CoresTarget = z.infer<typeof coresSchema>;
/** A chip with fully connected neurons. */
export type FullyConnectedTarget = z.infer<typeof fullyConnectedSchema>;
/** A processor with flash and RAM. */
export type MemoryTarget = z.infer<typeof memorySchema>;
/** The kind of an element of a chip. */
export type ElementKind = (typeof ELEMENT_KINDS)[number];

/** A figure of a data file. */
export interface Figure<T = unknown> {
  readonly value: T;
  readonly source: string;
}

/** All figures in a data file, at any depth. */
export function figuresOf(data: unknown): Figure[] {
  if (typeof data !== 'object' || data === null) return [];
  if ('value' in data && 'source' in data) return [data as Figure];
  return Object.values(data).flatMap(figuresOf);
}
