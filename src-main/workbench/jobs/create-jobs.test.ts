/** Jobs run one at a time, and each ends exactly once, whatever happens around it. */
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import type { JobState } from '../../../src-shared/contract/index.ts';
import { SpikeloomError } from '../../../src-shared/errors/index.ts';
import type { Emit } from '../types.ts';
import { createJobs } from './create-jobs.ts';
import type { JobOutcome, JobSpec, JobWork } from './job-spec.ts';

function jobs() {
  const states: JobState[] = [];
  const notices: string[] = [];
  const emit: Emit = (name, data) => {
    if (name === 'job.changed') states.push(data as JobState);
    if (name === 'app.notice') notices.push((data as { message: string }).message);
  };
  return { jobs: createJobs(emit), states, notices };
}

const spec = (work: (work: JobWork) => Promise<JobOutcome>, more: Partial<JobSpec> = {}): JobSpec => ({
  kind: 'run',
  title: 'Run',
  path: '/p.spikeloom',
  work,
  ...more,
});

/** Work that ends when the test tells it to, or when it is cancelled. */
function manual() {
  let [end, fail]: [(outcome: JobOutcome) => void, (error: unknown) => void] = [() => {}, () => {}];
  const work = ({ signal }: JobWork): Promise<JobOutcome> =>
    new Promise((resolve, reject) => {
      [end, fail] = [resolve, reject];
      signal.addEventListener('abort', () => reject(new SpikeloomError('cancelled', 'cancelled')));
    });
  return { work, end: (outcome: JobOutcome) => end(outcome), fail: (error: unknown) => fail(error) };
}

it('work one after the other', async () => {
  const { jobs: all } = jobs();
  const [a, b] = [manual(), manual()];
  const [first, second] = [all.start(spec(a.work)), all.start(spec(b.work))];
  await sleep(0);
  expect(all.list().map(({ id, phase }) => [id, phase])).toEqual([
    [second, 'waiting'],
    [first, 'starting'],
  ]);
  a.end({ run: 3, notes: ['n'] });
  await sleep(0);
  expect(all.list()).toMatchObject([
    { phase: 'starting', state: 'running' },
    { state: 'done', run: 3, notes: ['n'] },
  ]);
  expect(all.running('/p.spikeloom')?.id).toBe(second);
  b.end({ notes: [] });
  await sleep(0);
  expect(all.running('/p.spikeloom')).toBeUndefined();
});

describe('a job', () => {
  it('tells progress, but not more often than a window can use; its phases always', async () => {
    const { jobs: all, states } = jobs();
    const done = manual();
    all.start(
      spec(async (work) => {
        for (let i = 0; i < 1000; i++)
          work.onProgress({ phase: i < 500 ? 'calibrating' : 'simulating', done: i % 500, total: 500 });
        work.onProgress({ phase: 'simulating', done: 500, total: 500, remainingMs: 0 });
        return done.work(work);
      }),
    );
    await sleep(0);
    expect(states.map(({ phase, done }) => [phase, done])).toEqual([
      ['waiting', 0],
      ['starting', 0],
      ['calibrating', 0],
      ['simulating', 0],
      ['simulating', 500],
    ]);
    done.end({ notes: [] });
  });

  it('fails with its error, and is started again with the same work', async () => {
    const { jobs: all } = jobs();
    let tries = 0;
    const id = all.start(
      spec(() =>
        ++tries === 1 ? Promise.reject(new SpikeloomError('engine.failed', 'It died.')) : Promise.resolve({ notes: [] }),
      ),
    );
    await sleep(0);
    expect(all.list()[0]).toMatchObject({ state: 'failed', error: { code: 'engine.failed', message: 'It died.' } });
    all.retry(id);
    await sleep(0);
    expect(all.list().map(({ state }) => state)).toEqual(['done', 'failed']);
    expect(() => all.retry(all.list()[0]!.id)).toThrow(expect.objectContaining({ code: 'option.invalid' }));
  });

  it('that waits is cancelled at once, and never works', async () => {
    const { jobs: all } = jobs();
    const first = manual();
    let worked = false;
    all.start(spec(first.work));
    const second = all.start(spec(() => Promise.resolve({ notes: [String((worked = true))] })));
    await sleep(0);
    all.cancel(second);
    expect(all.list()[0]).toMatchObject({ state: 'cancelled' });
    first.end({ notes: [] });
    await sleep(0);
    expect(worked).toBe(false);
    expect(all.list()[0]).toMatchObject({ state: 'cancelled' });
  });

  it('whose record cannot be written ends all the same, and so do the next ones', async () => {
    const { jobs: all, notices } = jobs();
    const onEnd = (): void => {
      throw new Error('the disk is full');
    };
    all.start(spec(() => Promise.resolve({ notes: [] }), { onEnd }));
    all.start(spec(() => Promise.resolve({ notes: [] })));
    await sleep(0);
    await sleep(0);
    expect(all.list().map(({ state }) => state)).toEqual(['done', 'done']);
    expect(notices).toEqual(['The end of "Run" was not recorded: the disk is full']);
  });

  it('that cannot begin is not in the list', () => {
    const { jobs: all } = jobs();
    const onStart = (): void => {
      throw new SpikeloomError('output.unwritable', 'the disk is full');
    };
    expect(() => all.start(spec(() => Promise.resolve({ notes: [] }), { onStart }))).toThrow('the disk is full');
    expect(all.list()).toEqual([]);
  });
});

it('are cancelled when all is closed, and waited for', async () => {
  const { jobs: all } = jobs();
  const [a, b] = [manual(), manual()];
  all.start(spec(a.work));
  all.start(spec(b.work));
  await sleep(0);
  await all.close();
  expect(all.list().map(({ state }) => state)).toEqual(['cancelled', 'cancelled']);
});
