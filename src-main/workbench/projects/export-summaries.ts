/** The exports of a project as windows see them, with whether each package is still where it was written. */
import { stat } from 'node:fs/promises';
import { z } from 'zod';
import type { ExportSummary } from '../../../src-shared/contract/index.ts';
import { type Manifest, manifestSchema } from '../../../src-shared/export/index.ts';
import type { ExportRecord, Project } from '../../project/index.ts';
import { mayLookAt } from '../../services/project/remote-path.ts';

/** The fields of a manifest that the list shows. */
const shown = manifestSchema.pick({ name: true, steps: true, grade: true, differences: true, files: true, input: true });
/** Not strict: a manifest has other fields besides. */
const shownSchema = z.object(shown.shape);

/** All exports, oldest first. */
export const exportSummaries = (project: Project): Promise<ExportSummary[]> => Promise.all(project.exports().map(summaryOf));

async function summaryOf({ id, plan, format, path, created, manifest }: ExportRecord): Promise<ExportSummary> {
  const read = shownSchema.safeParse(manifest);
  return {
    id,
    version: plan,
    format,
    path,
    created,
    place: await placeOf(path),
    facts: read.success ? factsOf(read.data) : null,
  };
}

function factsOf({ name, steps, grade, differences, files, input }: Pick<Manifest, keyof typeof shown.shape>) {
  const bytes = files.reduce((sum, file) => sum + file.bytes, 0);
  return { name, steps, grade, differences, bytes, input: { name: input.name, shape: input.shape } };
}

/** A project may come from anyone: a path on another computer is not looked for unless the user allows that. */
async function placeOf(path: string): Promise<ExportSummary['place']> {
  if (!mayLookAt(path)) return 'unknown';
  return stat(path).then(
    () => 'there',
    () => 'missing',
  );
}
