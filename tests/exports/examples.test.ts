/**
 * The example networks through both ONNX forms and C: for most samples the first step is that of the cpu engine to 1e-4, and ties explain every other
 * difference. In the million decisions of a step, one or a few lie within rounding of a threshold. They take minutes, so that only `npm run test:exports` runs them.
 */
import { beforeAll, describe, expect, it } from 'vitest';
import { buildKernels } from '../../scripts/build-kernels.mjs';
import { compile } from '../../src-main/convert/index.ts';
import { compareAnswers, isUnexplained } from '../../src-main/engines/agreement/index.ts';
import { cpuEngine } from '../../src-main/engines/cpu/index.ts';
import { EXPORTERS } from '../../src-main/export/index.ts';
import { TIE_FACTOR, TOLERANCE } from '../../src-main/services/run/self-check.ts';
import type { SpikingNetwork } from '../../src-shared/spiking/index.ts';
import { openExample } from '../examples/run-setting.ts';
import { relativeL2 } from '../golden/harness/nets.ts';
import { noCompiler } from './support/c-compilers.ts';
import { ALL_EXPORTS, exporterEngine } from './support/exporter-engine.ts';

const SAMPLES = 16;
const FORMATS = noCompiler === null ? (['onnx', 'onnx-unrolled', 'c'] as const) : (['onnx', 'onnx-unrolled'] as const);
const MODELS = ['resnet20-cifar10', 'vgg-small-cifar10', 'vit-small-cifar10'];

beforeAll(buildKernels);

describe.skipIf(!ALL_EXPORTS)(`examples${ALL_EXPORTS ? '' : ' (skipped: only npm run test:exports has them)'}`, () => {
  it.each(MODELS.flatMap((model) => FORMATS.map((format) => [model, format] as const)))('%s, %s', async (model, format) => {
    const { placed, choices, calibrated, test, wanted } = await openExample(model, 'mt8-differential-p99.9');
    const thresholds = new Map([...calibrated].map(([name, layer]) => [name, layer.thresholds]));
    const spiking = compile(placed, choices, thresholds);
    const samples = Float32Array.from(await test.read(0, SAMPLES));
    const steps = wanted.T;
    const rerun = async (other: SpikingNetwork) => {
      await using session = await cpuEngine.prepare(other);
      return await session.run(samples, SAMPLES, { steps });
    };
    await using session = await exporterEngine(await EXPORTERS[format]()).prepare(spiking);
    const [ours, reference] = [await session.run(samples, SAMPLES, { steps }), await rerun(spiking)];
    const row = (values: Float64Array, sample: number): Float64Array => {
      const size = values.length / steps / SAMPLES;
      return values.subarray(sample * size, (sample + 1) * size);
    };
    const [a, b] = [ours, reference].map(({ logits }) => logits[0]!) as [Float64Array, Float64Array];
    const close = Array.from({ length: SAMPLES }, (_, sample) => relativeL2(row(a, sample), row(b, sample)) <= 1e-4);
    expect(close.filter(Boolean).length, 'samples without a tie in the first step').toBeGreaterThan(SAMPLES / 2);
    const { differences } = await compareAnswers({
      spiking,
      batch: SAMPLES,
      steps,
      ours,
      reference,
      rerun,
      tolerance: TOLERANCE,
      explains: ({ distance, spreadOfAll }) => distance <= TOLERANCE + TIE_FACTOR * spreadOfAll,
    });
    expect(differences.filter(isUnexplained)).toEqual([]);
  });
});
