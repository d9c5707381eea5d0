/** Finds the project that a command line names. A double click on a file starts the program with the file's path. */
import { resolve } from 'node:path';

/** Path of the first argument that is a project file; `example` for `--example`; undefined for neither. */
export function projectArgument(argv: readonly string[], folder: string): string | undefined {
  const path = argv.slice(1).find((argument) => !argument.startsWith('-') && /\.spikeloom$/i.test(argument));
  if (path !== undefined) return resolve(folder, path);
  return argv.includes('--example') ? 'example' : undefined;
}
