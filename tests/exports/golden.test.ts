/**
 * The golden networks through both ONNX forms, in ONNX Runtime, and through C, compiled: within the bounds of a 32-bit engine of what the paper's code computed, and
 * within 1e-4 of the cpu engine. Where a tie reaches a sample, thresholds moved by about as much as rounding moves them must change its answer in
 * the cpu engine too.
 */
import { beforeAll, describe, expect, it } from 'vitest';
import { buildKernels } from '../../scripts/build-kernels.mjs';
import { compile } from '../../src-main/convert/index.ts';
import { compareAnswers, isUnexplained } from '../../src-main/engines/agreement/index.ts';
import { cpuEngine } from '../../src-main/engines/cpu/index.ts';
import { EXPORTERS } from '../../src-main/export/index.ts';
import type { SpikingNetwork } from '../../src-shared/spiking/index.ts';
import { goldenNets, goldenThresholds, loadGoldenNet, relativeL2 } from '../golden/harness/nets.ts';
import { compareLogits, means } from '../golden/harness/test-engine.ts';
import { noCompiler } from './support/c-compilers.ts';
import { checkWithOnnx, modelFolder, noOnnxChecker } from './support/onnx-checker.ts';
import { ALL_EXPORTS, exporterEngine } from './support/exporter-engine.ts';

beforeAll(buildKernels);

/** Unrolled, 32 steps of a deep network are thousands of nodes, which ONNX Runtime takes long to open. */
const LARGE_UNROLLED: ReadonlySet<string> = new Set(
  ALL_EXPORTS
    ? []
    : ['gated-mt-differential', 'vit-mt-differential', 'vit-mt-differential-opset17', 'vit-mt-rate', 'resnet-if-differential'],
);

/** Largest relative distance from the cpu engine, of the mean of any number of steps. */
const CLOSE = 1e-4;

/** The C of all networks takes minutes; c.test.ts has one of each kind in every run. */
const FORMATS =
  ALL_EXPORTS && noCompiler === null ? (['onnx', 'onnx-unrolled', 'c'] as const) : (['onnx', 'onnx-unrolled'] as const);

/**
 * Networks with samples that a tie reaches: sums in another order, by the last bits of a convolution, decide whether a spike is sent.
 * All others agree without exception. Generated C adds in the order of events, which no engine does.
 */
const TIED: ReadonlySet<string> = new Set([
  'gated-mt-differential',
  'resnet-if-differential',
  'resnet-mt-differential',
  'resnet-mt-differential-layer-max',
  'vit-mt-differential-opset17',
  'vit-mt-rate',
]);

const TIED_IN_C: ReadonlySet<string> = new Set(['gated-mt-rate', 'vit-mt-differential']);

describe.each(FORMATS)('%s', (format) => {
  const nets = goldenNets().filter((name) => format !== 'onnx-unrolled' || !LARGE_UNROLLED.has(name));
  const written = modelFolder();

  it.each(nets)('%s', async (name) => {
    const net = await loadGoldenNet(name);
    const spiking = compile(net.placed, net.choices, goldenThresholds(net));
    const engine = exporterEngine(await EXPORTERS[format](), { onFiles: written.keep(name) });
    await using session = await engine.prepare(spiking);
    const steps = net.golden.T;
    const ours = await session.run(net.inputs, net.batch, { steps });
    compareLogits(net, ours.logits[0]!);
    const rerun = async (other: SpikingNetwork) => {
      await using cpu = await cpuEngine.prepare(other);
      return await cpu.run(net.inputs, net.batch, { steps });
    };
    const reference = await rerun(spiking);
    if (TIED.has(name) || (format === 'c' && TIED_IN_C.has(name))) {
      const { differences } = await compareAnswers({
        spiking,
        batch: net.batch,
        steps,
        ours,
        reference,
        rerun,
        tolerance: CLOSE,
      });
      expect(differences.filter(isUnexplained)).toEqual([]);
      return;
    }
    const [a, b] = [means(ours.logits[0]!, steps), means(reference.logits[0]!, steps)];
    for (const [t, mean] of a.entries()) expect(relativeL2(mean, b[t]!), `mean of ${t + 1} steps`).toBeLessThanOrEqual(CLOSE);
  });

  it.skipIf(noOnnxChecker !== null || format === 'c')(
    `onnx.checker accepts all of them${noOnnxChecker === null ? '' : ` (skipped: ${noOnnxChecker})`}`,
    () => {
      expect(written.paths.length).toBe(nets.length);
      expect(checkWithOnnx(written.paths)).toEqual([]);
    },
  );
});
