/** What comes of a run in one sentence: how many steps are enough, how that compares with the float network, what later steps add. */
import type { Fall } from './course.ts';
import { type Estimate, SURE } from './proportions.ts';
import type { StepShares } from './step-shares.ts';
import { bare, percent, points, stepsText } from './words.ts';

/** Agreement without labels that counts as the answers of the float network. */
const ENOUGH = 0.99;
/** A gain of accuracy by later steps that is worth a word, even if the samples are too few to tell it from noise. */
const GAIN = 0.005;

/** True if the accuracy after a step is not below the float network's by more than noise. */
function keepsUp({ accuracy, difference }: StepShares, float: Estimate): boolean {
  if (difference) return difference.value >= 0 || difference.p >= SURE;
  // Without the samples, the accuracies count as those of different samples.
  return accuracy !== null && accuracy.high >= float.value;
}

/** The first of the steps from which on all satisfy `holds`; undefined if the last does not. */
function firstOfRest(steps: readonly StepShares[], holds: (step: StepShares) => boolean): StepShares | undefined {
  return steps[steps.findLastIndex((step) => !holds(step)) + 1];
}

/** The first of the steps with the highest accuracy. */
const bestOf = (steps: readonly StepShares[]): StepShares | undefined =>
  steps.toSorted((a, b) => (b.accuracy?.value ?? 0) - (a.accuracy?.value ?? 0))[0];

/** The sentence. `float`: the float network's accuracy, null without labels; `fall`: the fall of the curve after its best step. */
export function verdictOf(float: Estimate | null, steps: readonly StepShares[], fall: Fall | null): string {
  const last = steps.at(-1)!;
  if (last.agreement === null)
    return 'The output is no class vector: the run has no accuracy. Its table of outputs has the errors.';
  const rest = ({ step, accuracy }: StepShares): string => {
    if (step === last.step) return '';
    if (fall && fall.step >= step) return `; it falls again after step ${fall.step}`;
    const best = bestOf(steps.filter((later) => later.step > step));
    if (!accuracy || !best?.accuracy || best.accuracy.value <= accuracy.value + GAIN) return '; later steps add energy only';
    return `; ${percent(best.accuracy.value)} after ${stepsText(best.step)}`;
  };
  if (float === null || last.accuracy === null) return withoutLabels(steps, last, rest);
  const enough = firstOfRest(steps, (step) => keepsUp(step, float));
  if (!enough) return below(last, last.accuracy, float, fall);
  const { accuracy, difference } = enough;
  const isAbove = difference !== null && difference.value > 0 && difference.p < SURE;
  const relation = isAbove ? `${points(difference.value)} above` : 'within noise of';
  return `${percent(accuracy!.value)} after ${stepsText(enough.step)}, ${relation} the float network (${percent(float.value)})${rest(enough)}.`;
}

function below({ step, difference }: StepShares, accuracy: Estimate, float: Estimate, fall: Fall | null): string {
  const range = difference ? ` (95 %: ${bare(difference.high)} to ${bare(difference.low)})` : '';
  const best = fall ? `; it was best after ${stepsText(fall.step)} (${percent(fall.best)})` : '';
  return `${percent(accuracy.value)} after ${stepsText(step)}, ${points(accuracy.value - float.value)}${range} below the float network (${percent(float.value)})${best}.`;
}

function withoutLabels(steps: readonly StepShares[], last: StepShares, rest: (step: StepShares) => string): string {
  const enough = firstOfRest(steps, ({ agreement }) => agreement!.value >= ENOUGH);
  const step = enough ?? last;
  return `No labels: the answers agree with the float network’s on ${percent(step.agreement!.value)} of the samples after ${stepsText(step.step)}${enough ? rest(step) : ''}.`;
}
