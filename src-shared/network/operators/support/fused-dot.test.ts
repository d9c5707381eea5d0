/** fusedMultiplyAdd against exact rational arithmetic. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fusedMultiplyAdd } from './fused-dot.ts';

/** A double as an exact integer times 2^exponent. */
function exact(value: number): { mantissa: bigint; exponent: number } {
  let exponent = 0;
  let scaled = value;
  while (!Number.isSafeInteger(scaled)) {
    scaled *= 2;
    exponent--;
  }
  return { mantissa: BigInt(scaled), exponent };
}

/** a·b + c in exact arithmetic, times 2^shift. */
function exactResult(a: number, b: number, c: number): { value: bigint; shift: number } {
  const [x, y, z] = [exact(a), exact(b), exact(c)];
  const shift = Math.max(-(x.exponent + y.exponent), -z.exponent);
  const at = (mantissa: bigint, exponent: number) => mantissa << BigInt(exponent + shift);
  return { value: at(x.mantissa * y.mantissa, x.exponent + y.exponent) + at(z.mantissa, z.exponent), shift };
}

const abs = (value: bigint): bigint => (value < 0n ? -value : value);

describe('fusedMultiplyAdd', () => {
  const number = fc
    .double({ min: -8, max: 8, noNaN: true, noDefaultInfinity: true })
    .map((value) => (Math.abs(value) < 2 ** -40 ? 0 : value));

  it('is the double nearest to a·b + c', () => {
    fc.assert(
      fc.property(number, number, number, (a, b, c) => {
        const result = fusedMultiplyAdd(a, b, c);
        const { value, shift } = exactResult(a, b, c);
        const distance = (candidate: number): bigint => {
          const { mantissa, exponent } = exact(candidate);
          const common = Math.max(shift, -exponent);
          return abs((mantissa << BigInt(exponent + common)) - (value << BigInt(common - shift)));
        };
        const step = Math.max(Math.abs(result) * 2 ** -52, 2 ** -300);
        expect([result - step, result + step].every((other) => distance(result) * 1n <= distance(other))).toBe(true);
      }),
    );
  });

  it('keeps what plain arithmetic loses', () => {
    const third = 1 / 3;
    expect(third * 3 - 1).toBe(0);
    expect(fusedMultiplyAdd(third, 3, -1)).toBe(-(2 ** -54));
  });
});
