/** What badges say of one layer and of many, for every setting there is. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  defaultSettings,
  type LayerSettings,
  mergeSettings,
  NEURONS,
  type PartialThreshold,
  THRESHOLD_LEVELS,
  THRESHOLD_METHODS,
  THRESHOLD_OF,
} from '../../../src-shared/plan/index.ts';
import { BADGE_FIELDS, badgesOf, hasThresholds, neuronText, thresholdText } from './badges.ts';

const relu = defaultSettings('relu');
const threshold = (change: PartialThreshold): string => thresholdText(mergeSettings(relu, { threshold: change }));

describe('the text of a threshold', () => {
  it.each<[PartialThreshold, string]>([
    [{}, 'p99.9 · channel'],
    [{ percentile: 100 }, 'p100 · channel'],
    [{ percentile: 50.125, scale: 0.5 }, '0.5 × p50.125 · channel'],
    [{ method: 'max', level: 'layer' }, 'max · layer'],
    [{ method: 'max', of: 'magnitude', scale: 8, level: 'neuron' }, '8 × max of |x| · neuron'],
    [{ method: 'iteration' }, 'iteration · channel'],
    [{ value: 1e-7 }, 'θ 1e-7 · channel'],
    // A scale has no part in a fixed value.
    [{ value: 0.5, scale: 8, method: 'max', of: 'magnitude' }, 'θ 0.5 · channel'],
  ])('%j', (change, text) => {
    expect(threshold(change)).toBe(text);
  });

  it('differs wherever what it says differs', () => {
    const changes = THRESHOLD_METHODS.flatMap((method) =>
      THRESHOLD_OF.flatMap((of) => THRESHOLD_LEVELS.flatMap((level) => [1, 4].map((scale) => ({ method, of, level, scale })))),
    );
    expect(new Set(changes.map(threshold)).size).toBe(changes.length);
  });
});

it.each(NEURONS)('%s says its number of thresholds only if that is a choice', (neuron) => {
  const text = neuronText({ ...relu, neuron, thresholds: 5 });
  expect(text).toBe(hasThresholds(neuron) ? `${neuron} 5` : neuron);
});

it('the badges of many say what all of them share, in whatever order they are', () => {
  const one = fc.constantFrom<LayerSettings>(
    relu,
    defaultSettings('signed'),
    mergeSettings(relu, { coding: 'rate' }),
    mergeSettings(relu, { neuron: 'if' }),
    mergeSettings(relu, { thresholds: 4 }),
  );
  fc.assert(
    fc.property(fc.array(one, { minLength: 1, maxLength: 6 }), (all) => {
      const settings = new Map(all.map((used, index) => [`layer ${index}`, used]));
      const names = [...settings.keys()];
      const badges = badgesOf(names, settings)!;
      expect(badges.layers).toEqual(names);
      const { layers: _, ...turned } = badgesOf(names.toReversed(), settings)!;
      expect(badges).toMatchObject(turned);
      for (const field of BADGE_FIELDS) {
        const own = names.map((name) => badgesOf([name], settings)![field]);
        expect(badges[field]).toBe(new Set(own).size === 1 ? own[0] : null);
      }
    }),
  );
});

it('layers that the plan does not know have no badges', () => {
  expect(badgesOf(['gone'], new Map([['a', relu]]))).toBeNull();
});
