/** The layers and samples to record, as a person types them: what they come to, how large that may become, or what is wrong. Pure. */
import { globTest } from '../../src-shared/plan/index.ts';
import { leaveOut, mostSpikeBytes, type SizedLayer, SPIKE_BUDGET, type SpikeChoice } from '../../src-shared/spikes/index.ts';
import { spikeTexts as texts } from '../texts/spikes.ts';

/** What is typed: names or globs, and numbers, with commas between them. */
export interface TypedChoice {
  readonly layers: string;
  readonly samples: string;
}

/** The run that would record. */
export interface RecordingRun {
  readonly layers: readonly SizedLayer[];
  readonly steps: number;
  /** Number of its samples; null if that is not known. */
  readonly samples: number | null;
}

export type ReadChoice =
  | { readonly choice: SpikeChoice; readonly mostBytes: number }
  | { readonly wrong: string; readonly field: 'layers' | 'samples' | null };

/** Reads what is typed. */
export function readChoice(typed: TypedChoice, { layers, steps, samples: count }: RecordingRun): ReadChoice {
  const keys = partsOf(typed.layers);
  const chosen = new Set<string>();
  for (const key of keys) {
    const found = layers.filter(({ name }) => globTest(key)(name));
    if (found.length === 0) return { wrong: texts.noLayer(key), field: 'layers' };
    for (const { name } of found) chosen.add(name);
  }
  if (chosen.size === 0) return { wrong: texts.noLayers, field: 'layers' };
  const numbers = partsOf(typed.samples);
  if (numbers.some((part) => !/^\d{1,9}$/.test(part))) return { wrong: texts.wrongSamples, field: 'samples' };
  const samples = [...new Set(numbers.map(Number))].sort((a, b) => a - b);
  if (samples.length === 0) return { wrong: texts.noSamples, field: 'samples' };
  const beyond = count === null ? undefined : samples.find((sample) => sample >= count);
  if (beyond !== undefined) return { wrong: texts.noSample(beyond, count! - 1), field: 'samples' };
  const sized = layers.filter(({ name }) => chosen.has(name));
  const mostBytes = mostSpikeBytes(sized, samples.length, steps);
  const left = leaveOut(sized, samples.length, steps, SPIKE_BUDGET);
  if (left) {
    const help = 'samples' in left ? texts.leaveSamples(left.samples) : texts.leaveLayer(left.layer);
    return { wrong: texts.tooLarge(mostBytes, SPIKE_BUDGET, help), field: null };
  }
  return { choice: { layers: sized.map(({ name }) => name), samples }, mostBytes };
}

const partsOf = (text: string): string[] =>
  text
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '');
