/** Badges of one layer, and of several. */
import { describe, expect, it } from 'vitest';
import { defaultSettings, mergeSettings } from '../../../src-shared/plan/index.ts';
import { badgesOf } from './badges.ts';

const relu = defaultSettings('relu');
const settings = new Map([
  ['a', relu],
  ['b', mergeSettings(relu, { coding: 'rate', neuron: 'if', threshold: { value: 1.25, level: 'layer' } })],
  ['c', defaultSettings('signed')],
]);

describe('badges', () => {
  it('say coding, neuron with its thresholds, and how thresholds are found', () => {
    expect(badgesOf(['a'], settings)).toEqual({
      layers: ['a'],
      coding: 'differential',
      neuron: 'mt 8',
      threshold: 'p99.9 · channel',
    });
    expect(badgesOf(['b'], settings)).toMatchObject({ coding: 'rate', neuron: 'if', threshold: 'θ 1.25 · layer' });
    expect(badgesOf(['c'], settings)?.threshold).toBe('4 × p99.9 of |x| · channel');
  });

  it('say where layers differ', () => {
    expect(badgesOf(['a', 'c'], settings)).toMatchObject({ coding: 'differential', neuron: 'mt 8', threshold: null });
    expect(badgesOf(['a', 'b'], settings)).toMatchObject({ coding: null, neuron: null, threshold: null });
  });

  it('are not there without layers', () => {
    expect(badgesOf([], settings)).toBeNull();
  });
});
