/** erf and erfc against values computed with 30 digits. */
import { expect, it } from 'vitest';
import { erf, erfc } from './erf.ts';

const VALUES: readonly (readonly [x: number, erf: number, erfc: number])[] = [
  [1e-12, 1.1283791670955126e-12, 0.9999999999988716],
  [0.1, 0.1124629160182849, 0.887537083981715],
  [0.3, 0.3286267594591274, 0.6713732405408726],
  [0.5, 0.5204998778130465, 0.4795001221869535],
  [0.84, 0.7651427114549945, 0.23485728854500548],
  [0.9, 0.7969082124228322, 0.20309178757716786],
  [1.2, 0.9103139782296353, 0.08968602177036464],
  [1.3, 0.9340079449406524, 0.06599205505934755],
  [2, 0.9953222650189527, 0.004677734981047266],
  [2.8, 0.9999249868053346, 7.501319466545911e-5],
  [2.9, 0.9999589021219005, 4.109787809945886e-5],
  [4, 0.9999999845827421, 1.541725790028002e-8],
  [5.5, 0.9999999999999927, 7.357847917974398e-15],
  [7, 1.0, 4.183825607779414e-23],
  [12, 1.0, 1.3562611692059042e-64],
  [26, 1.0, 5.663192408856143e-296],
];

it.each(VALUES)('erf and erfc of %d', (x, value, complement) => {
  expect(Math.abs(erf(x) / value - 1)).toBeLessThan(3e-16);
  expect(Math.abs(erf(-x) / -value - 1)).toBeLessThan(3e-16);
  expect(Math.abs(erfc(x) / complement - 1)).toBeLessThan(1e-15);
  expect(Math.abs(erfc(-x) / (1 + value) - 1)).toBeLessThan(3e-16);
});

it('holds at the ends', () => {
  expect([erf(0), erf(Infinity), erf(-Infinity), erfc(0), erfc(Infinity), erfc(-Infinity)]).toEqual([0, 1, -1, 1, 0, 2]);
  expect([erf(NaN), erfc(NaN)]).toEqual([NaN, NaN]);
});
