/**
 * A folder of classes: one folder for each class, images in it. Classes and files are in byte order, numbered classes in the order of
 * their numbers. Hidden and system files and whatever lies beside the class folders (a licence, a list) are no samples; anything but
 * an image inside one is an error, and so is whatever would leave open which class is which.
 */
import { SpikeloomError } from '../../src-shared/errors/index.ts';
import type { Message } from '../../src-shared/message/index.ts';
import { type ClassFolder, type FolderLabelOptions, labelsOfFolders } from './folder-labels.ts';
import { IMAGE_ENDINGS, isImageName, openImage } from './image.ts';
import { type FolderEntry, listFolder } from './list-folder.ts';
import { withinPixelBudget } from './pixel-budget.ts';
import type { Pixels } from './pixels.ts';
import type { PixelUser, RawSource } from './raw-source.ts';

/** A file that was left out, and why: the sentence that would have been the error. */
export interface SkippedFile {
  readonly file: string;
  readonly reason: Message;
}

export interface ClassFolderOptions extends FolderLabelOptions {
  /** Files that cannot be used are added to it instead of being an error. */
  readonly skipped?: SkippedFile[] | undefined;
}

/** Decoders at work at once; more would only hold more images in memory. */
const AT_ONCE = 4;

/** The samples of a folder of classes, class by class. Throws `dataset.not-found`, `dataset.format`, `dataset.labels`. */
export async function classFolderSource(folder: string, options: ClassFolderOptions): Promise<RawSource> {
  const entries = await listFolder(folder);
  const found = entries.filter(({ kind }) => kind === 'folder');
  checkOutside(folder, entries, found.length);
  const folders = await Promise.all(
    found.map(async ({ name, path }): Promise<ClassFolder> => ({ name, files: await imagesIn(path, options.skipped) })),
  );
  const { labelled, classes, notes } = labelsOfFolders(folders, folder, options);
  const files = labelled.flatMap((one) => one.files);
  let turned = false;
  const each = (index: readonly number[], user: PixelUser): Promise<void> =>
    forEachAtOnce(index, async (i, at) => {
      user.signal?.throwIfAborted();
      turned = (await useImage(files[i]!, at, user)) || turned;
    });
  return {
    name: folder,
    count: files.length,
    labels: Int32Array.from(labelled.flatMap((one) => one.files.map(() => one.label))),
    classes,
    nameOf: (index) => files[index]!,
    notes: [...systemNotes(folder, entries), ...notes],
    readingNotes: () =>
      turned ? [`${folder}: images that are stored turned or mirrored are put upright, as their EXIF orientation says.`] : [],
    byClass: true,
    samples: { kind: 'pixels', each },
  };
}

/** Throws where it is not clear what the classes are: none, images beside them, or something that could have been one. */
function checkOutside(folder: string, entries: readonly FolderEntry[], folders: number): void {
  const lost = entries.find(({ kind }) => kind === 'dangling');
  if (lost !== undefined) {
    const message = `${lost.path}: is a link that leads nowhere, perhaps to a class; put it right or remove it`;
    throw new SpikeloomError('dataset.format', message, { at: { file: lost.path } });
  }
  const stray = entries.find(({ kind, name }) => kind === 'file' && isImageName(name));
  if (folders > 0 && stray === undefined) return;
  const what = stray === undefined ? 'has no class folders' : `has images such as ${stray.name} outside class folders`;
  throw new SpikeloomError('dataset.format', `${folder}: ${what}; put the images of each class into a folder of its own`, {
    at: { file: folder },
  });
}

function systemNotes(folder: string, entries: readonly FolderEntry[]): string[] {
  const names = entries.filter(({ kind }) => kind === 'system').map(({ name }) => name);
  return names.length === 0 ? [] : [`${folder}: not taken as a class, since the system made it: ${names.join(', ')}.`];
}

async function imagesIn(folder: string, skipped: SkippedFile[] | undefined): Promise<string[]> {
  const images: string[] = [];
  for (const { name, path: file, kind } of await listFolder(folder)) {
    if (kind === 'file' && isImageName(name)) images.push(file);
    else if (kind !== 'system') {
      const reason = `${file}: is ${WRONG[kind]}; remove it`;
      if (skipped === undefined) throw new SpikeloomError('dataset.format', reason, { at: { file } });
      skipped.push({ file, reason });
    }
  }
  return images;
}

const WRONG: Readonly<Record<Exclude<FolderEntry['kind'], 'system'>, string>> = {
  folder: 'a folder inside a class folder',
  file: `not an image (${IMAGE_ENDINGS.join(', ')})`,
  dangling: 'a link that leads nowhere',
  other: 'a pipe, a socket or a device',
};

/** Decodes one image when there is room for it and hands it on; true where it was stored turned. */
async function useImage(file: string, at: number, { check, use }: PixelUser): Promise<boolean> {
  const image = await openImage(file);
  check(image, file);
  return withinPixelBudget(image.height * image.width, async () => {
    use(await image.decode(), at);
    return image.turned;
  });
}

/** The pixels of an image file. Throws `dataset.not-found`, `dataset.format`. */
export const readImage = async (file: string): Promise<Pixels> => (await openImage(file)).decode();

/** Does `work` for each item, a few at once. The first error ends it. */
export async function forEachAtOnce<T>(items: readonly T[], work: (item: T, at: number) => Promise<void>): Promise<void> {
  let next = 0;
  let failed = false;
  const worker = async (): Promise<void> => {
    while (next < items.length && !failed) {
      const at = next++;
      try {
        await work(items[at]!, at);
      } catch (error) {
        failed = true;
        throw error;
      }
    }
  };
  await Promise.all(Array.from({ length: Math.min(AT_ONCE, items.length) }, worker));
}
