/** Runs and calibrations of the working plan: jobs that write into the open project, and what they leave there. */
import { resolvePlan } from '../../../src-shared/plan/index.ts';
import { SpikeloomError } from '../../../src-shared/errors/index.ts';
import { readOnlyError } from '../../services/read-only.ts';
import { DATASET_SETTING } from '../../services/setting-names.ts';
import type { Context } from '../context.ts';
import { type OpenedProject, runSummaries } from '../projects/index.ts';
import { calibrationJob, runJobSpec } from '../project-jobs/index.ts';
import type { Handlers } from '../types.ts';

type Names = 'run.start' | 'calibration.start' | 'run.list' | 'run.report';

export function runPart(context: Context): Pick<Handlers, Names> {
  const { projects, jobs, emit } = context;

  /** The version that is the working plan, saved now where there is none. Throws what a plan that cannot run throws. */
  const versionToRun = (one: OpenedProject, message: string): number => {
    const { working, graph } = one;
    resolvePlan(working.plan, graph.layers);
    if (working.saved.same) return working.saved.version;
    const version = working.save(message);
    emit('plan.saved', { path: one.path, version });
    return version.id;
  };

  return {
    'run.start': async ({ path, dataset, samples, batch, engine, threads }, { signal }) => {
      const one = projects.at(path);
      requireWritable(one);
      await projects.requireModel(one, signal);
      const version = versionToRun(one, 'run');
      one.project.writeSetting(DATASET_SETTING, dataset);
      return { job: jobs.start(runJobSpec(context, one.path, { version, dataset, samples, batch, engine, threads })) };
    },
    'calibration.start': async ({ path, source, batch, engine, threads }, { signal }) => {
      const one = projects.at(path);
      requireWritable(one);
      await projects.requireModel(one, signal);
      const from = source ?? one.calibration.source;
      if (from === '') {
        throw new SpikeloomError(
          'option.invalid',
          'This project was made without calibration samples, and its thresholds cannot be set anew; make it again with --calibration SRC.',
        );
      }
      const version = versionToRun(one, 'calibration');
      return { job: jobs.start(calibrationJob(context, one.path, { version, source: from, batch, engine, threads })) };
    },
    'run.list': ({ path }) => runSummaries(projects.at(path).project),
    'run.report': ({ path, id }) => {
      const run = projects.at(path).project.run(id);
      if (run?.report) return run.report;
      const what = run ? `Run ${id} is ${run.state} and has no report` : `There is no run ${id}`;
      throw new SpikeloomError('run.missing', `${what}; choose a run that is done.`);
    },
  };
}

function requireWritable({ project }: OpenedProject): void {
  if (project.readOnly !== undefined) throw readOnlyError(project, 'nothing can be run here');
}
