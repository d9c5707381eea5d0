/** What files a purpose wants, and which folder its dialog starts in. */
import type { FileList, FilePurpose } from '../../src-shared/contract/index.ts';

export interface Wanted {
  /** Endings of files that are shown; null for all. */
  readonly endings: readonly string[] | null;
  readonly files: boolean;
  readonly folders: boolean;
  /** A file that need not be there yet. */
  readonly isNew: boolean;
}

export const WANTED: Readonly<Record<FilePurpose, Wanted>> = {
  model: { endings: ['.onnx'], files: true, folders: false, isNew: false },
  project: { endings: ['.spikeloom'], files: true, folders: false, isNew: false },
  samples: { endings: null, files: true, folders: true, isNew: false },
  labels: { endings: ['.npy'], files: true, folders: false, isNew: false },
  'new-project': { endings: ['.spikeloom'], files: true, folders: false, isNew: true },
  export: { endings: [], files: false, folders: true, isNew: false },
};

export type FileEntry = FileList['entries'][number];

/** Entries that a dialog shows: all folders, and files of the right endings. */
export const shownEntries = (entries: readonly FileEntry[], purpose: FilePurpose): readonly FileEntry[] =>
  entries.filter(({ kind, name }) => kind === 'folder' || hasEnding(name, WANTED[purpose].endings));

/** True if a purpose takes a file of this name. */
export const takesFile = (name: string, purpose: FilePurpose): boolean =>
  WANTED[purpose].files && hasEnding(name, WANTED[purpose].endings);

const hasEnding = (name: string, endings: readonly string[] | null): boolean =>
  endings === null || endings.some((ending) => name.toLowerCase().endsWith(ending));

/** The name or path with the ending of projects. */
export const withProjectEnding = (name: string): string =>
  name.toLowerCase().endsWith('.spikeloom') ? name : `${name}.spikeloom`;
