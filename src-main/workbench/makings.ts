/**
 * The projects that were made or being made, as the user's folder keeps them: a project that is not there yet cannot keep the record of its
 * own making. Records are written at once, so that what a window has seen begin or end is there after the host was killed.
 */
import { mkdirSync, readFileSync, renameSync } from 'node:fs';
import { dirname } from 'node:path';
import writeFileAtomic from 'write-file-atomic';
import { z } from 'zod';
import { CALLS, wireErrorSchema } from '../../src-shared/contract/index.ts';
import { messageOf } from '../../src-shared/errors/index.ts';
import { type Message, messageSchema, say } from '../../src-shared/message/index.ts';

const making = z.strictObject({
  /** Id of the job. */
  id: z.string(),
  /** The process that did it. */
  pid: z.int(),
  path: z.string(),
  request: CALLS['project.create'].request,
  state: z.enum(['running', 'done', 'cancelled', 'failed']),
  error: wireErrorSchema.nullable(),
  /** ISO 8601. */
  started: z.string(),
  finished: z.string().nullable(),
  notes: z.array(messageSchema),
});
export type Making = z.infer<typeof making>;

/** Records that are kept, the newest. */
const MOST_KEPT = 50;

/** The records in the file at `path`; `warn` is told of a file that cannot be read or written: jobs go on without it. */
export function createMakings(path: string, warn: (message: Message) => void) {
  /** Oldest first. */
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
      // A folder that is only to be read: said where it is written.
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
    /** Keeps a record in place of an earlier one of the same job. */
    put(record: Making): void {
      const all = read();
      const at = all.findIndex(({ id }) => id === record.id);
      write(at < 0 ? [...all, record].slice(-MOST_KEPT) : all.with(at, record));
    },
    /** Forgets the makings of a project that have ended. */
    forget(project: string): void {
      const all = read();
      const left = all.filter(({ path: of, state }) => of !== project || state === 'running');
      if (left.length < all.length) write(left);
    },
  };
}
