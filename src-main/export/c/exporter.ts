/**
 * The exporter of C99: a library that computes one time step, with weights and states as 32-bit floats, or with 8-bit weights and whole numbers. A package
 * proves itself with the C compiler of this machine; without one nothing is delivered.
 */
import type { ExportOptions, PackageMemory } from '../../../src-shared/export/index.ts';
import type { Exporter, ExportSubject, PackageFiles } from '../exporter.ts';
import { card } from './card.ts';
import type { Element } from './draft.ts';
import { dataFile, factsOf, headerFile, makefile, memoryOf, planned, sourceFile, testFile } from './files/index.ts';
import { fixedDraftOf } from './fixed/program.ts';
import { fixedNetworkOf, runFixed } from './fixed/run-fixed.ts';
import { draftOf } from './program.ts';
import { answersByOutput, runProgram } from './run-program.ts';

const textFiles = (files: Readonly<Record<string, string>>): PackageFiles =>
  new Map(Object.entries(files).map(([path, text]) => [path, Buffer.from(text)]));

const elementOf = ({ weights }: ExportOptions): Element => (weights === 'int8' ? 'int32_t' : 'float');

const DIFFERENCES: Readonly<Record<Element, readonly string[]>> = {
  float: [
    'All layers: numbers have 32 bits, where the reference engine has 64.',
    'The answers of another compiler or processor are the same bits if it computes IEEE 754 floats without contraction of products and sums; functions of math.h (exponential, tanh, …) may differ in their last bits.',
  ],
  int32_t: [
    'Convolutions and linear layers: weights have 8 bits, with one unit for each output channel; sums are exact.',
    'Neuron layers: membrane potentials, thresholds and estimates are whole numbers of 32 bits.',
    'Input: values are rounded to 12 bits and limited to the largest magnitude of the calibration samples, rounded up to a power of two.',
    'The answers of another compiler or processor are the same bits if its doubles are those of IEEE 754; everything else is arithmetic of whole numbers.',
  ],
};

/** The program of a network, and what the header says about its input. */
function written(subject: ExportSubject, options: ExportOptions) {
  if (elementOf(options) === 'float') return { draft: draftOf(subject.spiking, subject.name), limits: '' };
  const network = fixedNetworkOf(subject);
  const { unit, most } = network.input;
  const { draft } = fixedDraftOf(network, subject.spiking, subject.name);
  return { draft, limits: `Values are rounded to multiples of ${unit}, and limited to +-${unit * most}.` };
}

/** The memory that a library occupies, without its code. Throws as `cExporter.write`. */
export const memoryOfLibrary = (subject: ExportSubject, options: ExportOptions): PackageMemory =>
  memoryOf(planned(written(subject, options).draft));

export const cExporter: Exporter = {
  compared: 'answers',
  approximates: ({ weights }) => (weights === 'int8' ? 'int8 numbers' : undefined),
  write(subject, options) {
    const facts = factsOf(subject);
    const { draft, limits } = written(subject, options);
    const program = planned(draft);
    const { name } = facts;
    return {
      files: textFiles({
        [`${name}.h`]: headerFile(facts, program, limits),
        [`${name}.c`]: sourceFile(facts, program),
        [`${name}_data.c`]: dataFile(facts, program),
        Makefile: makefile(facts),
      }),
      states: [],
      differences: DIFFERENCES[draft.element],
      memory: memoryOf(program),
    };
  },
  async run(subject, options, { files }, input, context) {
    const run = elementOf(options) === 'float' ? runProgram : runFixed;
    return answersByOutput(subject, await run(subject, files, input, context), input.batch);
  },
  tests: (subject, options, input, values) =>
    textFiles({ [`${subject.name}_test.c`]: testFile(factsOf(subject), elementOf(options), input, values) }),
  instructions: (subject, options) => card(factsOf(subject), elementOf(options)),
};
