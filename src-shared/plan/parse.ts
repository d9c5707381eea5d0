/** Reads plans from text: JSON, checked by the schema. Every problem has its line and column. */
import { JsonTextError, lineAndColumn, plainValue, positionOf, readJsonText, type JsonNode } from './json-text.ts';
import type { PartialSettings, Plan } from './plan.ts';
import { describePath, errorOfProblems, problemsOfIssue, type PlanProblem } from './problems.ts';
import { planSchema } from './schema.ts';

/** A plan, or at least one problem in its text. */
export type PlanReading =
  | { readonly plan: Plan; readonly problems: readonly [] }
  | { readonly plan?: never; readonly problems: readonly [PlanProblem, ...PlanProblem[]] };

/** Reads a plan's text and reports every problem, for an editor to show. Never throws for bad text. */
export function readPlan(text: string): PlanReading {
  let root: JsonNode;
  try {
    root = readJsonText(text);
  } catch (error) {
    if (!(error instanceof JsonTextError)) throw error;
    const problem: PlanProblem = { code: 'plan.syntax', path: '', message: error.message, place: lineAndColumn(text, error.at) };
    return { problems: [problem] };
  }
  const document = plainValue(root);
  const checked = planSchema.safeParse(document);
  if (checked.success) return { plan: planOf(root, checked.data), problems: [] };
  const problems = checked.error.issues
    .flatMap((issue) => problemsOfIssue(issue, document))
    .map(({ path, message }): PlanProblem & { at: number } => {
      const at = positionOf(root, path);
      return { code: 'plan.invalid', path: describePath(path), message, place: lineAndColumn(text, at), at };
    })
    .sort((a, b) => a.at - b.at)
    .map(({ at: _, ...problem }): PlanProblem => problem);
  const [first, ...rest] = problems;
  if (first === undefined) throw new Error('readPlan: the schema refused a plan without saying why');
  return { problems: [first, ...rest] };
}

/** Parses a plan. Throws `plan.syntax` or `plan.invalid` with file, line, column, path and the allowed values. */
export function parsePlan(text: string, file?: string): Plan {
  const { plan, problems } = readPlan(text);
  if (plan === undefined) throw errorOfProblems(problems, file);
  return plan;
}

/**
 * Line and column, from 1, of a path (`layers`, KEY, `coding`) in a plan's text, or of the nearest enclosing key that exists.
 * Undefined if the text is not JSON.
 */
export function placeInPlan(text: string, path: readonly string[]): PlanProblem['place'] {
  try {
    return lineAndColumn(text, positionOf(readJsonText(text), path));
  } catch (error) {
    if (error instanceof JsonTextError) return undefined;
    throw error;
  }
}

/** Turns the checked document into a plan, with its layers in the order of the text. */
function planOf(root: JsonNode, document: (typeof planSchema)['_output']): Plan {
  const { version, steps, tau, readout, defaults = {}, layers = {} } = document;
  const node = root.kind === 'object' ? root.entries.find(({ key }) => key === 'layers')?.node : undefined;
  const keys = node?.kind === 'object' ? node.entries.map(({ key }) => key) : [];
  return {
    version,
    ...(steps === undefined ? {} : { steps }),
    ...(tau === undefined ? {} : { tau }),
    ...(readout === undefined ? {} : { readout }),
    // JSON has no undefined fields, but zod's types cannot express that.
    defaults: defaults as PartialSettings,
    layers: keys.map((key) => ({ key, settings: layers[key]! as PartialSettings })),
  };
}
