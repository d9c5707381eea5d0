/** A glob matches exactly the names at edit distance 0 from it, so the two algorithms must agree. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { editDistance, globTest } from './index.ts';

describe('a glob', () => {
  const text = fc.string({ unit: fc.constantFrom('a', 'b', '.', '𝄞'), maxLength: 8 });
  const key = fc.string({ unit: fc.constantFrom('a', 'b', '.', '𝄞', '*', '?'), maxLength: 8 });

  it('matches what costs nothing to get to', () => {
    fc.assert(
      fc.property(key, text, (glob, name) => {
        expect(globTest(glob)(name)).toBe(name === glob || editDistance(glob, name) === 0);
      }),
      { numRuns: 2000 },
    );
  });

  it('matches the name that it is', () => {
    for (const name of ['a*', '?', 'a.b']) expect(globTest(name)(name)).toBe(true);
  });

  it('of many stars is as quick as others', () => {
    const glob = `${'*a'.repeat(30)}*b`;
    expect(globTest(glob)('a'.repeat(5000))).toBe(false);
    expect(globTest(glob)(`${'a'.repeat(5000)}b`)).toBe(true);
  });
});
