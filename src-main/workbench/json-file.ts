/** A small JSON file of the user's: checked by a schema, written whole or not at all. */
import { mkdir, readFile, rename } from 'node:fs/promises';
import { dirname } from 'node:path';
import writeFileAtomic from 'write-file-atomic';
import type { z } from 'zod';
import { messageOf, SpikeloomError } from '../../src-shared/errors/index.ts';
import { type Message, say } from '../../src-shared/message/index.ts';

export interface JsonFile<T> {
  /** The contents; `fallback` where the file is not there, or cannot be read (which `warn` was told of). */
  read(): Promise<T>;
  /** Replaces the contents. Throws `output.unwritable`. */
  write(value: T): Promise<void>;
}

/** The file at `path`. An unreadable one is put aside as `X.unreadable` when the first new contents are written. */
export function jsonFile<T>(path: string, schema: z.ZodType<T>, fallback: T, warn: (message: Message) => void): JsonFile<T> {
  let aside = false;
  /** What `warn` was told last: it is told once. */
  let told: Message = '';
  const tell = (message: Message): void => {
    if (message !== told) warn(message);
    told = message;
  };
  let writing: Promise<void> = Promise.resolve();

  const load = async (): Promise<T> => {
    let text: string;
    try {
      text = await readFile(path, 'utf8');
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return fallback;
      tell(say`${path} cannot be read (${messageOf(error)}); defaults are used.`);
      return fallback;
    }
    const parsed = schema.safeParse(jsonOf(text));
    aside = !parsed.success;
    if (parsed.success) return parsed.data;
    tell(`${path} is not what Spikeloom wrote; defaults are used, and it is kept as ${path}.unreadable once something changes.`);
    return fallback;
  };

  const save = async (value: T): Promise<void> => {
    try {
      await mkdir(dirname(path), { recursive: true, mode: 0o700 });
      if (aside) await rename(path, `${path}.unreadable`);
      aside = false;
      await writeFileAtomic(path, `${JSON.stringify(value, null, 2)}\n`, { mode: 0o600 });
    } catch (cause) {
      throw new SpikeloomError('output.unwritable', say`${path} cannot be written: ${messageOf(cause)}; check the folder.`, {
        at: { file: path },
        cause,
      });
    }
  };

  return {
    // Read anew each time: another host may have written it.
    read: () => writing.catch(() => {}).then(load),
    write: (value) => {
      // One after another, so that the last one wins.
      writing = writing.catch(() => {}).then(() => save(value));
      return writing;
    },
  };
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
