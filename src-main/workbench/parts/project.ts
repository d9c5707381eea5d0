/** Calls about projects: create one from a model, open, close; the example; the window's layout. */
import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { ProjectPlace, RequestOf } from '../../../src-shared/contract/index.ts';
import { labelledSamples } from '../../../src-shared/contract/sample-spec.ts';
import { SpikeloomError } from '../../../src-shared/errors/index.ts';
import { writeProblem } from '../../project/index.ts';
import { checkProject } from '../../services/project/check-project/index.ts';
import {
  freePlace,
  nameProblem,
  type ProjectPlace as ProjectPlaceFound,
  projectPlace,
} from '../../services/project/project-place.ts';
import { readOnlyReason } from '../../services/project/read-only.ts';
import { allowServers } from '../../services/project/remote-path.ts';
import { LAYOUT_SETTING } from '../../services/project/setting-names.ts';
import type { Context } from '../context.ts';
import { exampleFiles } from '../example-files.ts';
import { createJob } from '../project-jobs/index.ts';
import { canonical, networkFit, nodeDetails, projectView } from '../projects/index.ts';
import type { Handlers } from '../types.ts';
import { keepUploads } from '../uploads.ts';

type Names =
  | 'project.create'
  | 'project.place'
  | 'project.example'
  | 'project.open'
  | 'project.close'
  | 'server.allow'
  | 'model.locate'
  | 'network.node'
  | 'network.fit'
  | 'layout.write';

const EXAMPLE_NAME = 'ResNet-20.spikeloom';

export function projectPart(context: Context): Pick<Handlers, Names> {
  const { files, jobs, projects } = context;
  return {
    'project.create': async (request, { signal }) => {
      const { model, calibration, dataset } = request;
      await keepUploads(files.paths.uploads, [model, calibration.source, dataset, labelledSamples(dataset ?? '')?.labels]);
      return { job: await create(context, request, signal) };
    },
    'project.place': ({ out }, { signal }) => placeOf(context, out, signal),
    'project.example': async (_, { signal }) => {
      const path = join(files.paths.examples, EXAMPLE_NAME);
      const going = jobs.running(canonical(path), 'create');
      if (going) return { path: canonical(path), job: going.id };
      if (existsSync(path)) return { path: canonical(path), job: null };
      await mkdir(files.paths.examples, { recursive: true });
      const examples = await exampleFiles(join(files.paths.examples, 'ResNet-20'));
      const request = {
        model: join(examples, 'resnet20-cifar10.onnx'),
        out: path,
        calibration: { source: join(examples, 'cifar10', 'calibration'), batch: 100, skipBad: false },
        dataset: join(examples, 'cifar10', 'test'),
      };
      const job = await create(context, request, signal);
      return { path: canonical(path), job };
    },
    'project.open': async ({ path }, caller) => {
      allowServers(await files.servers());
      const one = await projects.open(path, caller);
      await files.remember(one.path);
      return projectView(one);
    },
    'project.close': ({ path }, { connection }) => {
      projects.leave(path, connection);
      return {};
    },
    'server.allow': async ({ server, always }, { signal }) => {
      if (always) await files.allowServer(server);
      allowServers([server]);
      await projects.serversChanged(signal);
      return {};
    },
    'model.locate': async ({ path, file }, { signal }) => {
      await projects.locateModel(projects.at(path), file, signal);
      return {};
    },
    'network.node': ({ path, node }, { signal }) => nodeDetails(projects.at(path), node, signal),
    'network.fit': ({ path, ...request }, { signal }) => networkFit(projects.at(path), request, signal),
    'layout.write': ({ path, layout }) => {
      const { project } = projects.at(path);
      // In a read-only project the layout is not stored. A lost layout is not worth an error.
      if (project.readOnly === undefined) project.writeSetting(LAYOUT_SETTING, layout);
      return {};
    },
  };
}

/** The place as a window shows it before it creates a project there. */
async function placeOf(context: Context, out: string, signal: AbortSignal): Promise<ProjectPlace> {
  const isPromised = (path: string): boolean => context.jobs.running(canonical(path), 'create') !== undefined;
  const free = (): string | null => (nameProblem(out) === undefined && existsSync(out) ? freePlace(out, isPromised) : null);
  try {
    const { path, isFree } = await checkedPlace(context, out, signal);
    return { path, problem: null, exists: !isFree, free: free() };
  } catch (error) {
    if (!(error instanceof SpikeloomError) || error.code === 'cancelled') throw error;
    return { path: out, problem: error.sentence, exists: false, free: free() };
  }
}

/** A place that is free or holds a whole project. Throws if no project can be created there now. */
async function checkedPlace({ jobs, projects }: Context, out: string, signal: AbortSignal): Promise<ProjectPlaceFound> {
  const place = projectPlace(out);
  const { path, isFree } = place;
  requireNotPromised(jobs, path);
  if (isFree) return place;
  const fixed = (why: string): SpikeloomError =>
    new SpikeloomError('project.read-only', `${path} cannot be changed: ${why}.`, { at: { file: path } });
  if (projects.isOpen(path)) throw fixed('it is open in another window; close it there first');
  await checkProject(path, signal);
  const problem = writeProblem(path);
  if (problem !== undefined) throw fixed(readOnlyReason(problem));
  return place;
}

function requireNotPromised(jobs: Context['jobs'], path: string): void {
  if (!jobs.running(path, 'create')) return;
  const message = `${path} is being made already; wait for that, or choose another name.`;
  throw new SpikeloomError('option.invalid', message, { at: { file: path } });
}

/** Starts the job that creates a project and returns its id. Throws at once if no project can be created. */
async function create(context: Context, request: RequestOf<'project.create'>, signal: AbortSignal): Promise<string> {
  const { jobs } = context;
  const { path, isFree } = await checkedPlace(context, request.out, signal);
  if (!isFree && request.replace !== true) {
    throw new SpikeloomError('output.unwritable', `${path} is there already; choose another name, or replace it.`, {
      at: { file: path },
    });
  }
  // Another window may have requested the same place in the meantime.
  requireNotPromised(jobs, path);
  return jobs.start(createJob(context, path, request));
}
