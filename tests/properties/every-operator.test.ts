/**
 * For every operator of the registry, a converted network with random choices for each layer: the running mean approaches the float
 * network, and the cpu engine agrees with the reference engine.
 */
import type { OpName } from '../../src-shared/network/index.ts';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { buildKernels } from '../../scripts/build-kernels.mjs';
import { placeNeurons } from '../../src-main/convert/index.ts';
import { evaluateNetwork } from '../../src-shared/network/evaluate.ts';
import { randomTensor } from '../../src-shared/network/operators/testing/random.ts';
import { samples } from '../../src-shared/network/operators/testing/samples.ts';
import { operatorNetwork } from '../support/operator-networks.ts';
import { farthest, meanOfSteps, simulate } from '../support/spiking.ts';
import { compareEngines } from './support/compare-engines.ts';
import { arbitraryPlan, compileRandom } from './support/random-plan.ts';

beforeAll(buildKernels);

const BATCH = 2;
const STEPS = 256;
const PLANS = 3;

/**
 * An estimate that moves around a jump of these takes both values for ever: they approach wherever no value is near a jump. A start of 0.8 θ makes an IF neuron
 * without input send a spike and take it back for ever, around the jump at 0: these have plans without starts.
 */
const JUMPS: ReadonlySet<OpName> = new Set(['Floor', 'Ceil', 'Round', 'Sign', 'Step']);

const named = samples.map((sample, index) => [`${sample.op} ${index}`, sample, index] as const);

describe.each([
  ['rate', ['rate']],
  ['differential', ['differential']],
  ['both codings', ['rate', 'differential']],
] as const)('%s', (_, codings) => {
  it.each(named)('%s approaches the float network', async (_name, sample, index) => {
    const network = operatorNetwork(sample, true);
    const placed = placeNeurons(network);
    const x = randomTensor([BATCH, ...network.shapes.get(network.input.value)!.slice(1)], index + 1);
    const [float] = evaluateNetwork(network, x);
    const scale = Math.max(1e-6, ...Array.from(float!.data, Math.abs));
    const jumps = JUMPS.has(sample.op);
    for (const plan of fc.sample(arbitraryPlan(codings, { usual: jumps }), { seed: index + 1, numRuns: PLANS })) {
      const { logits } = await simulate(compileRandom(placed, plan, x), x, STEPS);
      const errors = [1, 2, 3, 4, 8, STEPS].map((count) => farthest(meanOfSteps(logits[0]!, STEPS, count), float!.data) / scale);
      const late = errors.pop()!;
      const bound = jumps ? 0.25 : 0.02;
      expect(late, JSON.stringify(plan.layers.slice(0, placed.sites.length))).toBeLessThanOrEqual(
        Math.max(0.2 * Math.max(...errors), bound),
      );
    }
  });
});

it.each(named)('%s: cpu agrees with reference', async (_name, sample, index) => {
  const [plan] = fc.sample(arbitraryPlan(), { seed: index + 100, numRuns: 1 });
  await compareEngines(placeNeurons(operatorNetwork(sample, true)), plan!, index + 1);
});
