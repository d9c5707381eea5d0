/** Ends a process with the one that started it, also where its own thread can do nothing any more: in a query or a kernel without end. */
import { Worker } from 'node:worker_threads';

const LOOK_MS = 500;

/** As text, which needs no loading of types: a thread of plain JavaScript, which looks whether its process has another parent now. */
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

/** Starts the thread that watches; it keeps nothing from ending. */
export function endWithParent(): void {
  const limits = { maxOldGenerationSizeMb: 8, maxYoungGenerationSizeMb: 1, codeRangeSizeMb: 2, stackSizeMb: 1 };
  new Worker(WATCH, { eval: true, resourceLimits: limits, env: {}, execArgv: [] }).unref();
}
