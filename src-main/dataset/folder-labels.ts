/**
 * Labels of class folders. A folder's label is the index of the network's class of the same name, or the number that is the
 * folder's name, or the folder's place in order. Names are compared in composed form (NFC), because macOS stores them decomposed.
 */
import { SpikeloomError } from '../../src-shared/errors/index.ts';
import { labelsOfNames } from './labels.ts';

export interface ClassFolder {
  readonly name: string;
  readonly files: readonly string[];
}

export interface LabelledFolders {
  /** Folders in the order in which they are read. */
  readonly labelled: readonly (ClassFolder & { readonly label: number })[];
  /** Class names by label. */
  readonly classes: readonly string[];
  readonly notes: readonly string[];
}

export interface FolderLabelOptions {
  /** The network's class names, whose order gives the labels if the folders have these names. */
  readonly classes?: readonly string[] | undefined;
  /** Number K of the network's classes; undefined if labels are not compared with it. */
  readonly classCount?: number | undefined;
  /** False if labels only spread the samples over the classes. */
  readonly labelsMatter: boolean;
}

/** Labels of the folders in `where`, in byte order. Throws `dataset.labels` if a folder's class is unclear. */
export function labelsOfFolders(given: readonly ClassFolder[], where: string, options: FolderLabelOptions): LabelledFolders {
  const folders = given.map((folder) => ({ ...folder, name: folder.name.normalize('NFC') }));
  checkTwins(folders, where);
  const names = folders.map(({ name }) => name);
  const known = new Set(options.classes?.map((name) => name.normalize('NFC')));
  const empty = folders.filter(({ files }) => files.length === 0);
  const notes = empty.length === 0 ? [] : [`${where}: no images in ${listed(empty.map(({ name }) => name))}.`];
  if (names.some((name) => known.has(name))) {
    const { labels } = labelsOfNames(names, options.classes, where);
    return { labelled: folders.map((folder, at) => ({ ...folder, label: labels[at]! })), classes: options.classes!, notes };
  }
  const numbers = names.every((name) => /^\d{1,9}$/.test(name)) ? names.map(Number) : undefined;
  if (numbers !== undefined) return numbered(folders, numbers, where, { ...options, notes });
  const [one] = empty;
  if (one !== undefined && empty.length < folders.length && options.labelsMatter && options.classCount !== folders.length) {
    const message = `${where}: class folder "${one.name}" has no images, so that it is open whether it counts as a class; remove it, or put the images of its class into it`;
    throw new SpikeloomError('dataset.labels', message, { at: { file: where } });
  }
  return {
    labelled: folders.map((folder, label) => ({ ...folder, label })),
    classes: names,
    notes: [...notes, ...byPlace(folders.length, where, options)],
  };
}

/** Throws if the names of two folders differ only in the composition of their letters. */
function checkTwins(folders: readonly ClassFolder[], where: string): void {
  const seen = new Set<string>();
  const twin = folders.find(({ name }) => seen.size === seen.add(name).size);
  if (twin === undefined) return;
  const message = `${where}: has two class folders whose names read "${twin.name}", composed differently; rename or join them`;
  throw new SpikeloomError('dataset.labels', message, { at: { file: where } });
}

/**
 * A note if the network has another number of classes than there are folders. If the folders of some classes are missing, the
 * order of the folders gives wrong labels.
 */
function byPlace(count: number, where: string, { classCount, labelsMatter }: FolderLabelOptions): string[] {
  if (!labelsMatter || classCount === undefined || classCount === count) return [];
  return [
    `${where}: its ${count} folders are taken as classes 0 to ${count - 1} of the network's ${classCount}, in byte order, since the network's class names are not known; a preprocessing file with "classes" names them.`,
  ];
}

/** Folders with numbers as names, in the order of the numbers. */
function numbered(
  folders: readonly ClassFolder[],
  numbers: readonly number[],
  where: string,
  options: FolderLabelOptions & { readonly notes: readonly string[] },
): LabelledFolders {
  const order = numbers.map((_, at) => at).sort((a, b) => numbers[a]! - numbers[b]!);
  const sorted = order.map((at) => numbers[at]!);
  const twin = sorted.find((number, at) => number === sorted[at - 1]);
  if (twin !== undefined) {
    throw new SpikeloomError('dataset.labels', `${where}: has several class folders of number ${twin}; rename or join them`, {
      at: { file: where },
    });
  }
  const labels = labelsOfNumbers(sorted, where, options);
  const labelled = order.map((at, place) => ({ ...folders[at]!, label: labels[place]! }));
  const names = new Map(labelled.map(({ label, name }) => [label, name]));
  const classes = Array.from({ length: labels.at(-1)! + 1 }, (_, label) => names.get(label) ?? '');
  const same = sorted.every((number, place) => number === labels[place]);
  const say = same
    ? 'which are the labels'
    : `folder ${sorted[0]} is class ${labels[0]}, folder ${sorted.at(-1)} class ${labels.at(-1)}`;
  return { labelled, classes, notes: [`${where}: class folders are in the order of their numbers, ${say}.`, ...options.notes] };
}

/** More classes than any network has. */
const MOST_CLASSES = 2 ** 20;

/** Labels for ascending numbers. Throws `dataset.labels` if it is unclear whether they count from 0 or from 1. */
function labelsOfNumbers(numbers: readonly number[], where: string, { classCount, labelsMatter }: FolderLabelOptions): number[] {
  const [first, last] = [numbers[0]!, numbers.at(-1)!];
  const places = numbers.map((_, at) => at);
  if (!labelsMatter || (first > 0 && (classCount === undefined || classCount === numbers.length))) return places;
  if (first === 0 && last >= (classCount ?? MOST_CLASSES)) {
    const message = `${where}: class folder ${last} is beyond the network's ${classCount ?? MOST_CLASSES} classes, counted from 0; check that folders and model belong together`;
    throw new SpikeloomError('dataset.labels', message, { at: { file: where } });
  }
  if (first === 0) return [...numbers];
  if (first === 1 && last === classCount) return numbers.map((number) => number - 1);
  const message = `${where}: class folders ${listed(numbers.map(String))} of a network with ${classCount} classes: nothing says whether they count from 0 or from 1; add the missing ones (an empty folder will do), or name the classes in the preprocessing file`;
  throw new SpikeloomError('dataset.labels', message, { at: { file: where } });
}

const listed = (names: readonly string[]): string =>
  names.length > 5 ? `${names.slice(0, 5).join(', ')} and ${names.length - 5} more` : names.join(', ');
