/** The cpu engine against the reference engine on random networks and plans. */
import fc from 'fast-check';
import { beforeAll, describe, it } from 'vitest';
import { buildKernels } from '../../scripts/build-kernels.mjs';
import { placeNeurons } from '../../src-main/convert/index.ts';
import { compareEngines } from './support/compare-engines.ts';
import { arbitraryNetwork, type Family } from './support/random-network.ts';
import { arbitraryPlan } from './support/random-plan.ts';

beforeAll(buildKernels);

describe.each(['relu', 'smooth'] satisfies Family[])('%s networks', (family) => {
  it.each([
    ['rate', ['rate']],
    ['differential', ['differential']],
    ['both codings', ['rate', 'differential']],
  ] as const)('cpu agrees with reference (%s)', async (_, codings) => {
    await fc.assert(
      fc.asyncProperty(arbitraryNetwork(family), arbitraryPlan(codings), fc.nat({ max: 99 }), async ({ network }, plan, seed) => {
        await compareEngines(placeNeurons(network), plan, seed);
      }),
      { seed: 20_250_302, numRuns: 3, endOnFailure: true },
    );
  });
});
