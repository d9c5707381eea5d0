/** Describes problems of a plan in words: the path, the value found there, and the allowed values. */
import type { z } from 'zod';
import { SpikeloomError } from '../errors/index.ts';
import { nearest } from './glob.ts';
import { planSchema, readoutSchema, settingsSchema, thresholdSchema } from './schema.ts';

/** A problem of a plan: its path, its description, and its position in the text. */
export interface PlanProblem {
  readonly code: 'plan.syntax' | 'plan.invalid';
  /** Path in the plan: `layers["x"].threshold.percentile`; empty for the plan itself or its text. */
  readonly path: string;
  /** The problem and the allowed values, without path and position. */
  readonly message: string;
  /** Position in the text, counted from 1; absent for a plan that was not read from text. */
  readonly place?: { readonly line: number; readonly column: number };
}

type Issue = z.core.$ZodIssue;
type Path = readonly PropertyKey[];

/** A path as a person writes it: `["layers", "a.b", "threshold"]` becomes `layers["a.b"].threshold`. */
export const describePath = (path: Path): string =>
  path
    .map((key, index) => {
      if (typeof key === 'number' || (index === 1 && path[0] === 'layers')) return `[${JSON.stringify(key)}]`;
      return index === 0 ? String(key) : `.${String(key)}`;
    })
    .join('');

/** The problems in one issue of the schema for `document`: one, or one for each unknown key. */
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

/** The allowed keys at a path of a plan. */
function keysAt(path: Path): string[] {
  if (path.at(-1) === 'threshold' && path[0] !== undefined && path.length > 1) return Object.keys(thresholdSchema.shape);
  if (path.length === 1 && path[0] === 'readout') return Object.keys(readoutSchema.shape);
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

/** The error for some problems. It describes the first and counts the others. `file`: the plan's file name; without a file, the error says "plan". */
export function errorOfProblems(problems: readonly [PlanProblem, ...PlanProblem[]], file?: string): SpikeloomError {
  const [{ code, path, message, place }] = problems;
  const where = `${file ?? 'plan'}${place === undefined ? '' : `:${place.line}:${place.column}`}`;
  const more = problems.length === 1 ? '' : ` (and ${problems.length - 1} more)`;
  const text = `${where}: ${path === '' ? (code === 'plan.invalid' ? 'the plan ' : '') : `${path} `}${message}${more}`;
  return new SpikeloomError(code, text, file === undefined ? {} : { at: { file } });
}
