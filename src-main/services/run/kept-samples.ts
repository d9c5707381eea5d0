/** The records of a run's samples: whether the run has them, the records of the whole run, and their file (.npz). */
import { dirname } from 'node:path';
import { zipSync } from 'fflate';
import writeFileAtomic from 'write-file-atomic';
import { messageOf, SpikeloomError } from '../../../src-shared/errors/index.ts';
import { option, say } from '../../../src-shared/message/index.ts';
import { decodeRecords, joinRecords, marginOf, type SampleRecords } from '../../../src-shared/metrics/index.ts';
import { type Kept, pairsOf, type RunReport } from '../../../src-shared/results/index.ts';
import { formatNpy } from '../../dataset/index.ts';
import { kindOfTarget } from '../output-target.ts';
import type { ReportFrame } from '../report/report-frame.ts';
import { type FinishedBatch, isClassVector } from './run-dataset.ts';

type OutputFrame = Pick<ReportFrame, 'output'>;

/** The reason why a run keeps nothing of its samples if `without` of its `batches` batches have no records. */
export const storedWithout = (without: number, batches: number): string =>
  `An older version of Spikeloom, which kept nothing of the samples, stored ${without} of ${batches} batches; a new run keeps them.`;

/** What a run of these batches keeps of its samples. A run has the records of all its samples, or none. */
function keptOf({ output }: OutputFrame, batches: readonly FinishedBatch[]): Kept {
  if (!isClassVector(output.shape)) {
    const missing = `Output ${output.name} has shape [${['batch', ...output.shape].join(', ')}] and is no class vector: its samples have no single answer to keep.`;
    return { samples: 0, missing };
  }
  const without = batches.filter(({ records }) => records === undefined);
  if (without.length === 0) return { samples: batches.reduce((sum, { samples }) => sum + samples, 0), missing: null };
  return { samples: 0, missing: storedWithout(without.length, batches.length) };
}

/** The report of a stored run of these batches: with what is kept of its samples, and what follows from that. */
export function withSamples(frame: ReportFrame, batches: readonly FinishedBatch[], report: RunReport): RunReport {
  const kept = keptOf(frame, batches);
  return { ...report, kept, ...(kept.missing === null ? { paired: pairsOf(recordsOf(frame, batches)) } : {}) };
}

/** Throws `option.invalid` if a run that begins with the batches `stored` will not have the records that `--samples` writes. */
export function requireRecords(frame: OutputFrame, stored: readonly FinishedBatch[]): void {
  const { missing } = keptOf(frame, stored);
  if (missing === null) return;
  const message = say`${option('samples')}: there would be nothing to write. ${missing}`;
  throw new SpikeloomError('option.invalid', message, { at: { option: 'samples' } });
}

/** The records of all batches, in the order of the run. Every batch must have records. */
export const recordsOf = ({ settings, output }: Pick<ReportFrame, 'settings' | 'output'>, batches: readonly FinishedBatch[]) =>
  joinRecords(
    batches
      .toSorted((a, b) => a.position - b.position)
      .map(({ samples, records }) => {
        const of = { samples, steps: settings.steps, classes: output.shape[0]! };
        const decoded = decodeRecords(Buffer.from(records ?? '', 'base64'), of);
        if (!decoded) throw new Error('a batch without its records');
        return decoded;
      }),
  );

/** An option that names an archive (.npz) to write. */
type ArchiveOption = 'samples' | 'spikes';

/** Throws `output.unwritable` if `file` is a folder, or in a folder that is not there: found out before anything is computed. */
export async function checkArchiveFile(file: string, of: ArchiveOption): Promise<void> {
  if ((await kindOfTarget(file)) === 'folder') throw unwritable(file, of, 'it is a folder; name a file');
  const folder = dirname(file);
  if ((await kindOfTarget(folder)) !== 'folder') throw unwritable(file, of, `the folder ${folder} does not exist; make it first`);
}

/**
 * Writes records as .npz: `labels` [N] (absent without labels), `float_answers` [N] and `answers` [T, N] in int32, −1 for no
 * answer; `margins` [T, N] in float32, from the stored levels. Throws `output.unwritable`; the file is unchanged then.
 */
export async function writeSamples(file: string, records: SampleRecords): Promise<void> {
  const { samples, steps, labels, float, answers, margins } = records;
  const files = {
    ...(labels ? { 'labels.npy': formatNpy(labels, [samples]) } : {}),
    'float_answers.npy': formatNpy(float, [samples]),
    'answers.npy': formatNpy(answers, [steps, samples]),
    'margins.npy': formatNpy(Float32Array.from(margins, marginOf), [steps, samples]),
  };
  await writeArchive(file, files, 'samples');
}

/** Writes an archive of these files. Throws `output.unwritable`; the file is unchanged then. */
export async function writeArchive(file: string, files: Readonly<Record<string, Uint8Array>>, of: ArchiveOption): Promise<void> {
  try {
    // The time of a file in the archive is its first possible one, so that equal runs give equal files.
    await writeFileAtomic(file, Buffer.from(zipSync(files, { mtime: '1980-01-01T00:00:00' })));
  } catch (cause) {
    throw unwritable(file, of, messageOf(cause), cause);
  }
}

const unwritable = (file: string, of: ArchiveOption, why: ReturnType<typeof messageOf>, cause?: unknown): SpikeloomError =>
  new SpikeloomError('output.unwritable', say`${file} cannot be written: ${why}.`, { at: { file, option: of }, cause });
