/** The matching of layers to cores against all assignments. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { matchLayers } from './matching.ts';

const CORES = 5;
const fits = fc.array(fc.uniqueArray(fc.nat({ max: CORES - 1 }), { maxLength: CORES }), { maxLength: 6 });

/** Most layers that get cores of their own, found by trying every assignment. */
function mostByTrying(lists: readonly (readonly number[])[], taken: ReadonlySet<number> = new Set()): number {
  const [first, ...rest] = lists;
  if (first === undefined) return 0;
  const with_ = first.filter((core) => !taken.has(core)).map((core) => 1 + mostByTrying(rest, new Set([...taken, core])));
  return Math.max(mostByTrying(rest, taken), ...with_);
}

it('gives as many layers a core as any assignment does, each a core that holds it, and no core twice', () => {
  fc.assert(
    fc.property(fits, (lists) => {
      const cores = matchLayers(lists);
      const given = cores.filter((core) => core !== undefined);
      expect(cores).toHaveLength(lists.length);
      expect(cores.every((core, layer) => core === undefined || lists[layer]!.includes(core))).toBe(true);
      expect(new Set(given).size).toBe(given.length);
      expect(given).toHaveLength(mostByTrying(lists));
    }),
    { numRuns: 500 },
  );
});

it('moves an earlier layer to another core for a later one that has no choice', () => {
  expect(matchLayers([[0, 1], [0]])).toEqual([1, 0]);
  expect(matchLayers([[0], [0], [1, 0]])).toEqual([0, undefined, 1]);
});
