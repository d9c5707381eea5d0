/** Calls about runs and calibrations of the working plan: jobs that write into the open project, and their results. */
import { labelledSamples } from '../../../src-shared/contract/sample-spec.ts';
import { isEngineId } from '../../../src-shared/engine/index.ts';
import { SpikeloomError } from '../../../src-shared/errors/index.ts';
import { option, say } from '../../../src-shared/message/index.ts';
import { formatPlan } from '../../../src-shared/plan/index.ts';
import { runJob } from '../../services/jobs/run-job.ts';
import { continuedRun } from '../../services/run/continued-run.ts';
import { DATASET_SETTING } from '../../services/project/setting-names.ts';
import type { Context } from '../context.ts';
import { requireWritable, runAt, versionToRun } from '../projects/index.ts';
import { calibrationJob, previewJob, runJobSpec } from '../project-jobs/index.ts';
import type { Handlers } from '../types.ts';
import { keepUploads } from '../uploads.ts';

type Names =
  | 'run.start'
  | 'run.continue'
  | 'calibration.start'
  | 'run.report'
  | 'run.compare'
  | 'run.workload'
  | 'run.layer-facts'
  | 'run.preview';

/** What follows for a project that can only be read. */
const NOTHING_RUNS = 'nothing can be run here';

export function runPart(context: Context): Pick<Handlers, Names> {
  const { files, projects, jobs, emit } = context;

  return {
    'run.start': async ({ path, ...request }, { signal }) => {
      const { dataset } = request;
      const one = projects.at(path);
      requireWritable(one, NOTHING_RUNS);
      await projects.requireModel(one, signal);
      await keepUploads(files.paths.uploads, [dataset, labelledSamples(dataset)?.labels]);
      const version = versionToRun(emit, one, 'run');
      one.project.writeSetting(DATASET_SETTING, dataset);
      return { job: jobs.start(runJobSpec(context, one.path, { version, ...request })) };
    },
    'run.continue': async ({ path, id }, { signal }) => {
      const one = projects.at(path);
      requireWritable(one, NOTHING_RUNS);
      const continued = continuedRun(runAt(one, id));
      if ('refused' in continued) throw new SpikeloomError('option.invalid', continued.refused);
      await projects.requireModel(one, signal);
      const { threads } = await files.settings();
      const { limit, ...request } = continued;
      return { job: jobs.start(runJobSpec(context, one.path, { ...request, samples: limit ?? null, threads, run: id })) };
    },
    'calibration.start': async ({ path, source, batch, engine, threads }, { signal }) => {
      const one = projects.at(path);
      requireWritable(one, NOTHING_RUNS);
      await projects.requireModel(one, signal);
      const from = source ?? one.calibration.source;
      if (from === '') {
        throw new SpikeloomError(
          'option.invalid',
          say`This project was made without calibration samples, and its thresholds cannot be set anew; make it again with ${option('calibration', 'SRC')}.`,
        );
      }
      await keepUploads(files.paths.uploads, [from]);
      const version = versionToRun(emit, one, 'calibration');
      return { job: jobs.start(calibrationJob(context, one.path, { version, source: from, batch, engine, threads })) };
    },
    'run.report': ({ path, id }) => {
      const { report, state } = runAt(projects.at(path), id);
      if (report) return report;
      throw new SpikeloomError('run.missing', `Run ${id} is ${state} and has no report; choose a run that is done.`);
    },
    // Decoding the answers of tens of thousands of samples would hold every window up.
    'run.compare': ({ path, first, second }, { signal }) =>
      runJob('compare', { project: projects.at(path).path, first, second }, { signal }),
    'run.layer-facts': ({ path, id }, { signal }) => {
      const one = projects.at(path);
      runAt(one, id);
      const relu = one.graph.layers.filter(({ rule }) => rule === 'relu').map(({ name }) => name);
      return runJob('layer-facts', { project: one.path, run: id, relu }, { signal });
    },
    'run.preview': async ({ path, id, layer, before, after, samples }, { signal }) => {
      const one = projects.at(path);
      const run = runAt(one, id);
      await projects.requireModel(one, signal);
      const engine = isEngineId(run.engine) ? run.engine : 'cpu';
      const plans = { before: formatPlan(before), after: formatPlan(after) };
      return { job: jobs.start(previewJob(context, engine, { project: one.path, run: id, layer, samples, ...plans })) };
    },
    'run.workload': async ({ path, id }, { signal }) => {
      const one = projects.at(path);
      runAt(one, id);
      return (await runJob('workload', { project: one.path, run: id }, { signal })).workload;
    },
  };
}
