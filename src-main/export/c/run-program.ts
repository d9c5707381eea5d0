/** Runs the written C on samples, independently of the engines: this is how a package proves itself. */
import { SpikeloomError } from '../../../src-shared/errors/index.ts';
import { batchOuter } from '../../../src-shared/spiking/batch-layout.ts';
import type { ExportSubject, PackageFiles, RunContext, RunInput } from '../exporter.ts';
import { withCompiled } from './compiler.ts';
import { driverFile, factsOf, outputSize } from './files/index.ts';

/** What a program gave: for each sample and step all outputs one behind the other, and the operations so far. */
export interface ProgramRun {
  readonly answers: Float32Array;
  /** `[samples, steps]`. */
  readonly operations: Float64Array;
}

/** Compiles the files and runs all samples. Throws the errors of `withCompiled`. */
export function runProgram(
  subject: ExportSubject,
  files: PackageFiles,
  { samples, batch }: RunInput,
  { signal, onProgress }: RunContext,
): Promise<ProgramRun> {
  const facts = factsOf(subject);
  const { steps, input } = facts;
  const all = new Map<string, Uint8Array | string>([...files, ['driver.c', driverFile(facts)]]);
  return withCompiled(all, signal, async (program) => {
    const size = outputSize(facts);
    const record = 4 * size + 8;
    const run = { answers: new Float32Array(batch * steps * size), operations: new Float64Array(batch * steps) };
    for (let sample = 0; sample < batch; sample++) {
      const own = samples.subarray(sample * input.size, (sample + 1) * input.size);
      const bytes = await program(new Uint8Array(own.buffer, own.byteOffset, own.byteLength));
      if (bytes.length !== steps * record)
        throw new SpikeloomError('engine.failed', `The compiled program wrote ${bytes.length} bytes instead of ${steps * record}.`);
      const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
      for (let t = 0; t < steps; t++) {
        for (let i = 0; i < size; i++) run.answers[(sample * steps + t) * size + i] = view.getFloat32(t * record + 4 * i, true);
        run.operations[sample * steps + t] = Number(view.getBigUint64(t * record + 4 * size, true));
      }
      onProgress?.((sample + 1) / batch);
    }
    return run;
  });
}

/** The answers of a run by output, `[T, …]` flat with the batch where the network has it. */
export function answersByOutput(subject: ExportSubject, { answers }: ProgramRun, batch: number): Float64Array[] {
  const facts = factsOf(subject);
  const { steps } = facts;
  const { network } = subject.spiking;
  const outers = batchOuter(network);
  const size = outputSize(facts);
  return facts.outputs.map((output, index) => {
    const outer = outers.get(network.outputs[index]!.value)!;
    const inner = output.size / outer;
    const all = new Float64Array(steps * batch * output.size);
    for (let sample = 0; sample < batch; sample++)
      for (let t = 0; t < steps; t++)
        for (let block = 0; block < outer; block++) {
          const from = (sample * steps + t) * size + output.offset + block * inner;
          all.set(answers.subarray(from, from + inner), ((t * outer + block) * batch + sample) * inner);
        }
    return all;
  });
}
