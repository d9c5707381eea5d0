/**
 * The note on a run whose answers do not approach those of the float network. More steps would not help, so the note names the
 * layers where the error arises and the settings to change. Pure.
 */
import { joined, layerNamed, type Message, say, warning, type Warning } from '../../../src-shared/message/index.ts';
import {
  conversionErrorOf,
  isNeuronLayer,
  type LayerResult,
  type NeuronLayerResult,
  stalls,
} from '../../../src-shared/results/index.ts';

/** Distance of an answer from the float network's after 1…T steps; 0 means equal. */
export interface Approach {
  /** Name of the measure in a sentence: `Agreement with the float network`. */
  readonly what: string;
  readonly errors: readonly number[];
}

/** Number of layers that the note names. */
const NAMED = 3;

const percent = (share: number): string => `${share >= 0.1 ? (100 * share).toFixed(0) : (100 * share).toPrecision(2)} %`;

/** One warning for each answer that does not approach the float network's; empty if all do. */
export function convergenceNotes(answers: readonly Approach[], layers: readonly LayerResult[]): Warning[] {
  return answers.flatMap(({ what, errors }) => {
    if (!stalls(errors)) return [];
    const [last, half] = [errors.at(-1)!, errors[Math.floor(errors.length / 2) - 1]!];
    const course = `${percent(half)} off after ${Math.floor(errors.length / 2)} steps, ${percent(last)} after ${errors.length}`;
    return [
      warning(
        say`${what} does not improve over the second half of the steps: ${course}. ${where(layers)} More steps will not help.`,
      ),
    ];
  });
}

/** Names the layers whose error rises most above that of the neuron layer before, and the settings to change there. */
function where(layers: readonly LayerResult[]): Message {
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
  const named = rises.map(({ layer, error }) => say`${layerNamed(layer.name)} (${percent(error)}${silenced(layer)})`);
  return say`The conversion error rises most at ${joined(named, ', ')}; give these layers one threshold a layer, thresholds of magnitudes, a larger scale or more thresholds.`;
}

/** Describes thresholds of zero, whose neurons never fire. */
function silenced({ threshold: { level, values } }: NeuronLayerResult): string {
  const zeros = values.filter((value) => value === 0).length;
  return zeros === 0 ? '' : `, ${zeros} of ${values.length} ${level}s have θ = 0 and never fire`;
}
