/** Numbers as the window writes them. */
import { expect, it } from 'vitest';
import { bytes, count, duration, energy, fileName, percent, points, significant, whole } from './format.ts';

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
