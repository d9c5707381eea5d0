/** Tables and archives as programs write them: the label column or array is found by name, given by the user, or refused as unclear. */
import { zipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { BATCH } from '../../src-shared/tensor/index.ts';
import { columnsOf, formatNpy, shapeOfSamples, type OpenOptions } from './index.ts';
import { expectSamples, type SampleKind } from '../../tests/support/sample-kinds.ts';
import { testFolder } from '../../tests/support/test-folder.ts';

const folder = testFolder();
const VALUES: OpenOptions = { inputShape: [BATCH, 2], order: 'sequential' };

const npz = (arrays: Readonly<Record<string, readonly number[]>>, packed: boolean): Uint8Array => {
  const files = Object.entries(arrays).map(([name, values]) => {
    const isLabels = /label|y|target/.test(name);
    const shape = isLabels ? [values.length] : [values.length / 2, 2];
    return [`${name}.npy`, formatNpy(Float64Array.from(values), shape)] as const;
  });
  return zipSync(Object.fromEntries(files), { level: packed ? 6 : 0 });
};
const TRAIN_AND_TEST = { x_train: [1, 0, 2, 0, 3, 0], y_train: [2, 1, 0], x_test: [7, 0], y_test: [1] };
const PICKLE = Uint8Array.of(0x80, 2, 0x7d, 0x71, 1);

/** The samples of most tables here: 5, 6 with class 1, and 7, 8 with class 0. */
const TWO_ROWS = { first: [5, 7], labels: [1, 0] };

const FILES: readonly SampleKind[] = [
  {
    what: 'a first column called label',
    files: { 'x.csv': 'label,a,b\n1,5,6\n0,7,8\n' },
    ...TWO_ROWS,
    notes: [/the label is column 1, "label", of 3/],
  },
  {
    what: 'a middle column called Class',
    files: { 'x.csv': 'a,Class,b\n5,1,6\n7,0,8\n' },
    ...TWO_ROWS,
    notes: [/column 2, "Class"/],
  },
  { what: 'a last column called label', files: { 'x.csv': 'a,b,label\n5,6,1\n' }, first: [5], labels: [1] },
  { what: 'titles that say nothing: the last column', files: { 'x.csv': 'a,b,c\n5,6,1\n' }, first: [5], labels: [1] },
  { what: 'a label column by its title', files: { 'x.csv': 'kind,a,b\n1,5,6\n' }, spec: 'x.csv#kind', first: [5], labels: [1] },
  {
    what: 'a label column by its title, among others that could be it',
    files: { 'x.csv': 'a,kind,label\n5,1,6\n' },
    spec: 'x.csv#kind',
    first: [5],
    labels: [1],
  },
  { what: 'a label column by its number, without titles', files: { 'x.csv': '1,5,6\n0,7,8\n' }, spec: 'x.csv#1', ...TWO_ROWS },
  { what: 'a label column by its number from the end', files: { 'x.csv': '5,1,6\n7,0,8\n' }, spec: 'x.csv#-2', ...TWO_ROWS },
  { what: 'names in a first column without titles', files: { 'x.csv': 'dog,5,6\ncat,7,8\n' }, spec: 'x.csv#1', ...TWO_ROWS },
  {
    what: 'a range of a table with a label column',
    files: { 'x.csv': 'k,a,b\n1,5,6\n0,7,8\n' },
    spec: 'x.csv#k@1:2',
    first: [7],
    labels: [0],
  },
  {
    what: 'a title that is not there',
    files: { 'x.csv': 'k,a,b\n1,5,6\n' },
    spec: 'x.csv#nowhere',
    refused: { code: 'dataset.labels', says: /no column "nowhere".*"k", "a", "b"/ },
  },
  {
    what: 'a number beyond the columns',
    files: { 'x.csv': '1,5,6\n' },
    spec: 'x.csv#4',
    refused: { code: 'dataset.labels', says: /columns count from 1 to 3/ },
  },
  {
    what: 'names in a first column that nothing names',
    files: { 'x.csv': 'dog,5,6\ncat,7,8\n' },
    refused: { code: 'dataset.value', says: /line 2, column 1: "cat".*--label-column/ },
  },
  {
    what: 'a column without a name behind #',
    files: { 'x.csv': '1,5,6\n' },
    spec: 'x.csv#',
    refused: { code: 'option.invalid', says: /names nothing behind #/ },
  },
  { what: 'semicolons', files: { 'x.csv': 'label;a;b\n1;5;6\n' }, first: [5], labels: [1], notes: [/column 1/] },
  {
    what: 'semicolons with decimal commas',
    files: { 'x.csv': 'a;b;label\n0,5;1,5;1\n' },
    refused: { code: 'dataset.value', says: /"0,5".*decimal points/ },
  },
  { what: 'tabs in .csv', files: { 'x.csv': '5\t6\t1\n7\t8\t0\n' }, ...TWO_ROWS },
  { what: 'tabs in .tsv, titles with commas', files: { 'x.tsv': '"a, cm"\t"b; cm"\tlabel\n5\t6\t1\n' }, first: [5], labels: [1] },
  {
    what: 'decomposed class names in a table',
    files: { 'x.csv': 'a,b,label\n5,6,ca\u0301t\n7,8,dog\n' },
    options: { classes: ['dog', 'c\u00e1t'] },
    ...TWO_ROWS,
  },
  {
    what: 'titles that are the numbers of the columns',
    files: { 'x.csv': '0,1,2,3,label\n5,6,7,8,1\n' },
    options: { inputShape: [BATCH, 4] },
    first: [5],
    labels: [1],
    notes: [/numbers the columns/],
  },
  {
    what: 'two arrays for training and two for the test, as a dataset',
    files: { 'x.npz': npz(TRAIN_AND_TEST, true) },
    first: [7],
    labels: [1],
    notes: [/samples are its array x_test, labels y_test/],
  },
  {
    what: 'two arrays for training and two for the test, as calibration',
    files: { 'x.npz': npz(TRAIN_AND_TEST, true) },
    options: { order: 'round-robin' },
    first: [1, 2, 3],
    labels: [2, 1, 0],
    notes: [/x_train, labels y_train/],
  },
  {
    what: 'an array by its name, and its labels',
    files: { 'x.npz': npz(TRAIN_AND_TEST, false) },
    spec: 'x.npz#x_train',
    first: [1, 2, 3],
    labels: [2, 1, 0],
    notes: [/labels of x_train are its array y_train/],
  },
  {
    what: 'samples and labels by name, a range of them',
    files: { 'x.npz': npz({ ...TRAIN_AND_TEST, other_y: [0, 0, 9] }, false) },
    spec: 'x.npz#x_train,other_y@1:3',
    first: [2, 3],
    labels: [0, 9],
  },
  {
    what: 'images and labels in words of another order',
    files: { 'x.npz': npz({ train_images: [1, 0], train_labels: [1], val_images: [2, 0], val_labels: [0] }, true) },
    spec: 'x.npz#val_images',
    first: [2],
    labels: [0],
    notes: [/val_labels/],
  },
  {
    what: 'an array with a slash in its name',
    files: { 'x.npz': npz({ 'a/x': [1, 0], 'b/x': [2, 0] }, true) },
    spec: 'x.npz#b/x',
    first: [2],
    labels: undefined,
  },
  {
    what: 'an array that is not there',
    files: { 'x.npz': npz(TRAIN_AND_TEST, true) },
    spec: 'x.npz#x_val',
    refused: { code: 'option.invalid', says: /no array "x_val", but x_train, y_train, x_test, y_test/ },
  },
  {
    what: 'arrays between which the choice is open',
    files: { 'x.npz': npz({ a: [1, 0], b: [1, 0] }, true) },
    refused: { code: 'dataset.format', says: /arrays a, b; say which are the samples/ },
  },
  {
    what: 'labels in a file of their own',
    files: { 'x.npz': npz({ x: [1, 0, 2, 0] }, true), 'z.npy': formatNpy(Float64Array.of(3, 1), [2]) },
    spec: 'x.npz#z.npy',
    first: [1, 2],
    labels: [3, 1],
  },
  {
    what: 'an array, and other labels than its own, from another folder',
    files: { 'a/x.npz': npz(TRAIN_AND_TEST, true), 'z.npy': formatNpy(Float64Array.of(3, 1, 0), [3]) },
    spec: 'a/x.npz#x_train#../z.npy@1:3',
    first: [2, 3],
    labels: [1, 0],
    notes: [/labels of x_train are its array y_train/],
  },
  {
    what: 'too few labels in a file of their own',
    files: { 'x.npz': npz({ x: [1, 0, 2, 0] }, true), 'z.npy': formatNpy(Float64Array.of(3), [1]) },
    spec: 'x.npz#z.npy',
    refused: { code: 'dataset.labels', says: /1 labels for 2 samples/ },
  },
  { what: 'capital names', files: { 'x.npz': npz({ X: [1, 0], y: [3] }, true) }, first: [1], labels: [3] },
  {
    what: 'labels of another number',
    files: { 'x.npz': npz(TRAIN_AND_TEST, true) },
    spec: 'x.npz#x_train,y_test',
    refused: { code: 'dataset.labels', says: /1 labels for 3 samples/ },
  },
  {
    what: 'a pickle',
    files: { data_batch_1: PICKLE },
    spec: 'data_batch_1',
    refused: { code: 'dataset.format', says: /get the binary version/ },
  },
  {
    what: 'an archive of files',
    files: { 'cifar-10-binary.tar.gz': 'x' },
    spec: 'cifar-10-binary.tar.gz',
    refused: { code: 'dataset.format', says: /is an archive of other files; unpack it/ },
  },
  { what: '# and @ in names of folders', files: { 'c#@1/x.csv': '5,6,1\n' }, spec: 'c#@1/x.csv', first: [5], labels: [1] },
];

describe('files', () => {
  it.each(FILES)('$what', (kind) => expectSamples(kind, folder, VALUES, Object.keys(kind.files)[0]));
});

it.each([
  ['titles', 'kind;a;b\n1;5;6\n', ['kind', 'a', 'b']],
  ['titles with numbers among them', 'label,0,x\n', ['label', '0', 'x']],
  ['no titles', '1,5,6\n0,7,8\n', ['1', '2', '3']],
  ['no titles, and a name for its label', '5\t6\tcat\n', ['1', '2', '3']],
  ['quotes', '"a,b",c\n', ['a,b', 'c']],
  ['nothing', '', []],
])('names the columns of a table with %s', async (what, text, columns) => {
  expect(await columnsOf(await folder.write(`columns/${what}.csv`, text))).toEqual(columns);
});

it.each(['.csv', '.tsv', '.TSV'])(
  'a table %s has no shape of its own: the network says how many values a sample has',
  async (ending) => {
    const file = await folder.write(`shape/x${ending}`, 'a\tb\tlabel\n5\t6\t1\n');
    expect(await shapeOfSamples(`${file}#label`, undefined)).toBeUndefined();
  },
);
