/**
 * The exporter of C99: a library that computes one time step, with weights and states as 32-bit floats. A package proves itself with the
 * C compiler of this machine; without one nothing is delivered.
 */
import type { Exporter, ExportSubject, PackageFiles } from '../exporter.ts';
import { card } from './card.ts';
import { dataFile, factsOf, headerFile, makefile, memoryOf, planned, sourceFile, testFile } from './files/index.ts';
import { draftOf } from './program.ts';
import { answersByOutput, runProgram } from './run-program.ts';

const textFiles = (files: Readonly<Record<string, string>>): PackageFiles =>
  new Map(Object.entries(files).map(([path, text]) => [path, Buffer.from(text)]));

const DIFFERENCES = [
  'All layers: numbers have 32 bits, where the reference engine has 64.',
  'The answers of another compiler or processor are the same bits if it computes IEEE 754 floats without contraction of products and sums; functions of math.h (exponential, tanh, …) may differ in their last bits.',
];

export const cExporter: Exporter = {
  compared: 'answers',
  write(subject) {
    const facts = factsOf(subject);
    const program = planned(draftOf(subject.spiking, subject.name));
    const { name } = facts;
    return {
      files: textFiles({
        [`${name}.h`]: headerFile(facts, program),
        [`${name}.c`]: sourceFile(facts, program),
        [`${name}_data.c`]: dataFile(facts, program),
        Makefile: makefile(facts),
      }),
      states: [],
      differences: DIFFERENCES,
      memory: memoryOf(program),
    };
  },
  async run(subject, _options, { files }, input, context) {
    return answersByOutput(subject, await runProgram(subject, files, input, context), input.batch);
  },
  tests: (subject, input, values) => textFiles({ [`${subject.name}_test.c`]: testFile(factsOf(subject), input, values) }),
  instructions: (subject: ExportSubject) => card(factsOf(subject)),
};
