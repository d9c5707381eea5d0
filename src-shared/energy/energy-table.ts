/** Energy tables: what an operation and a memory access cost, as data that a user can edit (docs/algorithm.md §11, docs/energy.md). */
import { z } from 'zod';
import { SpikeloomError, messageOf } from '../errors/index.ts';
import { type Message, say } from '../message/index.ts';
import type { Arithmetic } from '../network/index.ts';

const picojoules = z.number().nonnegative();
const precision = z.enum(['float32', 'float16', 'int32', 'int8']);

const arithmeticSchema = z.strictObject({
  bits: z.int().positive(),
  add: picojoules,
  multiply: picojoules,
  /** Precision in which products are summed up and states are kept. */
  accumulator: precision,
});

const memorySchema = z.strictObject({
  name: z.string().min(1),
  /** Capacity; null for the last level, which holds everything. */
  bytes: z.number().positive().nullable(),
  /** pJ per 64 bits read (a write is charged the same); a range is charged its middle. */
  read64: z.union([picojoules, z.tuple([picojoules, picojoules])]),
});

/** Operations of a function per element of its input. */
const functionSchema = z.strictObject({
  adds: z.number().nonnegative(),
  multiplies: z.number().nonnegative(),
  compares: z.number().nonnegative(),
}) satisfies z.ZodType<Arithmetic>;

/** An energy table: picojoules of arithmetic in each precision, and of memory by its size. */
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
    /** By canonical operator; `default` stands for all that are not listed. */
    functions: z.record(z.string(), functionSchema).refine((functions) => 'default' in functions, 'functions need a default'),
  })
  .refine(({ memory }) => {
    const sizes = memory.map(({ bytes }) => bytes ?? Infinity);
    return sizes.at(-1) === Infinity && sizes.every((size, i) => i === 0 || size > sizes[i - 1]!);
  }, 'memory levels must grow, and the last must have bytes: null');

/** Picojoules of arithmetic in each precision, and of memory by its size. */
export type EnergyTable = z.infer<typeof energyTableSchema>;
/** Name of a number format in an energy table. */
export type Precision = z.infer<typeof precision>;

/** Reads a table from the text of its file. Throws `option.invalid` with the place of the first thing that is wrong. */
export function parseEnergyTable(text: string, file: string): EnergyTable {
  const wrong = (what: Message, cause?: unknown) =>
    new SpikeloomError('option.invalid', say`${file}: not an energy table: ${what}. resources/energy/ holds one to start from.`, {
      at: { file },
      cause,
    });
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (cause) {
    throw wrong(messageOf(cause), cause);
  }
  const parsed = energyTableSchema.safeParse(json);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  throw wrong(`${issue?.path.join('.') || 'table'}: ${issue?.message ?? 'invalid'}`, parsed.error);
}
