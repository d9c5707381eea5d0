/** Reads energy tables and models from the text of their files, and says in one sentence what is missing or wrong. */
import type { z } from 'zod';
import { SpikeloomError } from '../errors/index.ts';
import { type Message, say } from '../message/index.ts';

/** A kind of file. */
export interface EnergyFileKind<T> {
  readonly schema: z.ZodType<T>;
  /** What the file is said not to be: `energy table`. */
  readonly name: string;
  /** Where to find out what belongs into it. */
  readonly help: string;
}

/** Reads a file of a kind. Throws `option.invalid` with a sentence that names the first field that is missing or wrong. */
export function parseEnergyFile<T>(text: string, file: string, { schema, name, help }: EnergyFileKind<T>): T {
  const wrong = (what: Message, cause?: unknown): SpikeloomError =>
    new SpikeloomError('option.invalid', say`${file}: not an ${name}: ${what}; ${help}.`, { at: { file }, cause });
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (cause) {
    throw wrong('it is not JSON', cause);
  }
  const parsed = schema.safeParse(json);
  if (parsed.success) return parsed.data;
  throw wrong(firstProblem(parsed.error, json), parsed.error);
}

/** The field of the first issue and what is wrong with it. Of a union, the issue that lies deepest is the one that was meant. */
function firstProblem(error: z.ZodError, json: unknown): string {
  const deepest = (
    issue: z.core.$ZodIssue,
    base: readonly PropertyKey[],
  ): { path: readonly PropertyKey[]; issue: z.core.$ZodIssue } => {
    const path = [...base, ...issue.path];
    if (issue.code !== 'invalid_union' || issue.errors.length === 0) return { path, issue };
    const inner = issue.errors.flat().map((one) => deepest(one, path));
    return inner.toSorted((a, b) => b.path.length - a.path.length)[0] ?? { path, issue };
  };
  const { path, issue } = deepest(error.issues[0]!, []);
  const isMissing = path.length > 0 && valueAt(json, path) === undefined;
  if (issue.code === 'unrecognized_keys') return `${[...path, issue.keys[0]!].join('.')} is not a field of it`;
  return path.length === 0 ? issue.message : `${path.join('.')} ${isMissing ? 'is missing' : issue.message}`;
}

const valueAt = (json: unknown, path: readonly PropertyKey[]): unknown =>
  path.reduce<unknown>((value, key) => (typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined), json);
