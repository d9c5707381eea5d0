/** The command line as a user runs it: a process, its streams and its status. */
import { type ChildProcess, spawn, type SpawnOptions } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';

export const ROOT = join(import.meta.dirname, '..', '..', '..');
const NODE = join(ROOT, 'node_modules', '.bin', 'node');
const MAIN = join(ROOT, 'src-main', 'cli', 'main.ts');

export interface Finished {
  /** Exit status; null where a signal ended it. */
  readonly status: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A running command; `finished` resolves when it has ended and closed its streams. */
export interface Running {
  readonly process: ChildProcess;
  readonly finished: Promise<Finished>;
}

/** Starts a command in a folder; `options` of the process: another user, a group of its own. */
export function start(args: readonly string[], cwd = ROOT, options: SpawnOptions = {}): Running {
  const child = spawn(NODE, [MAIN, ...args], { ...options, cwd, stdio: ['ignore', 'pipe', 'pipe'] });
  let [stdout, stderr] = ['', ''];
  child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
  const finished = new Promise<Finished>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (status, signal) => resolve({ status, signal, stdout, stderr }));
  });
  return { process: child, finished };
}

export const spikeloom = (...args: readonly string[]): Promise<Finished> => start(args).finished;

/** The document that a command prints with `--json`, which must succeed and print nothing else. */
export async function json<T>(...args: readonly string[]): Promise<T> {
  const { status, stdout, stderr } = await spikeloom(...args, '--json');
  if (status !== 0 || stderr !== '') throw new Error(`spikeloom ${args.join(' ')} ended with ${status}: ${stderr}`);
  return JSON.parse(stdout) as T;
}

/** A folder that is removed after the tests of a file. */
export function temporaryFolder(): string {
  const path = mkdtempSync(join(tmpdir(), 'spikeloom-cli-'));
  afterAll(() => rmSync(path, { recursive: true, force: true, maxRetries: 3 }));
  return path;
}

/** A file of a golden network. */
export const golden = (net: string, file: string): string => join(ROOT, 'tests', 'golden', 'nets', net, file);
