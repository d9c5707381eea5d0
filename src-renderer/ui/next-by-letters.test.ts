/** Letters on the closed button of a list. */
import { describe, expect, it } from 'vitest';
import { nextByLetters } from './next-by-letters.ts';

const items = ['Rate', 'Differential', 'Rank', 'Burst'].map((label) => ({ label, disabled: label === 'Burst' }));
const [rate, differential, rank] = items;

describe('letters on a closed list', () => {
  it('lead to the next that begins with them', () => {
    expect(nextByLetters(items, 'd', rate)).toBe(differential);
    expect(nextByLetters(items, 'RAN', undefined)).toBe(rank);
  });

  it('go round where one letter is typed again and again', () => {
    expect(nextByLetters(items, 'r', rate)).toBe(rank);
    expect(nextByLetters(items, 'rr', rank)).toBe(rate);
  });

  it('stay where several letters still fit the current one', () => {
    expect(nextByLetters(items, 'ra', rank)).toBeUndefined();
  });

  it('find nothing that is not there or cannot be chosen', () => {
    expect(nextByLetters(items, 'x', rate)).toBeUndefined();
    expect(nextByLetters(items, 'b', rate)).toBeUndefined();
    expect(nextByLetters([], 'r', undefined)).toBeUndefined();
  });
});
