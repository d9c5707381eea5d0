/** The C compiler of this machine, if there is one, with which a package is compiled and run to prove itself. */
import { execFile, spawn } from 'node:child_process';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { SpikeloomError } from '../../../src-shared/errors/index.ts';
import { removeLeftovers, temporaryPath } from '../../runtime/temporary.ts';

const run = promisify(execFile);

/** Commands of compilers, in the order in which they are tried. */
const COMPILERS = ['cc', 'gcc', 'clang'] as const;

/** The first compiler that answers; undefined if there is none. */
export async function findCompiler(): Promise<string | undefined> {
  for (const command of COMPILERS) {
    try {
      await run(command, ['-dumpversion']);
      return command;
    } catch {
      continue;
    }
  }
  return undefined;
}

/** The options of the package's Makefile. */
const OPTIONS = ['-std=c99', '-O2', '-ffp-contract=off'];

/** A compiled program: bytes for its standard input, bytes from its standard output. */
export type CompiledProgram = (input: Uint8Array) => Promise<Uint8Array>;

/**
 * Compiles files in a temporary folder, calls `work` with the program, and removes the folder. Throws `export.unsupported` if there is
 * no compiler, `engine.failed` if the files do not compile or the program fails.
 */
export async function withCompiled<T>(
  files: ReadonlyMap<string, Uint8Array | string>,
  signal: AbortSignal,
  work: (program: CompiledProgram) => Promise<T>,
): Promise<T> {
  const compiler = await findCompiler();
  if (compiler === undefined) {
    throw new SpikeloomError(
      'export.unsupported',
      'The written C cannot be checked: there is no C compiler (cc, gcc or clang); install gcc or clang.',
    );
  }
  signal.throwIfAborted();
  // The next export removes the leftovers of a killed one.
  await removeLeftovers(tmpdir());
  const folder = temporaryPath(tmpdir(), 'c-program');
  await mkdir(folder);
  try {
    for (const [name, content] of files) await writeFile(join(folder, name), content);
    const sources = [...files.keys()].filter((name) => name.endsWith('.c'));
    const program = join(folder, 'program');
    await compiled(compiler, [...OPTIONS, '-o', program, ...sources, '-lm'], folder, signal);
    return await work((input) => output(program, input, signal));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function compiled(compiler: string, args: readonly string[], cwd: string, signal: AbortSignal): Promise<void> {
  try {
    await run(compiler, args, { cwd, signal, maxBuffer: 1 << 24 });
  } catch (cause) {
    signal.throwIfAborted();
    const said = String((cause as { stderr?: unknown }).stderr ?? cause)
      .trim()
      .split('\n')[0];
    throw new SpikeloomError('engine.failed', `${compiler} cannot compile the written C: ${said}.`, { cause });
  }
}

/** The output of a program for an input. */
function output(program: string, input: Uint8Array, signal: AbortSignal): Promise<Uint8Array> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, [], { signal, stdio: ['pipe', 'pipe', 'inherit'] });
    const parts: Buffer[] = [];
    child.stdout.on('data', (part: Buffer) => parts.push(part));
    child.on('error', reject);
    // A program that ends early closes its input; its status says so.
    child.stdin.on('error', () => {});
    child.on('close', (status, ended) => {
      if (status === 0) resolve(Buffer.concat(parts));
      else reject(new SpikeloomError('engine.failed', `The compiled program failed (${status ?? ended}).`));
    });
    child.stdin.end(input);
  });
}
