/** Samples, images, labels and preprocessings that cannot be used, as a dataset or for calibration. */
import { crc32 } from 'node:zlib';
import { mkdirSync } from 'node:fs';
import sharp from 'sharp';
import { formatNpy } from '../../src-main/dataset/index.ts';
import { plainPng, rawImage } from '../support/test-images.ts';
import { samples } from '../support/classifier.ts';
import { at, convert, simulate, write } from './bench.ts';
import type { BadCase } from './table.ts';

const pixels = (height: number, width: number): Uint8Array =>
  Uint8Array.from({ length: height * width * 3 }, (_, i) => (i * i * 31 + i * 17) % 256);

/** A chunk of a PNG. */
function chunk(type: string, data: Uint8Array): Uint8Array {
  const bytes = Buffer.alloc(12 + data.length);
  bytes.writeUInt32BE(data.length, 0);
  bytes.write(type, 4, 'latin1');
  bytes.set(data, 8);
  bytes.writeUInt32BE(crc32(bytes.subarray(4, 8 + data.length)), 8 + data.length);
  return bytes;
}

/** A PNG that says of itself that it is an animation of two pictures. */
async function animatedPng(): Promise<Uint8Array> {
  const png = await plainPng([9, 9, 9]);
  const afterHeader = 8 + 25;
  const control = chunk('acTL', Uint8Array.of(0, 0, 0, 2, 0, 0, 0, 0));
  return Buffer.concat([png.subarray(0, afterHeader), control, png.subarray(afterHeader)]);
}

async function animatedWebp(): Promise<Uint8Array> {
  const frames = [pixels(2, 2), pixels(2, 2).toReversed()].map((data) => rawImage(data, 2, 2, 3).webp().toBuffer());
  return sharp(await Promise.all(frames), { join: { animated: true } })
    .webp()
    .toBuffer();
}

/** The files of the cases. */
export async function writeSamples(): Promise<void> {
  write('model.json', JSON.stringify({ input: { layout: 'NCHW', colour: 'RGB', scale: 1 / 255 } }));
  write('samples.npy', samples(5));
  write(
    'nan.npy',
    samples(5, (values) => values.fill(NaN, 40, 41)),
  );
  write('empty.npy', formatNpy(new Float32Array(0), [0, 3, 2, 2]));
  write('cut.npy', samples(5).subarray(0, 200));
  write('three-labels.npy', formatNpy(Float64Array.of(0, 1, 2), [3]));
  write('large-label.npy', formatNpy(Float64Array.of(0, 1, 2, 3, 4), [5]));
  const jpeg = await rawImage(pixels(16, 16), 16, 16, 3).jpeg().toBuffer();
  const bad: Readonly<Record<string, Uint8Array>> = {
    'wrong-size/red/bad.png': await plainPng([200, 0, 0], 2, 3),
    'cmyk/red/bad.jpg': await rawImage(pixels(2, 2), 2, 2, 3).toColourspace('cmyk').jpeg().toBuffer(),
    'deep/red/bad.png': await rawImage(pixels(2, 2), 2, 2, 3).toColourspace('rgb16').png().toBuffer(),
    'animated/red/bad.webp': await animatedWebp(),
    'animated-png/red/bad.png': await animatedPng(),
    'corrupt/red/bad.jpg': jpeg.subarray(0, jpeg.length / 2),
    'not-images/red/bad.txt': Buffer.from('hello'),
  };
  const good = await plainPng([0, 200, 0]);
  for (const [name, bytes] of Object.entries(bad)) {
    write(name, bytes);
    for (const file of ['green/0.png', 'green/1.png', 'red/0.png']) write(`${name.split('/')[0]}/${file}`, good);
  }
  write('all-corrupt/red/bad.jpg', jpeg.subarray(0, jpeg.length / 2));
  mkdirSync(at('out'));
}

const IMAGES: readonly (readonly [folder: string, code: 'dataset.shape' | 'dataset.format', ...says: string[]])[] = [
  ['wrong-size', 'dataset.shape', 'bad.png', '2×3', '2×2'],
  ['cmyk', 'dataset.format', 'bad.jpg', 'CMYK', 'convert it to RGB'],
  ['deep', 'dataset.format', 'bad.png', '8 bits'],
  ['animated', 'dataset.format', 'bad.webp', 'animated (2 pictures)'],
  ['animated-png', 'dataset.format', 'bad.png', 'animated (2 pictures)'],
  ['corrupt', 'dataset.format', 'bad.jpg', 'cannot be used as an image: the file is damaged or cut off'],
  ['not-images', 'dataset.format', 'bad.txt', 'not an image'],
];

/** Folders of classes with one bad image each, in which the others are good. */
export const BAD_IMAGE_FOLDERS = IMAGES.map(([folder, , bad]) => ({ folder, bad: bad! }));

export const SAMPLE_CASES: readonly BadCase[] = [
  ...IMAGES.flatMap(([folder, code, ...says]) => [
    { what: `${folder}: a bad image among good ones, to run`, code, says, run: () => simulate(folder) },
    {
      what: `${folder}: a bad image among good ones, to calibrate`,
      code,
      says,
      run: () => convert('model.onnx', { calibration: folder }),
    },
  ]),
  {
    what: 'only bad images, skipped',
    code: 'dataset.empty',
    says: ['all-corrupt', 'no samples that can be used'],
    run: () => simulate('all-corrupt', { skipBad: true }),
  },
  {
    what: 'images without preprocessing',
    code: 'preprocess.invalid',
    says: ['corrupt', '--preprocess'],
    run: () => convert('bare.onnx', { calibration: 'corrupt' }),
  },
  {
    what: 'a preprocessing that is none',
    code: 'preprocess.invalid',
    says: ['samples.npy', 'not JSON'],
    run: () => convert('model.onnx', { preprocess: 'samples.npy' }),
  },
  {
    what: 'NaN in the calibration set',
    code: 'dataset.value',
    says: ['nan.npy[3]', 'value 4 is NaN'],
    run: () => convert('model.onnx', { calibration: 'nan.npy' }),
  },
  { what: 'NaN in the inputs', code: 'dataset.value', says: ['nan.npy[3]', 'value 4 is NaN'], run: () => simulate('nan.npy') },
  { what: 'an array cut off', code: 'dataset.format', says: ['cut.npy', 'truncated'], run: () => simulate('cut.npy') },
  {
    what: 'a calibration set that is not there',
    code: 'dataset.not-found',
    says: ['absent.npy', 'does not exist', 'check the path'],
    run: () => convert('model.onnx', { calibration: 'absent.npy' }),
  },
  {
    what: 'an empty calibration set',
    code: 'dataset.empty',
    says: ['empty.npy'],
    run: () => convert('model.onnx', { calibration: 'empty.npy' }),
  },
  {
    what: 'no calibration set',
    code: 'option.invalid',
    says: ['--calibration'],
    run: () => convert('model.onnx', { calibration: undefined }),
  },
  {
    what: 'a range beyond the samples',
    code: 'option.invalid',
    says: ['samples.npy@2:9', 'at most 5'],
    run: () => simulate('samples.npy@2:9'),
  },
  {
    what: 'a range of nothing',
    code: 'option.invalid',
    says: ['samples.npy@2:2', 'A below B'],
    run: () => simulate('samples.npy@2:2'),
  },
  {
    what: 'too few labels',
    code: 'dataset.labels',
    says: ['3 labels for 5 samples'],
    run: () => simulate('samples.npy', { labels: 'three-labels.npy' }),
  },
  {
    what: 'a label ≥ K',
    code: 'dataset.labels',
    says: ['label 4', '4 classes'],
    run: () => simulate('samples.npy', { labels: 'large-label.npy' }),
  },
];
