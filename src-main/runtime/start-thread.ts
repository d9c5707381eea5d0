/** Starts worker threads, so that V8 does not crash the process where they load TypeScript. */
import { setFlagsFromString } from 'node:v8';
import { Worker } from 'node:worker_threads';
import { compileCacheVariables } from './compile-cache.ts';

/**
 * Node takes the types out of a file with a WebAssembly module. V8 replaces the wrapper of a JavaScript function that such a module
 * calls once it was called often, in a table that all threads of the process share, and in V8 13.6 (Node 24) loses count of the
 * old wrapper's users where two threads do so at once: SIGSEGV or SIGTRAP in `Runtime_TierUpWasmToJSWrapper`, once in some thousand
 * threads. A wrapper that is never called often enough is never replaced. Calls of the kernels take as long as before.
 */
const NEVER_REPLACE_WRAPPERS = '--wasm-wrapper-tiering-budget=2147483647';

/** A thread that runs `file` with `workerData`, and keeps compiled code where this process does. */
export function startThread(file: URL, workerData: unknown): Worker {
  // Built programs have no types to take out.
  if (import.meta.url.endsWith('.ts')) setFlagsFromString(NEVER_REPLACE_WRAPPERS);
  return new Worker(file, { workerData, env: { ...process.env, ...compileCacheVariables() } });
}
