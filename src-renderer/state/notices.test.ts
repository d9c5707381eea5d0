/** Notices: which errors become one, and which are the same. Jobs: what they wait for. */
import { beforeEach, describe, expect, it } from 'vitest';
import type { JobState } from '../../src-shared/contract/index.ts';
import { SpikeloomError } from '../../src-shared/errors/index.ts';
import { settled } from '../testing/scripted-services.ts';
import {
  asWireError,
  attempt,
  dismissNotice,
  INITIAL,
  notify,
  notifyError,
  phaseText,
  setWorkbench,
  waitText,
  workbench,
} from './index.ts';
import { jobsBefore } from './job-queue.ts';
import { readLayout } from './window-layout.ts';

beforeEach(() => setWorkbench(INITIAL));
const shown = (): readonly string[] => workbench().notices.map(({ kind, message }) => `${kind}: ${message}`);

describe('notices', () => {
  it('stand in the order they came, until each is dismissed', () => {
    const ids = ['a', 'b', 'c'].map((message) => notify({ kind: 'info', message }));
    expect(new Set(ids).size).toBe(3);
    dismissNotice(ids[1]!);
    dismissNotice(ids[1]!);
    expect(shown()).toEqual(['info: a', 'info: c']);
  });

  it('of one sentence stand once, where the newest is', () => {
    const [first] = ['a', 'b', 'a'].map((message) => notify({ kind: 'error', message }));
    expect(shown()).toEqual(['error: b', 'error: a']);
    dismissNotice(first!);
    expect(shown()).toEqual(['error: b', 'error: a']);
  });

  it('tell errors with their code and what can be done', () => {
    let done = 0;
    notifyError(new SpikeloomError('project.missing', 'Gone.'), { label: 'Look', run: () => done++ });
    const [notice] = workbench().notices;
    expect(notice).toMatchObject({ kind: 'error', message: 'Gone.', error: { code: 'project.missing' } });
    notice!.action!.run();
    expect(done).toBe(1);
  });

  it.each([
    ['what a person took back', new SpikeloomError('cancelled', 'Cancelled.')],
    ['an abort', new DOMException('gone', 'AbortError')],
  ])('are silent about %s', (_, error) => {
    notifyError(error);
    expect(shown()).toEqual([]);
  });

  it.each([['a word'], [undefined], [null], [7], [new TypeError('x is not a function')]])(
    'show no inside of a fault: %s',
    (thrown) => {
      notifyError(thrown);
      expect(shown()).toEqual([
        'error: Something went wrong inside Spikeloom; what you did before is kept. The details say more.',
      ]);
      expect(workbench().notices[0]!.error).toMatchObject({ code: 'internal', details: expect.stringContaining(String(thrown)) });
    },
  );

  it('show errors of work that nobody waits for', async () => {
    attempt(() => Promise.reject(new SpikeloomError('job.missing', 'No such job.')));
    attempt(() => Promise.resolve());
    await settled();
    expect(shown()).toEqual(['error: No such job.']);
  });

  it('keep the details of the services, which come as text, beside the sentence', () => {
    const details = 'exit code 1\nat line 3';
    expect(asWireError(new SpikeloomError('engine.failed', 'Failed.', { cause: details })).details).toBe(details);
    expect(asWireError(new SpikeloomError('engine.failed', 'Failed.', { cause: new Error('deep') })).details).toContain('deep');
  });
});

describe('a job that waits', () => {
  const job = (id: string, phase: string, state: JobState['state'] = 'running'): JobState =>
    ({ id, state, phase, title: id, path: `/p/${id}.spikeloom` }) as JobState;
  const waiting = job('last', 'waiting');

  it.each([
    [0, 'Waiting for another job to end'],
    [1, 'Waiting for “j0” of j0'],
    [2, 'Waiting for “j0” of j0 and one more job'],
    [3, 'Waiting for “j0” of j0 and 2 more jobs'],
    [500, 'Waiting for “j0” of j0 and 499 more jobs'],
  ])('with %d before it says so', (count, words) => {
    const before = Array.from({ length: count }, (_, index) => job(`j${index}`, index === 0 ? 'simulating' : 'waiting'));
    expect(phaseText(waiting, [waiting, ...before.toReversed()])).toBe(words);
  });

  it('that is in no list waits for none that is known', () => {
    expect(jobsBefore(waiting, [job('a', 'simulating'), job('b', 'waiting')])).toEqual([]);
    expect(waitText(waiting, [])).toBeNull();
  });

  it('does not wait for jobs that have ended', () => {
    const ended = (['done', 'failed', 'cancelled'] as const).map((state) => job(state, 'simulating', state));
    expect(waitText(waiting, [waiting, ...ended])).toBeNull();
  });

  it('says its phase where it does not wait, also one that this window does not know', () => {
    expect(phaseText(job('a', 'calibrating'), [])).toBe('Calibrating');
    expect(phaseText(job('a', 'polishing'), [])).toBe('polishing');
  });
});

describe('a stored layout', () => {
  it.each([
    ['a view at a place there is not', { front: { top: 'graph' } }],
    ['a place that cannot be folded', { folded: ['main'] }],
    ['a size of nothing', { sizes: { side: 0 } }],
    ['a size that is no number', { sizes: { side: null } }],
    ['a size beyond any screen', { sizes: { bottom: 1e9 } }],
    ['text', 'front'],
    ['nothing', undefined],
  ])('with %s is as a new one', (_, stored) => {
    expect(readLayout(stored)).toEqual(INITIAL.layout);
  });

  it('keeps what views stored, and nothing that it does not know', () => {
    const views = { run: { samples: 3, deep: [{ a: null }] }, 'plan-text': null };
    expect(readLayout({ views, later: 1 })).toEqual({ ...INITIAL.layout, views });
  });
});
