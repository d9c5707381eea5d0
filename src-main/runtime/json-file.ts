/** A small JSON file in the user's folder. Its contents are checked by a schema, and each write is complete or has no effect. */
import { mkdir, readFile, rename } from 'node:fs/promises';
import { dirname } from 'node:path';
import writeFileAtomic from 'write-file-atomic';
import type { z } from 'zod';
import { messageOf, SpikeloomError } from '../../src-shared/errors/index.ts';
import { type Message, say } from '../../src-shared/message/index.ts';

export interface JsonFile<T> {
  /** The contents, or `fallback` if the file does not exist or cannot be read. `warn` is called in the latter case. */
  read(): Promise<T>;
  /** Replaces the contents. Throws `output.unwritable`. */
  write(value: T): Promise<void>;
}

/** The file at `path`. If it is unreadable, it is renamed to `X.unreadable` when new contents are first written. */
export function jsonFile<T>(path: string, schema: z.ZodType<T>, fallback: T, warn: (message: Message) => void): JsonFile<T> {
  let aside = false;
  /** The last warning, so that it is not repeated. */
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
    // Read anew each time, because another host may have written the file.
    read: () => writing.catch(() => {}).then(load),
    write: (value) => {
      // Writes run one after another, so that the last one wins.
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
