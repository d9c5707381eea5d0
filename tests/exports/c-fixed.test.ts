/**
 * Generated C in whole numbers against the simulator, bit for bit: the answers and all states after every step, from which every spike follows, and the
 * synaptic operations. It compiles as C99 without a warning and runs clean under sanitizers. Every run of the tests has a part of the networks and
 * operators, and `npm run test:exports` has all, and two examples.
 */
import { spawnSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { compile } from '../../src-main/convert/index.ts';
import { cExporter } from '../../src-main/export/c/exporter.ts';
import { driverFile, factsOf } from '../../src-main/export/c/files/index.ts';
import { fixedDraftOf } from '../../src-main/export/c/fixed/program.ts';
import { answersOf, fixedNetworkOf } from '../../src-main/export/c/fixed/run-fixed.ts';
import type { ExportSubject } from '../../src-main/export/index.ts';
import { createFixedSimulator, runSamples } from '../../src-shared/fixed/index.ts';
import { openExample } from '../examples/run-setting.ts';
import { goldenThresholds, loadGoldenNet } from '../golden/harness/nets.ts';
import { COMPILERS, compileIn, missingCompiler, noCompiler, programFolder, SANITIZED, STRICT } from './support/c-compilers.ts';
import { ALL_EXPORTS } from './support/exporter-engine.ts';

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
const OPTIONS = { weights: 'int8' } as const;
const SAMPLES = 2;
const CONTEXT = { signal: new AbortController().signal };
const folder = programFolder();

const largest = (values: Float32Array): number => values.reduce((most, value) => Math.max(most, Math.abs(value)), 0);

/** What the simulator gives for every sample and step, in the order in which the driver writes it. */
function simulated(subject: ExportSubject, inputs: Float32Array): { readonly records: Buffer[]; readonly operations: number[] } {
  const network = fixedNetworkOf(subject);
  const { draft, kept } = fixedDraftOf(network, subject.spiking, subject.name);
  const simulator = createFixedSimulator(network);
  const size = inputs.length / SAMPLES;
  const records: Buffer[] = [];
  const operations: number[] = [];
  for (let sample = 0; sample < SAMPLES; sample++) {
    const one = inputs.subarray(sample * size, (sample + 1) * size);
    const { counts } = runSamples(network, createFixedSimulator(network), one, { samples: 1, steps: subject.steps });
    let sum = 0;
    simulator.begin(one);
    for (let t = 0; t < subject.steps; t++) {
      simulator.step();
      const answers = network.outputs.map((_, output) => answersOf(network, simulator, output, t));
      const words = new Int32Array(draft.keptLength());
      for (const { unit, state, offset, size: count } of kept) {
        const states = unit.kind === 'layer' ? simulator.states[unit.index]! : simulator.outputs[unit.index]!.states;
        expect(states[state]!.length).toBe(count);
        words.set(states[state]!, offset);
      }
      records.push(Buffer.concat([...answers, words].map((part) => Buffer.from(part.buffer))));
      for (const layer of counts.operations) sum += layer[t]!;
      operations.push(sum);
    }
  }
  return { records, operations };
}

/** What the program of a compiler gives, the same way. */
function computed(compiler: string, options: readonly string[], subject: ExportSubject, inputs: Float32Array) {
  const { files } = cExporter.write(subject, OPTIONS);
  const facts = factsOf(subject);
  const kept = fixedDraftOf(fixedNetworkOf(subject), subject.spiking, subject.name).draft.keptLength();
  const place = join(folder, `${subject.name}-${compiler}`);
  mkdirSync(place);
  const program = compileIn(
    place,
    compiler,
    new Map<string, Uint8Array | string>([...files, ['driver.c', driverFile(facts, kept)]]),
    options,
  );
  const { status, stdout, stderr } = spawnSync(program, { input: Buffer.from(inputs.buffer), maxBuffer: 1 << 28 });
  expect([status, stderr.toString()], compiler).toEqual([0, '']);
  const outputs = 4 * facts.outputs.reduce((sum, { size }) => sum + size, 0);
  const record = outputs + 8 + 4 * kept;
  expect(stdout.length).toBe(record * SAMPLES * subject.steps);
  const each = Array.from({ length: SAMPLES * subject.steps }, (_, i) => stdout.subarray(i * record, (i + 1) * record));
  return {
    records: each.map((bytes) => Buffer.concat([bytes.subarray(0, outputs), bytes.subarray(outputs + 8)])),
    operations: each.map((bytes) => Number(bytes.readBigUInt64LE(outputs))),
  };
}

/** The first steps of all samples that differ. */
function differing(ours: readonly Buffer[], theirs: readonly Buffer[]): number[] {
  expect(ours.length).toBe(theirs.length);
  return ours.flatMap((one, i) => (one.equals(theirs[i]!) ? [] : [i]));
}

function check(subject: ExportSubject, inputs: Float32Array): void {
  const wanted = simulated(subject, inputs);
  expect(wanted.operations.at(-1)).toBeGreaterThan(0);
  for (const compiler of COMPILERS) {
    const ours = computed(compiler, [...STRICT, ...SANITIZED], subject, inputs);
    expect(differing(ours.records, wanted.records), compiler).toEqual([]);
    expect(ours.operations, compiler).toEqual(wanted.operations);
  }
}

describe.skipIf(noCompiler !== null)(
  `generated C in whole numbers${missingCompiler === null ? '' : ` (skipped: ${missingCompiler})`}`,
  () => {
    it.each(ALL_EXPORTS ? ALL : KINDS)('%s', async (name) => {
      const net = await loadGoldenNet(name);
      const inputs = Float32Array.from(net.inputs.subarray(0, (SAMPLES * net.inputs.length) / net.batch));
      const spiking = compile(net.placed, net.choices, goldenThresholds(net));
      // Some values lie beyond the range, and are limited.
      check(
        { spiking, name: name.replaceAll('-', '_'), steps: net.golden.T, version: '0.0.0', inputRange: largest(inputs) / 3 },
        inputs,
      );
    });
  },
);
