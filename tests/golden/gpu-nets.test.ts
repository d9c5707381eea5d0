/**
 * The gpu engine against the golden networks, on the software adapter and both kinds of host: the small ones in every run of the tests, all of
 * them in `npm run test:gpu`. Its counts are those of the cpu engine, but for ties that rounding decides otherwise.
 */
import { beforeAll, describe, expect, it } from 'vitest';
import { buildKernels } from '../../scripts/build-kernels.mjs';
import { compile } from '../../src-main/convert/index.ts';
import { cpuEngine } from '../../src-main/engines/cpu/index.ts';
import type { BatchResult } from '../../src-shared/engine/index.ts';
import { keepShaders } from '../support/gpu-adapter.ts';
import { GPU_HOSTS, type GpuHostUnderTest } from '../support/gpu-hosts.ts';
import { goldenNets, goldenThresholds, loadGoldenNet } from './harness/nets.ts';
import { testEngine } from './harness/test-engine.ts';

/** A software adapter computes these in seconds: all models of neurons, all codings, a pool. */
const SMALL = ['mlp-if-negative-rate', 'mlp-lif-differential', 'mlp-lif-leaky-rate', 'vgg-mt-rate'];
/** What every run of the tests has in a page: it computes as the process does, and a browser takes longer. */
const SMALL_IN_PAGE = ['mlp-lif-differential', 'vgg-mt-rate'];
/** Share of counts, over all layers and steps, that ties and rounding may move. */
const TIES = 1e-3;

/** What each layer loses: activations clipped after every step, and those of each loss after the last. */
const lostOf = ({ neurons }: BatchResult): number[] =>
  [...neurons.values()].flatMap(({ clipped, losses }) => [...clipped!, ...Object.values(losses!).map(({ count }) => count)]);

const netsOf = ({ inPage }: GpuHostUnderTest): readonly string[] => {
  if (process.env.SPIKELOOM_TEST_GPU === 'all') return goldenNets();
  return inPage ? SMALL_IN_PAGE : SMALL;
};

const networks = (host: GpuHostUnderTest): void => {
  const engine = host.engine();
  const nets = netsOf(host);
  beforeAll(() => keepShaders(engine));
  testEngine({ engine, bits: 32 }, nets);

  it.each(nets)('counts as the cpu engine does: %s', async (name) => {
    await buildKernels();
    const { placed, choices, golden, inputs, batch, ...net } = await loadGoldenNet(name);
    const spiking = compile(placed, choices, goldenThresholds({ golden, placed, ...net }));
    const [gpu, cpu] = await Promise.all(
      [engine, cpuEngine].map(async (one): Promise<BatchResult> => {
        await using session = await one.prepare(spiking, { threads: 1 });
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
    const [lost, expected] = [gpu!, cpu!].map(lostOf) as [number[], number[]];
    expect(expected.some((count) => count > 0)).toBe(true);
    const moved = lost.reduce((sum, count, i) => sum + Math.abs(count - expected[i]!), 0);
    expect(moved / total(Float64Array.from(expected))).toBeLessThanOrEqual(TIES);
    for (const { clipped, losses } of gpu!.neurons.values()) expect(clipped!.at(-1)).toBe(losses!.clipped.count);
  });
};

for (const host of GPU_HOSTS) describe.skipIf(host.why !== null)(`gpu engine in ${host.name}`, () => networks(host));
