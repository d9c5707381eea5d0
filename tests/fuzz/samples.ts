/** Damaged samples: arrays, tables and images in every format. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { zipSync } from 'fflate';
import { formatNpy, type OpenOptions, openSource, parsePreprocess } from '../../src-main/dataset/index.ts';
import { BATCH } from '../../src-shared/tensor/index.ts';
import { randomValues } from '../support/onnx-graph.ts';
import { rawImage } from '../support/test-images.ts';
import { damageBytes } from './damage.ts';
import { outcomeOf, type Target } from './target.ts';

interface Samples {
  /** File that is damaged. */
  readonly file: string;
  /** What is opened: the file, or a folder that it lies in. */
  readonly source: string;
  readonly bytes: Uint8Array;
}

const SHAPE = [1, 3, 4] as const;
const COUNT = 5;
const OPTIONS: OpenOptions = {
  inputShape: [BATCH, ...SHAPE],
  order: 'sequential',
  classCount: 4,
  preprocess: parsePreprocess({ colour: 'GRAY' }, 'fuzz'),
};

/** Arrays of five samples. */
function arrays(): Samples[] {
  const values = randomValues(60, 1);
  const float = formatNpy(values, [COUNT, 12]);
  const double = formatNpy(Float64Array.from(values), [COUNT, ...SHAPE]);
  const labels = formatNpy(Float64Array.of(0, 1, 2, 3, 0), [COUNT]);
  const header = "{'descr': '|u1', 'fortran_order': True, 'shape': (5, 3, 4), }\n";
  const head = Buffer.from([0x93, ...Buffer.from('NUMPY'), 2, 0, header.length, 0, 0, 0]);
  const bytes = Buffer.concat([head, Buffer.from(header), Uint8Array.from({ length: 60 }, (_, i) => i)]);
  const idx = Uint8Array.from([0, 0, 8, 3, 0, 0, 0, COUNT, 0, 0, 0, 3, 0, 0, 0, 4, ...bytes.subarray(-60)]);
  const rows = Array.from({ length: COUNT }, (_, i) => [...values.subarray(i * 12, i * 12 + 12), i % 4].join());
  return Object.entries({
    'float.npy': float,
    'double.npy': double,
    'bytes.npy': bytes,
    'packed.npz': zipSync({ 'x.npy': float, 'y.npy': labels }),
    'stored.npz': zipSync({ 'inputs.npy': double }, { level: 0 }),
    'images.idx': idx,
    'images-idx3-ubyte.gz': gzipSync(idx),
    'table.csv': Buffer.from(`${rows.join('\n')}\n`),
  }).map(([file, content]) => ({ file, source: file, bytes: content }));
}

/** Images of the right size, each in a folder of classes of its own. */
async function images(): Promise<Samples[]> {
  const pixels = Uint8Array.from({ length: 36 }, (_, i) => (i * i * 31) % 256);
  const image = rawImage(pixels, 3, 4, 3);
  const bmp = Buffer.alloc(54 + 36);
  bmp.write('BM');
  for (const [at, value] of [
    [10, 54],
    [14, 40],
    [18, 4],
    [22, 3],
    [26, 1 + 24 * 65_536],
  ] as const)
    bmp.writeUInt32LE(value, at);
  const all = { png: await image.png().toBuffer(), jpg: await image.jpeg().toBuffer(), webp: await image.webp().toBuffer(), bmp };
  return Object.entries(all).map(([format, bytes]) => ({ file: `${format}/a/image.${format}`, source: format, bytes }));
}

export const samples: Target = {
  name: 'samples',
  async prepare(folder) {
    const whole = [...arrays(), ...(await images())];
    return async (random) => {
      const { file, source, bytes } = random.pick(whole);
      mkdirSync(dirname(join(folder, file)), { recursive: true });
      writeFileSync(join(folder, file), damageBytes(bytes, random, random.chance(0.7)));
      const skipBad = random.chance(0.2);
      return outcomeOf(async () => {
        const opened = await openSource(join(folder, source), { ...OPTIONS, skipBad });
        for (let from = 0; from < opened.count; from++) await opened.read(from, from + 1);
      });
    };
  },
};
