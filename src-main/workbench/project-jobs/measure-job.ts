/**
 * A measurement of what the program that reads an export's files computes of a plan, as a job. Nothing is saved, so that the project keeps no
 * record of it.
 */
import { SpikeloomError } from '../../../src-shared/errors/index.ts';
import { type ExporterId, FORMATS } from '../../../src-shared/export/index.ts';
import { say } from '../../../src-shared/message/index.ts';
import type { PreviewPlansRequest } from '../../services/export/preview-plans.ts';
import { runJob } from '../../services/jobs/run-job.ts';
import type { JobSpec } from '../jobs/index.ts';

/** The job. It measures the adapted plan if the options ask for it and the format needs it, otherwise the plan itself. */
export function measureJob(request: PreviewPlansRequest & { readonly format: ExporterId }): JobSpec {
  const { project: path, format, options } = request;
  const { label } = FORMATS[format];
  return {
    kind: 'measure',
    title: `Measurement for ${label}`,
    path,
    work: async ({ signal, onProgress }) => {
      const { own, adapted } = await runJob('preview-plans', request, { signal, onProgress, background: true });
      const { obstacles, reader } = options['adapt-plan'] ? (adapted ?? own) : own;
      if (reader) return { reader, notes: [] };
      const [first] = obstacles;
      const why = first ? say`${label} cannot hold ${first.layer}: ${first.reason}` : say`The files of ${label} decide alone`;
      throw new SpikeloomError('export.unsupported', say`${why}; there is nothing to measure. Look at the preview.`, {
        at: first ? { layer: first.layer } : {},
      });
    },
  };
}
