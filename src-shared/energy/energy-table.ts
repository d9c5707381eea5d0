/** Energy tables: the cost of each operation and memory access, as data that a user can edit (docs/algorithm.md §11, docs/energy.md). */
import { z } from 'zod';
import type { Arithmetic } from '../network/index.ts';
import type { EnergyFileKind } from './parse-energy-file.ts';

const picojoules = z.number().nonnegative();
const precision = z.enum(['float32', 'float16', 'int32', 'int8']);

const arithmeticSchema = z.strictObject({
  bits: z.int().positive(),
  add: picojoules,
  multiply: picojoules,
  /** Precision in which products are added and states are kept. */
  accumulator: precision,
});

const memorySchema = z.strictObject({
  name: z.string().min(1),
  /** Capacity; null for the last level, which holds everything. */
  bytes: z.number().positive().nullable(),
  /** pJ per 64 bits read. A write costs the same. For a range, its middle is used. */
  read64: z.union([picojoules, z.tuple([picojoules, picojoules])]),
});

/** Operations of a function per element of its input. */
const functionSchema = z.strictObject({
  adds: z.number().nonnegative(),
  multiplies: z.number().nonnegative(),
  compares: z.number().nonnegative(),
}) satisfies z.ZodType<Arithmetic>;

/** The schema of an energy table: arithmetic by precision, memory levels, functions. */
export const energyTableSchema = z
  .strictObject({
    version: z.literal(1),
    name: z.string().min(1),
    source: z.string(),
    /** Precision of the spiking network's arithmetic. */
    spiking: precision,
    arithmetic: z.strictObject({
      float32: arithmeticSchema,
      float16: arithmeticSchema,
      int32: arithmeticSchema,
      int8: arithmeticSchema,
    }),
    /** Levels from small to large. */
    memory: z.array(memorySchema).min(1),
    /** Cost of each function by canonical operator; `default` applies to all others. */
    functions: z.record(z.string(), functionSchema).refine((functions) => 'default' in functions, 'functions need a default'),
  })
  .refine(({ memory }) => {
    const sizes = memory.map(({ bytes }) => bytes ?? Infinity);
    return sizes.at(-1) === Infinity && sizes.every((size, i) => i === 0 || size > sizes[i - 1]!);
  }, 'memory levels must grow, and the last must have bytes: null');

/** An energy table, as `energyTableSchema` describes it. */
export type EnergyTable = z.infer<typeof energyTableSchema>;

/** The name of a number format in an energy table. */
export type Precision = z.infer<typeof precision>;

/** Files of energy tables. */
export const TABLE_FILE: EnergyFileKind<EnergyTable> = {
  schema: energyTableSchema,
  name: 'energy table',
  help: 'resources/energy/ holds one to start from',
};
