/**
 * A folder of classes: one folder for each class, images in it. Classes and files are in byte order. Hidden files and whatever
 * lies beside the class folders (a licence, a list) are no samples; anything but an image inside one is an error.
 */
import type { Dirent } from 'node:fs';
import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { accessProblem, SpikeloomError } from '../../src-shared/errors/index.ts';
import { decodeImage, IMAGE_ENDINGS, isImageName } from './image.ts';
import { labelsOfNames } from './labels.ts';
import type { Pixels } from './pixels.ts';
import type { RawSource } from './raw-source.ts';

/** A file that was left out, and why: the sentence that would have been the error. */
export interface SkippedFile {
  readonly file: string;
  readonly reason: string;
}

/** Decoders at work at once; more would only hold more images in memory. */
const AT_ONCE = 4;

/**
 * The samples of a folder of classes, class by class. `classes`: the network's, whose order gives the labels where it has these
 * names. With `skipped`, files that are no images are added to it instead of being an error.
 * Throws `dataset.not-found`, `dataset.format`, `dataset.labels`.
 */
export async function classFolderSource(
  folder: string,
  classes: readonly string[] | undefined,
  skipped?: SkippedFile[],
): Promise<RawSource> {
  const entries = await list(folder);
  const names = entries.filter(({ isFolder }) => isFolder).map(({ name }) => name);
  const stray = entries.find(({ name, isFolder }) => !isFolder && isImageName(name));
  if (names.length === 0 || stray !== undefined) {
    const what = stray === undefined ? 'has no class folders' : `has images such as ${stray.name} outside class folders`;
    throw new SpikeloomError('dataset.format', `${folder}: ${what}; put the images of each class into a folder of its own`, {
      at: { file: folder },
    });
  }
  const named = labelsOfNames(names, classes, folder);
  const perClass = await Promise.all(names.map((name) => imagesIn(join(folder, name), skipped)));
  const files = perClass.flat();
  const labels = Int32Array.from(perClass.flatMap((images, index) => images.map(() => named.labels[index]!)));
  return {
    name: folder,
    count: files.length,
    labels,
    classes: named.classes,
    nameOf: (index) => files[index]!,
    byClass: true,
    samples: { kind: 'pixels', read: (index) => mapAtOnce(index, (i) => readImage(files[i]!)) },
  };
}

/** The pixels of an image file. Throws `dataset.not-found`, `dataset.format`. */
export async function readImage(file: string): Promise<Pixels> {
  let bytes: Uint8Array;
  try {
    bytes = await readFile(file);
  } catch (cause) {
    throw new SpikeloomError('dataset.not-found', `${file}: cannot be read: ${accessProblem(cause)}`, { at: { file }, cause });
  }
  return decodeImage(bytes, file);
}

/** Results of `work` for each item in order, a few at once. The first error ends it. */
export async function mapAtOnce<T, R>(items: readonly T[], work: (item: T) => Promise<R>): Promise<R[]> {
  const results = new Array<R>(items.length);
  let next = 0;
  let failed = false;
  const worker = async (): Promise<void> => {
    while (next < items.length && !failed) {
      const index = next++;
      try {
        results[index] = await work(items[index]!);
      } catch (error) {
        failed = true;
        throw error;
      }
    }
  };
  await Promise.all(Array.from({ length: Math.min(AT_ONCE, items.length) }, worker));
  return results;
}

async function imagesIn(folder: string, skipped: SkippedFile[] | undefined): Promise<string[]> {
  const images: string[] = [];
  for (const { name, isFolder } of await list(folder)) {
    const file = join(folder, name);
    if (!isFolder && isImageName(name)) images.push(file);
    else {
      const what = isFolder ? 'a folder inside a class folder' : `not an image (${IMAGE_ENDINGS.join(', ')})`;
      const reason = `${file}: is ${what}; remove it`;
      if (skipped === undefined) throw new SpikeloomError('dataset.format', reason, { at: { file } });
      skipped.push({ file, reason });
    }
  }
  return images;
}

interface Entry {
  readonly name: string;
  readonly isFolder: boolean;
}

/** What is in a folder, hidden files left out, in byte order; links count as what they lead to. */
async function list(folder: string): Promise<Entry[]> {
  let entries: Dirent[];
  try {
    entries = await readdir(folder, { withFileTypes: true });
  } catch (cause) {
    throw new SpikeloomError('dataset.not-found', `${folder}: cannot be read: ${accessProblem(cause)}`, {
      at: { file: folder },
      cause,
    });
  }
  const visible = entries.filter(({ name }) => !name.startsWith('.'));
  const kinds = await Promise.all(
    visible.map(async (entry): Promise<Entry> => {
      const isFolder = entry.isSymbolicLink()
        ? await stat(join(folder, entry.name)).then(
            (target) => target.isDirectory(),
            () => false,
          )
        : entry.isDirectory();
      return { name: entry.name, isFolder };
    }),
  );
  return kinds.sort((a, b) => Buffer.compare(Buffer.from(a.name), Buffer.from(b.name)));
}
