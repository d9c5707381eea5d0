/**
 * Port and token of the user's host, kept for the next start: a tab that is open finds the host again. The token lets whoever has it do what
 * the user may do, so that the file is the user's alone.
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

/** The kept address; undefined if there is none, if it cannot be used, or if others could have read or written it. */
export function readKeptAddress(path: string): KeptAddress | undefined {
  try {
    const { mode, uid } = lstatSync(path);
    const isPrivate = process.platform === 'win32' || ((mode & 0o177_077) === 0o100_000 && uid === process.getuid!());
    return isPrivate ? keptSchema.safeParse(JSON.parse(readFileSync(path, 'utf8'))).data : undefined;
  } catch {
    return undefined;
  }
}

/** Keeps an address. A host that cannot keep it works all the same: the next one has another address. */
export function keepAddress(path: string, address: KeptAddress): void {
  try {
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
    writeFileAtomic.sync(path, `${JSON.stringify(address)}\n`, { mode: 0o600 });
  } catch {
    // The disk is full, or only to be read.
  }
}
