import { expect, it } from 'vitest';
import { typeAhead } from './type-ahead.ts';

const entries = ['calibration', 'test', 'Train', 'truck'].map((name) => ({ name }));

it('goes to the first name that begins with what was typed, and begins anew after a pause', () => {
  let time = 0;
  const jump = typeAhead(() => time);
  expect(jump('t', entries)).toBe(1);
  time = 100;
  expect(jump('r', entries)).toBe(2);
  time = 200;
  expect(jump('u', entries)).toBe(3);
  time = 1200;
  expect(jump('c', entries)).toBe(0);
  expect(jump('x', entries)).toBe(-1);
});
