/** Runs the written C on samples, independently of the engines: this is how a package proves itself. */
import { SpikeloomError } from '../../../src-shared/errors/index.ts';
import type { ExportSubject, PackageFiles, RunContext, RunInput } from '../exporter.ts';
import { withCompiled } from './compiler.ts';
import { driverFile, factsOf, outputSize, throughBatch } from './files/index.ts';

/** The results of a program: for each sample and step all outputs one behind the other, and the operations so far. */
export interface ProgramRun {
  readonly answers: Float32Array;
  /** `[samples, steps]`. */
  readonly operations: Float64Array;
}

/** Looks at the state of the program after a step: its answers, and the numbers that it keeps. */
export interface Watch {
  /** How many numbers it keeps. */
  readonly kept: number;
  see(sample: number, step: number, answers: Float32Array, kept: Int32Array): void;
}

/** Compiles the files and runs all samples. Throws the errors of `withCompiled`. */
export function runProgram(
  subject: ExportSubject,
  files: PackageFiles,
  { samples, batch }: RunInput,
  { signal, onProgress }: RunContext,
  watch?: Watch,
): Promise<ProgramRun> {
  const facts = factsOf(subject);
  const { steps, input } = facts;
  const all = new Map<string, Uint8Array | string>([...files, ['driver.c', driverFile(facts, watch?.kept)]]);
  return withCompiled(all, signal, async (program) => {
    const size = outputSize(facts);
    const kept = 4 * size + 8;
    const record = kept + 4 * (watch?.kept ?? 0);
    const run = { answers: new Float32Array(batch * steps * size), operations: new Float64Array(batch * steps) };
    for (let sample = 0; sample < batch; sample++) {
      const own = samples.subarray(sample * input.size, (sample + 1) * input.size);
      const bytes = await program(new Uint8Array(own.buffer, own.byteOffset, own.byteLength));
      if (bytes.length !== steps * record)
        throw new SpikeloomError(
          'engine.failed',
          `The compiled program wrote ${bytes.length} bytes instead of ${steps * record}.`,
        );
      const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
      for (let t = 0; t < steps; t++) {
        for (let i = 0; i < size; i++) run.answers[(sample * steps + t) * size + i] = view.getFloat32(t * record + 4 * i, true);
        run.operations[sample * steps + t] = Number(view.getBigUint64(t * record + 4 * size, true));
        const first = (sample * steps + t) * size;
        watch?.see(sample, t, run.answers.subarray(first, first + size), wordsOf(bytes, t * record + kept, watch.kept));
      }
      onProgress?.((sample + 1) / batch);
    }
    return run;
  });
}

/** A copy of numbers of 32 bits, which lie at any address. */
const wordsOf = (bytes: Uint8Array, at: number, count: number): Int32Array =>
  new Int32Array(Uint8Array.from(bytes.subarray(at, at + 4 * count)).buffer);

/** The answers of a run by output, `[T, …]` flat with the batch where the network has it. */
export function answersByOutput(subject: ExportSubject, { answers }: ProgramRun, batch: number): Float64Array[] {
  const facts = factsOf(subject);
  const all = facts.outputs.map(({ size }) => new Float64Array(facts.steps * batch * size));
  throughBatch(facts, batch, batch, (output, own, whole, count) => all[output]!.set(answers.subarray(own, own + count), whole));
  return all;
}
