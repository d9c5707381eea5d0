/**
 * The note on a run whose answers do not approach the float network's: more steps would not help, so the note says where the error arises
 * and which settings to change. Pure.
 */
import { conversionErrorOf, isNeuronLayer, type LayerResult, type NeuronLayerResult } from '../../../src-shared/results/index.ts';

/** An answer after 1…T steps, as a distance from the float network's: 0 is the same. */
export interface Approach {
  /** Its name in a sentence: `Agreement with the float network`. */
  readonly what: string;
  readonly errors: readonly number[];
}

/** With fewer steps there is no second half to speak of. */
const LEAST_STEPS = 4;
/** Errors up to this are not called out. */
const ACCEPTED = 0.1;
/** The second half must take this share of the error away. */
const PROGRESS = 0.1;
/** Layers that are named. */
const NAMED = 3;

const percent = (share: number): string => `${(100 * share).toPrecision(2)} %`;

/** A sentence for each answer that stays away from the float network's; none for those that approach it. */
export function convergenceNotes(answers: readonly Approach[], layers: readonly LayerResult[]): string[] {
  return answers.flatMap(({ what, errors }) => {
    const [last, half] = [errors.at(-1), errors[Math.floor(errors.length / 2) - 1]];
    if (errors.length < LEAST_STEPS || last === undefined || last <= ACCEPTED || last < half! * (1 - PROGRESS)) return [];
    return [
      `${what} does not improve over the second half of the steps: ${percent(half!)} off after ${Math.floor(errors.length / 2)} steps, ${percent(last)} after ${errors.length}. ${where(layers)} More steps will not help.`,
    ];
  });
}

/** Names the layers at which the error rises most from one neuron layer to the next, and the settings to change there. */
function where(layers: readonly LayerResult[]): string {
  const known = layers.filter(isNeuronLayer).flatMap((layer) => {
    const error = conversionErrorOf(layer);
    return error === null ? [] : [{ layer, error }];
  });
  const rises = known
    .map((one, index) => ({ ...one, rise: one.error - (known[index - 1]?.error ?? 0) }))
    .filter(({ rise }) => rise > 0)
    .toSorted((a, b) => b.rise - a.rise)
    .slice(0, NAMED);
  if (rises.length === 0) return 'No layer’s conversion error was recorded to tell where it arises.';
  const named = rises.map(({ layer, error }) => `${layer.name} (${percent(error)}${silenced(layer)})`);
  return `The conversion error rises most at ${named.join(', ')}; give these layers one threshold a layer, thresholds of magnitudes, a larger scale or more thresholds.`;
}

/** Thresholds of zero in words: their neurons never fire. */
function silenced({ threshold: { level, values } }: NeuronLayerResult): string {
  const zeros = values.filter((value) => value === 0).length;
  return zeros === 0 ? '' : `, ${zeros} of ${values.length} ${level}s have θ = 0 and never fire`;
}
