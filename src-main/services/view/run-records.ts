/** The records of a run's samples in pieces for a window, which decodes them. The batches' other results are not read. */
import { z } from 'zod';
import type { RecordsPiece } from '../../../src-shared/contract/index.ts';
import { decodeRecords } from '../../../src-shared/metrics/index.ts';
import type { Project, RunRecord, RunRecordsHead } from '../../project/index.ts';
import { storedWithout } from '../run/kept-samples.ts';
import { damagedRun } from '../run/run-store.ts';

/** Samples of a piece, about: reading it must not hold the host up. */
const PIECE = 4096;

const settingsSchema = z.object({ steps: z.int().min(1), batch: z.int().min(1), samples: z.int().min(1) });
const firstSchema = z.object({ evaluation: z.object({ classes: z.int().min(1), samples: z.int().min(0) }) });

/**
 * The records of a run from batch `from` on. `names`: the class names of the run's model, or null. Throws `project.damaged` for records
 * that are not of this run.
 */
export function runRecords(project: Project, run: RunRecord, from: number, names: readonly string[] | null): RecordsPiece {
  const settings = settingsSchema.safeParse(run.settings);
  if (!settings.success) throw damagedRun(project, run.id);
  const { steps, batch, samples } = settings.data;
  const head = project.runRecordsHead(run.id);
  const first = head.first && firstSchema.safeParse(head.first.result);
  if (first && !first.success) throw damagedRun(project, run.id);
  const classes = first?.data.evaluation.classes ?? 0;
  const missing = missingOf(run, head, first?.data);
  const about = { samples, kept: missing === null ? head.kept : 0, steps, classes, missing };
  const most = Math.max(1, Math.floor(PIECE / batch));
  const read = missing === null ? project.runRecords(run.id, from, most) : [];
  return {
    ...about,
    names: names?.length === classes ? [...names] : null,
    batches: read.map(({ position, samples: count, data }) => {
      const isOfRun =
        count === Math.min(batch, samples - position * batch) && decodeRecords(data, { samples: count, steps, classes });
      if (!isOfRun) throw damagedRun(project, run.id);
      return { first: position * batch, samples: count, data: Buffer.from(data).toString('base64') };
    }),
    next: read.length === most ? read.at(-1)!.position + 1 : null,
  };
}

/** The reason why a run has no records; null if every stored batch has them. */
function missingOf(
  run: RunRecord,
  { batches, recorded, first }: RunRecordsHead,
  of: z.infer<typeof firstSchema> | undefined,
): string | null {
  if (!first || !of) return `Run ${run.id} has no finished batch yet.`;
  if (run.report?.kept) return run.report.kept.missing;
  const { classes, samples } = of.evaluation;
  if (classes < 2 || samples !== first.samples)
    return 'The first output is no class vector: the samples have no single answer to keep.';
  return recorded === batches ? null : storedWithout(batches - recorded, batches);
}
