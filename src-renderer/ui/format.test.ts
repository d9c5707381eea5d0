/** Numbers as the window writes them. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bytes, count, duration, energy, fileName, moment, percent, points, significant, whole } from './format.ts';

it('writes numbers with their units', () => {
  expect([percent(0.9132), percent(null), percent(1, 0)]).toEqual(['91.3\u202f%', '–', '100\u202f%']);
  expect([points(-0.0041), points(0.012), points(0.0001), points(null)]).toEqual(['−0.4', '+1.2', '±0.0', '–']);
  expect([0, 1.2345, 12345, 0.000123, -0.5].map((value) => significant(value))).toEqual([
    '0',
    '1.23',
    '1.23e4',
    '1.23e−4',
    '−0.500',
  ]);
  expect([count(12), count(17_900_000), bytes(1_110_326), energy(27_400_000)]).toEqual([
    '12',
    '17.9\u202fM',
    '1.11\u202fMB',
    '27.4\u202fµJ',
  ]);
  expect(whole(90_581_921)).toBe('90\u202f581\u202f921');
  expect([340, 17_000, 125_000, 4_320_000].map(duration)).toEqual([
    '340\u202fms',
    '17\u202fs',
    '2\u202fmin 05\u202fs',
    '1\u202fh 12\u202fmin',
  ]);
  expect([fileName('/a/b.onnx'), fileName('C:\\x\\y\\'), fileName('z')]).toEqual(['b.onnx', 'y', 'z']);
});

describe('a number at the end of what its unit takes', () => {
  it.each([
    [9.999, '10.0'],
    [0.9999, '1.00'],
    [99.96, '100'],
    [0.00099999, '1.00e−3'],
    [9996, '9996'],
    [-9.999, '−10.0'],
    [5e-324, '4.94e−324'],
    [1.7976931348623157e308, '1.80e308'],
    [Number.NaN, 'NaN'],
    [Infinity, 'Infinity'],
    [-Infinity, '−Infinity'],
    [-0, '0'],
  ])('%d has three digits: %s', (value, text) => expect(significant(value)).toBe(text));

  it.each([
    [999, '999'],
    [999.6, '1.00 k'],
    [999_499, '999 k'],
    [999_999, '1.00 M'],
    [999_999_999, '1.00 G'],
    [0, '0'],
    [-3, '-3'],
  ])('a count of %d is %s', (value, text) => expect(count(value)).toBe(text.replace(' ', '\u202f')));

  it.each([
    [999_999, '1.00 MB'],
    [0, '0 B'],
    [1, '1.00 B'],
  ])('%d bytes are %s', (value, text) => expect(bytes(value)).toBe(text.replace(' ', '\u202f')));

  it.each([
    [0.999_999, '100.0 %'],
    [0, '0.0 %'],
    [-0.5, '−50.0 %'],
    [undefined, '–'],
  ])('a share of %s is %s', (value, text) => expect(percent(value)).toBe(text.replace(' ', '\u202f')));

  it('a change too small to show has no sign', () => {
    expect([0, -0, 0.0004, -0.0004].map(points)).toEqual(['±0.0', '±0.0', '±0.0', '±0.0']);
    expect([0.0005, -0.0006].map(points)).toEqual(['+0.1', '−0.1']);
  });
});

describe('a time', () => {
  it.each([
    [0, '0 ms'],
    [0.4, '0 ms'],
    [999.4, '999 ms'],
    [999.6, '1 s'],
    [1000, '1 s'],
    [59_499, '59 s'],
    [59_500, '1 min 00 s'],
    [3_599_499, '59 min 59 s'],
    [3_599_500, '1 h 00 min'],
    [86_400_000, '24 h 00 min'],
    [360_000_000, '100 h 00 min'],
  ])('of %d ms is %s', (milliseconds, text) => expect(duration(milliseconds)).toBe(text.replaceAll(/(\d) /g, '$1\u202f')));

  it('never goes back as it passes', () => {
    const parts = { ms: 1, s: 1000, min: 60_000, h: 3_600_000 };
    const read = (text: string): number =>
      [...text.matchAll(/(\d+)\u202f(ms|s|min|h)/g)].reduce(
        (sum, [, value, unit]) => sum + Number(value) * parts[unit as 's'],
        0,
      );
    fc.assert(
      fc.property(fc.double({ min: 0, max: 4e8, noNaN: true }), fc.double({ min: 0, max: 1e5, noNaN: true }), (before, more) => {
        expect(read(duration(before + more))).toBeGreaterThanOrEqual(read(duration(before)));
        expect(Math.abs(read(duration(before)) - before)).toBeLessThanOrEqual(before < 3.6e6 ? 500 : 60_000);
      }),
    );
  });

  it.each([Number.NaN, Infinity, -1])('that nobody knows (%d) is said to be unknown', (milliseconds) =>
    expect(duration(milliseconds)).toBe('–'),
  );
});

describe('a moment', () => {
  it('is a day and a time', () => expect(moment('2026-11-27T12:41:00')).toBe('27 Nov, 12:41'));
  it.each(['', 'yesterday', '2026-13-45'])('that a file gives as %j is unknown', (text) => expect(moment(text)).toBe('–'));
});
