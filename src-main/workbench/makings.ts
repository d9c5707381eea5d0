/**
 * Records of projects that were created or are being created, kept in the user's folder because the project file does not exist
 * yet. A record is written at once, so that a job that a window has seen begin or end is still known after the host was killed.
 */
import { mkdirSync, readFileSync, renameSync } from 'node:fs';
import { dirname } from 'node:path';
import writeFileAtomic from 'write-file-atomic';
import { z } from 'zod';
import { CALLS, wireErrorSchema } from '../../src-shared/contract/index.ts';
import { messageOf } from '../../src-shared/errors/index.ts';
import { type Message, say } from '../../src-shared/message/index.ts';
import { noteSchema } from '../../src-shared/message/schema.ts';

const making = z.strictObject({
  /** Id of the job. */
  id: z.string(),
  /** Id of the process that created the project. */
  pid: z.int(),
  path: z.string(),
  request: CALLS['project.create'].request,
  state: z.enum(['running', 'done', 'cancelled', 'failed']),
  error: wireErrorSchema.nullable(),
  /** ISO 8601. */
  started: z.string(),
  finished: z.string().nullable(),
  notes: z.array(noteSchema),
});
export type Making = z.infer<typeof making>;

/** Most records that are kept; the newest stay. */
const MOST_KEPT = 50;

/** The records in the file at `path`. `warn` is called if the file cannot be read or written; jobs continue without it. */
export function createMakings(path: string, warn: (message: Message) => void) {
  /** All records, oldest first. */
  const read = (): readonly Making[] => {
    try {
      return z.array(making).parse(JSON.parse(readFileSync(path, 'utf8')));
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
      warn(say`${path} is not what Spikeloom wrote, and is kept as ${path}.unreadable: ${messageOf(error)}.`);
      setAside();
      return [];
    }
  };
  const setAside = (): void => {
    try {
      renameSync(path, `${path}.unreadable`);
    } catch {
      // The folder is read-only. The error appears when something is written there.
    }
  };
  const write = (all: readonly Making[]): void => {
    try {
      mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
      writeFileAtomic.sync(path, `${JSON.stringify(all, null, 2)}\n`, { mode: 0o600 });
    } catch (error) {
      warn(
        say`${path} cannot be written: ${messageOf(error)}; projects that are being made are not in the list of jobs after a restart.`,
      );
    }
  };
  return {
    read,
    /** Stores a record and replaces an earlier record of the same job. */
    put(record: Making): void {
      const all = read();
      const at = all.findIndex(({ id }) => id === record.id);
      write(at < 0 ? [...all, record].slice(-MOST_KEPT) : all.with(at, record));
    },
    /** Deletes the ended records of a project. */
    forget(project: string): void {
      const all = read();
      const left = all.filter(({ path: of, state }) => of !== project || state === 'running');
      if (left.length < all.length) write(left);
    },
  };
}
