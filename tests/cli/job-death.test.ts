/** A job whose process or worker dies, or has no memory left, ends with the reason in one line; nothing else ends, and the next job works. */
import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { plainError } from '../../src-shared/errors/plain-error.ts';
import { runJob } from '../../src-main/services/jobs/run-job.ts';
import type { Progress } from '../../src-main/services/progress.ts';
import { exitStatus, SpikeloomError } from '../../src-shared/errors/index.ts';
import { onCommandLine } from '../../src-shared/message/index.ts';
import { childrenOf } from '../support/child-processes.ts';
import { classifier, samples } from '../support/classifier.ts';
import { JOB_STARTERS } from '../support/job-starters.ts';

const folder = mkdtempSync(join(tmpdir(), 'spikeloom-death-'));
const at = (name: string): string => join(folder, name);
afterAll(() => rmSync(folder, { recursive: true, force: true, maxRetries: 3 }));

const signal = new AbortController().signal;
const project = at('p.spikeloom');
const evaluation = { project, dataset: at('samples.npy'), engine: 'reference', batch: 2 } as const;

beforeAll(async () => {
  writeFileSync(at('model.onnx'), classifier());
  writeFileSync(at('samples.npy'), samples(200));
  const calibration = { source: at('samples.npy'), batch: 100 };
  const request = { model: at('model.onnx'), out: project, engine: 'reference', calibration } as const;
  await runJob('convert', { ...request, plan: { options: { steps: 100 } } }, { signal });
});

/** The reason that a job ends with. */
async function reasonOf(job: Promise<unknown>): Promise<SpikeloomError> {
  const error = await job.then(
    () => new Error('it went well'),
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof SpikeloomError)) throw error;
  expect(error.message).toMatch(/^[^\n]+$/);
  expect([error.code, exitStatus(error)], error.message).toEqual(['engine.failed', 1]);
  return error;
}

describe.skipIf(process.platform !== 'linux').each(JOB_STARTERS)('a job in a $name', (starter) => {
  beforeAll(() => starter.use());

  it('whose process is killed says so; what it had finished is there, and the next one goes on', async () => {
    const others = new Set(childrenOf(process.pid));
    let progress: Progress | undefined;
    const job = runJob('evaluate', evaluation, { signal, onProgress: (now) => (progress = now) });
    const ended = reasonOf(job);
    while (!progress || progress.done < 10) await sleep(5);
    const [child] = childrenOf(process.pid).filter((pid) => !others.has(pid));
    process.kill(child!, 'SIGKILL');
    expect((await ended).message).toContain('ran out of memory or was killed');
    const { resumed, report } = await runJob('evaluate', evaluation, { signal });
    // A batch counts as done a moment before it is stored.
    expect(resumed).toBeGreaterThanOrEqual(4);
    expect(report.settings.dataset.samples).toBe(200);
  });

  it('that has no memory left says what to change', async () => {
    const before = process.env.NODE_OPTIONS;
    process.env.NODE_OPTIONS = '--max-old-space-size=48';
    try {
      writeFileSync(at('many.csv'), '0.5,1,2,3,4,5,6,7,8,9,10,11,1\n'.repeat(100_000));
      const { message } = await reasonOf(runJob('evaluate', { ...evaluation, dataset: at('many.csv') }, { signal }));
      expect(message).toMatch(/ran out of memory.*use a smaller --batch or fewer --steps/);
    } finally {
      if (before === undefined) delete process.env.NODE_OPTIONS;
      else process.env.NODE_OPTIONS = before;
    }
  });
});

it('an array larger than any memory is no bug of the program', () => {
  for (const length of [2 ** 33 - 1, 2 ** 40]) {
    let thrown: unknown;
    try {
      // A length that is allowed is refused where there is not so much memory.
      if (new Float64Array(length).length === length) continue;
    } catch (error) {
      thrown = error;
    }
    const { code, message } = plainError(thrown);
    expect([code, onCommandLine(message)]).toEqual([
      'engine.failed',
      expect.stringMatching(/more memory.*smaller --batch or fewer --steps/),
    ]);
  }
});

it('a worker of the cpu engine that runs out of memory ends what is under way, and not the process', async () => {
  writeFileSync(
    at('greedy.mjs'),
    "import { parentPort } from 'node:worker_threads'; const kept = []; parentPort.on('message', () => { for (;;) kept.push(new Array(1e5).fill(1.5)); });",
  );
  const pool = new URL('../../src-main/engines/cpu/pool.ts', import.meta.url).href;
  const program = `
    import { createPool } from ${JSON.stringify(pool)};
    const pool = createPool(1, { input: [1, 1] }, new URL(${JSON.stringify(pathToFileURL(at('greedy.mjs')).href)}));
    const tiles = [{ kind: 'float', first: 0, samples: 1, network: { key: 0, model: { bytes: new Uint8Array(), inputs: [], outputs: [] } } }];
    await pool.work({ inputs: new Float32Array(1), tiles, onTile: () => {} }).catch((error) => console.log(error.code, error.message));
    await pool.dispose();
    console.log('still here');`;
  writeFileSync(at('program.mjs'), program);
  const args = ['--max-old-space-size=64', at('program.mjs')];
  const { stdout } = await promisify(execFile)(process.execPath, args);
  expect(stdout).toMatch(/^engine\.failed A worker of the cpu engine ended: .*memory.*\nstill here\n$/);
});
