/** The job that creates a project from a model. */
import { basename } from 'node:path';
import type { RequestOf } from '../../../src-shared/contract/index.ts';
import { runJob } from '../../services/jobs/run-job.ts';
import type { Context } from '../context.ts';
import type { JobSpec } from '../jobs/index.ts';
import { engineRequest } from './engine-request.ts';

/** `path`: the future path of the project. The record is kept in the user's folder, because the project does not exist yet. */
export function createJob({ files }: Pick<Context, 'files'>, path: string, request: RequestOf<'project.create'>): JobSpec {
  const { model, input, size, outputs, dequantise, preprocess, calibration, dataset, replace } = request;
  const title = `${basename(path, '.spikeloom')} from ${basename(model)}`;
  return {
    kind: 'create',
    title,
    path,
    onStart: (id) => {
      const started = new Date().toISOString();
      files.makings.put({
        id,
        pid: process.pid,
        path,
        request,
        state: 'running',
        error: null,
        started,
        finished: null,
        notes: [],
      });
    },
    onEnd: ({ id, state, error, started, finished, notes }) => {
      files.makings.put({ id, pid: process.pid, path, request, state, error, started, finished, notes });
    },
    work: async ({ signal, onProgress }) => {
      const engine = await engineRequest({ files }, await files.settings());
      onProgress({ phase: 'importing', done: 0, total: 1 });
      const result = await runJob(
        'convert',
        {
          model,
          input,
          size,
          outputs,
          dequantise,
          preprocess,
          calibration,
          out: path,
          replace,
          plan: { options: {} },
          ...engine,
          dataset: dataset ?? undefined,
        },
        { signal, onProgress, background: true },
      );
      return { notes: result.notes };
    },
  };
}
