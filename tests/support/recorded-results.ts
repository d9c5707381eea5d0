/**
 * Files of recorded results (BENCHMARKS.json, tests/examples/accuracy.json): one result a line, so that a change shows as the lines
 * that changed, and where a result came from.
 */
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { availableParallelism, cpus } from 'node:os';
import { z } from 'zod';

/** Where a result came from. A field that is absent is unknown. */
export const provenanceFields = {
  /** The day of the measurement, such as 2026-11-27. */
  date: z.iso.date().optional(),
  /** The commit that was measured; a + behind it says that files of the checkout had been changed since. */
  commit: z
    .string()
    .regex(/^[0-9a-f]{7,}\+?$/)
    .optional(),
};

/** The date of today and the commit of a checkout, as far as git knows it. `generated`: files whose change does not count. */
export function provenance(root: string, generated: readonly string[]): { readonly date: string; readonly commit?: string } {
  const date = new Date().toISOString().slice(0, 10);
  try {
    const git = (...args: string[]): string => execFileSync('git', args, { cwd: root, encoding: 'utf8', stdio: 'pipe' });
    const changed = git('status', '--porcelain', '--', '.', ...generated.map((file) => `:!${file}`)).trim() !== '';
    return { date, commit: `${git('rev-parse', '--short=7', 'HEAD').trim()}${changed ? '+' : ''}` };
  } catch {
    // No git, or a copy of the files without their history.
    return { date };
  }
}

/** Processor and cores of this machine. */
export const machineName = (): string => `${cpus()[0]?.model.trim() ?? 'unknown processor'}, ${availableParallelism()} cores`;

/** Reads a file of results. Throws a ZodError if the file does not fit the schema. */
export const readResults = <Result>(file: string, schema: z.ZodType<Result>): Result[] =>
  z.array(schema).parse(JSON.parse(readFileSync(file, 'utf8')));

/** Writes a file of results. */
export function writeResults(file: string, results: readonly object[]): void {
  writeFileSync(file, `[\n${results.map((result) => JSON.stringify(result)).join(',\n')}\n]\n`);
}

/** The recorded results with the new ones in their places. A result without a place goes to the end. `place`: the same for results of the same thing. */
export function replaced<Result>(
  recorded: readonly Result[],
  fresh: readonly Result[],
  place: (result: Result) => string,
): Result[] {
  const results = new Map(recorded.map((result) => [place(result), result]));
  for (const result of fresh) results.set(place(result), result);
  return [...results.values()];
}
