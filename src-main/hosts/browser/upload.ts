/**
 * Copies files that were dropped on a browser window into the user's folder, since a browser does not reveal their paths. Files
 * beside them are not copied: external weights, and the preprocessing in `X.json`.
 */
import { createWriteStream } from 'node:fs';
import { rm } from 'node:fs/promises';
import type { IncomingMessage } from 'node:http';
import { join } from 'node:path';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { accessProblem } from '../../../src-shared/errors/index.ts';
import { bytesOfUploads, newUploadFolder } from '../../workbench/index.ts';

/** Largest file, which is the largest protobuf message. */
export const MOST_BYTES = 2 ** 31;
/** Largest total size of all uploads, including those that projects use. */
const MOST_OF_ALL = 16 * 2 ** 30;
/** Most bytes of a name without its extension. File systems allow 255 for the whole name. */
const MOST_STEM = 200;

export interface Uploaded {
  /** Path of the copy. */
  readonly path: string;
  /** Notes that the person must know. */
  readonly notes: readonly string[];
}

/** The reason why an upload is refused, with the HTTP status. */
export class UploadError extends Error {
  readonly status: number;
  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

export interface UploadLimits {
  /** Size limits for one file and for all files in the folder, in bytes. */
  readonly most?: number | undefined;
  readonly mostOfAll?: number | undefined;
}

/** Stores the body of a request as `name`, in a folder of its own. An interrupted upload leaves nothing behind. Throws `UploadError`. */
export async function storeUpload(
  request: IncomingMessage,
  given: string,
  folder: string,
  { most = MOST_BYTES, mostOfAll = MOST_OF_ALL }: UploadLimits = {},
): Promise<Uploaded> {
  const name = cleanName(given);
  const announced = Number(request.headers['content-length'] ?? 0);
  if (announced > most) throw tooLarge(name, most);
  const room = mostOfAll - (await bytesOfUploads(folder));
  if (announced > room) throw noRoom(folder, mostOfAll);
  const own = await newUploadFolder(folder).catch(unwritable(folder));
  const path = join(own, name);
  let bytes = 0;
  const limit = new Transform({
    transform: (chunk: Buffer, _, done) => {
      bytes += chunk.length;
      if (bytes > most) done(tooLarge(name, most));
      else if (bytes > room) done(noRoom(folder, mostOfAll));
      else done(null, chunk);
    },
  });
  try {
    await pipeline(request, limit, createWriteStream(path, { flags: 'wx', mode: 0o600 }));
  } catch (error) {
    await rm(own, { recursive: true, force: true });
    if ((error as NodeJS.ErrnoException).syscall === 'write') unwritable(folder)(error);
    throw error;
  }
  return { path, notes: name.toLowerCase().endsWith('.onnx') ? [ALONE] : [] };
}

const ALONE =
  'Only the file itself was copied: weights in files beside it and its preprocessing (a .json of the same name) did not come along. Open it by its path where it needs them.';

/** The last part of a path, without characters that have a meaning in a shell or a file system. */
export function cleanName(given: string): string {
  const last = given.split(/[/\\]/).at(-1) ?? '';
  const clean = last
    .normalize('NFC')
    .replaceAll(/[\p{Cc}\p{Cf}<>:"|?*]/gu, '_')
    .replace(/^[.\s]+/, '')
    .replace(/[.\s]+$/, '');
  // The extension names the kind of file, so it is kept.
  const ending = /\.[a-z0-9]{1,10}$/i.exec(clean)?.[0] ?? '';
  const stem = firstBytes(clean.slice(0, clean.length - ending.length), MOST_STEM);
  return `${stem === '' ? 'file' : stem}${ending}`;
}

/** The longest start of a text that fits into `most` bytes, without a partial character at its end. */
function firstBytes(text: string, most: number): string {
  let [kept, bytes] = ['', 0];
  for (const { segment } of new Intl.Segmenter('en').segment(text.slice(0, most))) {
    bytes += Buffer.byteLength(segment);
    if (bytes > most) break;
    kept += segment;
  }
  return kept.toWellFormed();
}

const inGiB = (bytes: number): string => `${(bytes / 2 ** 30).toLocaleString('en-US', { maximumFractionDigits: 3 })} GiB`;
const noRoom = (folder: string, most: number): UploadError =>
  new UploadError(
    507,
    `Files that were dropped here take ${inGiB(most)} together, the most that is kept; delete what no project needs from ${folder}, or open the file by its path.`,
  );
const unwritable =
  (folder: string) =>
  (error: unknown): never => {
    throw new UploadError(507, `The file cannot be stored in ${folder}: ${accessProblem(error)}.`);
  };
const tooLarge = (name: string, most: number): UploadError =>
  new UploadError(413, `${name} is larger than ${Math.round(most / 2 ** 20)} MiB, the most that is taken; open it by its path.`);
