/** Compiled programs in whole numbers beside the simulator: answers, states and operations after every step, as bytes. */
import { spawnSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import { cExporter } from '../../../src-main/export/c/exporter.ts';
import { driverFile, factsOf } from '../../../src-main/export/c/files/index.ts';
import { fixedDraftOf } from '../../../src-main/export/c/fixed/program.ts';
import { answersOf, fixedNetworkOf } from '../../../src-main/export/c/fixed/run-fixed.ts';
import type { ExportSubject } from '../../../src-main/export/index.ts';
import { createFixedSimulator, runSamples } from '../../../src-shared/fixed/index.ts';
import { compileIn, SANITIZED, STRICT } from './c-compilers.ts';

export const INT8 = { weights: 'int8' } as const;

/** What the simulator gives for every sample and step, in the order in which the driver writes it. */
function simulated(
  subject: ExportSubject,
  inputs: Float32Array,
  samples: number,
): { readonly records: Buffer[]; readonly operations: number[] } {
  const network = fixedNetworkOf(subject);
  const { draft, kept } = fixedDraftOf(network, subject.spiking, subject.name);
  const simulator = createFixedSimulator(network);
  const size = inputs.length / samples;
  const records: Buffer[] = [];
  const operations: number[] = [];
  for (let sample = 0; sample < samples; sample++) {
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
function computed(place: string, compiler: string, subject: ExportSubject, inputs: Float32Array, samples: number) {
  const { files } = cExporter.write(subject, INT8);
  const facts = factsOf(subject);
  const kept = fixedDraftOf(fixedNetworkOf(subject), subject.spiking, subject.name).draft.keptLength();
  mkdirSync(place);
  const program = compileIn(
    place,
    compiler,
    new Map<string, Uint8Array | string>([...files, ['driver.c', driverFile(facts, kept)]]),
    [...STRICT, ...SANITIZED],
  );
  const { status, stdout, stderr } = spawnSync(program, { input: Buffer.from(inputs.buffer), maxBuffer: 1 << 28 });
  expect([status, stderr.toString()], compiler).toEqual([0, '']);
  const outputs = 4 * facts.outputs.reduce((sum, { size }) => sum + size, 0);
  const record = outputs + 8 + 4 * kept;
  expect(stdout.length).toBe(record * samples * subject.steps);
  const each = Array.from({ length: samples * subject.steps }, (_, i) => stdout.subarray(i * record, (i + 1) * record));
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

/** Compiles a network strictly with sanitizers, and expects the same bits as the simulator from each compiler. */
export function expectSameBits(
  folder: string,
  compilers: readonly string[],
  subject: ExportSubject,
  inputs: Float32Array,
  samples: number,
): void {
  const wanted = simulated(subject, inputs, samples);
  expect(wanted.operations.at(-1)).toBeGreaterThan(0);
  for (const compiler of compilers) {
    const ours = computed(join(folder, `${subject.name}-${compiler}`), compiler, subject, inputs, samples);
    expect(differing(ours.records, wanted.records), compiler).toEqual([]);
    expect(ours.operations, compiler).toEqual(wanted.operations);
  }
}
