/**
 * Files that are dropped on the window of a browser, which does not tell where they lie: they are copied into the user's folder.
 * What lies beside them does not come along: weights in external files, and the preprocessing in `X.json`.
 */
import { createWriteStream } from 'node:fs';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import type { IncomingMessage } from 'node:http';
import { join } from 'node:path';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';

/** Largest file that is taken: what one protobuf message may hold. */
export const MOST_BYTES = 2 ** 31;

export interface Uploaded {
  /** Where it lies now. */
  readonly path: string;
  /** What a person must know of it. */
  readonly notes: readonly string[];
}

/** Why an upload is refused, with the HTTP status. */
export class UploadError extends Error {
  readonly status: number;
  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

/** Stores the body of a request as `name`, in a folder of its own. Nothing is left of one that breaks off. */
export async function storeUpload(request: IncomingMessage, given: string, folder: string, most = MOST_BYTES): Promise<Uploaded> {
  const name = cleanName(given);
  const announced = Number(request.headers['content-length'] ?? 0);
  if (announced > most) throw tooLarge(name, most);
  await mkdir(folder, { recursive: true });
  const own = await mkdtemp(join(folder, 'upload-'));
  const path = join(own, name);
  let bytes = 0;
  const limit = new Transform({
    transform: (chunk: Buffer, _, done) => {
      bytes += chunk.length;
      if (bytes > most) done(tooLarge(name, most));
      else done(null, chunk);
    },
  });
  try {
    await pipeline(request, limit, createWriteStream(path, { flags: 'wx' }));
  } catch (error) {
    await rm(own, { recursive: true, force: true });
    throw error;
  }
  return { path, notes: name.toLowerCase().endsWith('.onnx') ? [ALONE] : [] };
}

const ALONE =
  'Only the file itself was copied: weights in files beside it and its preprocessing (a .json of the same name) did not come along. Open it by its path where it needs them.';

/** The last part of a name, without characters that mean something to a shell or a file system. */
export function cleanName(given: string): string {
  const last = given.split(/[/\\]/).at(-1) ?? '';
  const clean = last
    .normalize('NFC')
    .replaceAll(/[\p{Cc}\p{Cf}<>:"|?*]/gu, '_')
    .replace(/^[.\s]+/, '')
    .replace(/[.\s]+$/, '');
  // Names end with what they are: that part stays.
  const ending = /\.[a-z0-9]{1,10}$/i.exec(clean)?.[0] ?? '';
  const stem = clean.slice(0, clean.length - ending.length).slice(0, 100);
  return `${stem === '' ? 'file' : stem}${ending}`;
}

const tooLarge = (name: string, most: number): UploadError =>
  new UploadError(413, `${name} is larger than ${Math.round(most / 2 ** 20)} MiB, the most that is taken; open it by its path.`);
