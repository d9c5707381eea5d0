/** Samples for a model: the source a user named, preprocessed as the model's own file, an option or the project says. */
import { createHash } from 'node:crypto';
import { joined, type Message, say } from '../../../src-shared/message/index.ts';
import type { PlacedNetwork } from '../../convert/index.ts';
import { openSource, type PreprocessFile, type SampleSource } from '../../dataset/index.ts';

/** What a user says about samples beside where they are. */
export interface SampleOptions {
  /** A .npy file of labels. */
  readonly labels?: string | undefined;
  readonly skipBad?: boolean | undefined;
  /** At most so many samples, spread over the classes. */
  readonly limit?: number | undefined;
}

/** Samples to run, in the order of their files. */
export function openDataset(
  spec: string,
  placed: PlacedNetwork,
  preprocess: PreprocessFile | undefined,
  { labels, skipBad, limit }: SampleOptions,
): Promise<SampleSource> {
  const classCount = classesOf(placed);
  const options = { ...commonOptions(placed, preprocess), labels, skipBad, limit, classCount };
  return openSource(spec, { ...options, order: 'sequential' });
}

/** Samples to calibrate with: of a folder of classes, one of each class in turn. */
export const openCalibration = (
  spec: string,
  placed: PlacedNetwork,
  preprocess: PreprocessFile | undefined,
  { skipBad }: Pick<SampleOptions, 'skipBad'>,
): Promise<SampleSource> => openSource(spec, { ...commonOptions(placed, preprocess), skipBad, order: 'round-robin' });

const commonOptions = ({ network }: PlacedNetwork, preprocess: PreprocessFile | undefined) => ({
  inputShape: network.shapes.get(network.input.value)!,
  preprocess: preprocess?.input,
  classes: preprocess?.classes,
});

/** Number K of classes of the network's first output `[B, K]`; undefined for an output of another kind. */
export function classesOf({ network }: PlacedNetwork): number | undefined {
  const shape = network.shapes.get(network.outputs[0]!.value)!;
  return shape.length === 2 ? shape[1] : undefined;
}

/**
 * SHA-256 of the labels and of the first and the last sample, as the network gets them: datasets that are not the same, under one
 * name or on two machines, are told apart in practice, and nothing else of them is read.
 */
export async function sampleFingerprint(source: SampleSource): Promise<string> {
  const hash = createHash('sha256');
  for (const from of [0, source.count - 1]) hash.update(Float64Array.from(await source.read(from, from + 1)));
  return hash.update(source.labels ?? new Int32Array()).digest('hex');
}

/** Sentences on samples, once they have been read: how they are read, and which were left out. */
export const sampleNotes = (source: SampleSource): Message[] => [
  ...limitNotes(source),
  ...source.notes(),
  ...skippedNotes(source),
];

/** The sentence on a run of a part of its source only. */
function limitNotes({ count, all, labels, name }: SampleSource): string[] {
  if (count === all) return [];
  const [some, of] = [count.toLocaleString('en-US'), all.toLocaleString('en-US')];
  return [
    labels ? `${name}: ${some} of ${of} samples, one of each class in turn.` : `${name}: the first ${some} of ${of} samples.`,
  ];
}

/** Sentences on files that were left out because they cannot be used. */
function skippedNotes({ skipped, name }: SampleSource): Message[] {
  if (skipped.length === 0) return [];
  const files = skipped.slice(0, 3).map(({ reason }) => reason);
  const more = skipped.length > files.length ? ` and ${skipped.length - files.length} more` : '';
  return [
    say`${name}: ${skipped.length} ${skipped.length === 1 ? 'sample' : 'samples'} left out that cannot be used: ${joined(files, '; ')}${more}.`,
  ];
}
