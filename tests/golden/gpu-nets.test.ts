/**
 * The gpu engine against the golden networks, on the software adapter: the small ones in every run of the tests, all of them in
 * `npm run test:gpu`. Its counts are those of the cpu engine, but for ties that rounding decides otherwise.
 */
import { describe, expect, it } from 'vitest';
import { buildKernels } from '../../scripts/build-kernels.mjs';
import { compile } from '../../src-main/convert/index.ts';
import { cpuEngine } from '../../src-main/engines/cpu/index.ts';
import type { BatchResult } from '../../src-shared/engine/index.ts';
import { noAdapter, testedGpuEngine } from '../support/gpu-adapter.ts';
import { goldenNets, goldenThresholds, loadGoldenNet } from './harness/nets.ts';
import { testEngine } from './harness/test-engine.ts';

/** A software adapter computes these in seconds: all models of neurons, all codings, a pool. */
const SMALL = ['mlp-if-negative-rate', 'mlp-lif-differential', 'mlp-lif-leaky-rate', 'vgg-mt-rate'];
const NETS = process.env.SPIKELOOM_TEST_GPU === 'all' ? goldenNets() : SMALL;
/** Share of a layer's operations, over all steps, that ties may move. */
const TIES = 1e-3;

describe.skipIf(noAdapter !== null)('gpu engine', () => {
  testEngine({ engine: testedGpuEngine, bits: 32 }, NETS);

  it.each(NETS)('counts as the cpu engine does: %s', async (name) => {
    await buildKernels();
    const { placed, choices, golden, inputs, batch, ...net } = await loadGoldenNet(name);
    const spiking = compile(placed, choices, goldenThresholds({ golden, placed, ...net }));
    const [gpu, cpu] = await Promise.all(
      [testedGpuEngine, cpuEngine].map(async (engine): Promise<BatchResult> => {
        await using session = await engine.prepare(spiking, { threads: 1 });
        return await session.run(inputs, batch, { steps: golden.T, record: { conversionError: true } });
      }),
    );
    const total = (perStep: Float64Array): number => perStep.reduce((sum, one) => sum + one, 0);
    const sums = ({ counted }: BatchResult): number[] => [...counted.values()].map(({ operations }) => total(operations));
    const [ours, theirs] = [sums(gpu!), sums(cpu!)];
    expect(Math.abs(total(Float64Array.from(ours)) / total(Float64Array.from(theirs)) - 1)).toBeLessThanOrEqual(TIES);
    for (const [id, { squaredNorm, squaredError }] of cpu!.neurons) {
      const own = gpu!.neurons.get(id)!;
      expect(own.squaredNorm! / squaredNorm!, id).toBeCloseTo(1, 5);
      // Of the activations' own size, as reports give it.
      const share = (errors: Float64Array): number => Math.sqrt(errors.at(-1)! / squaredNorm!);
      expect(share(own.squaredError!), id).toBeCloseTo(share(squaredError!), 2);
    }
  });
});
