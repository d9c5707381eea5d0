/**
 * No process of a job is left behind, neither on Node nor as an Electron utility process (a stand-in here): not if it hangs at
 * its exit, not if it receives no messages, not if its parent is killed.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { childrenOf, processorTime } from '../../../tests/support/child-processes.ts';
import { classifier } from '../../../tests/support/classifier.ts';
import { endlessSchema } from '../../../tests/support/hostile-projects.ts';
import { JOB_STARTERS } from '../../../tests/support/job-starters.ts';
import { leftByJobs } from '../../../tests/support/short-jobs.ts';
import { isAlive } from '../../runtime/is-alive.ts';
import { createProject } from '../../project/index.ts';

const folder = mkdtempSync(join(tmpdir(), 'spikeloom-end-'));
const at = (name: string): string => join(folder, name);
const PATIENCE = { timeout: 30_000, interval: 20 };

/** Loaded first by every process. It makes a job's main thread hang at the point where the thread would end. */
const HANG = `
  const { isMainThread } = require('node:worker_threads');
  if (isMainThread && /job-entry/.test(process.argv[1] ?? '')) {
    const stand = () => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
    process.reallyExit = stand;
    process.kill = stand;
    process.on('exit', stand);
  }`;

beforeAll(() => {
  writeFileSync(at('hang.cjs'), HANG);
  writeFileSync(at('model.onnx'), classifier());
  createProject(at('p.spikeloom'), () => 0);
  writeFileSync(at('endless.spikeloom'), endlessSchema(readFileSync(at('p.spikeloom'))));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

let programs = 0;
/** Imports and a statement with which a program starts its jobs in the way under test. */
let setUp: string;

/** A program that runs one job, prints "answered" when the job has answered, and then runs `after`. */
function program(job: string, after: string, env: Record<string, string> = {}): ChildProcess {
  const source = `
    import { runJob } from ${JSON.stringify(new URL('./run-job.ts', import.meta.url).href)};
    ${setUp}
    const { signal } = new AbortController();
    process.stdout.write('began');
    ${after.startsWith('at once: ') ? `setTimeout(() => { ${after.slice(9)} }, 1500);` : ''}
    await runJob(${job}, { signal });
    process.stdout.write('answered');
    ${after.startsWith('at once: ') ? '' : after}`;
  const file = at(`program-${++programs}.mjs`);
  writeFileSync(file, source);
  return spawn(process.execPath, [file], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, ...env },
  });
}

const said = async ({ stdout }: ChildProcess, word: string): Promise<void> => {
  let text = '';
  for await (const part of stdout!) if ((text += String(part)).includes(word)) return;
  throw new Error(`the program ended without "${word}"`);
};

const INPUTS = `'inputs', { file: ${JSON.stringify(at('model.onnx'))} }`;
const ENDLESS = `'check', { project: ${JSON.stringify(at('endless.spikeloom'))} }`;
const HANGING = { NODE_OPTIONS: `--require=${at('hang.cjs')}` };

/** The process of the program's job. */
const jobOf = (parent: ChildProcess): Promise<number> =>
  vi.waitFor(() => {
    const [job] = childrenOf(parent.pid!);
    if (job === undefined) throw new Error('there is no job yet');
    return job;
  }, PATIENCE);

const goes = (pid: number): Promise<void> => vi.waitFor(() => expect(isAlive(pid)).toBe(false), PATIENCE);

const onLinux = describe.skipIf(process.platform !== 'linux');

onLinux.each(JOB_STARTERS)('the $name of a job', { timeout: 60_000 }, (starter) => {
  beforeAll(() => {
    setUp = starter.asCode;
    starter.use();
  });

  it('that hangs at its exit is ended by the one that started it', async () => {
    const parent = program(INPUTS, 'setInterval(() => {}, 1000);', HANGING);
    const [job] = await Promise.all([jobOf(parent), said(parent, 'answered')]);
    await goes(job);
    expect(isAlive(parent.pid!)).toBe(true);
    parent.kill('SIGKILL');
  });

  it('that hangs at its exit lets its parent end', async () => {
    const parent = program(INPUTS, '', HANGING);
    const [job] = await Promise.all([jobOf(parent), once(parent, 'exit')]);
    await goes(job);
  });

  it.concurrent.each(['SIGKILL', 'SIGTERM', 'SIGHUP'] as const)(
    'that can hear nothing goes where its parent is ended with %s',
    async (signal) => {
      const parent = program(ENDLESS, '');
      const job = await jobOf(parent);
      // Wait until the job is in the middle of its endless query: it has used the processor for a while.
      await vi.waitFor(() => expect(processorTime(job)).toBeGreaterThan(60), PATIENCE);
      parent.kill(signal);
      await goes(job);
    },
  );

  it.concurrent.each(['process.exit(0)', 'throw new Error("on purpose")'])(
    'that can hear nothing goes where its parent ends by %s',
    async (end) => {
      const parent = program(ENDLESS, `at once: ${end}`);
      const [job] = await Promise.all([jobOf(parent), once(parent, 'exit')]);
      await goes(job);
    },
  );

  it('is not there any more after each of 20 short jobs (500 in npm run fuzz)', async () => {
    expect(await leftByJobs(20)).toBe(0);
  });
});
