/**
 * Generated C: it compiles as C99 without a warning and runs clean under sanitizers, every compiler gives the same answers, and it counts
 * exactly the synaptic operations of the reference engine. Every run of the tests has a network of each kind, and `npm run test:exports` all.
 */
import { spawnSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { compile } from '../../src-main/convert/index.ts';
import { referenceEngine } from '../../src-main/engines/reference/index.ts';
import { cExporter } from '../../src-main/export/c/exporter.ts';
import { driverFile, factsOf } from '../../src-main/export/c/files/index.ts';
import { runProgram } from '../../src-main/export/c/run-program.ts';
import type { ExportSubject } from '../../src-main/export/index.ts';
import { goldenNets, goldenThresholds, loadGoldenNet, relativeL2 } from '../golden/harness/nets.ts';
import { COMPILERS, compileIn, missingCompiler, noCompiler, programFolder, SANITIZED, STRICT } from './support/c-compilers.ts';
import { ALL_EXPORTS } from './support/exporter-engine.ts';

const KINDS = ['mlp-if-negative-rate', 'vgg-mt-differential', 'resnet-mt-differential', 'vit-mt-differential'];
const nets = ALL_EXPORTS ? goldenNets() : KINDS;
const SAMPLES = 2;
const OPTIONS = { batch: undefined };
const CONTEXT = { signal: new AbortController().signal };
const folder = programFolder();

async function exported(name: string) {
  const net = await loadGoldenNet(name);
  const subject: ExportSubject = {
    spiking: compile(net.placed, net.choices, goldenThresholds(net)),
    name: 'net',
    steps: net.golden.T,
    version: '0.0.0',
  };
  const samples = Float32Array.from(net.inputs.subarray(0, (SAMPLES * net.inputs.length) / net.batch));
  const { files } = cExporter.write(subject, OPTIONS);
  return { subject, files, input: { samples, batch: SAMPLES } };
}

describe.skipIf(noCompiler !== null)(`generated C${missingCompiler === null ? '' : ` (skipped: ${missingCompiler})`}`, () => {
  it.each(nets)('%s', async (name) => {
    const { subject, files, input } = await exported(name);
    const run = await runProgram(subject, files, input, CONTEXT);
    const bytes = new Uint8Array(input.samples.buffer);
    const facts = factsOf(subject);
    for (const compiler of COMPILERS) {
      const place = join(folder, `${name}-${compiler}`);
      mkdirSync(place);
      const all = new Map<string, Uint8Array | string>([...files, ['driver.c', driverFile(facts)]]);
      const program = compileIn(place, compiler, all, [...STRICT, ...SANITIZED]);
      const { status, stdout, stderr } = spawnSync(program, { input: bytes, maxBuffer: 1 << 26 });
      expect([status, stderr.toString()], compiler).toEqual([0, '']);
      const record = run.answers.length / run.operations.length;
      const answers = Float64Array.from(run.answers, (_, i) => {
        const [step, at] = [Math.floor(i / record), i % record];
        return stdout.readFloatLE(step * (4 * record + 8) + 4 * at);
      });
      // Compilers call the same functions of math.h; everything else is IEEE 754 arithmetic in a fixed order.
      expect(answers, compiler).toEqual(Float64Array.from(run.answers));
    }
  });

  it.each(nets)('%s counts the operations of the reference engine', async (name) => {
    const { subject, files, input } = await exported(name);
    const { steps, spiking } = subject;
    const products = spiking.counted.some(({ kind }) => kind === 'product');
    const run = await runProgram(subject, files, input, CONTEXT);
    const size = run.answers.length / SAMPLES / steps;
    const inSize = input.samples.length / SAMPLES;
    let compared = 0;
    for (let sample = 0; sample < SAMPLES; sample++) {
      await using session = await referenceEngine.prepare(spiking);
      const one = input.samples.subarray(sample * inSize, (sample + 1) * inSize);
      const reference = await session.run(one, 1, { steps });
      const sum = new Float64Array(size);
      let wanted = 0;
      for (let t = 0; t < steps; t++) {
        for (let i = 0; i < size; i++) sum[i]! += reference.logits[0]![t * size + i]!;
        const from = (sample * steps + t) * size;
        const distance = relativeL2(
          Float64Array.from(run.answers.subarray(from, from + size)),
          sum.map((value) => value / (t + 1)),
        );
        // From a tie on, other spikes are sent.
        if (distance > 1e-5) break;
        for (const { operations } of reference.counted.values()) wanted += operations[t]!;
        const ours = run.operations[sample * steps + t]!;
        // Whether corrections of an operand of a product cancel to exactly zero is a matter of rounding.
        const rounded = products ? wanted * 1e-4 : 0;
        expect(Math.abs(ours - wanted), `sample ${sample + 1}, step ${t + 1}`).toBeLessThanOrEqual(rounded);
        compared++;
      }
    }
    expect(compared).toBeGreaterThanOrEqual(2 * SAMPLES);
  });
});
