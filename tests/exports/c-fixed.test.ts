/**
 * Generated C in whole numbers against the simulator, bit for bit: the answers and all states after every step, from which every spike follows, and the
 * synaptic operations. It compiles as C99 without a warning and runs clean under sanitizers. Every run of the tests has a part of the networks and
 * operators, and `npm run test:exports` has all, and two examples.
 */
import { describe, expect, it } from 'vitest';
import { compile } from '../../src-main/convert/index.ts';
import { cExporter } from '../../src-main/export/c/exporter.ts';
import type { ExportSubject } from '../../src-main/export/index.ts';
import { SpikeloomError } from '../../src-shared/errors/index.ts';
import { BATCH_SIZE, fixedCases, fixedOrRefusal, largest } from '../differential/fixed-cases.ts';
import { openExample } from '../examples/run-setting.ts';
import { goldenThresholds, loadGoldenNet } from '../golden/harness/nets.ts';
import { COMPILERS, missingCompiler, noCompiler, programFolder } from './support/c-compilers.ts';
import { ALL_EXPORTS } from './support/exporter-engine.ts';
import { expectSameBits, INT8 } from './support/fixed-program.ts';

const KINDS = ['mlp-if-negative-rate', 'resnet-mt-rate', 'vgg-mt-differential'];
/** The golden networks that have a form in whole numbers. */
const ALL = [
  ...KINDS,
  'mlp-if-rate',
  'resnet-if-differential',
  'resnet-mt-differential',
  'resnet-mt-differential-layer-max',
  'resnet-mt-differential-neuron',
  'vgg-if-differential-iterated',
  'vgg-mt-differential-iterated',
  'vgg-mt-rate',
];
const CONTEXT = { signal: new AbortController().signal };
const folder = programFolder();
/** The operators in every run of the tests, by the index of their sample: a convolution, average pooling, a slice. The networks have the others. */
const PART = [3, 21, 27];
/** Changes of estimates are whole numbers up to 10 steps, and are rounded beyond. */
const STEPS = [6, 12] as const;

/** Runs the files as a package does when it proves itself, with the compiler's optimisation. */
const proved = (subject: ExportSubject, samples: Float32Array, batch: number) =>
  cExporter.run(subject, INT8, cExporter.write(subject, INT8), { samples, batch }, CONTEXT);

const skipped = missingCompiler === null ? '' : ` (skipped: ${missingCompiler})`;

describe.skipIf(noCompiler !== null)(`generated C in whole numbers${skipped}`, () => {
  it.each(ALL_EXPORTS ? ALL : KINDS)('%s', async (name) => {
    const net = await loadGoldenNet(name);
    const samples = 2;
    const inputs = Float32Array.from(net.inputs.subarray(0, (samples * net.inputs.length) / net.batch));
    const spiking = compile(net.placed, net.choices, goldenThresholds(net));
    // Some values lie beyond the range, and are limited.
    const inputRange = largest(inputs) / 3;
    const subject = { spiking, name: name.replaceAll('-', '_'), steps: net.golden.T, version: '0.0.0', inputRange };
    expectSameBits(folder, COMPILERS, subject, inputs, samples);
    await proved(subject, inputs, samples);
  });

  const cases = fixedCases
    .map(({ name, make }, index) => ({ name, make, index, steps: STEPS[Math.floor(index / 2) % 2]! }))
    .filter(({ index }) => ALL_EXPORTS || PART.includes(index));
  it.each(cases.map((one) => [one.name, one] as const))('%s', async (_, { make, index, steps }) => {
    const { spiking, inputs } = make();
    const subject = { spiking, name: `operator_${index}`, steps, version: '0.0.0', inputRange: largest(inputs) };
    const fixed = fixedOrRefusal(spiking, inputs, steps);
    if (fixed instanceof SpikeloomError) expect(() => cExporter.write(subject, INT8)).toThrow(fixed.message);
    else {
      // Sanitizers take most of the time, so that a part of the networks has to do.
      if (index % 4 === 0) expectSameBits(folder, COMPILERS.slice(0, 1), subject, inputs, BATCH_SIZE);
      await proved(subject, inputs, BATCH_SIZE);
    }
  });

  const EXAMPLES = ['resnet20-cifar10', 'vgg-small-cifar10'];
  it.skipIf(!ALL_EXPORTS).each(EXAMPLES)(
    `%s${ALL_EXPORTS ? '' : ' (skipped: only npm run test:exports has it)'}`,
    async (model) => {
      const { placed, choices, calibrated, test, wanted } = await openExample(model, 'mt8-differential-p99.9');
      const thresholds = new Map([...calibrated].map(([name, layer]) => [name, layer.thresholds]));
      const samples = 4;
      const inputs = Float32Array.from(await test.read(0, samples));
      const subject = {
        spiking: compile(placed, choices, thresholds),
        name: model.replaceAll('-', '_'),
        steps: wanted.T,
        version: '0.0.0',
        inputRange: largest(inputs),
      };
      expectSameBits(folder, COMPILERS, subject, inputs, samples);
      await proved(subject, inputs, samples);
    },
  );
});
