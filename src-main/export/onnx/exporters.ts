/** The two exporters of ONNX: one time step with states, and T steps in one graph. */
import { SpikeloomError } from '../../../src-shared/errors/index.ts';
import type { ExportOptions } from '../../../src-shared/export/index.ts';
import type { SpikingNetwork } from '../../../src-shared/spiking/index.ts';
import type { Exporter, ExportSubject } from '../exporter.ts';
import { isIdentifier } from '../identifiers.ts';
import { portsOf } from '../ports.ts';
import { stepCard, unrolledCard } from './cards.ts';
import { type ModelFacts, STEP, stepModel, STEPS, unrolledModel } from './models.ts';
import { runInBatches, runStepModel, runUnrolledModel } from './run-model.ts';

const STEP_FILE = 'step.onnx';
const UNROLLED_FILE = 'unrolled.onnx';

/** Largest file of ONNX without external data: protobuf has no messages of 2 GiB. */
const LARGEST = 2 ** 31 - 1;

const factsOf = ({ name, steps, version }: ExportSubject, { batch }: ExportOptions): ModelFacts => ({
  name,
  steps,
  batch,
  producerVersion: version,
});

/** Throws `export.unsupported` if the weights do not fit into one file. */
function checkSize({ network }: SpikingNetwork): void {
  let bytes = 0;
  for (const { data } of network.constants.values()) bytes += 4 * data.length;
  if (bytes <= 0.95 * LARGEST) return;
  throw new SpikeloomError(
    'export.unsupported',
    `The weights need ${(bytes / 2 ** 30).toFixed(1)} GiB, and an ONNX file holds less than 2 GiB; use a smaller network.`,
  );
}

const differencesOf = ({ network }: SpikingNetwork): string[] => {
  const odd = [network.input, ...network.outputs].map(({ name }) => name).filter((name) => !isIdentifier(name));
  return [
    'All layers: numbers have 32 bits, where the reference engine has 64.',
    ...(odd.length === 0
      ? []
      : [
          `Input and outputs keep the names of the original model; ${odd.join(', ')} ${odd.length === 1 ? 'is' : 'are'} not a C identifier.`,
        ]),
  ];
};

/** One time step; a caller keeps the states. */
export const stepExporter: Exporter = {
  compared: 'steps',
  write(subject, options) {
    checkSize(subject.spiking);
    const { bytes, states } = stepModel(subject.spiking, factsOf(subject, options));
    return { files: new Map([[STEP_FILE, bytes]]), states, differences: differencesOf(subject.spiking) };
  },
  run: ({ spiking, steps }, { batch }, { files, states }, input, context) =>
    runInBatches(spiking, batch, steps, input, (part) =>
      runStepModel(files.get(STEP_FILE)!, spiking, part, { states, steps, suffix: STEP }, context),
    ),
  instructions: ({ spiking }, { batch }) => stepCard(STEP_FILE, portsOf(spiking, batch), batch),
};

/** T time steps in one graph, with the names and shapes of the original model. */
export const unrolledExporter: Exporter = {
  compared: 'answers',
  write(subject, options) {
    checkSize(subject.spiking);
    const bytes = unrolledModel(subject.spiking, factsOf(subject, options));
    return { files: new Map([[UNROLLED_FILE, bytes]]), states: [], differences: differencesOf(subject.spiking) };
  },
  run: ({ spiking, steps }, { batch }, { files }, input, context) =>
    runInBatches(spiking, batch, steps, input, (part) =>
      runUnrolledModel(files.get(UNROLLED_FILE)!, spiking, part, STEPS, context),
    ),
  instructions: ({ spiking }, { batch }) => unrolledCard(UNROLLED_FILE, portsOf(spiking, batch), batch),
};
