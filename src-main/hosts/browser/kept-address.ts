/**
 * Port and token of the user's host, kept for the next start, so that an open tab finds the host again. A holder of the token can
 * act as the user, so only the user can read the file.
 */
import { lstatSync, mkdirSync, readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import writeFileAtomic from 'write-file-atomic';
import { z } from 'zod';

const keptSchema = z.strictObject({
  port: z.int().min(1).max(65_535),
  token: z.string().regex(/^[\w-]{32,}$/),
});
export type KeptAddress = z.infer<typeof keptSchema>;

/** The kept address; undefined if there is none, if it is invalid, or if other users could have read or written it. */
export function readKeptAddress(path: string): KeptAddress | undefined {
  try {
    const { mode, uid } = lstatSync(path);
    const isPrivate = process.platform === 'win32' || ((mode & 0o177_077) === 0o100_000 && uid === process.getuid!());
    return isPrivate ? keptSchema.safeParse(JSON.parse(readFileSync(path, 'utf8'))).data : undefined;
  } catch {
    return undefined;
  }
}

/** Stores an address. If this fails, the host still works and the next start uses another address. */
export function keepAddress(path: string, address: KeptAddress): void {
  try {
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
    writeFileAtomic.sync(path, `${JSON.stringify(address)}\n`, { mode: 0o600 });
  } catch {
    // The disk is full or read-only.
  }
}
