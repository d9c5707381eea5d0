/** Keys of a plan's `layers` in the text: what to offer, what they match, and which match nothing. */
import { globTest, placeInPlan, type Plan, type PlacedLayer, resolvePlan } from '../../../src-shared/plan/index.ts';
import { SpikeloomError } from '../../../src-shared/errors/index.ts';

/** A key to offer, and the number of layers it matches. */
export interface KeySuggestion {
  readonly key: string;
  readonly matches: number;
}

/** Names of all layers, and a glob for every module that holds more than one, and `*`; keys that are there already left out. */
export function keySuggestions(layers: readonly PlacedLayer[], taken: readonly string[]): KeySuggestion[] {
  const names = layers.map(({ name }) => name);
  const modules = new Map<string, number>();
  for (const name of names) {
    const parts = name.split('.');
    for (let depth = 1; depth < parts.length; depth++) {
      const glob = `${parts.slice(0, depth).join('.')}.*`;
      modules.set(glob, (modules.get(glob) ?? 0) + 1);
    }
  }
  const globs = [...modules].filter(([, count]) => count > 1).map(([key, matches]) => ({ key, matches }));
  const all = [...names.map((key) => ({ key, matches: 1 })), ...globs, { key: '*', matches: names.length }];
  return all.filter(({ key }) => !taken.includes(key));
}

/** Names that a key matches. */
export const matchesOf = (key: string, layers: readonly PlacedLayer[]): string[] =>
  layers.map(({ name }) => name).filter(globTest(key));

/** Something wrong with a readable plan for this network, and where it stands in the text. */
export interface PlanMark {
  readonly code: string;
  readonly message: string;
  readonly line: number;
  readonly column: number;
}

/** Every key that matches no layer; where all match, what else keeps the plan from running. */
export function planMarks(text: string, plan: Plan, layers: readonly PlacedLayer[]): PlanMark[] {
  const unknown = plan.layers.map(({ key }) => key).filter((key) => matchesOf(key, layers).length === 0);
  if (unknown.length > 0) {
    return unknown.map((key) => {
      const alone = { ...plan, layers: plan.layers.filter((rule) => rule.key === key) };
      return markOf(text, ['layers', key], problemOf(alone, layers)!);
    });
  }
  const problem = problemOf(plan, layers);
  return problem ? [markOf(text, pathOf(plan, problem.at.layer), problem)] : [];
}

function problemOf(plan: Plan, layers: readonly PlacedLayer[]): SpikeloomError | null {
  try {
    resolvePlan(plan, layers);
    return null;
  } catch (error) {
    if (error instanceof SpikeloomError) return error;
    throw error;
  }
}

/** The rule that decides for a layer, the last that matches, or `defaults`. Without a layer the problem is the readout. */
function pathOf(plan: Plan, layer: string | undefined): readonly string[] {
  if (layer === undefined) return ['readout', 'from'];
  const rule = plan.layers.findLast(({ key }) => globTest(key)(layer));
  return rule ? ['layers', rule.key] : ['defaults'];
}

function markOf(text: string, path: readonly string[], { code, message }: SpikeloomError): PlanMark {
  const { line, column } = placeInPlan(text, path) ?? { line: 1, column: 1 };
  return { code, message: message.replace(/^plan: /, ''), line, column };
}
