/** Digests of the samples of a run, as the network receives them. */
import { createHash } from 'node:crypto';
import { batches, type SampleSource } from '../../dataset/index.ts';
import { sampleFingerprint } from '../model/samples.ts';

/** Samples that are read at a time. */
const BATCH = 100;

/** The fingerprint that runs store, and SHA-256 of the labels and of every sample. */
export async function dataDigest(
  source: SampleSource,
  signal: AbortSignal,
): Promise<{ readonly fingerprint: string; readonly sha256: string }> {
  const hash = createHash('sha256').update(source.labels ?? new Int32Array());
  for await (const { data } of batches(source, BATCH, signal)) hash.update(Float64Array.from(data));
  return { fingerprint: await sampleFingerprint(source), sha256: hash.digest('hex') };
}
