/** Compiled code that Node keeps between runs, for the processes and threads that this one starts. */
import { getCompileCacheDir } from 'node:module';
import { dirname } from 'node:path';

/**
 * Variables with which a process or thread keeps compiled code where this one does, from its first file on; none where this one
 * keeps none. The variable names the folder in which each version of Node has one of its own.
 */
export function compileCacheVariables(): { readonly NODE_COMPILE_CACHE?: string } {
  const folder = getCompileCacheDir();
  return folder === undefined ? {} : { NODE_COMPILE_CACHE: dirname(folder) };
}
