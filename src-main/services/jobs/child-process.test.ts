/** What a job's process inherits from the one that starts it. */
import { expect, it } from 'vitest';
import { inherited } from './child-process.ts';

it('a job gets the options of its parent, but never code to evaluate, which would start jobs without end', () => {
  expect(inherited(['--enable-source-maps', '-e', 'await runJob()', '--conditions=node'])).toEqual([
    '--enable-source-maps',
    '--conditions=node',
  ]);
  expect(inherited(['--eval=await runJob()', '-p', '1'])).toEqual([]);
  expect(inherited(['--input-type=module', '--eval', 'x'])).toEqual(['--input-type=module']);
});
