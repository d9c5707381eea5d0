/** Numbers, tables and loops as C text. */
import { describe, expect, it } from 'vitest';
import { commented, floatLiteral } from './literals.ts';
import { inOrder, loopLines, nestOf } from './loops.ts';
import { tableOf } from './tables.ts';

/** The value of a literal, as a compiler reads it. */
function valueOf(literal: string): number {
  const hex = /^(-?)0x([01])\.?([0-9a-f]*)p(-?\d+)f$/.exec(literal);
  if (!hex) return Number(literal.replace(/f$/, ''));
  const [, sign, lead, digits, power] = hex as unknown as [string, string, string, string, string];
  const mantissa = Number(lead) + (digits === '' ? 0 : Number.parseInt(digits, 16) / 16 ** digits.length);
  return (sign === '-' ? -1 : 1) * mantissa * 2 ** Number(power);
}

describe('floats as literals', () => {
  const subnormal = 2 ** -149;
  it.each([0, 1, -1, 0.5, 0.1, -1 / 3, 1e-20, 3.4e38, 123456.789, 2 ** -126, subnormal, 5 * subnormal, 1e-40])('%d', (value) => {
    expect(floatLiteral(value)).toMatch(/f$/);
    expect(valueOf(floatLiteral(value))).toBe(Math.fround(value));
  });

  it('that are not finite, or negative zero', () => {
    expect([Infinity, -Infinity, NaN, -0].map(floatLiteral)).toEqual(['INFINITY', '-INFINITY', 'NAN', '-0.0f']);
  });
});

it('text in a comment cannot end it', () => expect(commented('a */ b /* c\n→')).toBe('a * / b / * c??'));

describe('loops', () => {
  const run = (sequences: readonly Int32Array[]): number[][] | undefined => {
    const nest = nestOf(sequences);
    if (!nest) return undefined;
    // The loops as C are loops of JavaScript, but for the type.
    const lines = loopLines(nest, (...indices) => [`seen.push([${indices.join(', ')}]);`]);
    const seen: number[][] = [];
    new Function('seen', lines.join('\n').replaceAll('int32_t', 'let'))(seen);
    return seen;
  };

  it.each<[string, (i: number) => number, number]>([
    ['in order', (i) => i, 24],
    ['a transposition', (i) => (i % 6) * 4 + Math.floor(i / 6), 24],
    ['a broadcast', (i) => Math.floor(i / 4) % 3, 24],
    ['backwards', (i) => 23 - i, 24],
    ['a slice', (i) => 5 + Math.floor(i / 2) * 7 + (i % 2) * 3, 12],
    ['one entry', () => 7, 1],
  ])('go through %s', (_, at, length) => {
    const positions = inOrder(length).map(at);
    expect(run([inOrder(length), positions])).toEqual([...positions].map((position, i) => [i, position]));
  });

  it('are not found where strides are not constant', () => {
    expect(nestOf([Int32Array.of(0, 1, 3, 2)])).toBeUndefined();
    expect(nestOf([Int32Array.of(0, 1, 2, 4, 5, 7)])).toBeUndefined();
  });
});

describe('tables', () => {
  it.each([
    ['one number', new Array<number>(12).fill(0.5), [0.5]],
    ['runs', [1, 1, 1, 2, 2, 2], [1, 2]],
    ['periods of runs', [1, 1, 2, 2, 1, 1, 2, 2], [1, 2]],
    ['periods', [1, 2, 3, 1, 2, 3], [1, 2, 3]],
    ['no repetition', [1, 2, 2, 3], [1, 2, 2, 3]],
  ])('store %s', (_, entries, stored) => {
    const { values, positions } = tableOf(Float32Array.from(entries));
    expect([...values]).toEqual(stored);
    expect([...positions].map((position) => values[position])).toEqual(entries);
  });
});
