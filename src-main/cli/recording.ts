/** The options of `evaluate` that record spikes, and what it says of the recordings. */
import { InvalidArgumentError } from 'commander';
import { SpikeloomError } from '../../src-shared/errors/index.ts';
import { onCommandLine, option, say, withoutStop } from '../../src-shared/message/index.ts';
import { SPIKE_BUDGET } from '../../src-shared/spikes/index.ts';
import type { RecordingRequest, PlannedRecording } from '../services/spikes/plan-recording.ts';
import type { RecordingResult } from '../services/spikes/record-spikes.ts';
import { bytes } from './words.ts';

/** The options, as commander reads them. */
interface RecordingOptions {
  readonly recordSpikes?: readonly string[];
  readonly recordSamples?: readonly number[];
  /** In MB. */
  readonly spikeBudget?: number;
  readonly spikes?: string;
}

/** Parses a list of sample indices for commander. The option may be given several times. */
export const indices = (text: string, before: readonly number[] = []): number[] => [
  ...before,
  ...text.split(',').map((part) => {
    if (/^\s*\d{1,9}\s*$/.test(part)) return Number(part);
    throw new InvalidArgumentError('It must be whole numbers from 0 with commas between them, such as 0,5,7.');
  }),
];

/** The layers and samples to record; undefined if nothing is recorded. Throws `option.invalid` if an option lacks the others. */
export function recordingOf({
  recordSpikes,
  recordSamples,
  spikeBudget,
  spikes,
}: RecordingOptions): RecordingRequest | undefined {
  if (recordSpikes && recordSamples) {
    return { layers: recordSpikes, samples: recordSamples, budget: spikeBudget === undefined ? SPIKE_BUDGET : 1e6 * spikeBudget };
  }
  if (!recordSpikes && !recordSamples && spikeBudget === undefined && spikes === undefined) return undefined;
  const missing = recordSpikes ? 'record-samples' : 'record-spikes';
  const message = say`To record spikes, ${option('record-spikes', 'LAYERS')} and ${option('record-samples', 'LIST')} are both needed; add ${option(missing)}.`;
  throw new SpikeloomError('option.invalid', message, { at: { option: missing } });
}

/** Says on standard error, before the run starts, what the recordings may take. */
export const tellSize = ({ choice, mostBytes }: PlannedRecording): Promise<void> =>
  new Promise((resolve) => {
    const text = `Spikes of ${plural(choice.layers.length, 'layer')} and ${plural(choice.samples.length, 'sample')} take at most ${bytes(mostBytes)}.\n`;
    process.stderr.write(text, () => resolve());
  });

/** The recordings in the document of `--json`. */
export const recordedJson = ({ layers, samples, bytes, missing }: RecordingResult) => ({
  layers,
  samples,
  bytes,
  missing: missing === null ? null : onCommandLine(missing),
});

/** The recordings in a sentence. */
export function recordedText({ layers, samples, bytes: size, missing }: RecordingResult): string {
  if (missing !== null) return `Spikes are missing: ${onCommandLine(withoutStop(missing))}. The run itself is whole.`;
  return `Recorded spikes of ${plural(layers.length, 'layer')} and ${plural(samples.length, 'sample')}: ${bytes(size)}.`;
}

const plural = (count: number, what: string): string => `${count} ${what}${count === 1 ? '' : 's'}`;
