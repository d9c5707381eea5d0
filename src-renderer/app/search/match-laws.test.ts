/** Laws of searching by typing, whatever the names. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bestMatches, matchScore } from './match.ts';

const letters = fc.stringMatching(/^[a-c.0-2]{1,8}$/);
const names = fc.array(letters, { maxLength: 12 });

describe('search', () => {
  it('finds a name by any part of it, and by letters of it in order', () => {
    fc.assert(
      fc.property(letters, fc.nat(), fc.nat(), fc.integer(), (name, from, length, mask) => {
        const part = name.slice(from % name.length).slice(0, 1 + (length % name.length));
        const some = [...name].filter((_, index) => (mask >> index) & 1).join('');
        for (const query of [part, some, name, name.toUpperCase(), `  ${part} `])
          expect(matchScore(name, query)).toBeGreaterThan(0);
      }),
    );
  });

  it('has a score from 0 to 1, and 1 for the whole name alone', () => {
    fc.assert(
      fc.property(letters, letters, (name, query) => {
        const score = matchScore(name, query);
        expect(score).toBeGreaterThanOrEqual(0);
        expect(score).toBeLessThanOrEqual(1);
        expect(score === 1).toBe(name === query);
      }),
    );
  });

  it('answers words in any order alike', () => {
    fc.assert(
      fc.property(letters, letters, letters, (name, a, b) => {
        expect(matchScore(name, `${a} ${b}`)).toBeCloseTo(matchScore(name, `${b} ${a}`), 12);
        expect(matchScore(name, `${a} ${b}`) > 0).toBe(matchScore(name, a) > 0 && matchScore(name, b) > 0);
      }),
    );
  });

  it('gives the best first, of the same worth in their order, and no more than are asked for', () => {
    fc.assert(
      fc.property(names, letters, fc.nat({ max: 14 }), (all, query, most) => {
        const items = all.map((name, index) => ({ name, index }));
        const found = bestMatches(items, ({ name }) => name, query, most);
        expect(found).toEqual(bestMatches(items, ({ name }) => name, query, Infinity).slice(0, most));
        const order = found.map(({ name, index }) => [matchScore(name, query), -index] as const);
        for (let at = 1; at < order.length; at++) {
          const [[score, place], [next, after]] = [order[at - 1]!, order[at]!];
          expect(score > next || (score === next && place > after)).toBe(true);
        }
      }),
    );
  });

  it.each([200, 899, 900, 901, 5000])('finds what stands after %d letters of a long name', (length) => {
    const name = `${'n'.repeat(length)}.conv1`;
    expect(matchScore(name, 'conv1')).toBeGreaterThan(0);
    expect(matchScore(name, 'conv1')).toBeGreaterThan(matchScore(name, 'onv1'));
  });

  it.each([
    ['畳み込み.relu1', '込み'],
    ['طبقة.relu', 'طبقة'],
    ['Straße', 'STRASSE'.toLowerCase().replace('ss', 'ß')],
    ['a+b(c)[d]', '(c)['],
    ['𝛉.scale', '𝛉'],
  ])('in %s finds %s', (name, query) => expect(matchScore(name, query)).toBeGreaterThan(0));
});
