/** Damaged arrays, archives and tables: in their bytes as they lie, or before they are packed, so that the damage comes behind checksums. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { zipSync } from 'fflate';
import { formatNpy, type OpenOptions, openSource, parsePreprocess } from '../../src-main/dataset/index.ts';
import { BATCH } from '../../src-shared/tensor/index.ts';
import { randomValues } from '../support/onnx-graph.ts';
import { damageBytes } from './damage.ts';
import type { Random } from './random.ts';
import { outcomeOf, type Target } from './target.ts';

interface Source {
  readonly file: string;
  /** Arrays or a column to open, named behind the file's name. */
  readonly part?: string;
  /** The file, with each of its parts passed through `damage` before they are packed. */
  readonly bytes: (damage: (part: Uint8Array) => Uint8Array) => Uint8Array;
  /** Values of a sample where they are not those of `SHAPE`. */
  readonly shape?: readonly number[];
}

const SHAPE = [1, 3, 4] as const;
const COUNT = 5;
const OPTIONS: OpenOptions = {
  inputShape: [BATCH, ...SHAPE],
  order: 'sequential',
  classCount: 10,
  preprocess: parsePreprocess({ colour: 'GRAY' }, 'fuzz'),
};

const table = (values: Float32Array, separator: string, label: (i: number) => string, first: boolean): Buffer => {
  const rows = Array.from({ length: COUNT }, (_, i) => {
    const row = [...values.subarray(i * 12, i * 12 + 12)].map(String);
    return (first ? [label(i), ...row] : [...row, label(i)]).join(separator);
  });
  return Buffer.from(`${rows.join('\n')}\n`);
};

function sources(): Source[] {
  const values = randomValues(60, 1);
  const float = formatNpy(values, [COUNT, 12]);
  const double = formatNpy(Float64Array.from(values), [COUNT, ...SHAPE]);
  const labels = formatNpy(Float64Array.of(0, 1, 2, 3, 0), [COUNT]);
  const header = "{'descr': '|u1', 'fortran_order': True, 'shape': (5, 3, 4), }\n";
  const head = Buffer.from([0x93, ...Buffer.from('NUMPY'), 2, 0, header.length, 0, 0, 0]);
  const bytes = Buffer.concat([head, Buffer.from(header), Uint8Array.from({ length: 60 }, (_, i) => i)]);
  const idx = Uint8Array.from([0, 0, 8, 3, 0, 0, 0, COUNT, 0, 0, 0, 3, 0, 0, 0, 4, ...bytes.subarray(-60)]);
  const cifar = Uint8Array.from({ length: 2 * 3073 }, (_, i) => (i % 3073 === 0 ? 3 : i % 256));
  const large = formatNpy(new Float32Array(12 * 20_000), [20_000, 12]);
  const titled = Buffer.concat([
    Buffer.from(`label;${Array.from({ length: 12 }, (_, i) => `f${i}`).join(';')}\n`),
    table(values, ';', String, true),
  ]);
  return [
    { file: 'float.npy', bytes: (damage) => damage(float) },
    { file: 'double.npy', bytes: (damage) => damage(double) },
    { file: 'bytes.npy', bytes: (damage) => damage(bytes) },
    { file: 'packed.npz', bytes: (damage) => zipSync({ 'x.npy': damage(float), 'y.npy': damage(labels) }) },
    { file: 'stored.npz', bytes: (damage) => zipSync({ 'inputs.npy': damage(double) }, { level: 0 }) },
    { file: 'dense.npz', bytes: (damage) => zipSync({ 'x.npy': damage(large) }, { level: 1 }) },
    {
      file: 'named.npz',
      part: 'x_train,y_train',
      bytes: (damage) => zipSync({ 'x_train.npy': damage(float), 'y_train.npy': damage(labels), 'x_test.npy': float }),
    },
    { file: 'images.idx', bytes: (damage) => damage(idx) },
    { file: 'images-idx3-ubyte.gz', bytes: (damage) => gzipSync(damage(idx)) },
    { file: 'batch.bin', bytes: (damage) => damage(cifar), shape: [1, 32, 32] },
    { file: 'table.csv', bytes: (damage) => damage(table(values, ',', (i) => String(i % 4), false)) },
    { file: 'titled.csv', bytes: (damage) => damage(titled) },
    { file: 'tabs.tsv', part: '1', bytes: (damage) => damage(table(values, '\t', (i) => (i % 2 ? 'dog' : 'cat'), true)) },
  ];
}

export const archives: Target = {
  name: 'archives',
  prepare(folder) {
    const whole = sources();
    const unchanged = (part: Uint8Array): Uint8Array => part;
    return Promise.resolve(async (random: Random) => {
      const { file, part, bytes, shape = SHAPE } = random.pick(whole);
      const frontHeavy = random.chance(0.7);
      const damage = (content: Uint8Array): Uint8Array => damageBytes(content, random, frontHeavy);
      const damaged = random.chance(0.5)
        ? damage(bytes(unchanged))
        : bytes((content) => (random.chance(0.7) ? damage(content) : content));
      writeFileSync(join(folder, file), damaged);
      const options: OpenOptions = { ...OPTIONS, inputShape: [BATCH, ...shape], skipBad: random.chance(0.2) };
      const spec = join(folder, file) + (part === undefined ? '' : `#${part}`);
      return outcomeOf(async () => {
        const opened = await openSource(spec, options);
        for (let from = 0; from < Math.min(opened.count, 20); from++) await opened.read(from, from + 1);
        opened.notes();
      });
    });
  },
};
