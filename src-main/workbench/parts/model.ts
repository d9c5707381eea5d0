/** Models before there is a project: what conversion would make of one, and what it would see of its samples. */
import type { ModelInspection } from '../../../src-shared/contract/index.ts';
import { runJob } from '../../services/jobs/run-job.ts';
import type { Handlers } from '../types.ts';

export function modelPart(): Pick<Handlers, 'model.inspect' | 'model.inputs' | 'samples.preview'> {
  return {
    'model.inspect': async (request, { signal }) => (await runJob('inspect', request, { signal })) as ModelInspection,
    'model.inputs': (request, { signal }) => runJob('inputs', request, { signal }),
    'samples.preview': (request, { signal }) => runJob('preview', request, { signal }),
  };
}
