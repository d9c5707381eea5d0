/** The records of a finished run's samples, read from the project in pieces. */
import { decodeRecords, joinRecords, type SampleRecords } from '../../../src-shared/metrics/index.ts';
import type { Project, RunRecord } from '../../project/index.ts';
import { damagedRun } from './run-store.ts';

/** Batches read at a time. */
const PIECE = 64;

/** The records of all samples of a run; null if it keeps none. Throws `project.damaged` for blocks that are not those of the run. */
export function storedRecords(project: Project, { id, report }: RunRecord): SampleRecords | null {
  const classes = project.runClasses(id);
  if (!report?.kept?.samples || classes === undefined) return null;
  const steps = report.steps.length;
  const parts: SampleRecords[] = [];
  for (let from = 0, more = true; more; ) {
    const piece = project.runRecords(id, from, PIECE);
    for (const { samples, data } of piece) {
      const part = decodeRecords(data, { samples, steps, classes });
      if (!part) throw damagedRun(project, id);
      parts.push(part);
    }
    more = piece.length === PIECE;
    from = (piece.at(-1)?.position ?? from) + 1;
  }
  const records = joinRecords(parts);
  if (records.samples !== report.kept.samples) throw damagedRun(project, id);
  return records;
}
