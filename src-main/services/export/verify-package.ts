/**
 * The self-check of an export. The written files are run independently of the engines and compared with the expected outputs, step by
 * step. A difference that rounding and ties do not explain ends the export, and the error names the first layer and step.
 */
import type { BatchResult } from '../../../src-shared/engine/index.ts';
import { SpikeloomError } from '../../../src-shared/errors/index.ts';
import type { Comparison, ExportOptions } from '../../../src-shared/export/index.ts';
import type { SpikingNetwork } from '../../../src-shared/spiking/index.ts';
import { type Agreement, compareAnswers, describeStage, firstDifference, isUnexplained } from '../../engines/agreement/index.ts';
import type { ExportedModel, Exporter, ExportSubject, StepValues } from '../../export/index.ts';
import { type ServiceContext, trackProgress } from '../progress.ts';
import { referenceMs, TIE_FACTOR, TOLERANCE } from '../run/self-check.ts';
import { asCompared, asDecoded, compareSteps, firstStep } from './compare-steps.ts';
import { type ExpectedOutputs, expectedOutputs, type PackageSamples, runOn } from './expected-outputs.ts';

export interface PackageToCheck {
  readonly exporter: Exporter;
  readonly subject: ExportSubject;
  readonly options: ExportOptions;
  /** The files as they were read back. */
  readonly exported: ExportedModel;
  readonly samples: PackageSamples;
  readonly expected: ExpectedOutputs;
}

export interface CheckedPackage {
  readonly grade: 'exact' | 'approximate';
  readonly comparisons: readonly Comparison[];
  readonly differences: readonly string[];
  /** The results of the files. */
  readonly values: StepValues;
}

/** Checks a package. Throws `export.disagrees` if it computes something else than the engine. Stops at once if cancelled. */
export async function verifyPackage(checked: PackageToCheck, context: ServiceContext): Promise<CheckedPackage> {
  const { exporter, subject, options, exported, samples, expected } = checked;
  const { spiking, steps } = subject;
  const compared = { spiking, batch: samples.batch, steps, kind: exporter.compared };
  const progress = trackProgress(context.onProgress, 'checking', samples.batch);
  const onProgress = (done: number): void => progress(done * samples.batch);
  const ours = await exporter.run(subject, options, exported, samples, { signal: context.signal, onProgress });
  const first = compareSteps(compared, expected.engine, ours, expected.result);
  const numbers = exporter.approximates?.(options);
  if (numbers !== undefined)
    return {
      grade: 'approximate',
      comparisons: [first],
      differences: [numbersSentence(numbers, first, samples.batch)],
      values: ours,
    };
  if (first.differing === 0) return { grade: 'exact', comparisons: [first], differences: [], values: ours };
  const quiet = { signal: context.signal };
  const unexplained = (await answersOf(checked, spiking, ours, expected.result, quiet)).differences.some(isUnexplained);
  if (unexplained) throw await disagreement(checked, first, quiet);
  const differences = [tieSentence(first, checked)];
  if (expected.engine === 'cpu') return { grade: 'approximate', comparisons: [first], differences, values: ours };
  const cpu = await runOn('cpu', spiking, samples, steps, quiet);
  const second = compareSteps(compared, 'cpu', ours, cpu);
  const yardstick = compareSteps(
    compared,
    expected.engine,
    cpu.logits.map((logits) => asCompared(compared, logits)),
    expected.result,
  );
  differences.push(tieSentence(second, checked), yardstickSentence(yardstick));
  return { grade: 'approximate', comparisons: [first, second], differences, values: ours };
}

/** The measured difference of files that compute with other numbers. They were proved bit for bit against their own simulation. */
const numbersSentence = (numbers: string, comparison: Comparison, samples: number): string =>
  `All layers: with ${numbers} the answers of ${samples} samples differ from the ${comparison.engine} engine by ${sizes(comparison)}. The compiled files compute the same bits as the simulation with ${numbers}.`;

/** Networks that the reference engine runs in this time (ms) take longer to start in the cpu engine. */
const QUICK_MS = 500;

/** The answers of the files and of an engine, with an engine on moved thresholds to tell ties. */
function answersOf(
  { exporter, samples, subject: { steps } }: PackageToCheck,
  spiking: SpikingNetwork,
  ours: StepValues,
  expected: BatchResult,
  context: ServiceContext,
): Promise<Agreement> {
  const engine = referenceMs(spiking, samples.batch, steps) > QUICK_MS ? 'cpu' : 'reference';
  return compareAnswers({
    spiking,
    batch: samples.batch,
    steps,
    ours: { ...expected, logits: ours.map((values) => asDecoded({ spiking, steps, kind: exporter.compared }, values)) },
    reference: expected,
    rerun: (moved) => runOn(engine, moved, samples, steps, context),
    tolerance: TOLERANCE,
    explains: ({ distance, spreadOfAll }) => distance <= TOLERANCE + TIE_FACTOR * spreadOfAll,
  });
}

/** The error for a package that computes something else, with the first layer and step that differ. */
async function disagreement(checked: PackageToCheck, whole: Comparison, context: ServiceContext): Promise<SpikeloomError> {
  const { exporter, subject, options, samples } = checked;
  const { spiking, steps } = subject;
  let step = firstStep(whole);
  const stage = await firstDifference(spiking, async (restricted) => {
    context.signal.throwIfAborted();
    const part = { ...subject, spiking: restricted };
    const expected = await expectedOutputs(restricted, samples, steps, context);
    const ours = await exporter.run(part, options, exporter.write(part, options), samples, { signal: context.signal });
    const compared = { spiking: restricted, batch: samples.batch, steps, kind: exporter.compared };
    const agreement = await answersOf(checked, restricted, ours, expected.result, context);
    const differs = agreement.differences.some(isUnexplained);
    if (differs) step = firstStep(compareSteps(compared, expected.engine, ours, expected.result));
    return differs;
  });
  const layer = describeStage(spiking, stage);
  const when = step === undefined ? '' : ` in step ${step + 1}`;
  return new SpikeloomError(
    'export.disagrees',
    `The written files compute something else than the ${checked.expected.engine} engine, first at layer ${layer}${when}; nothing was exported. Report this network.`,
    { at: { layer } },
  );
}

/** How far an engine of 32 bits itself is from the expected outputs. */
function yardstickSentence(comparison: Comparison): string {
  return `For comparison: the cpu engine differs from the ${comparison.engine} engine by ${sizes(comparison)}.`;
}

function tieSentence(comparison: Comparison, { samples, subject }: PackageToCheck): string {
  const { engine, differing } = comparison;
  const of = `${samples.batch * subject.spiking.network.outputs.length}`;
  if (differing === 0) return `All layers: the decisions are those of the ${engine} engine for all ${of} samples.`;
  return `Neuron layers: ${differing} of ${of} samples differ from the ${engine} engine at some step, by ${sizes(comparison)}, since a potential or a sum of sent spikes equals a threshold except for rounding, which decides whether a spike is sent (tie).`;
}

/** The largest differences in words. */
const sizes = ({ relative_l2: distances, answer_relative_l2: answer }: Comparison): string =>
  `${Math.max(...distances)} of a step at most and ${answer} of the answer (relative L2)`;
