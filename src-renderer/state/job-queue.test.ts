import { expect, it } from 'vitest';
import type { JobState } from '../../src-shared/contract/index.ts';
import { jobsBefore, waitText } from './job-queue.ts';

const job = (id: string, state: JobState['state'], phase: string): JobState =>
  ({ id, state, phase, title: `Run ${id}`, path: '/p/net.spikeloom' }) as JobState;

it('names what a job waits for, the one that works first', () => {
  const jobs = [
    job('e', 'running', 'waiting'),
    job('d', 'running', 'waiting'),
    job('c', 'cancelled', 'waiting'),
    job('b', 'running', 'simulating'),
    job('a', 'done', 'simulating'),
  ];
  const before = jobs.map((one) => jobsBefore(one, jobs).map(({ id }) => id));
  expect(before).toEqual([['b', 'd'], ['b'], [], [], []]);
  expect(jobs.map((one) => waitText(one, jobs))).toEqual([
    'Waiting for “Run b” of net and one more job',
    'Waiting for “Run b” of net',
    null,
    null,
    null,
  ]);
});
