/** Labels of .npy files: given by the user, found beside the samples by their names, or left out with a reason. */
import { describe, it } from 'vitest';
import { BATCH } from '../../src-shared/tensor/index.ts';
import { expectSamples, type SampleKind } from '../../tests/support/sample-kinds.ts';
import { testFolder } from '../../tests/support/test-folder.ts';
import { formatNpy, type OpenOptions } from './index.ts';

const folder = testFolder();
const VALUES: OpenOptions = { inputShape: [BATCH, 2], order: 'sequential', classCount: 3 };
const SAMPLES = formatNpy(Float64Array.of(5, 0, 6, 0, 7, 0), [3, 2]);
const labels = (...values: number[]): Uint8Array => formatNpy(Float64Array.from(values), [values.length]);
const FIRST = [5, 6, 7];

/** Names of samples, and of the labels beside them. */
const PAIRS = [
  ['x.npy', 'y.npy'],
  ['x_test.npy', 'y_test.npy'],
  ['X_test.npy', 'Y_test.npy'],
  ['X_test.npy', 'y_test.npy'],
  ['test-x.NPY', 'test-y.npy'],
  ['inputs.npy', 'labels.npy'],
  ['inputs.npy', 'targets.npy'],
  ['val_images.npy', 'val_labels.npy'],
  ['image.npy', 'label.npy'],
  ['data.npy', 'target.npy'],
] as const;

const FILES: readonly SampleKind[] = [
  ...PAIRS.map(
    ([x, y]): SampleKind => ({
      what: `${x} beside ${y}`,
      files: { [x]: SAMPLES, [y]: labels(2, 0, 1), 'other.npy': labels(0), 'y_train.npy': labels(0) },
      first: FIRST,
      labels: [2, 0, 1],
      notes: [new RegExp(`labels are those of ${y} beside it`)],
    }),
  ),
  {
    what: 'names that do not belong together',
    files: { 'x_test.npy': SAMPLES, 'y_train.npy': labels(0, 1, 2) },
    first: FIRST,
    labels: undefined,
  },
  {
    what: 'labels asked for',
    files: { 'x.npy': SAMPLES, 'y.npy': labels(0, 0, 0), 'z.npy': labels(1, 2, 0) },
    spec: 'x.npy#z.npy',
    first: FIRST,
    labels: [1, 2, 0],
  },
  {
    what: 'labels in another folder, and a range',
    files: { 'a/x.npy': SAMPLES, 'b/z.npy': labels(1, 2, 0) },
    spec: 'a/x.npy#../b/z.npy@1:3',
    first: [6, 7],
    labels: [2, 0],
  },
  {
    what: 'labels of an option',
    files: { 'x.npy': SAMPLES, 'y.npy': labels(9), 'z.npy': labels(1, 2, 0) },
    options: { labels: 'z.npy' },
    first: FIRST,
    labels: [1, 2, 0],
  },
  {
    what: 'too few labels asked for',
    files: { 'x.npy': SAMPLES, 'z.npy': labels(1, 2) },
    spec: 'x.npy#z.npy',
    refused: { code: 'dataset.labels', says: /z\.npy: 2 labels for 3 samples/ },
  },
  {
    what: 'a label asked for beyond the classes',
    files: { 'x.npy': SAMPLES, 'z.npy': labels(1, 3, 0) },
    spec: 'x.npy#z.npy',
    refused: { code: 'dataset.labels', says: /z\.npy: label 3 of sample 1 is beyond/ },
  },
  {
    what: 'labels asked for that are not there',
    files: { 'x.npy': SAMPLES },
    spec: 'x.npy#z.npy',
    refused: { code: 'dataset.not-found', says: /z\.npy/ },
  },
  {
    what: 'one-hot labels asked for',
    files: { 'x.npy': SAMPLES, 'z.npy': SAMPLES },
    spec: 'x.npy#z.npy',
    refused: { code: 'dataset.labels', says: /one whole number/ },
  },
  {
    what: 'too many labels beside',
    files: { 'x.npy': SAMPLES, 'y.npy': labels(1, 2, 0, 0) },
    refused: { code: 'dataset.labels', says: /y\.npy: 4 labels for 3 samples/ },
  },
  {
    what: 'a label beside beyond the classes',
    files: { 'x.npy': SAMPLES, 'y.npy': labels(1, 2, 5) },
    refused: { code: 'dataset.labels', says: /y\.npy: label 5 of sample 2 is beyond/ },
  },
  {
    what: 'too many labels beside calibration samples',
    files: { 'x.npy': SAMPLES, 'y.npy': labels(1, 2, 0, 0) },
    options: { order: 'round-robin' },
    first: FIRST,
    labels: undefined,
    notes: [/4 labels for 3 samples/],
  },
  {
    what: 'one-hot rows beside',
    files: { 'x.npy': SAMPLES, 'y.npy': SAMPLES },
    first: FIRST,
    labels: undefined,
    notes: [/not taken for its labels: it has shape \[3, 2\]/],
  },
  {
    what: 'numbers of a regression beside',
    files: { 'x.npy': SAMPLES, 'y.npy': labels(0.5, 1, 2) },
    first: FIRST,
    labels: undefined,
    notes: [/numbers that are no classes/],
  },
  {
    what: 'numbers beside, for a network of one value',
    files: { 'x.npy': SAMPLES, 'y.npy': labels(4, 1, 2) },
    options: { classCount: 1 },
    first: FIRST,
    labels: undefined,
    notes: [/one value, and no classes/],
  },
  {
    what: 'a damaged file beside',
    files: { 'x.npy': SAMPLES, 'y.npy': 'no array' },
    first: FIRST,
    labels: undefined,
    notes: [/it cannot be read/],
  },
];

describe('labels of .npy files', () => {
  it.each(FILES)('$what', (kind) => expectSamples(kind, folder, VALUES, Object.keys(kind.files)[0]));
});
