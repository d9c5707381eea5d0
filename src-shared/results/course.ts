/**
 * The course of a run over its steps: whether its answers approach those of the float network, and whether they get worse again after
 * their best step. More steps would not help then.
 */
import { isNeuronLayer, type NeuronLayerResult } from './layers.ts';
import { mcnemar } from './proportions.ts';
import type { RunReport } from './run-report.ts';
import { percent, stepsText } from './words.ts';

/** Least number of steps: with fewer, the second half is too short to judge. */
const LEAST_STEPS = 4;
/** Largest error that needs no remark. */
const ACCEPTED = 0.1;
/** Share of the error that the second half of the steps must remove. */
const PROGRESS = 0.1;

/**
 * True if the second half of the steps removes less than a tenth of an error above a tenth. `errors`: distance from the float network's
 * answers after 1…T steps.
 */
export function stalls(errors: readonly number[]): boolean {
  const [last, half] = [errors.at(-1), errors[Math.floor(errors.length / 2) - 1]];
  return errors.length >= LEAST_STEPS && last !== undefined && last > ACCEPTED && last >= half! * (1 - PROGRESS);
}

/** A fall is called one below this probability. It is small, because the best of all steps was chosen after the fact. */
const SURE = 0.01;
/** Least growth of a layer's conversion error, as a share of the float activation, that may explain a fall. */
const GROWTH = 0.01;

/** The fall after the best step, if it is more than noise. */
export interface Fall {
  /** The best step. */
  readonly step: number;
  readonly best: number;
  readonly last: number;
  /** The layer whose conversion error grows most after the best step, and that error then and at the end; null if none grows. */
  readonly layer: { readonly name: string; readonly then: number; readonly end: number } | null;
}

/** The fall of a run's accuracy (without labels: of its agreement). Null if there is none, or if nothing was kept of the samples. */
export function fallOf({ paired, steps, layers }: Pick<RunReport, 'paired' | 'steps' | 'layers'>): Fall | null {
  // A report may come from anyone, and name a step that there is not.
  if (!paired || paired.peak.step >= steps.length) return null;
  const { step, only_peak, only_last } = paired.peak;
  if (only_peak <= only_last || mcnemar({ first: only_peak, second: only_last }) >= SURE) return null;
  const share = (at: number): number => steps[at]!.accuracy ?? steps[at]!.agreement;
  return { step, best: share(step - 1), last: share(steps.length - 1), layer: growing(layers.filter(isNeuronLayer), step) };
}

function growing(layers: readonly NeuronLayerResult[], step: number): Fall['layer'] {
  const grown = layers.flatMap(({ name, conversion_error: errors }) =>
    errors ? [{ name, then: errors[step - 1]!, end: errors.at(-1)! }] : [],
  );
  const [most] = grown.toSorted((a, b) => b.end - b.then - (a.end - a.then));
  return most && most.end - most.then > GROWTH ? most : null;
}

/** Sentences on what is odd about the course of a run's answers, with the likely cause. */
export function courseFindings(report: RunReport): string[] {
  const { steps, settings, ann } = report;
  const what = ann.accuracy === null ? 'Agreement with the float network' : 'Accuracy';
  const fall = fallOf(report);
  const findings: string[] = [];
  if (fall) {
    const course = `${what} falls again with more steps: ${percent(fall.best)} after ${stepsText(fall.step)}, ${percent(fall.last)} after ${stepsText(steps.length)}.`;
    findings.push(`${course} ${causeOf(fall, settings.tau)}`);
  }
  if (stalls(steps.map(({ agreement }) => 1 - agreement)))
    findings.push(
      `Agreement with the float network does not improve over the second half of the steps: ${percent(steps.at(-1)!.agreement)} after ${stepsText(steps.length)}. The notes of the run name the layers where the error arises.`,
    );
  return findings;
}

function causeOf({ layer, step }: Fall, tau: number): string {
  if (layer)
    return `The likely cause is layer ${layer.name}: its conversion error grows from ${percent(layer.then)} to ${percent(layer.end)} after step ${step}.`;
  return tau === 1
    ? 'The conversion error of no layer grows with it, so that the outputs of the first steps are better than their later mean by their rounding alone.'
    : `The coding leaks (τ = ${tau}), which gives later spikes more weight; the conversion error of no layer grows with it.`;
}
