/** Words of the file dialog and of dropping files. */
import type { FilePurpose } from '../../src-shared/contract/index.ts';

export const filesTexts = {
  titles: {
    model: 'Choose an ONNX model',
    project: 'Open a project',
    samples: 'Choose samples',
    labels: 'Choose labels',
    'new-project': 'Place of the project file',
    export: 'Choose a folder',
  } satisfies Record<FilePurpose, string>,
  hints: {
    model: 'Files ending in .onnx',
    project: 'Files ending in .spikeloom',
    samples: 'A folder with one folder per class, or a file: .npy, .npz, IDX, CIFAR, CSV',
    labels: 'Files ending in .npy',
    'new-project': 'Projects that are there already get a new version of their plan',
    export: 'Folders',
  } satisfies Record<FilePurpose, string>,
  folder: 'Folder',
  up: 'Folder above',
  list: 'Contents of the folder',
  name: 'Name of the file',
  empty: 'Nothing here that fits.',
  emptyHint: 'Choose another folder, or type a path above.',
  unfit: (name: string, wanted: string): string => `${name} is no such file. ${wanted}.`,
  unreadable: 'This folder cannot be read',
  open: 'Open',
  choose: 'Choose',
  chooseFolder: (name: string): string => `Choose folder “${name}”`,
  cancel: 'Cancel',
  drop: 'Drop to open',
} as const;
