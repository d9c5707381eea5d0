/**
 * A channel that answers from a constructed project, for tests of components and of the store that script single answers or hold them
 * back (scripted-services.ts, open-window.ts). What does not need that speaks to the real test host.
 */
import {
  type AppInfo,
  type CallName,
  CALLS,
  DEFAULT_SETTINGS,
  type FromWindow,
  type Graph,
  type JobState,
  type PlanDocument,
  type ProjectView,
  type RequestOf,
  type ResponseOf,
  type ToWindow,
  wireError,
} from '../../src-shared/contract/index.ts';
import { ENGINE_IDS, engineLabel } from '../../src-shared/engine/index.ts';
import { SpikeloomError } from '../../src-shared/errors/index.ts';
import { commit, redo, undo } from '../../src-shared/plan/index.ts';
import type { Channel } from '../host/channel.ts';
import { bigTangle } from './big-graph.ts';
import { constructedGraph } from './constructed-graph.ts';
import {
  constructedDetails,
  constructedProgress,
  constructedProject,
  constructedReport,
  constructedStatistics,
  PATH,
} from './constructed-project.ts';

/** `resnet20`; `large` and `tangle` with 3,000 operators, in equal blocks and all unlike; `empty` without any project; `error` where whatever is asked goes wrong. */
export type FakeKind = 'resnet20' | 'large' | 'tangle' | 'empty' | 'error';

const INFO: AppInfo = {
  version: '0.1.0',
  host: 'browser',
  platform: 'linux',
  cores: 4,
  nativeDialogs: false,
  home: '/home/someone',
  engines: ENGINE_IDS.map((id) => ({ id, label: engineLabel(id), unavailable: null })),
  runtime: 'Node 24',
};

const networkOf = (kind: FakeKind): Graph => (kind === 'tangle' ? bigTangle(3000) : constructedGraph(kind === 'large' ? 200 : 3));

type Handlers = { readonly [N in CallName]?: (request: RequestOf<N>) => ResponseOf<N> };

/** The channel. */
export function fakeChannel(kind: FakeKind): Channel {
  let listen: (message: ToWindow) => void = () => {};
  let view: ProjectView | undefined = kind === 'empty' ? undefined : constructedProject(networkOf(kind));
  let jobs: readonly JobState[] = kind === 'error' ? [failedJob()] : [];
  const tell = (name: string, data: unknown): void => listen({ kind: 'event', name, data });

  const move = (client: string, action: 'commit' | 'undo' | 'redo', next: (document: PlanDocument) => PlanDocument): number => {
    const before = view!.document;
    const document = { ...next(before), revision: before.revision + 1, saved: { ...before.saved, same: false } };
    view = { ...view!, document };
    const transaction = action === 'undo' ? before.done.at(-1) : document.done.at(-1);
    tell('plan.changed', { path: PATH, client, kind: action, revision: document.revision, transaction });
    return document.revision;
  };
  const start = (title: string, total: number): { job: string } => {
    const id = `job-${jobs.length + 1}`;
    const job: JobState = {
      ...failedJob(),
      id,
      title,
      state: 'running',
      phase: 'simulating',
      total,
      error: null,
      finished: null,
    };
    run(job, (state) => {
      jobs = [state, ...jobs.filter((other) => other.id !== state.id)];
      tell('job.changed', state);
      tell('run.progress', constructedProgress(state.id, state.done, state.total));
    });
    return { job: id };
  };
  const handlers: Handlers = {
    'app.info': () => INFO,
    'settings.read': () => DEFAULT_SETTINGS,
    'settings.write': () => ({}),
    'recent.list': () =>
      kind === 'empty' ? [] : [{ path: PATH, name: 'resnet20', opened: '2026-11-26T18:00:00.000Z', exists: true }],
    'job.list': () => [...jobs],
    'project.open': () => view ?? missing(),
    'project.close': () => ({}),
    'project.example': () => ({ path: PATH, job: null }),
    'plan.commit': ({ client, transaction }) => ({
      revision: move(client, 'commit', (document) => ({ ...document, ...commit(document, transaction) }) as PlanDocument),
    }),
    'plan.undo': ({ client }) => ({
      revision: move(client, 'undo', (document) => ({ ...document, ...undo(document) }) as PlanDocument),
    }),
    'plan.redo': ({ client }) => ({
      revision: move(client, 'redo', (document) => ({ ...document, ...redo(document) }) as PlanDocument),
    }),
    'plan.document': () => view?.document ?? missing(),
    'plan.versions': () => view?.versions ?? [],
    'plan.version': () => view?.document.plan ?? missing(),
    'calibration.summary': () => view?.calibration ?? null,
    'calibration.layer': ({ layer, channel }) => constructedStatistics(layer, channel),
    'calibration.iteration': ({ channel }) => ({ channel, thresholds: [2, 1.4, 1.2, 1.15, 1.14, 1.14], solved: true }),
    'network.node': ({ node }) => constructedDetails(node),
    'layout.write': () => ({}),
    'run.start': ({ samples }) => start(`Run of ${samples ?? 1000} samples`, samples ?? 1000),
    'run.list': () => view?.runs ?? [],
    'run.report': () => (view ? constructedReport(view) : missing()),
  };

  const answer = async ({ id, name, request }: Extract<FromWindow, { kind: 'call' }>): Promise<void> => {
    // As over a socket: never in the same turn.
    await Promise.resolve();
    try {
      const handle = handlers[name as CallName] as ((request: never) => unknown) | undefined;
      if (!handle) throw new SpikeloomError('job.missing', `The stand-in for the services does not know “${name}”.`);
      listen({ kind: 'done', id, response: CALLS[name as CallName].response.parse(handle(request as never)) });
    } catch (error) {
      listen({ kind: 'failed', id, error: wireError(error) });
    }
  };
  return {
    send: (message) => message.kind === 'call' && void answer(message),
    onMessage: (listener) => {
      listen = listener;
    },
    onState: (tellState) => {
      tellState('open');
    },
    upload: (file) => Promise.resolve({ path: `/home/someone/uploads/${file.name}`, notes: [] }),
  };
}

const missing = (): never => {
  throw new SpikeloomError('project.missing', 'There is no project here. Make one from a model.');
};

const failedJob = (): JobState => ({
  ...{
    id: 'job-1',
    kind: 'run',
    title: 'Run of 200 samples',
    path: PATH,
    state: 'failed',
    phase: 'simulating',
    done: 40,
    total: 200,
  },
  remainingMs: null,
  run: null,
  started: '2026-11-26T18:00:00.000Z',
  finished: '2026-11-26T18:00:04.000Z',
  notes: [],
  error: {
    code: 'engine.failed',
    message: 'The job’s process ended unexpectedly (signal SIGKILL): the machine may be out of memory. Try fewer threads.',
    details: 'exit code null, signal SIGKILL\nlast message: batch 1 of 4',
  },
});

const STEP_MS = 400;

/** Lets a job go on by tenths until it is done. */
function run(job: JobState, tell: (job: JobState) => void): void {
  const done = Math.min(job.total, job.done + Math.ceil(job.total / 10));
  const left = job.total - done;
  const state: JobState = { ...job, done, remainingMs: left * 2 * STEP_MS };
  setTimeout(() => {
    tell(left === 0 ? { ...state, state: 'done', remainingMs: null, run: 1, finished: job.started } : state);
    if (left > 0) run(state, tell);
  }, STEP_MS);
}
