/**
 * Runs a written program in whole numbers beside the simulator. After every step all states and answers must be the same bits; every spike is a
 * change of a state, so that spikes are the same too.
 */
import { SpikeloomError } from '../../../../src-shared/errors/index.ts';
import {
  createFixedSimulator,
  fixNetwork,
  type FixedNetwork,
  type FixedSimulator,
  meanOfOutput,
} from '../../../../src-shared/fixed/index.ts';
import type { ExportSubject, PackageFiles, RunContext, RunInput } from '../../exporter.ts';
import { type ProgramRun, runProgram } from '../run-program.ts';
import { fixedDraftOf } from './program.ts';
import type { KeptState } from './writing.ts';

/** The network in whole numbers. Throws `numbers.unsupported` with the layer that has no such form. */
export function fixedNetworkOf({ spiking, steps, inputRange }: ExportSubject): FixedNetwork {
  if (inputRange === undefined) throw new Error('an export in whole numbers needs the range of the input');
  return fixNetwork(spiking, { steps, inputRange });
}

/** Compiles the files and runs all samples. Throws `export.disagrees` with the first layer and step that differ, and the errors of `runProgram`. */
export function runFixed(subject: ExportSubject, files: PackageFiles, input: RunInput, context: RunContext): Promise<ProgramRun> {
  const network = fixedNetworkOf(subject);
  const { draft, kept } = fixedDraftOf(network, subject.spiking, subject.name);
  const simulator = createFixedSimulator(network);
  const size = network.values[network.input.value]!.size;
  return runProgram(subject, files, input, context, {
    kept: draft.keptLength(),
    see(sample, step, answers, words) {
      if (step === 0) simulator.begin(input.samples.subarray(sample * size, (sample + 1) * size));
      simulator.step();
      const wrong = firstDifference(network, simulator, kept, step, answers, words);
      if (wrong !== undefined) throw disagreement(wrong, step);
    },
  });
}

/** The first layer whose states, or the output whose answers, are not those of the simulator. */
function firstDifference(
  network: FixedNetwork,
  simulator: FixedSimulator,
  kept: readonly KeptState[],
  step: number,
  answers: Float32Array,
  words: Int32Array,
): string | undefined {
  for (const { layer, unit, state, offset, size } of kept) {
    const states = unit.kind === 'layer' ? simulator.states[unit.index]! : simulator.outputs[unit.index]!.states;
    if (!same(states[state]!, words.subarray(offset, offset + size))) return layer;
  }
  let at = 0;
  for (const [index, { name }] of network.outputs.entries()) {
    const expected = answersOf(network, simulator, index, step);
    if (!same(expected, answers.subarray(at, at + expected.length))) return `output ${name}`;
    at += expected.length;
  }
  return undefined;
}

const same = (a: ArrayLike<number>, b: ArrayLike<number>): boolean =>
  a.length === b.length && Array.prototype.every.call(a, (value: number, i) => value === b[i]);

/** The answers of the simulator after a step, as 32-bit floats. */
export function answersOf({ outputs }: FixedNetwork, simulator: FixedSimulator, output: number, step: number): Float32Array {
  const { unit } = outputs[output]!;
  const { now, then, divisor } = meanOfOutput(outputs[output]!, step + 1);
  const { estimate, before } = simulator.outputs[output]!.states;
  return Float32Array.from(estimate!, (whole, i) => ((whole * now - (before?.[i] ?? 0) * then) * unit) / divisor);
}

const disagreement = (layer: string, step: number): SpikeloomError =>
  new SpikeloomError(
    'export.disagrees',
    `The written files compute something else than the simulator of whole numbers, first at layer ${layer} in step ${step + 1}; nothing was exported. Report this network.`,
    { at: { layer } },
  );
