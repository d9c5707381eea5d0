/** The C compilers of this machine, used as strictly as the packages promise: C99 without warnings, and clean under sanitizers. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';

const works = (command: string): boolean => spawnSync(command, ['--version']).status === 0;

/** gcc and clang, those that are there. */
export const COMPILERS: readonly string[] = ['gcc', 'clang'].filter(works);

/** The compiler that is not there, with what to install; null if both are. */
export const missingCompiler: string | null =
  COMPILERS.length === 2
    ? null
    : `${['gcc', 'clang'].filter((one) => !COMPILERS.includes(one)).join(' and ')} absent; on Debian, apt-get install gcc clang`;

/** Why nothing can be compiled on this machine; null if something can. */
export const noCompiler: string | null = COMPILERS.length === 0 ? missingCompiler : null;

export const STRICT = ['-std=c99', '-Wall', '-Wextra', '-Werror', '-pedantic'];
export const SANITIZED = ['-g', '-O1', '-fsanitize=address,undefined', '-fno-sanitize-recover=all'];

/** A folder for programs, which is removed after the tests of a file. */
export function programFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'spikeloom-c-tests-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** Compiles files in a folder. Returns the program's path; throws what the compiler said. */
export function compileIn(
  folder: string,
  compiler: string,
  files: ReadonlyMap<string, Uint8Array | string>,
  options: readonly string[],
): string {
  for (const [name, content] of files) writeFileSync(join(folder, name), content);
  const sources = [...files.keys()].filter((name) => name.endsWith('.c'));
  const { status, stderr } = spawnSync(compiler, [...options, '-o', 'program', ...sources, '-lm'], {
    cwd: folder,
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(`${compiler}: ${stderr.slice(0, 2000)}`);
  return join(folder, 'program');
}
