/**
 * What services say to a person, in the window's words: the sentences of everything that crosses, and nothing else. Names, paths, the
 * plan and what a person wrote are theirs.
 */
import type {
  CallName,
  EventName,
  EventOf,
  JobState,
  ResponseOf,
  RunSummary,
  WireError,
} from '../../src-shared/contract/index.ts';
import { inWindow } from '../texts/option-names.ts';

/** An error with its sentence and its place in the window's words; its details stay as they are. */
export function errorInWindow(error: WireError): WireError {
  const { message, at } = error;
  const option = at?.option;
  return { ...error, message: inWindow(message), ...(option === undefined ? {} : { at: { ...at, option: inWindow(option) } }) };
}

const orNull = (sentence: string | null): string | null => (sentence === null ? null : inWindow(sentence));
const job = (state: JobState): JobState => ({
  ...state,
  error: state.error && errorInWindow(state.error),
  notes: state.notes.map(inWindow),
});
const runs = (all: readonly RunSummary[]): RunSummary[] =>
  all.map((run) => ({ ...run, error: orNull(run.error), notContinued: orNull(run.notContinued) }));

/** Answers that hold sentences. */
const ANSWERS: { readonly [N in CallName]?: (answer: ResponseOf<N>) => ResponseOf<N> } = {
  'app.info': (info) => ({
    ...info,
    engines: info.engines.map((engine) => ({ ...engine, unavailable: orNull(engine.unavailable) })),
  }),
  'model.inspect': (inspection) => ({
    ...inspection,
    notes: inspection.notes.map(inWindow),
    nodes: inspection.nodes.map((node) => (node.why === undefined ? node : { ...node, why: inWindow(node.why) })),
  }),
  'model.preprocess': (found) => ({ ...found, notes: found.notes.map(inWindow) }),
  'samples.preview': (preview) => ({ ...preview, notes: preview.notes.map(inWindow) }),
  'project.place': (place) => ({ ...place, problem: orNull(place.problem) }),
  'project.open': (view) => ({
    ...view,
    readOnly: orNull(view.readOnly),
    model: { ...view.model, missing: orNull(view.model.missing) },
    runs: runs(view.runs),
  }),
  'run.list': runs,
  'run.report': (report) => ({ ...report, notes: report.notes.map(inWindow) }),
  'job.list': (jobs) => jobs.map(job),
};

/** Events that hold sentences. */
const EVENTS: { readonly [N in EventName]?: (data: EventOf<N>) => EventOf<N> } = {
  'app.notice': ({ message }) => ({ message: inWindow(message) }),
  'job.changed': job,
  'model.changed': (data) => ({ ...data, missing: orNull(data.missing) }),
  'runs.changed': (data) => ({ ...data, runs: runs(data.runs) }),
};

/** An answer as the window has it. */
export const answerInWindow = <N extends CallName>(name: N, answer: ResponseOf<N>): ResponseOf<N> =>
  ANSWERS[name]?.(answer) ?? answer;

/** An event as the window has it. */
export const eventInWindow = <N extends EventName>(name: N, data: EventOf<N>): EventOf<N> => EVENTS[name]?.(data) ?? data;
