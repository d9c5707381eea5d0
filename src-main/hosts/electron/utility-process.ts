/**
 * Runs jobs in Electron utility processes. They do not need the fuse RunAsNode, which would let any program run code in Electron.
 * V8 options cannot be set for a single utility process.
 */
import type { UtilityProcess } from 'electron';
import {
  JOB_ENTRY,
  jobVariables,
  type ProcessEnd,
  type StartedProcess,
  collectLastWords,
} from '../../services/jobs/started-process.ts';
import type { ElectronParts } from './parts.ts';

/** Time for a process to start. Electron does not report a process that cannot be started. */
const START_MS = 30_000;
/** Time to wait for error output that is still on its way when a process has ended. */
const LAST_WORDS_MS = 200;

/** Returns a function that starts jobs. Call when the app is ready. */
export function startUtilityProcess({ utilityProcess }: Pick<ElectronParts, 'utilityProcess'>): StartedProcess {
  const child = utilityProcess.fork(JOB_ENTRY, [], {
    serviceName: 'Spikeloom job',
    env: jobVariables() as Record<string, string>,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const end = endOf(child);
  return {
    tell: (message) => child.postMessage(message),
    kill: () => killNow(child),
    onMessage: (listener) => void child.on('message', listener),
    onEnd: (listener) => void end.then(listener),
  };
}

/**
 * Kills a process. Electron's own `kill` only asks the process to end, and a job does not react to that. A process has an id from
 * `spawn` until its end.
 */
function killNow(child: UtilityProcess): void {
  if (child.pid === undefined) {
    child.once('spawn', () => killNow(child));
    return;
  }
  try {
    process.kill(child.pid, 'SIGKILL');
  } catch {
    // The process has ended in the meantime.
  }
}

async function endOf(child: UtilityProcess): Promise<ProcessEnd> {
  const { stderr } = child;
  const lastWords = collectLastWords(stderr);
  let fatal = '';
  child.on('error', (_, location) => {
    fatal = location;
  });
  const code = await new Promise<number | undefined>((resolve) => {
    const timer = setTimeout(() => resolve(undefined), START_MS);
    child.once('spawn', () => clearTimeout(timer));
    child.once('exit', (status) => {
      clearTimeout(timer);
      resolve(status);
    });
  });
  if (code === undefined) return { how: 'its process did not start', killed: false, lastWords: '' };
  const rest = await restOf(stderr);
  const words = [lastWords(), rest, fatal].join('\n').trim();
  // On systems with signals, the status of a killed process is the number of the signal.
  return { how: `status ${code}`, killed: process.platform !== 'win32' && code === 9, lastWords: words };
}

/** Reads the rest of a stream after its process has ended, because Electron then removes all listeners. */
function restOf(stream: NodeJS.ReadableStream | null): Promise<string> {
  return new Promise((resolve) => {
    const rest = collectLastWords(stream);
    const done = (): void => {
      clearTimeout(timer);
      resolve(rest());
    };
    const timer = setTimeout(done, LAST_WORDS_MS);
    stream?.once('end', done);
  });
}
