/** The cache of compiled code that Node keeps between runs, for child processes and threads. */
import { getCompileCacheDir } from 'node:module';
import { dirname } from 'node:path';

/**
 * Environment variables that make a process or thread use this process's cache of compiled code from its first file on; empty if
 * this process has no cache. The variable names a folder in which each version of Node has a subfolder.
 */
export function compileCacheVariables(): { readonly NODE_COMPILE_CACHE?: string } {
  const folder = getCompileCacheDir();
  return folder === undefined ? {} : { NODE_COMPILE_CACHE: dirname(folder) };
}
