/**
 * Energy models as data: what a price is based on (evidence, boundary, basis, sources), and the prices. A formula says how prices
 * meet the counts of a workload. docs/energy.md describes every field.
 */
import { z } from 'zod';
import { energyTableSchema } from '../energy-table.ts';
import type { EnergyFileKind } from '../parse-energy-file.ts';
import { TERM_LABELS, type TermName } from './terms.ts';

const amount = z.number('must be a number').nonnegative('must not be negative');

/** A price in pJ: one number, or a range. */
const priceSchema = z.union([
  amount,
  z
    .strictObject({ lo: amount, nom: amount, hi: amount })
    .refine(({ lo, nom, hi }) => lo <= nom && nom <= hi, 'must have lo ≤ nom ≤ hi'),
]);
const maybe = priceSchema.nullable();

const boundarySchema = z.strictObject({
  compute: z.boolean(),
  weight_memory: z.boolean(),
  state_memory: z.boolean(),
  routing: z.boolean(),
  static: z.boolean(),
  /** The boundary of the energy: arithmetic alone, one core, the chip, the board, the plug. */
  level: z.enum(['arithmetic', 'core', 'chip', 'board', 'wall']),
});

const sourceSchema = z.strictObject({
  id: z.string().min(1),
  cite: z.string().min(1),
  url: z.string().nullable(),
  /** Table, figure or file. */
  where: z.string(),
  /** Read in the source itself, in another text that quotes it, in a tool's code; or derived from figures that were read. */
  read: z.enum(['primary', 'secondary', 'tool', 'derived']),
});

const header = {
  schema: z.literal('spikeloom-energy/1'),
  id: z.string().regex(/^[a-z0-9][a-z0-9.-]*$/, 'must consist of a–z, 0–9, dots and hyphens'),
  name: z.string().min(1),
  class: z.enum(['neuromorphic', 'ann-accelerator', 'mcu', 'gpu-cpu', 'analytical']),
  node_nm: z.number().positive().nullable(),
  supply_v: z.number().positive().nullable(),
  evidence: z.enum(['measured', 'simulated', 'vendor-peak', 'derived', 'tool-constant']),
  basis: z.enum(['marginal', 'operating-point-average', 'net-idle-subtracted']),
  boundary: boundarySchema,
  caveats: z.array(z.string()),
  sources: z.array(sourceSchema).min(1),
  /** Names of fields, each with the id of its source. */
  field_source: z.record(z.string(), z.string()),
};

const term = z.enum(Object.keys(TERM_LABELS) as [TermName, ...TermName[]]);

/** Prices per event of a device. `null`: not known; the term is then unpriced. */
const eventPricesSchema = z.strictObject({
  /** One accumulate: a spike bit at one target. */
  syn_op: maybe,
  /** One real-valued multiply-accumulate of the spiking network. */
  mac: maybe,
  /** Additions (and comparisons) and multiplications of constants, branches, real-valued units, and of neurons without a price of their own. */
  add: amount.nullable(),
  mul: amount.nullable(),
  /** One neuron at one step: if it sends a spike, and if it does not. */
  neuron_update_active: maybe,
  neuron_update_idle: maybe,
  /** One spike sent, and one spike carried to its targets. */
  spike_emit: maybe,
  spike_route: maybe,
});

/** Prices of one multiply-accumulate of the network that is replaced. A b-bit one costs `fixed + b · per_bit`. */
const baselinePricesSchema = z.strictObject({
  float32: maybe,
  int8: maybe,
  bits: z.strictObject({ fixed: amount, per_bit: amount }).nullable(),
});

const eventsSchema = z.strictObject({
  ...header,
  formula: z.literal('events'),
  energy_pj: eventPricesSchema,
  baseline_mac_pj: baselinePricesSchema,
  /** Terms that another price already covers: neither priced nor unpriced. */
  includes: z.array(term),
  /** Power that flows whatever happens, and the duration of one step; without it the term is unpriced. */
  static: z.strictObject({ power_w: amount, step_s: amount.nullable() }).nullable(),
});

/** How often a fetched weight is used. `all`: every weight is fetched once per inference of the float network. */
const reuseSchema = z.strictObject({
  spikes: z.number('must be a number').min(1, 'must be at least 1'),
  dense: z.union([z.number('must be a number').min(1, 'must be at least 1'), z.literal('all')]),
});

const ledgerModelSchema = z.strictObject({
  ...header,
  formula: z.literal('ledger'),
  /** The energy table; absent for the default one. */
  table: energyTableSchema.optional(),
  /** Precision of the spiking network, if it is not that of the table. */
  spiking: energyTableSchema.shape.spiking.optional(),
  /** Null if every operation fetches its weight. */
  reuse: reuseSchema.nullable(),
});

const ratioSchema = z.strictObject({ ...header, formula: z.literal('paper-ratio') });

const lemaireSchema = z.strictObject({
  ...header,
  formula: z.literal('lemaire'),
  add_pj: amount,
  multiply_pj: amount,
  /** Size of a stored value. */
  value_bytes: z.number().positive(),
  /** Bytes of one memory access, and its energy by the size of the memory: `[bytes, pJ]`, linear between the points, flat above. */
  access_bytes: z.number().positive(),
  memory: z
    .array(z.tuple([amount, amount]))
    .min(2)
    .refine((points) => points.every(([bytes], at) => at === 0 || bytes > points[at - 1]![0]), 'must grow in bytes'),
});

/** The schema of an energy model. */
export const energyModelSchema = z
  .discriminatedUnion('formula', [eventsSchema, ledgerModelSchema, ratioSchema, lemaireSchema])
  .superRefine(({ sources, field_source }, context) => {
    const known = new Set(sources.map(({ id }) => id));
    for (const [field, source] of Object.entries(field_source))
      if (!known.has(source))
        context.addIssue({
          code: 'custom',
          path: ['field_source', field],
          message: `must name one of the sources, not ${source}`,
        });
  });

/** An energy model, as `energyModelSchema` describes it. */
export type EnergyModel = z.infer<typeof energyModelSchema>;
/** The models of one formula. */
export type ModelOf<F extends EnergyModel['formula']> = Extract<EnergyModel, { readonly formula: F }>;
/** A price of a model: a number or a range. */
export type Price = z.infer<typeof priceSchema>;

/**
 * Figures may stand side by side in a chart only if this text is equal: same evidence, same basis, same boundary. It is made of
 * those fields, so that a table cannot claim a group.
 */
export const groupOf = ({ evidence, basis, boundary: { level, ...parts } }: EnergyModel): string =>
  [
    evidence,
    basis,
    level,
    ...Object.entries(parts)
      .filter(([, inside]) => inside)
      .map(([part]) => part.replace('_', ' ')),
  ].join(', ');

/** Files of energy models. */
export const MODEL_FILE: EnergyFileKind<EnergyModel> = {
  schema: energyModelSchema,
  name: 'energy model',
  help: 'docs/energy.md describes the fields',
};
