/** Sizes of memory in every form. */
import { expect, it } from 'vitest';
import { bytesOf, bytesOfOption } from './index.ts';

it.each([
  ['65536', 65_536],
  ['1K', 1024],
  ['256K', 262_144],
  ['256k', 262_144],
  ['1M', 1_048_576],
  ['1.5M', 1_572_864],
  ['2G', 2_147_483_648],
  ['64 KB', 65_536],
  ['64KiB', 65_536],
  ['100B', 100],
])('%s', (text, bytes) => expect(bytesOf(text)).toBe(bytes));

it.each(['', 'K', '1T', '-1K', '1e3', '0', '0.3', '1.0001K', '256K RAM', '99999999999G', 'NaN'])('refuses "%s"', (text) => {
  expect(bytesOf(text)).toBeUndefined();
  const refusal = expect.objectContaining({ code: 'option.invalid', at: { option: 'ram' } });
  expect(() => bytesOfOption('ram', text)).toThrow(refusal);
});
