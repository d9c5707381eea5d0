/** Collects violations of a target's rules. */
import type { Element } from './elements.ts';
import type { Violation } from './report.ts';
import type { Figure } from './target.ts';

/** A violation without its place and source. */
export type Broken = Pick<Violation, 'rule' | 'value' | 'limit' | 'message' | 'help'>;

/** A list of violations of a target. */
export interface Violations {
  readonly list: readonly Violation[];
  /** Adds a violation of a figure, by an element or by the network as a whole. */
  add(figure: Pick<Figure, 'source'>, at: Element | null, broken: Broken): void;
}

/** An empty list. `sources`: those of the target, by name. */
export function createViolations(sources: Readonly<Record<string, string>>): Violations {
  const list: Violation[] = [];
  return {
    list,
    add: ({ source }, at, broken) =>
      list.push({ ...broken, layer: at?.name ?? null, node: at?.node ?? null, source: sources[source]! }),
  };
}
