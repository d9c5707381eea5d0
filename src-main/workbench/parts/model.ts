/** Models, before there is a project and for one: what conversion would make of it, and what it sees of samples. */
import type { ModelInspection } from '../../../src-shared/contract/index.ts';
import { tableColumns } from '../../services/model/table-columns.ts';
import { runJob } from '../../services/jobs/run-job.ts';
import { modelPreprocess } from '../../services/model/model-preprocess.ts';
import { projectState } from '../../services/project/open-project-network.ts';
import { requireNearSamples } from '../../services/project/remote-path.ts';
import type { Context } from '../context.ts';
import type { OpenedProject } from '../projects/index.ts';
import type { Handlers } from '../types.ts';

export function modelPart({
  projects,
}: Pick<Context, 'projects'>): Pick<
  Handlers,
  'model.inspect' | 'model.graph' | 'model.inputs' | 'model.preprocess' | 'samples.columns' | 'samples.preview'
> {
  return {
    'model.inspect': async (request, { signal }) => (await runJob('inspect', request, { signal })) as ModelInspection,
    'model.graph': (request, { signal }) => runJob('model-graph', request, { signal }),
    'model.inputs': (request, { signal }) => runJob('inputs', request, { signal }),
    'model.preprocess': ({ file }) => modelPreprocess(file),
    'samples.columns': async ({ source }) => ({ columns: await tableColumns(source) }),
    'samples.preview': async ({ project, ...request }, { signal }) => {
      if (project === undefined) return runJob('preview', request, { signal });
      const one = projects.at(project);
      // A model that is gone is said as it is said of a run.
      await projects.requireModel(one, signal);
      requireNearSamples(request.source);
      return runJob('preview', { ...feedingOf(one), ...request }, { signal });
    },
  };
}

/** How a project's model is fed, as it was made. */
function feedingOf({ project }: OpenedProject) {
  const { preprocess, ...settings } = projectState(project).settings;
  return { ...settings, preprocess: preprocess?.input };
}
