/**
 * A job's process as its supervisor sees it. The command line and the browser host start child processes of Node
 * (`child-process.ts`). Electron's host starts Electron utility processes (`hosts/electron/utility-process.ts`).
 */
import { fileURLToPath } from 'node:url';
import { compileCacheVariables } from '../../runtime/compile-cache.ts';
import type { FromJob, ToJob } from './protocol.ts';

/** How a process ended. */
export interface ProcessEnd {
  /** `status 3`, `SIGSEGV`, or the reason why the process did not start. */
  readonly how: string;
  /** True if the process was ended from outside by a signal that a process cannot catch. */
  readonly killed: boolean;
  /** The last lines that the process printed to its error stream. */
  readonly lastWords: string;
}

export interface StartedProcess {
  /** Sends a message. Does nothing if the process has ended. */
  tell(message: ToJob): void;
  /** Ends the process at once, even if it is busy. */
  kill(): void;
  onMessage(listener: (message: FromJob) => void): void;
  /** The listener is called once, even if the process could not be started. */
  onEnd(listener: (end: ProcessEnd) => void): void;
}

/** Starts a process that runs `JOB_ENTRY`. `background`: at a low priority. */
export type StartProcess = (background: boolean) => StartedProcess;

export const JOB_ENTRY = fileURLToPath(new URL('job-entry.ts', import.meta.url));

/** By default glibc keeps a memory arena per thread. This speeds up only programs that make many small objects (BENCHMARKS.md). */
const MALLOC_ARENAS = { MALLOC_ARENA_MAX: '2' };

/** The variables of a job's process. */
export const jobVariables = (): NodeJS.ProcessEnv => ({ ...MALLOC_ARENAS, ...compileCacheVariables(), ...process.env });

/** Collects the last lines of an error stream. The returned function gives them. */
export function collectLastWords(stream: NodeJS.ReadableStream | null): () => string {
  let text = '';
  stream?.setEncoding('utf8').on('data', (part: string) => {
    text = (text + part).slice(-20_000);
  });
  return () => text.trim();
}
