/**
 * A process that runs one job, as the one that started it sees it. The command line and the browser host start child processes of Node
 * (`child-process.ts`), Electron's host starts utility processes of Electron (`hosts/electron/utility-process.ts`).
 */
import { fileURLToPath } from 'node:url';
import { compileCacheVariables } from '../../runtime/compile-cache.ts';
import type { FromJob, ToJob } from './protocol.ts';

/** How a process ended. */
export interface ProcessEnd {
  /** `status 3`, `SIGSEGV`, or why it did not start. */
  readonly how: string;
  /** Ended from outside, with a signal that a process cannot hear. */
  readonly killed: boolean;
  /** The end of what it printed as errors. */
  readonly lastWords: string;
}

export interface StartedProcess {
  /** A process that has ended hears nothing. */
  tell(message: ToJob): void;
  /** Ends it at once, whatever it does. */
  kill(): void;
  onMessage(listener: (message: FromJob) => void): void;
  /** Told once, also where the process could not be started. */
  onEnd(listener: (end: ProcessEnd) => void): void;
}

/** Starts a process of `JOB_ENTRY`. `background`: other processes of the machine go first. */
export type StartProcess = (background: boolean) => StartedProcess;

export const JOB_ENTRY = fileURLToPath(new URL('job-entry.ts', import.meta.url));

/** What glibc keeps for each of many threads only brings speed to programs that make many small objects (BENCHMARKS.md). */
const MALLOC_ARENAS = { MALLOC_ARENA_MAX: '2' };

/** The variables of a job's process. */
export const jobVariables = (): NodeJS.ProcessEnv => ({ ...MALLOC_ARENAS, ...compileCacheVariables(), ...process.env });

/** The last of what a process prints as errors. */
export function collectLastWords(stream: NodeJS.ReadableStream | null): () => string {
  let text = '';
  stream?.setEncoding('utf8').on('data', (part: string) => {
    text = (text + part).slice(-20_000);
  });
  return () => text.trim();
}
