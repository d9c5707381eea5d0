/** What services with the constructed project answer: a table of answers, which scripted-services.ts gives to the window. */
import {
  type AppInfo,
  type CallName,
  DEFAULT_SETTINGS,
  type EventName,
  type EventOf,
  type PlanDocument,
  type ProjectView,
  type RequestOf,
  type ResponseOf,
} from '../../src-shared/contract/index.ts';
import { ENGINE_IDS, engineLabel } from '../../src-shared/engine/index.ts';
import { SpikeloomError } from '../../src-shared/errors/index.ts';
import { commit, redo, undo } from '../../src-shared/plan/index.ts';
import { constructedGraph } from './constructed-graph.ts';
import { constructedDetails, constructedProject, constructedReport, constructedStatistics, PATH } from './constructed-project.ts';

/** `resnet20`; `large` with 3,000 operators in equal blocks; `empty` without any project. */
export type ServicesKind = 'resnet20' | 'large' | 'empty';

/** Answers by call; what they throw or reject with is the error of the services. */
export type Answers = { readonly [N in CallName]?: (request: RequestOf<N>) => ResponseOf<N> | Promise<ResponseOf<N>> };

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

/** The answers. They keep the plan that is committed, and tell of each change with `tell`. */
export function constructedAnswers(kind: ServicesKind, tell: <N extends EventName>(name: N, data: EventOf<N>) => void): Answers {
  let view: ProjectView | undefined =
    kind === 'empty' ? undefined : constructedProject(constructedGraph(kind === 'large' ? 200 : 3));

  const move = (client: string, action: 'commit' | 'undo' | 'redo', next: (document: PlanDocument) => PlanDocument): number => {
    const before = view!.document;
    const document = { ...next(before), revision: before.revision + 1, saved: { ...before.saved, same: false } };
    view = { ...view!, document };
    const transaction = (action === 'undo' ? before : document).done.at(-1)!;
    tell('plan.changed', { path: PATH, client, kind: action, revision: document.revision, transaction });
    return document.revision;
  };
  return {
    'app.info': () => INFO,
    'settings.read': () => DEFAULT_SETTINGS,
    'settings.write': () => ({}),
    'recent.list': () =>
      kind === 'empty' ? [] : [{ path: PATH, name: 'resnet20', opened: '2026-11-26T18:00:00.000Z', exists: true }],
    'job.list': () => [],
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
    'run.list': () => view?.runs ?? [],
    'run.report': () => (view ? constructedReport(view) : missing()),
  };
}

const missing = (): never => {
  throw new SpikeloomError('project.missing', 'There is no project here. Make one from a model.');
};
