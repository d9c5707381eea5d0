/** Sentences of services in answers and events are the window's; all else is as it came. */
import { describe, expect, it } from 'vitest';
import type { EventName, JobState, RunSummary } from '../../src-shared/contract/index.ts';
import { answerInWindow, errorInWindow, eventInWindow } from './in-window.ts';

const SAID = 'Use a smaller --batch.';
const READ = 'Use a smaller “Samples per batch”.';
/** Names that happen to look alike. */
const PATH = '/home/u/x --batch/p.spikeloom';

const error = { code: 'engine.failed', message: SAID, at: { file: PATH, option: '--batch' }, details: SAID };
const job = { path: PATH, title: PATH, error, notes: [SAID] } as unknown as JobState;
const run = { name: PATH, note: PATH, dataset: PATH, error: SAID, notContinued: SAID } as unknown as RunSummary;

const ANSWERS = {
  'app.info': { engines: [{ label: PATH, unavailable: SAID }] },
  'model.inspect': { notes: [SAID], nodes: [{ name: PATH, why: SAID }, { name: PATH }] },
  'model.preprocess': { from: PATH, notes: [SAID] },
  'samples.preview': { preprocess: { name: PATH }, notes: [SAID] },
  'project.place': { path: PATH, problem: SAID },
  'project.open': {
    path: PATH,
    readOnly: SAID,
    model: { file: PATH, missing: SAID },
    runs: [run, { ...run, error: null, notContinued: null }],
  },
  'run.list': [run],
  'run.report': { notes: [SAID], settings: { dataset: { source: PATH } } },
  'job.list': [job, { ...job, error: null }],
} as const;
const EVENTS = {
  'app.notice': { message: SAID },
  'job.changed': job,
  'model.changed': { path: PATH, file: PATH, missing: SAID },
  'runs.changed': { path: PATH, runs: [run] },
} as const;

/** As the window has it, but for details, which are for copying. */
const expected = (value: unknown): unknown => JSON.parse(JSON.stringify(value, replaced));
function replaced(key: string, value: unknown): unknown {
  if (key === 'details' || typeof value !== 'string') return value;
  return value === '--batch' ? '“Samples per batch”' : value === SAID ? READ : value;
}

describe('what crosses, in the window', () => {
  it('errors', () => expect(errorInWindow(error)).toEqual(expected(error)));
  it.each(Object.entries(ANSWERS))('answers of %s', (name, answer) =>
    expect(answerInWindow(name as keyof typeof ANSWERS, answer as never)).toEqual(expected(answer)),
  );
  it.each(Object.entries(EVENTS))('events %s', (name, data) =>
    expect(eventInWindow(name as EventName, data as never)).toEqual(expected(data)),
  );
  it('plans and what a person wrote stay', () => {
    const version = { id: 1, message: SAID };
    expect(answerInWindow('plan.save', version as never)).toBe(version);
  });
});
