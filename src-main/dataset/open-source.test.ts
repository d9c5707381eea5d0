import { readFile, symlink } from 'node:fs/promises';
import { gzipSync } from 'node:zlib';
import { zipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { BATCH } from '../../src-shared/tensor/index.ts';
import { batches, formatNpy, loadPreprocess, openSource, parsePreprocess, type OpenOptions } from './index.ts';
import { testFolder } from '../../tests/support/test-folder.ts';
import { plainPng } from '../../tests/support/test-images.ts';

const folder = testFolder();
const pixels = parsePreprocess({}, 'test');
const flat = (size: number): OpenOptions => ({ inputShape: [BATCH, size], order: 'sequential' });
const images = (height: number, width: number, channels: 1 | 3 = 3): OpenOptions => ({
  inputShape: [BATCH, channels, height, width],
  order: 'sequential',
  preprocess: channels === 1 ? parsePreprocess({ colour: 'GRAY' }, 'test') : pixels,
});

/** A folder of classes; each image is of one colour, whose red is its number. */
async function classFolder(name: string, files: Readonly<Record<string, number>>): Promise<string> {
  for (const [file, red] of Object.entries(files)) await folder.write(`${name}/${file}`, await plainPng([red, 0, 0]));
  return folder.path(name);
}

/** The first value of each sample: the red of an image. */
const firsts = (data: ArrayLike<number>, count: number): number[] =>
  Array.from({ length: count }, (_, i) => data[(i * data.length) / count]!);

describe('arrays', () => {
  it('reads samples of .npy in order, a range of them, and labels from a file', async () => {
    const x = await folder.write('x.npy', formatNpy(Float32Array.of(1, 2, 3, 4, 5, 6), [3, 2]));
    const labels = await folder.write('l.npy', formatNpy(Float64Array.of(0, 2, 1), [3]));
    const source = await openSource(`${x}@1:3`, { ...flat(2), labels, classCount: 3 });
    expect(source).toMatchObject({ count: 2, labels: Int32Array.of(2, 1), name: `${x}@1:3` });
    expect(await source.read(0, 2)).toEqual(Float32Array.of(3, 4, 5, 6));
    await expect(source.read(0, 3)).rejects.toThrow(RangeError);
  });

  it('is cut to the first samples where no labels are known, and over the classes where they are', async () => {
    const x = await folder.write('cut.npy', formatNpy(Float32Array.of(0, 1, 2, 3), [4, 1]));
    expect([...(await (await openSource(x, { ...flat(1), limit: 2 })).read(0, 2))]).toEqual([0, 1]);
    const labels = await folder.write('cut-labels.npy', formatNpy(Float64Array.of(1, 1, 0, 0), [4]));
    expect([...(await (await openSource(x, { ...flat(1), labels, limit: 3 })).read(0, 3))]).toEqual([0, 2, 1]);
  });

  it('keeps 64-bit values, and regroups flat ones', async () => {
    const x = await folder.write('d.npy', formatNpy(Float64Array.of(0.1, 2, 3, 4), [1, 4]));
    const source = await openSource(x, { inputShape: [BATCH, 1, 2, 2], order: 'sequential' });
    expect(await source.read(0, 1)).toEqual(Float64Array.of(0.1, 2, 3, 4));
  });

  it('passes bytes through the preprocessing, floats not', async () => {
    const header = "{'descr': '|u1', 'fortran_order': False, 'shape': (1, 2, 2, 3), }\n";
    const head = Buffer.from([0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, 1, 0, header.length, 0]);
    const bytes = await folder.write(
      'b.npy',
      Buffer.concat([head, Buffer.from(header), Uint8Array.of(10, 20, 30, 40, 50, 60, 1, 2, 3, 4, 5, 6)]),
    );
    const preprocess = parsePreprocess({ scale: 0.5 }, 'test');
    const options: OpenOptions = { inputShape: [BATCH, 3, 2, 2], order: 'sequential', preprocess };
    expect(await (await openSource(bytes, options)).read(0, 1)).toEqual(
      Float32Array.of(5, 20, 0.5, 2, 10, 25, 1, 2.5, 15, 30, 1.5, 3),
    );
    const floats = await folder.write('f.npy', formatNpy(Float32Array.of(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12), [1, 3, 2, 2]));
    expect(await (await openSource(floats, options)).read(0, 1)).toEqual(Float32Array.from({ length: 12 }, (_, i) => i + 1));
    const { preprocess: _, ...without } = options;
    await expect(openSource(bytes, without)).rejects.toMatchObject({
      code: 'preprocess.invalid',
      at: { option: 'preprocess' },
    });
  });

  it('reads .npz by the names of its arrays', async () => {
    const x = formatNpy(Float32Array.of(1, 2, 3, 4), [2, 2]);
    const y = formatNpy(Float64Array.of(1, 0), [2]);
    const both = await folder.write('both.npz', zipSync({ 'x.npy': x, 'y.npy': y, 'extra.npy': y }));
    const source = await openSource(both, flat(2));
    expect(source.labels).toEqual(Int32Array.of(1, 0));
    expect(await source.read(1, 2)).toEqual(Float32Array.of(3, 4));
    const only = await folder.write('only.npz', zipSync({ 'arr_0.npy': x }));
    expect((await openSource(only, flat(2))).count).toBe(2);
    const many = await folder.write('many.npz', zipSync({ 'a.npy': x, 'b.npy': x }));
    await expect(openSource(many, flat(2))).rejects.toThrow(
      /has arrays a, b; say which are the samples \(.*many\.npz#NAME.*, or call them one of inputs, x, images, data/,
    );
    await expect(openSource(await folder.write('bad.npz', 'PK no'), flat(2))).rejects.toMatchObject({ code: 'dataset.format' });
  });

  it.each([
    ['none.npy', undefined, 'dataset.not-found', /cannot be read/],
    ['empty.npy', formatNpy(new Float32Array(0), [0, 2]), 'dataset.empty', /has no samples/],
    ['wide.npy', formatNpy(new Float32Array(6), [2, 3]), 'dataset.shape', /samples have shape \[3\], the network takes \[2\]/],
    ['one.npy', formatNpy(new Float32Array(1), []), 'dataset.format', /single number/],
    ['x.xyz', new Uint8Array(1), 'dataset.format', /not a known format; known are \.npy, \.npz, \.csv, \.tsv, IDX/],
  ])('refuses %s', async (name, content, code, message) => {
    if (content !== undefined) await folder.write(name, content);
    await expect(openSource(folder.path(name), flat(2))).rejects.toMatchObject({ code, message: expect.stringMatching(message) });
  });

  it('refuses values that are not finite, naming the sample', async () => {
    const x = await folder.write('nan.npy', formatNpy(Float32Array.of(1, 2, 3, Number.NaN), [2, 2]));
    const source = await openSource(x, flat(2));
    await expect(source.read(0, 2)).rejects.toMatchObject({
      code: 'dataset.value',
      message: expect.stringContaining('nan.npy[1]: value 1 is NaN'),
    });
  });

  it('refuses labels that do not fit', async () => {
    const x = await folder.write('x2.npy', formatNpy(new Float32Array(4), [2, 2]));
    const open = async (values: number[], shape: number[]): Promise<unknown> => {
      const labels = await folder.write('bad-labels.npy', formatNpy(Float64Array.from(values), shape));
      return openSource(x, { ...flat(2), labels, classCount: 3 });
    };
    const refused = (message: RegExp): object => ({ code: 'dataset.labels', message: expect.stringMatching(message) });
    await expect(open([0, 1, 2], [3])).rejects.toMatchObject(refused(/3 labels for 2 samples/));
    await expect(open([0, 3], [2])).rejects.toMatchObject(refused(/label 3 of sample 1 is beyond the network's 3 classes/));
    await expect(open([0, -1], [2])).rejects.toMatchObject(refused(/label -1 of sample 1/));
    await expect(open([0, 0.5], [2])).rejects.toMatchObject(refused(/label 0\.5/));
    await expect(open([0, 1, 0, 1], [2, 2])).rejects.toMatchObject(refused(/shape \[2, 2\]/));
  });

  it.each(['@0:0', '@2:1', '@0:4'])('refuses the range %s', async (range) => {
    const x = await folder.write('x3.npy', formatNpy(new Float32Array(6), [3, 2]));
    await expect(openSource(x + range, flat(2))).rejects.toMatchObject({ code: 'option.invalid' });
  });
});

describe('a folder of classes', () => {
  const FILES = { 'b/1.png': 3, 'b/2.png': 4, 'a/10.png': 1, 'a/9.png': 2, 'c/1.png': 5 };

  it('is read class by class, files in byte order, as a dataset', async () => {
    const path = await classFolder('classes', FILES);
    await folder.write('classes/LICENSE', 'free');
    await folder.write('classes/a/.hidden', '');
    const source = await openSource(path, { ...images(2, 2), classCount: 3 });
    expect(source).toMatchObject({ count: 5, labels: Int32Array.of(0, 0, 1, 1, 2), classes: ['a', 'b', 'c'], skipped: [] });
    expect(firsts(await source.read(0, 5), 5)).toEqual([1, 2, 3, 4, 5]);
  });

  it('is read round robin as calibration, and ranges are of that order', async () => {
    const path = await classFolder('classes', FILES);
    const options = { ...images(2, 2), order: 'round-robin' } as const;
    const source = await openSource(path, options);
    expect(firsts(await source.read(0, 5), 5)).toEqual([1, 3, 5, 2, 4]);
    expect(source.labels).toEqual(Int32Array.of(0, 1, 2, 0, 1));
    const part = await openSource(`${path}@1:4`, options);
    expect(firsts(await part.read(0, 3), 3)).toEqual([3, 5, 2]);
  });

  it('is cut to some samples, one of each class in turn, of a range too', async () => {
    const path = await classFolder('classes', FILES);
    const some = await openSource(path, { ...images(2, 2), limit: 4 });
    expect(some).toMatchObject({ count: 4, all: 5, labels: Int32Array.of(0, 1, 2, 0) });
    expect(firsts(await some.read(0, 4), 4)).toEqual([1, 3, 5, 2]);
    expect(some.nameOf(2)).toMatch(/c.1\.png$/);
    const part = await openSource(`${path}@1:4`, { ...images(2, 2), limit: 2 });
    expect(part).toMatchObject({ count: 2, all: 3, labels: Int32Array.of(0, 1) });
    expect(firsts(await part.read(0, 2), 2)).toEqual([2, 3]);
    // As many as there are: all of them, in their own order.
    const all = await openSource(path, { ...images(2, 2), limit: 5 });
    expect(all).toMatchObject({ count: 5, all: 5, labels: Int32Array.of(0, 0, 1, 1, 2) });
  });

  it("takes the network's order of classes where the names are its own", async () => {
    const path = await classFolder('classes', FILES);
    const source = await openSource(path, { ...images(2, 2), classes: ['c', 'b', 'x', 'a'] });
    expect(source).toMatchObject({ labels: Int32Array.of(3, 3, 1, 1, 0), classes: ['c', 'b', 'x', 'a'] });
    expect((await openSource(path, { ...images(2, 2), classes: ['cat', 'dog', 'cow'] })).labels).toEqual(
      Int32Array.of(0, 0, 1, 1, 2),
    );
    await expect(openSource(path, { ...images(2, 2), classes: ['a', 'b', 'dog'] })).rejects.toThrow(
      /class "c" is not a class of the network/,
    );
    await expect(openSource(path, { ...images(2, 2), classCount: 2 })).rejects.toThrow(/label 2 of sample 4/);
  });

  it('names what is wrong with it', async () => {
    const wrongSize = await classFolder('wrong-size', { 'a/1.png': 1 });
    await expect((await openSource(wrongSize, images(3, 3))).read(0, 1)).rejects.toMatchObject({
      code: 'dataset.shape',
      message: expect.stringMatching(/wrong-size.a.1\.png: is 2×2 pixels .* the network takes 3×3/),
    });
    await folder.write('text/a/notes.txt', 'hello');
    await expect(openSource(folder.path('text'), images(2, 2))).rejects.toThrow(/notes\.txt: is not an image/);
    await folder.write('nothing/a/.keep', '');
    await expect(openSource(folder.path('nothing'), images(2, 2))).rejects.toMatchObject({ code: 'dataset.empty' });
    await folder.write('no-classes/1.png', await plainPng([0, 0, 0]));
    await expect(openSource(folder.path('no-classes'), images(2, 2))).rejects.toThrow(
      /has images such as 1\.png outside class folders/,
    );
    await folder.write('bare/list.txt', '');
    await expect(openSource(folder.path('bare'), images(2, 2))).rejects.toThrow(/has no class folders/);
  });

  it('goes on without bad files if asked to, and lists them', async () => {
    const path = await classFolder('bad', { 'a/1.png': 1, 'a/3.png': 3, 'b/1.png': 4 });
    await folder.write('bad/a/2.png', (await plainPng([2, 0, 0])).subarray(0, 50));
    await folder.write('bad/b/large.png', await plainPng([9, 0, 0], 3, 3));
    await folder.write('bad/b/notes.txt', '');
    await expect(openSource(path, images(2, 2))).rejects.toThrow(/notes\.txt/);
    const source = await openSource(path, { ...images(2, 2), skipBad: true });
    expect(source.count).toBe(3);
    expect(source.labels).toEqual(Int32Array.of(0, 0, 1));
    expect(firsts(await source.read(0, 3), 3)).toEqual([1, 3, 4]);
    expect(source.skipped.map(({ file }) => file.split(/[\\/]/).at(-1))).toEqual(['notes.txt', '2.png', 'large.png']);
  });

  it('follows links', async () => {
    const path = await classFolder('links', { 'a/1.png': 7 });
    await symlink(folder.path('links/a'), folder.path('links/b'));
    expect((await openSource(path, images(2, 2))).count).toBe(2);
  });
});

describe('IDX', () => {
  const idx = (type: number, shape: number[], values: number[]): Uint8Array =>
    Uint8Array.from([0, 0, type, shape.length, ...shape.flatMap((size) => [0, 0, size >> 8, size & 255]), ...values]);

  it("finds MNIST's labels beside the images, zipped or not", async () => {
    const x = idx(8, [2, 2, 2], [0, 1, 2, 3, 4, 5, 6, 7]);
    const plain = await folder.write('mnist/train-images-idx3-ubyte', x);
    await folder.write('mnist/train-labels-idx1-ubyte', idx(8, [2], [9, 4]));
    const zipped = await folder.write('mnist/t10k-images.idx3-ubyte.gz', gzipSync(x));
    await folder.write('mnist/t10k-labels.idx1-ubyte.gz', gzipSync(idx(8, [2], [1, 2])));
    const source = await openSource(plain, { ...images(2, 2, 1), classCount: 10 });
    expect(source.labels).toEqual(Int32Array.of(9, 4));
    expect(await source.read(1, 2)).toEqual(Float32Array.of(4, 5, 6, 7));
    expect((await openSource(zipped, images(2, 2, 1))).labels).toEqual(Int32Array.of(1, 2));
    const bare = await folder.write('mnist/bare.idx', x);
    expect((await openSource(bare, images(2, 2, 1))).labels).toBeUndefined();
  });

  it('reads floats as values, and refuses damage', async () => {
    const floats = await folder.write('f.idx', idx(13, [1, 2], [0x3f, 0xc0, 0, 0, 0xc0, 0, 0, 0]));
    expect(await (await openSource(floats, flat(2))).read(0, 1)).toEqual(Float32Array.of(1.5, -2));
    await expect(openSource(await folder.write('cut.idx', idx(8, [2, 2, 2], [1])), images(2, 2, 1))).rejects.toThrow(
      /damaged: 17 bytes/,
    );
    await expect(openSource(await folder.write('no.idx', 'text'), images(2, 2, 1))).rejects.toThrow(/not IDX/);
    await expect(openSource(await folder.write('no.gz', Uint8Array.of(0x1f, 0x8b, 1)), images(2, 2, 1))).rejects.toThrow(
      /cannot be unzipped/,
    );
  });
});

describe('CIFAR', () => {
  const record = (labels: number[], red: number): Uint8Array => {
    const bytes = new Uint8Array(labels.length + 3072);
    bytes.set(labels);
    bytes.fill(red, labels.length, labels.length + 1024);
    return bytes;
  };

  it('reads CIFAR-10: the test batch as a dataset, the training batches as calibration', async () => {
    for (const [name, red] of [
      ['data_batch_1', 1],
      ['data_batch_2', 2],
      ['data_batch_10', 3],
      ['test_batch', 9],
    ] as const) {
      await folder.write(`cifar10/${name}.bin`, Buffer.concat([record([red], red), record([0], red + 100)]));
    }
    await folder.write('cifar10/batches.meta.txt', 'airplane\nautomobile\n\n');
    const test = await openSource(folder.path('cifar10'), images(32, 32));
    expect(test).toMatchObject({ count: 2, labels: Int32Array.of(9, 0), classes: ['airplane', 'automobile'] });
    expect(test.name).toContain('test_batch.bin');
    const data = await test.read(0, 1);
    expect([data[0], data[1023], data[1024]]).toEqual([9, 9, 0]);
    const training = await openSource(folder.path('cifar10'), { ...images(32, 32), order: 'round-robin' });
    expect(firsts(await training.read(0, 6), 6)).toEqual([1, 101, 2, 102, 3, 103]);
  });

  it('reads CIFAR-100 by its fine labels, and refuses what is neither', async () => {
    const fine = await folder.write('cifar100/test.bin', Buffer.concat([record([19, 99], 1), record([0, 42], 2)]));
    expect((await openSource(fine, images(32, 32))).labels).toEqual(Int32Array.of(99, 42));
    await expect(openSource(await folder.write('odd.bin', new Uint8Array(3000)), images(32, 32))).rejects.toThrow(
      /not whole CIFAR-10 records/,
    );
    await expect(openSource(await folder.write('label.bin', record([10], 1)), images(32, 32))).rejects.toMatchObject({
      code: 'dataset.format',
    });
  });
});

describe('.csv', () => {
  it('reads features and labels, with a header or without', async () => {
    const bare = await folder.write('bare.csv', '0.5,1e2,1\n-3,4,0\n');
    const source = await openSource(bare, flat(2));
    expect(source).toMatchObject({ count: 2, labels: Int32Array.of(1, 0) });
    expect(await source.read(0, 2)).toEqual(Float64Array.of(0.5, 100, -3, 4));
    const headed = await folder.write('headed.csv', '\uFEFF"length","width",species\r\n1,2,setosa\r\n3,4,"iris, other"\r\n');
    expect(await openSource(headed, flat(2))).toMatchObject({
      count: 2,
      labels: Int32Array.of(1, 0),
      classes: ['iris, other', 'setosa'],
    });
    expect((await openSource(headed, { ...flat(2), classes: ['setosa', 'iris, other'] })).labels).toEqual(Int32Array.of(0, 1));
    expect((await openSource(await folder.write('no-label.csv', '1,2\n3,4\n'), flat(2))).labels).toBeUndefined();
  });

  it.each([
    ['1,2,0\n1,2,3,0\n', 'dataset.shape', /line 2 has 4 columns; the network needs 2 features and a label, 3 in all/],
    ['1,2,0\n1,,0\n', 'dataset.value', /line 2, column 2: "" is not a finite number/],
    ['1,2,0\n1,x,0\n', 'dataset.value', /line 2, column 2: "x"/],
    ['nan,2,0\n', 'dataset.value', /line 1, column 1/],
    ['1,2,0.5\n', 'dataset.labels', /line 1: label 0\.5/],
    ['1,2,\n', 'dataset.labels', /line 1 has no label/],
    ['a,b,c\n', 'dataset.empty', /no samples/],
    ['', 'dataset.empty', /no samples/],
    ['1,"2\n', 'dataset.format', /not a table with separated values/],
  ])('refuses %j', async (text, code, message) => {
    const file = await folder.write('bad.csv', text);
    await expect(openSource(file, flat(2))).rejects.toMatchObject({ code, message: expect.stringMatching(message) });
  });
});

describe('batches', () => {
  it('cover all samples, the last one smaller, and read ahead', async () => {
    const x = await folder.write('five.npy', formatNpy(Float32Array.of(1, 2, 3, 4, 5), [5, 1]));
    const source = await openSource(x, {
      ...flat(1),
      labels: await folder.write('five-l.npy', formatNpy(Float64Array.of(0, 1, 2, 3, 4), [5])),
    });
    const started: number[] = [];
    const watched = { ...source, read: (from: number, to: number) => (started.push(from), source.read(from, to)) };
    const seen: number[][] = [];
    for await (const { from, count, data, labels } of batches(watched, 2)) {
      expect(started.length).toBe(Math.min(3, from / 2 + 2));
      expect([...labels!]).toEqual([...data].map((value) => value - 1));
      seen.push([from, count, ...data]);
    }
    expect(seen).toEqual([
      [0, 2, 1, 2],
      [2, 2, 3, 4],
      [4, 1, 5],
    ]);
  });

  it('end with the error of a sample in its turn, and when cancelled', async () => {
    const x = await folder.write('late-nan.npy', formatNpy(Float32Array.of(1, 2, Number.NaN), [3, 1]));
    const source = await openSource(x, flat(1));
    const seen: number[] = [];
    const all = (async () => {
      for await (const batch of batches(source, 1)) seen.push(batch.from);
    })();
    await expect(all).rejects.toMatchObject({ code: 'dataset.value' });
    expect(seen).toEqual([0, 1]);
    const abort = new AbortController();
    const cancelled = (async () => {
      for await (const _ of batches(source, 1, abort.signal)) abort.abort();
    })();
    await expect(cancelled).rejects.toMatchObject({ name: 'AbortError' });
  });
});

describe('the example images', () => {
  const examples = new URL('../../resources/examples/', import.meta.url).pathname;

  it('are read with their preprocessing', async () => {
    const { input, classes } = await loadPreprocess(`${examples}resnet20-cifar10.json`);
    const options: OpenOptions = {
      inputShape: [BATCH, 3, 32, 32],
      order: 'round-robin',
      preprocess: input,
      classes,
      classCount: 10,
    };
    const source = await openSource(`${examples}cifar10/calibration`, options);
    expect(source.count).toBe(500);
    expect([...source.labels!.subarray(0, 11)]).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 0]);
    // The first image's first pixel as Pillow decodes it.
    const { data } = await import('sharp').then(({ default: sharp }) =>
      sharp(`${examples}cifar10/calibration/airplane/0000.jpg`).raw().toBuffer({ resolveWithObject: true }),
    );
    const read = await source.read(0, 1);
    expect(read[0]).toBe(Math.fround((data[0]! * input.scale - 0.485) / 0.229));
    expect(read[1024]).toBe(Math.fround((data[1]! * input.scale - 0.456) / 0.224));
  });

  it('refuses a preprocessing file that is not one', async () => {
    await expect(loadPreprocess(await folder.write('p1.json', '{'))).rejects.toMatchObject({ code: 'preprocess.invalid' });
    await expect(loadPreprocess(await folder.write('p2.json', '{"classes":["a"]}'))).rejects.toThrow(/p2\.json: input: /);
    await expect(loadPreprocess(folder.path('p3.json'))).rejects.toMatchObject({ code: 'dataset.not-found' });
    expect(JSON.parse(await readFile(`${examples}vgg-small-cifar10.json`, 'utf8'))).toHaveProperty('input.formula');
  });
});
