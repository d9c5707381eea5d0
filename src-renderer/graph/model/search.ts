/**
 * Finding by name, operator or setting. A query is words, all of which must hold: `relu` (part of the name or operator),
 * `layer1.*conv?` (a glob over names), `op:Conv`, `coding:rate`, `neuron:mt`, `n:4`, `method:max`, `of:magnitude`, `level:channel`, `form:expectation`.
 */
import type { GraphNode } from '../../../src-shared/contract/index.ts';
import { globTest, isGlob, type LayerSettings } from '../../../src-shared/plan/index.ts';

export const SEARCH_KEYS = ['op', 'coding', 'neuron', 'n', 'method', 'of', 'level', 'form'] as const;
type SearchKey = (typeof SEARCH_KEYS)[number];

/** Null where the query is empty; `problem` names what cannot be understood. */
export type Query =
  | { readonly matches: (node: GraphNode, settings: LayerSettings | undefined) => boolean }
  | { readonly problem: string };

/** Reads a query. */
export function readQuery(text: string): Query | null {
  const words = text.trim().split(/\s+/).filter(Boolean);
  if (words.length === 0) return null;
  const tests: Test[] = [];
  for (const word of words) {
    const test = readWord(word);
    if (typeof test === 'string') return { problem: test };
    tests.push(test);
  }
  return { matches: (node, settings) => tests.every((test) => test(node, settings)) };
}

type Test = (node: GraphNode, settings: LayerSettings | undefined) => boolean;

/** A test, or the key that is not known. */
function readWord(word: string): Test | string {
  const [, key, value] = /^([a-z]+):(.*)$/i.exec(word) ?? [];
  if (key === undefined || value === undefined) return nameTest(word);
  const known = SEARCH_KEYS.find((one) => one === key.toLowerCase());
  if (!known) return key;
  const test = textTest(value);
  return (node, settings) => valuesOf(known, node, settings).some(test);
}

function valuesOf(key: SearchKey, node: GraphNode, settings: LayerSettings | undefined): string[] {
  if (key === 'op') return [node.op];
  if (key === 'form') return [node.form];
  if (!settings) return [];
  const { coding, neuron, thresholds, threshold } = settings;
  if (key === 'coding') return [coding];
  if (key === 'neuron') return [neuron];
  if (key === 'n') return neuron.startsWith('mt') || neuron === 'ms' ? [String(thresholds)] : ['1'];
  if (key === 'of') return [threshold.of];
  if (key === 'level') return [threshold.level];
  return threshold.value === undefined ? [threshold.method] : ['value'];
}

/** Equal, or a glob; without regard to case. */
function textTest(wanted: string): (text: string) => boolean {
  const test = globTest(wanted.toLowerCase());
  return (text) => test(text.toLowerCase());
}

function nameTest(word: string): Test {
  const wanted = word.toLowerCase();
  const test = isGlob(wanted) ? globTest(wanted) : (text: string) => text.includes(wanted);
  return ({ path, op, layer }) => [path, op, ...(layer === null ? [] : [layer])].some((text) => test(text.toLowerCase()));
}
