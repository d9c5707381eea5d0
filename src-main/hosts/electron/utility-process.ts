/**
 * Jobs in utility processes of Electron, which need no fuse that would make Electron's program run code of whoever starts it (RunAsNode).
 * V8's options cannot be set for one of them.
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

/** A process that has not begun after this will not: Electron says nothing of one that cannot be started. */
const START_MS = 30_000;
/** Time for last words that are still on their way when a process has ended. */
const LAST_WORDS_MS = 200;

/** Starts jobs once the app is ready. */
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

/** Electron's own `kill` asks, and a job leaves that to its starter. A process has an id from `spawn` to its end. */
function killNow(child: UtilityProcess): void {
  if (child.pid === undefined) {
    child.once('spawn', () => killNow(child));
    return;
  }
  try {
    process.kill(child.pid, 'SIGKILL');
  } catch {
    // It has ended meanwhile.
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
  // Where the system has a signal for it, the status that it gives of a killed process is the signal's number.
  return { how: `status ${code}`, killed: process.platform !== 'win32' && code === 9, lastWords: words };
}

/** What still comes when a process has ended: Electron takes all listeners away then. */
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
