/** Ends a process when its parent has ended, even if the main thread is stuck in an endless query or kernel. */
import { Worker } from 'node:worker_threads';

const LOOK_MS = 500;

/**
 * Plain JavaScript as text, because loading TypeScript in a thread would take time. The thread checks regularly whether the
 * process has another parent now.
 */
const WATCH = `
  const parent = process.ppid;
  const isThere = () => {
    if (process.platform !== 'win32') return process.ppid === parent;
    try {
      return process.kill(parent, 0);
    } catch {
      return false;
    }
  };
  setInterval(() => isThere() || process.kill(process.pid, 'SIGKILL'), ${LOOK_MS});
`;

/** Starts the watching thread. The thread does not keep the process alive. */
export function endWithParent(): void {
  const limits = { maxOldGenerationSizeMb: 8, maxYoungGenerationSizeMb: 1, codeRangeSizeMb: 2, stackSizeMb: 1 };
  new Worker(WATCH, { eval: true, resourceLimits: limits, env: {}, execArgv: [] }).unref();
}
