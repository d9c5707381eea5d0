/** Folders of classes as people and systems leave them: every image gets the right label, or an error says why its label is unclear. */
import { describe, it } from 'vitest';
import { BATCH } from '../../src-shared/tensor/index.ts';
import { formatNpy, parsePreprocess, type OpenOptions } from './index.ts';
import { expectSamples, type SampleKind } from '../../tests/support/sample-kinds.ts';
import { testFolder } from '../../tests/support/test-folder.ts';

const folder = testFolder();
const IMAGES: OpenOptions = {
  inputShape: [BATCH, 3, 2, 2],
  order: 'sequential',
  preprocess: parsePreprocess({}, 'test'),
};
const PICKLE = Uint8Array.of(0x80, 2, 0x7d, 0x71, 1);

const FOLDERS: readonly SampleKind[] = [
  {
    what: 'files and folders that systems leave',
    files: {
      'b/1.png': 2,
      'a/1.png': 1,
      'a/Thumbs.db': 'x',
      'a/.DS_Store': 'x',
      'b/desktop.ini': 'x',
      'desktop.ini': 'x',
      'b/@eaDir/1.png': 'x',
      '__MACOSX/a/._1.png': 'x',
      '.ipynb_checkpoints/1.png': 9,
    },
    first: [1, 2],
    labels: [0, 1],
    notes: [/not taken as a class, since the system made it: __MACOSX/],
  },
  {
    what: 'labels in a file of their own',
    files: { 'x/a/1.png': 1, 'x/b/2.png': 2, 'z.npy': formatNpy(Float64Array.of(3, 0), [2]) },
    spec: 'x/#z.npy',
    first: [1, 2],
    labels: [3, 0],
  },
  {
    what: 'an empty folder between two classes',
    files: { 'a/1.png': 1, b: 'FOLDER', 'c/1.png': 3 },
    refused: { code: 'dataset.labels', says: /class folder "b" has no images.*remove it/ },
  },
  {
    what: 'a folder with hidden files only',
    files: { 'a/1.png': 1, 'b/.keep': '', 'c/1.png': 3 },
    refused: { code: 'dataset.labels', says: /class folder "b" has no images/ },
  },
  {
    what: 'an empty folder that completes the classes of the network',
    files: { 'a/1.png': 1, b: 'FOLDER', 'c/1.png': 3 },
    options: { classCount: 3 },
    first: [1, 3],
    labels: [0, 2],
    notes: [/no images in b\./],
  },
  {
    what: 'an empty folder of a class that the network knows',
    files: { 'a/1.png': 1, b: 'FOLDER', 'c/1.png': 3 },
    options: { classes: ['c', 'b', 'a', 'd'], classCount: 4 },
    first: [1, 3],
    labels: [2, 0],
    notes: [/no images in b\./],
  },
  {
    what: 'an empty folder among calibration images, whose labels only spread them',
    files: { 'a/1.png': 1, b: 'FOLDER', 'c/1.png': 3 },
    options: { order: 'round-robin' },
    first: [1, 3],
    notes: [/no images in b\./],
  },
  {
    what: 'an empty folder, with labels from a file',
    files: { 'a/1.png': 1, b: 'FOLDER', 'c/1.png': 3, 'labels.npy': formatNpy(Float64Array.of(1, 0), [2]) },
    options: { labels: 'labels.npy' },
    first: [1, 3],
    labels: [1, 0],
    notes: [/no images in b\./],
  },
  {
    what: 'a link that leads nowhere, in place of a class',
    files: { 'a/1.png': 1, b: { link: 'gone' }, 'c/1.png': 3 },
    refused: { code: 'dataset.format', says: /b: is a link that leads nowhere/ },
  },
  {
    what: 'a link that leads nowhere, in place of an image',
    files: { 'a/1.png': 1, 'a/2.png': { link: 'gone' } },
    refused: { code: 'dataset.format', says: /2\.png: is a link that leads nowhere/ },
  },
  {
    what: 'a link to a device, in place of an image',
    files: { 'a/1.png': 1, 'a/2.png': { link: '/dev/zero' } },
    refused: { code: 'dataset.format', says: /2\.png: is a pipe, a socket or a device/ },
  },
  {
    what: 'decomposed letters, as macOS writes names',
    files: { ['ca\u0301t/1.png']: 1, 'dog/1.png': 2 },
    options: { classes: ['dog', 'c\u00e1t'] },
    first: [1, 2],
    labels: [1, 0],
  },
  {
    what: 'decomposed letters among the class names of the network',
    files: { ['c\u00e1t/1.png']: 1, 'dog/1.png': 2 },
    options: { classes: ['dog', 'ca\u0301t'] },
    first: [1, 2],
    labels: [1, 0],
  },
  {
    what: 'two folders of one name, composed differently',
    files: { ['c\u00e1t/1.png']: 1, ['ca\u0301t/1.png']: 2 },
    refused: { code: 'dataset.labels', says: /composed differently/ },
  },
  {
    what: 'numbers from 0 beyond 9',
    files: Object.fromEntries(Array.from({ length: 12 }, (_, i) => [`${i}/1.png`, 100 + i])),
    options: { classCount: 12 },
    first: Array.from({ length: 12 }, (_, i) => 100 + i),
    labels: Array.from({ length: 12 }, (_, i) => i),
    notes: [/in the order of their numbers, which are the labels/],
  },
  {
    what: 'numbers from 0 with a gap',
    files: { '0/1.png': 1, '10/1.png': 2, '2/1.png': 3 },
    options: { classCount: 11 },
    first: [1, 3, 2],
    labels: [0, 2, 10],
    notes: [/which are the labels/],
  },
  {
    what: 'numbers from 1',
    files: { '1/1.png': 1, '10/1.png': 2, '2/1.png': 3 },
    options: { classCount: 3 },
    first: [1, 3, 2],
    labels: [0, 1, 2],
    notes: [/folder 1 is class 0, folder 10 class 2/],
  },
  {
    what: 'numbers from 1 with a gap, the last of which is the last class',
    files: { '1/1.png': 1, '4/1.png': 2 },
    options: { classCount: 4 },
    first: [1, 2],
    labels: [0, 3],
    notes: [/folder 1 is class 0, folder 4 class 3/],
  },
  {
    what: 'numbers that may count from 0 or from 1',
    files: { '1/1.png': 1, '2/1.png': 2 },
    options: { classCount: 10 },
    refused: { code: 'dataset.labels', says: /from 0 or from 1/ },
  },
  {
    what: 'a number beyond the classes',
    files: { '0/1.png': 1, '999999999/1.png': 2 },
    options: { classCount: 10 },
    refused: { code: 'dataset.labels', says: /class folder 999999999 is beyond the network's 10 classes/ },
  },
  {
    what: 'one number twice',
    files: { '1/1.png': 1, '01/1.png': 2 },
    refused: { code: 'dataset.labels', says: /several class folders of number 1/ },
  },
  {
    what: 'names that the network does not know, of some of its classes',
    files: { 'a/1.png': 1, 'b/1.png': 2 },
    options: { classCount: 10 },
    first: [1, 2],
    labels: [0, 1],
    notes: [/2 folders are taken as classes 0 to 1 of the network's 10/],
  },
  {
    what: "CIFAR's Python version",
    files: { 'batches.meta': PICKLE, data_batch_1: PICKLE, test_batch: PICKLE, 'readme.html': '' },
    refused: { code: 'dataset.format', says: /CIFAR's Python version.*cifar-10-binary\.tar\.gz/ },
  },
  {
    what: "CIFAR-100's Python version",
    files: { meta: PICKLE, train: PICKLE, test: PICKLE },
    refused: { code: 'dataset.format', says: /get the binary version/ },
  },
];

describe('folders of classes', () => {
  it.each(FOLDERS)('$what', (kind) => expectSamples(kind, folder, IMAGES));
});
