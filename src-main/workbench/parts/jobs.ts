/** Calls about jobs: list them, cancel one, start one again. */
import type { Context } from '../context.ts';
import type { Handlers } from '../types.ts';

export function jobPart({ jobs }: Context): Pick<Handlers, 'job.list' | 'job.cancel' | 'job.retry'> {
  return {
    'job.list': () => jobs.list(),
    'job.cancel': ({ job }) => {
      jobs.cancel(job);
      return {};
    },
    'job.retry': ({ job }) => ({ job: jobs.retry(job) }),
  };
}
