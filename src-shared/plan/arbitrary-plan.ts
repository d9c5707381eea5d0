/** Random plans for property tests: any settings, keys that look like names, numbers and globs, in any order. */
import fc from 'fast-check';
import {
  CODINGS,
  CORRECTIONS,
  NEURONS,
  THRESHOLD_LEVELS,
  THRESHOLD_METHODS,
  THRESHOLD_OF,
  type PartialSettings,
  type Plan,
} from './index.ts';
import { MOST_STEPS } from './schema.ts';

const positive = fc.double({ min: Number.MIN_VALUE, max: 1e300, noNaN: true });

const threshold = fc.record(
  {
    method: fc.constantFrom(...THRESHOLD_METHODS),
    of: fc.constantFrom(...THRESHOLD_OF),
    percentile: fc.double({ min: 0, max: 100, minExcluded: true, maxExcluded: true, noNaN: true }),
    level: fc.constantFrom(...THRESHOLD_LEVELS),
    scale: positive,
    value: positive,
  },
  { requiredKeys: [], noNullPrototype: true },
);

/** Random settings of a layer. */
export const arbitrarySettings: fc.Arbitrary<PartialSettings> = fc.record(
  {
    coding: fc.constantFrom(...CODINGS),
    neuron: fc.constantFrom(...NEURONS),
    thresholds: fc.integer({ min: 1, max: 16 }),
    mostSpikes: fc.integer({ min: 1, max: 16 }),
    threshold,
    // The sum has no negative zero, which text does not keep.
    initial: fc.double({ min: -1, max: 1, noNaN: true }).map((start) => start + 0),
    correction: fc.constantFrom(...CORRECTIONS),
  },
  { requiredKeys: [], noNullPrototype: true },
);

const key = fc.oneof(
  fc.constantFrom('*', 'layer1.*', 'layer1.0.relu1', 'layer1.0.relu?', '0', '1', '10', 'constructor', 'é "quoted" \\'),
  fc.string().filter((text) => text !== '__proto__'),
);

/** Random plans that satisfy the schema. */
export const arbitraryPlan: fc.Arbitrary<Plan> = fc
  .record(
    {
      steps: fc.integer({ min: 1, max: MOST_STEPS }),
      tau: fc.double({ min: 0, max: 1, minExcluded: true, noNaN: true }),
      readout: fc.record({ from: fc.integer({ min: 1, max: MOST_STEPS }) }, { noNullPrototype: true }),
      defaults: arbitrarySettings,
      layers: fc.uniqueArray(fc.record({ key, settings: arbitrarySettings }, { noNullPrototype: true }), {
        selector: (rule) => rule.key,
        maxLength: 6,
      }),
    },
    { requiredKeys: ['defaults', 'layers'], noNullPrototype: true },
  )
  .map((plan) => ({ version: 1, ...plan }));
