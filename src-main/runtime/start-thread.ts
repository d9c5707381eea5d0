/** Starts worker threads in a way that keeps V8 from crashing when they load TypeScript. */
import { setFlagsFromString } from 'node:v8';
import { Worker } from 'node:worker_threads';
import { compileCacheVariables } from './compile-cache.ts';

/**
 * Node strips the types from a TypeScript file with a WebAssembly module. When such a module has called a JavaScript function
 * often, V8 replaces the wrapper of that function in a table that all threads share. V8 13.6 (Node 24) miscounts the users of the
 * old wrapper if two threads do this at once. About one thread in some thousand then crashes with SIGSEGV or SIGTRAP in
 * `Runtime_TierUpWasmToJSWrapper`. With this limit no wrapper is called often enough to be replaced. The speed of the kernels
 * does not change.
 */
const NEVER_REPLACE_WRAPPERS = '--wasm-wrapper-tiering-budget=2147483647';

/** Starts a thread that runs `file` with `workerData` and uses this process's cache of compiled code. */
export function startThread(file: URL, workerData: unknown): Worker {
  // Built programs are JavaScript and need no stripping of types.
  if (import.meta.url.endsWith('.ts')) setFlagsFromString(NEVER_REPLACE_WRAPPERS);
  return new Worker(file, { workerData, env: { ...process.env, ...compileCacheVariables() } });
}
