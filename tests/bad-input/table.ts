/** Bad input as a table: what is done, which error it must end with, and what its one line must say. */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ErrorCode } from '../../src-shared/errors/index.ts';

export interface BadCase {
  readonly what: string;
  readonly code: ErrorCode;
  /** Words that the message must hold. */
  readonly says: readonly string[];
  readonly run: () => Promise<unknown>;
}

/** Every file of a folder with what is in it; but for the empty lock file that opening a project leaves. */
export function contentsOf(folder: string): Record<string, string> {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
  const files = entries.flatMap((entry): [string, string][] => {
    const path = join(entry.parentPath, entry.name);
    if (/^\..*\.lock$/.test(entry.name)) return [];
    return [[path, entry.isFile() ? createHash('sha256').update(readFileSync(path)).digest('hex') : 'no file']];
  });
  return Object.fromEntries(files.sort(([a], [b]) => (a < b ? -1 : 1)));
}

/**
 * Calls `work` as a user whom permissions bind (they do not bind root). Whatever it needs must be loaded before: that user may
 * not be able to read this checkout.
 */
export async function asOrdinaryUser<T>(work: () => Promise<T>): Promise<T> {
  const root = process.geteuid?.() === 0;
  if (root) process.seteuid!(65_534);
  try {
    return await work();
  } finally {
    if (root) process.seteuid!(0);
  }
}
