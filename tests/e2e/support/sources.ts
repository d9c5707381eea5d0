/** The same four samples in every form that the window can be given them in: images of black and white, or values 0 and 255. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { zipSync } from 'fflate';
import { formatNpy } from '../../../src-main/dataset/index.ts';
import { plainPng } from '../../support/test-images.ts';

/** A source of samples: `bytes` pass the preprocessing, `values` reach the network as they are. */
export interface WrittenSource {
  readonly name: string;
  readonly holds: 'bytes' | 'values';
  readonly isFolder: boolean;
  /** Its content, of a file. */
  readonly content: Uint8Array;
}

const COUNT = 4;
/** Of one sample as an image, `[H, W, C]`, and as the network's input, `[C, H, W]`. */
const IMAGE = [2, 2, 3];
const INPUT = [3, 2, 2];
const SIZE = 12;

/** Samples 0 and 2 are black, 1 and 3 white. */
const bytes = Uint8Array.from({ length: COUNT * SIZE }, (_, index) => (Math.floor(index / SIZE) % 2 === 0 ? 0 : 255));

/** Writes all of them into `folder`. */
export async function writeSources(folder: string): Promise<readonly WrittenSource[]> {
  const images = join(folder, 'classes');
  for (const [name, grey] of [
    ['black', 0],
    ['white', 255],
  ] as const) {
    mkdirSync(join(images, name), { recursive: true });
    for (let index = 0; index < COUNT / 2; index++)
      writeFileSync(join(images, name, `${index}.png`), await plainPng([grey, grey, grey]));
  }
  const values = formatNpy(Float64Array.from(bytes), [COUNT, ...INPUT]);
  const csv = Array.from({ length: COUNT }, (_, index) => bytes.slice(index * SIZE, (index + 1) * SIZE).join(','));
  const files: readonly (readonly [name: string, holds: WrittenSource['holds'], content: Uint8Array])[] = [
    ['bytes.npy', 'bytes', byteNpy(bytes, [COUNT, ...IMAGE])],
    ['bytes.npz', 'bytes', zipSync({ 'x.npy': byteNpy(bytes, [COUNT, ...IMAGE]) })],
    ['bytes.idx', 'bytes', idx(bytes, [COUNT, ...IMAGE])],
    ['values.npy', 'values', values],
    ['values.npz', 'values', zipSync({ 'x.npy': values })],
    ['values.csv', 'values', Buffer.from(`${csv.join('\n')}\n`)],
  ];
  for (const [name, , content] of files) writeFileSync(join(folder, name), content);
  return [
    { name: 'classes', holds: 'bytes', isFolder: true, content: new Uint8Array() },
    ...files.map(([name, holds, content]) => ({ name, holds, isFolder: false, content })),
  ];
}

/** A .npy file of bytes. */
export function byteNpy(data: Uint8Array, shape: readonly number[]): Uint8Array {
  const header = `{'descr': '|u1', 'fortran_order': False, 'shape': (${shape.join(', ')},), }`;
  const padded = `${header.padEnd(Math.ceil((header.length + 11) / 64) * 64 - 11)}\n`;
  return Buffer.concat([Buffer.from('\x93NUMPY\x01\x00', 'latin1'), uint16(padded.length), Buffer.from(padded), data]);
}

function uint16(value: number): Buffer {
  const buffer = Buffer.alloc(2);
  buffer.writeUInt16LE(value);
  return buffer;
}

function idx(data: Uint8Array, shape: readonly number[]): Uint8Array {
  const sizes = Buffer.alloc(4 * shape.length);
  shape.forEach((size, axis) => sizes.writeUInt32BE(size, 4 * axis));
  return Buffer.concat([Buffer.from([0, 0, 8, shape.length]), sizes, data]);
}
