/** Calls about exports of the working plan: their place and contents before anything is written, the job, and the list. */
import { formatPlan } from '../../../src-shared/plan/index.ts';
import { SpikeloomError } from '../../../src-shared/errors/index.ts';
import { checkChoices } from '../../services/export/check-choices.ts';
import { checkPlace, lookAtPlace } from '../../services/export/package-folder.ts';
import type { WorkingPlan } from '../../services/export/working-network.ts';
import { runJob } from '../../services/jobs/run-job.ts';
import { requireNear, requireNearSamples } from '../../services/project/remote-path.ts';
import type { Context } from '../context.ts';
import { capsuleJob, exportJob, measureJob, reproduceJob } from '../project-jobs/index.ts';
import { calibrationSummary, exportSummaries, type OpenedProject, requireWritable, versionToRun } from '../projects/index.ts';
import type { Handlers } from '../types.ts';

type Names =
  | 'export.place'
  | 'export.preview'
  | 'export.measure'
  | 'export.start'
  | 'export.capsule'
  | 'export.reproduce'
  | 'export.list'
  | 'export.forget'
  | 'export.show';

export function exportPart(context: Context): Pick<Handlers, Names> {
  const { options: host, files, projects, jobs, emit } = context;
  return {
    'export.place': (place) => lookAtPlace(place),
    'export.preview': async ({ path, name, steps, ...choices }, { signal }) => {
      const one = projects.at(path);
      await projects.requireModel(one, signal);
      const { saved } = one.working;
      const version = saved.same ? saved.version : null;
      const given = { name: name ?? undefined, steps: steps ?? undefined };
      return runJob('preview-export', { project: one.path, version, ...workingOf(one), ...choices, ...given }, { signal });
    },
    'export.measure': async ({ path, steps, ...choices }, { signal }) => {
      const one = projects.at(path);
      checkChoices({ ...choices, steps: steps ?? undefined });
      await projects.requireModel(one, signal);
      const request = { project: one.path, working: workingOf(one), steps: steps ?? undefined, ...choices };
      return { job: jobs.start(measureJob(request)) };
    },
    'export.start': async ({ path, ...choices }, { signal }) => {
      const one = projects.at(path);
      requireWritable(one, 'nothing can be exported here');
      checkChoices({ ...choices, name: choices.name ?? undefined, steps: choices.steps ?? undefined });
      await checkPlace(choices);
      await projects.requireModel(one, signal);
      const version = versionToRun(emit, one, 'export');
      const { engine, threads } = await files.settings();
      return { job: jobs.start(exportJob(context, one.path, { ...choices, version, engine, threads })) };
    },
    'export.capsule': async ({ path, ...place }, { signal }) => {
      const one = projects.at(path);
      await checkPlace(place);
      await projects.requireModel(one, signal);
      return { job: jobs.start(capsuleJob({ project: one.path, ...place })) };
    },
    'export.reproduce': ({ capsule, dataset, model }) => {
      requireNear(capsule);
      if (dataset !== null) requireNearSamples(dataset);
      if (model !== null) requireNear(model);
      return { job: jobs.start(reproduceJob({ capsule, dataset: dataset ?? undefined, model: model ?? undefined })) };
    },
    'export.list': ({ path }) => exportSummaries(projects.at(path).project),
    'export.forget': async ({ path, id }) => {
      const one = projects.at(path);
      requireWritable(one, 'its exports stay in the list');
      if (!one.project.forgetExport(id)) throw noExport(id);
      emit('exports.changed', { path: one.path, exports: await exportSummaries(one.project) });
      return {};
    },
    'export.show': ({ path, id }) => {
      const { path: place } = exportAt(projects.at(path), id);
      if (!host.show) throw new SpikeloomError('option.invalid', 'This host cannot show a folder; copy its path.');
      requireNear(place);
      host.show(place);
      return {};
    },
  };
}

/** The working plan, with the calibration that fits it best. */
function workingOf(one: OpenedProject): WorkingPlan {
  const { id: calibration, outdated } = calibrationSummary(one);
  return { plan: formatPlan(one.working.plan), calibration, outdated };
}

function exportAt({ project }: OpenedProject, id: number) {
  const found = project.exports().find((one) => one.id === id);
  if (found) return found;
  throw noExport(id);
}

const noExport = (id: number): SpikeloomError =>
  new SpikeloomError('export.missing', `There is no export ${id}; choose another one of the list.`);
