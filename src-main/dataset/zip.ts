/** Archives (zip): their entries, and the bytes of one entry when asked for. No entry unpacks to more bytes than its header says. */
import type { FileHandle } from 'node:fs/promises';
import { crc32 } from 'node:zlib';
import { type Entry, fromFdPromise, type ZipFile } from 'yauzl';
import { messageOf, SpikeloomError } from '../../src-shared/errors/index.ts';
import { say } from '../../src-shared/message/index.ts';
import { MOST_BYTES, openSampleFile, tooLarge } from './sample-file.ts';

export interface Archive {
  /** Entries by name. */
  readonly entries: ReadonlyMap<string, ArchiveEntry>;
}

export interface ArchiveEntry {
  readonly bytes: number;
  /** Unpacks it. Throws `dataset.format` for a damaged one, and for one of more than MOST_BYTES bytes. */
  unpack(): Promise<Uint8Array>;
  /** Offset of the entry's bytes in the archive; undefined if they are packed. */
  place(): Promise<number | undefined>;
}

/** More than anyone's archive has. */
const MOST_ENTRIES = 65_536;

/** Opens an archive for the time of `use`. Throws `dataset.not-found`, `dataset.format`. */
export async function withArchive<R>(file: string, use: (archive: Archive) => Promise<R>): Promise<R> {
  await using handle = await openSampleFile(file);
  // Awaited here: the file stays open that long.
  return await use(await damagedWhere(file, () => readDirectory(handle, file)));
}

async function readDirectory(handle: FileHandle, file: string): Promise<Archive> {
  const zip = await fromFdPromise(handle.fd, { autoClose: false, lazyEntries: true });
  const entries = new Map<string, ArchiveEntry>();
  for await (const entry of zip.eachEntry()) {
    if (entries.size === MOST_ENTRIES) throw new Error(`it has more than ${MOST_ENTRIES} entries`);
    entries.set(entry.fileName, {
      bytes: entry.uncompressedSize,
      unpack: () => damagedWhere(file, () => unpack(zip, entry, file)),
      place: () => damagedWhere(file, () => placeOf(zip, entry)),
    });
  }
  return { entries };
}

async function placeOf(zip: ZipFile, entry: Entry): Promise<number | undefined> {
  if (entry.compressionMethod !== 0 || entry.isEncrypted()) return undefined;
  return (await zip.readLocalFileHeaderPromise(entry, { minimal: true })).fileDataStart;
}

async function unpack(zip: ZipFile, entry: Entry, file: string): Promise<Uint8Array> {
  const { uncompressedSize, fileName } = entry;
  if (uncompressedSize > MOST_BYTES) throw tooLarge(`${file}/${fileName}`, uncompressedSize, file);
  // Uninitialised memory is safe: yauzl throws if the stream has another length.
  const bytes = Buffer.allocUnsafeSlow(uncompressedSize);
  let done = 0;
  let sum = 0;
  for await (const chunk of (await zip.openReadStreamPromise(entry)) as AsyncIterable<Buffer>) {
    bytes.set(chunk, done);
    sum = crc32(chunk, sum);
    done += chunk.length;
  }
  if (sum !== entry.crc32) throw new Error(`the checksum of ${fileName} is wrong`);
  return bytes;
}

/** Does `work`; what it throws becomes `dataset.format`. */
async function damagedWhere<T>(file: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (cause) {
    if (cause instanceof SpikeloomError) throw cause;
    throw new SpikeloomError('dataset.format', say`${file}: not a .npz file, or a damaged one (${messageOf(cause)})`, {
      at: { file },
      cause,
    });
  }
}
