/** What is wrong with a plan, in words: which path, what stands there, what is allowed. */
import type { z } from 'zod';
import { SpikeloomError } from '../errors/index.ts';
import { nearest } from './glob.ts';
import { planSchema, settingsSchema, thresholdSchema } from './schema.ts';

/** One thing that is wrong with a plan, and its place in the text. */
export interface PlanProblem {
  readonly code: 'plan.syntax' | 'plan.invalid';
  /** Where in the plan: `layers["x"].threshold.percentile`; empty for the plan itself or its text. */
  readonly path: string;
  /** What is wrong and what is allowed, without path and place. */
  readonly message: string;
  /** Where in the text, counted from 1; absent for a plan that was not read from text. */
  readonly place?: { readonly line: number; readonly column: number };
}

type Issue = z.core.$ZodIssue;
type Path = readonly PropertyKey[];

/** `["layers", "a.b", "threshold"]` as a person writes it: `layers["a.b"].threshold`. */
export const describePath = (path: Path): string =>
  path
    .map((key, index) => {
      if (typeof key === 'number' || (index === 1 && path[0] === 'layers')) return `[${JSON.stringify(key)}]`;
      return index === 0 ? String(key) : `.${String(key)}`;
    })
    .join('');

/** The problems of one finding of the schema in `document`: one, or one for each key that is not known. */
export function problemsOfIssue(issue: Issue, document: unknown): { readonly path: Path; readonly message: string }[] {
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => ({ path: [...issue.path, key], message: unknownKey(key, issue.path) }));
  }
  const found = issue.path.reduce<unknown>((value, key) => (isRecord(value) ? value[String(key)] : undefined), document);
  return [{ path: issue.path, message: `${found === undefined ? 'is missing' : `is ${show(found)}`}; ${allowed(issue)}` }];
}

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;

const show = (value: unknown): string => {
  const text = JSON.stringify(value);
  return text.length > 40 ? `${text.slice(0, 37)}…` : text;
};

/** The keys that may stand at a path of a plan. */
function keysAt(path: Path): string[] {
  if (path.at(-1) === 'threshold' && path[0] !== undefined && path.length > 1) return Object.keys(thresholdSchema.shape);
  return Object.keys(path.length === 0 ? planSchema.shape : settingsSchema.shape);
}

function unknownKey(key: string, path: Path): string {
  const keys = keysAt(path);
  return `is not known here; did you mean "${nearest(key, keys)}"? Known keys: ${keys.join(', ')}`;
}

function allowed(issue: Issue): string {
  if (issue.code === 'invalid_value') {
    return `must be ${issue.values.length === 1 ? '' : 'one of '}${issue.values.map((value) => String(value)).join(', ')}`;
  }
  if (issue.code === 'invalid_type' && (issue.expected === 'object' || issue.expected === 'record'))
    return 'must be an object { … }';
  return `must be ${issue.message}`;
}

/** The error to throw for problems: the first, and how many more there are. `file` names the plan; "plan" where it has no file. */
export function errorOfProblems(problems: readonly [PlanProblem, ...PlanProblem[]], file?: string): SpikeloomError {
  const [{ code, path, message, place }] = problems;
  const where = `${file ?? 'plan'}${place === undefined ? '' : `:${place.line}:${place.column}`}`;
  const more = problems.length === 1 ? '' : ` (and ${problems.length - 1} more)`;
  const text = `${where}: ${path === '' ? (code === 'plan.invalid' ? 'the plan ' : '') : `${path} `}${message}${more}`;
  return new SpikeloomError(code, text, file === undefined ? {} : { at: { file } });
}
