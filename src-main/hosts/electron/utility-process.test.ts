/** Jobs in utility processes (here a stand-in made of child processes) end correctly, whatever goes wrong in them. */
import { EventEmitter } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { childrenOf } from '../../../tests/support/child-processes.ts';
import { classifier } from '../../../tests/support/classifier.ts';
import { endlessSchema } from '../../../tests/support/hostile-projects.ts';
import { noGpuWindow, utilityProcessStandIn } from '../../../tests/support/utility-process-stand-in.ts';
import { createProject } from '../../project/index.ts';
import { runJob, startJobsWith } from '../../services/jobs/run-job.ts';
import type { ElectronParts } from './parts.ts';
import { startUtilityProcess } from './utility-process.ts';

const folder = mkdtempSync(join(tmpdir(), 'spikeloom-utility-'));
const at = (name: string): string => join(folder, name);
const endless = at('endless.spikeloom');
const { signal } = new AbortController();

/** Code for the process to run when the job's own code is loaded and first waits. */
function misbehave(code: string): void {
  writeFileSync(
    at('early.cjs'),
    `if (/job-entry/.test(process.argv[1] ?? '') && require('node:worker_threads').isMainThread)
       process.on('newListener', (name) => name === 'unhandledRejection' && setImmediate(() => { ${code} }));`,
  );
  vi.stubEnv('NODE_OPTIONS', `--require=${at('early.cjs')}`);
}

beforeAll(() => {
  writeFileSync(at('model.onnx'), classifier());
  createProject(at('p.spikeloom'), () => 0);
  writeFileSync(endless, endlessSchema(readFileSync(at('p.spikeloom'))));
});
afterEach(() => {
  vi.unstubAllEnvs();
  vi.useRealTimers();
});
afterAll(() => rmSync(folder, { recursive: true, force: true, maxRetries: 3 }));

const start = (utilityProcess: ElectronParts['utilityProcess']) =>
  startJobsWith(() => startUtilityProcess({ utilityProcess }, noGpuWindow));

describe.skipIf(process.platform !== 'linux')('a job', () => {
  beforeAll(() => start(utilityProcessStandIn));

  it('answers, and tells of errors as they are', async () => {
    expect(await runJob('inputs', { file: at('model.onnx') }, { signal })).toHaveLength(1);
    const missing = runJob('inputs', { file: at('none.onnx') }, { signal });
    await expect(missing).rejects.toMatchObject({ code: 'model.not-onnx', at: { file: at('none.onnx') } });
  });

  it.each([
    ['process.stderr.write("first\\nfatal: on purpose\\nlast\\n"); process.exit(3)', 'status 3: fatal: on purpose'],
    ['process.abort()', 'status 6'],
    ['process.kill(process.pid, "SIGKILL")', 'it ran out of memory or was killed'],
    ['void Promise.reject(new Error("a rejection that nobody handles"))', 'a rejection that nobody handles'],
    ['throw new Error("thrown where nobody catches")', 'thrown where nobody catches'],
  ])('in which %s happens says %s', async (code, reason) => {
    misbehave(code);
    const job = runJob('inputs', { file: at('model.onnx') }, { signal });
    await expect(job).rejects.toMatchObject({ code: 'engine.failed', message: expect.stringContaining(reason) });
  });

  it.each([
    ['before its process is there', 0],
    ['while it can hear nothing', 1500],
  ])('is cancelled %s, and its process is gone', async (_, after) => {
    const abort = new AbortController();
    const job = runJob('check', { project: endless }, { signal: abort.signal });
    setTimeout(() => abort.abort(), after);
    await expect(job).rejects.toMatchObject({ code: 'cancelled' });
    await vi.waitFor(() => expect(childrenOf(process.pid)).toEqual([]), 10_000);
  });
});

it('a job whose process never begins says so: Electron does not', async () => {
  vi.useFakeTimers();
  const silent = Object.assign(new EventEmitter(), { pid: undefined, stderr: null, postMessage: () => {} });
  start({ fork: () => silent } as unknown as ElectronParts['utilityProcess']);
  const job = runJob('inputs', { file: at('model.onnx') }, { signal });
  const failed = expect(job).rejects.toMatchObject({ code: 'engine.failed', message: expect.stringContaining('did not start') });
  await vi.advanceTimersByTimeAsync(60_000);
  await failed;
});
