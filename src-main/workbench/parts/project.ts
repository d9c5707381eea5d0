/** Projects: made from a model, opened, closed; the example; the window's layout. */
import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { RequestOf } from '../../../src-shared/contract/index.ts';
import { SpikeloomError } from '../../../src-shared/errors/index.ts';
import { runJob } from '../../services/jobs/run-job.ts';
import { LAYOUT_SETTING } from '../../services/setting-names.ts';
import type { Context } from '../context.ts';
import { exampleFiles } from '../example-files.ts';
import { canonical, nodeDetails, projectView } from '../projects/index.ts';
import type { Handlers } from '../types.ts';

type Names = 'project.create' | 'project.example' | 'project.open' | 'project.close' | 'network.node' | 'layout.write';

const EXAMPLE_NAME = 'ResNet-20.spikeloom';

export function projectPart(context: Context): Pick<Handlers, Names> {
  const { files, jobs, projects } = context;
  return {
    'project.create': (request) => ({ job: create(context, request) }),
    'project.example': async () => {
      const path = join(files.paths.examples, EXAMPLE_NAME);
      const going = jobs.running(canonical(path), 'create');
      if (going) return { path: canonical(path), job: going.id };
      if (existsSync(path)) return { path: canonical(path), job: null };
      await mkdir(files.paths.examples, { recursive: true });
      const examples = await exampleFiles(join(files.paths.examples, 'ResNet-20'));
      const job = create(context, {
        model: join(examples, 'resnet20-cifar10.onnx'),
        out: path,
        calibration: { source: join(examples, 'cifar10', 'calibration'), batch: 100, skipBad: false },
        dataset: join(examples, 'cifar10', 'test'),
      });
      return { path: canonical(path), job };
    },
    'project.open': async ({ path }, caller) => {
      const one = await projects.open(path, caller);
      await files.remember(one.path);
      return projectView(one);
    },
    'project.close': ({ path }, { connection }) => {
      projects.leave(path, connection);
      return {};
    },
    'network.node': ({ path, node }, { signal }) => nodeDetails(projects.at(path), node, signal),
    'layout.write': ({ path, layout }) => {
      const { project } = projects.at(path);
      // Where a project cannot be written, its layout is not worth an error.
      if (project.readOnly === undefined) project.writeSetting(LAYOUT_SETTING, layout);
      return {};
    },
  };
}

/** Starts the job that makes a project; its id. */
function create({ files, jobs }: Context, request: RequestOf<'project.create'>): string {
  const path = canonical(request.out);
  if (jobs.running(path, 'create')) {
    throw new SpikeloomError('option.invalid', `${path} is being made already; wait for that, or choose another name.`, {
      at: { file: path },
    });
  }
  const { model, input, size, preprocess, calibration, dataset } = request;
  return jobs.start({
    kind: 'create',
    title: `${basename(path, '.spikeloom')} from ${basename(model)}`,
    path,
    work: async ({ signal, onProgress }) => {
      const { engine, threads } = await files.settings();
      onProgress({ phase: 'importing', done: 0, total: 1 });
      const result = await runJob(
        'convert',
        {
          model,
          input,
          size,
          preprocess,
          calibration,
          out: path,
          plan: { options: {} },
          engine,
          threads: threads ?? undefined,
          dataset: dataset ?? undefined,
        },
        { signal, onProgress, background: true },
      );
      return { notes: result.notes };
    },
  });
}
