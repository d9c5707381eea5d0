/** The exporter of C99: a library that computes one time step, with weights and states as 32-bit floats. */
import type { SpikingNetwork } from '../../../src-shared/spiking/index.ts';
import type { Exporter, ExportSubject, PackageFiles } from '../exporter.ts';
import { card } from './card.ts';
import { dataFile, factsOf, headerFile, makefile, outputSize, planned, sourceFile, testFile } from './files/index.ts';
import { draftOf } from './program.ts';
import { answersByOutput, runProgram } from './run-program.ts';

const textFiles = (files: Readonly<Record<string, string>>): PackageFiles =>
  new Map(Object.entries(files).map(([path, text]) => [path, Buffer.from(text)]));

/** Samples of the test program: as many as this number of floats allows, but one at least. */
const TEST_FLOATS = 20_000;

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
      }),
      states: [],
      differences: differencesOf(subject.spiking),
    };
  },
  async run(subject, _options, { files }, input, context) {
    return answersByOutput(subject, await runProgram(subject, files, input, context), input.batch);
  },
  instructions: (subject: ExportSubject) => card(factsOf(subject)),
};

const differencesOf = (_: SpikingNetwork): string[] => ['All layers: numbers have 32 bits, where the reference engine has 64.'];
void makefile, void testFile, void outputSize, void TEST_FLOATS;
