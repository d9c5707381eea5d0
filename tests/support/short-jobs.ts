/** Many short jobs, and how many of their processes are there when all have answered. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { runJob } from '../../src-main/services/jobs/run-job.ts';
import { childrenOf } from './child-processes.ts';
import { classifier } from './classifier.ts';

/** More than a job may take to be gone after its last message, however busy the machine is. */
const PATIENCE_MS = 20_000;

/** Runs `count` jobs, some at a time; the processes that are left of them at the end. Linux only. */
export async function leftByJobs(count: number, atOnce = 4): Promise<number> {
  const folder = mkdtempSync(join(tmpdir(), 'spikeloom-jobs-'));
  const file = join(folder, 'model.onnx');
  const before = new Set(childrenOf(process.pid));
  const left = (): number => childrenOf(process.pid).filter((pid) => !before.has(pid)).length;
  const { signal } = new AbortController();
  try {
    writeFileSync(file, classifier());
    let next = 0;
    const work = async (): Promise<void> => {
      while (next++ < count) await runJob('inputs', { file }, { signal });
    };
    await Promise.all(Array.from({ length: atOnce }, work));
    for (const until = performance.now() + PATIENCE_MS; left() > 0 && performance.now() < until; ) await sleep(20);
    return left();
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
