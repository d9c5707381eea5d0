/**
 * Runs jobs in Electron utility processes. They do not need the fuse RunAsNode, which would let any program run code in Electron.
 * V8 options cannot be set for a single utility process. A job that wants the gpu engine gets a hidden window of its own for as long as it
 * lives.
 */
import type { MessagePortMain, UtilityProcess } from 'electron';
import { type EnginePageAnswer, isEnginePageCall } from '../../../src-shared/engine/page-port.ts';
import {
  JOB_ENTRY,
  jobVariables,
  type ProcessEnd,
  type StartedProcess,
  collectLastWords,
} from '../../services/jobs/started-process.ts';
import type { FromJob } from '../../services/jobs/protocol.ts';
import type { GpuWindow, OpenGpuWindow } from './gpu-window.ts';
import type { ElectronParts } from './parts.ts';

/** Time for a process to start. Electron does not report a process that cannot be started. */
const START_MS = 30_000;
/** Time to wait for error output that is still on its way when a process has ended. */
const LAST_WORDS_MS = 200;

/** Starts a job's process. Call when the app is ready. */
export function startUtilityProcess(
  { utilityProcess }: Pick<ElectronParts, 'utilityProcess'>,
  openEngine: OpenGpuWindow,
): StartedProcess {
  const child = utilityProcess.fork(JOB_ENTRY, [], {
    serviceName: 'Spikeloom job',
    env: jobVariables() as Record<string, string>,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const end = endOf(child);
  giveEngine(child, end, openEngine);
  return {
    tell: (message) => child.postMessage(message),
    kill: () => killNow(child),
    onMessage: (listener) =>
      void child.on('message', (message: unknown) => {
        if (!isEnginePageCall(message)) listener(message as FromJob);
      }),
    onEnd: (listener) => void end.then(listener),
  };
}

/** Opens the window of the gpu engine when the process asks for it, and closes it with the process. */
function giveEngine(child: UtilityProcess, end: Promise<unknown>, open: OpenGpuWindow): void {
  let window: GpuWindow | undefined;
  const tell = (answer: EnginePageAnswer, ports: readonly MessagePortMain[] = []): void => child.postMessage(answer, [...ports]);
  child.on('message', (message: unknown) => {
    if (!isEnginePageCall(message)) return;
    window?.close();
    window = open(message, (error) => tell({ kind: 'engine-lost', error }));
    tell({ kind: 'engine-port' }, [window.port]);
  });
  void end.then(() => window?.close());
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
