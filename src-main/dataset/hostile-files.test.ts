/** Files made to use up memory or time: small files that claim or unpack to much, and images that are large together. */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { deflateRawSync, gzipSync } from 'node:zlib';
import { zipSync } from 'fflate';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { BATCH } from '../../src-shared/tensor/index.ts';
import { openSource, parsePreprocess, type OpenOptions } from './index.ts';
import { testFolder } from '../../tests/support/test-folder.ts';

const folder = testFolder();
const OPTIONS: OpenOptions = { inputShape: [BATCH, 3, 2, 2], order: 'sequential', preprocess: parsePreprocess({}, 'test') };

const idxHead = (...sizes: number[]): Buffer => {
  const head = Buffer.alloc(4 + 4 * sizes.length);
  head[2] = 8;
  head[3] = sizes.length;
  sizes.forEach((size, axis) => head.writeUInt32BE(size, 4 + 4 * axis));
  return head;
};
const npyHead = (descr: string, shape: string): Buffer => {
  const text = `{'descr': '${descr}', 'fortran_order': False, 'shape': ${shape}, }\n`;
  return Buffer.concat([Buffer.from([0x93, ...Buffer.from('NUMPY'), 1, 0, text.length, 0]), Buffer.from(text)]);
};

/** An archive with false sizes for its one entry in the central directory. */
function zipWithSize(content: Uint8Array, uncompressed: number): Uint8Array {
  const zip = Buffer.from(zipSync({ 'x.npy': content }));
  const directory = zip.indexOf(Buffer.from('PK\x01\x02', 'latin1'));
  zip.writeUInt32LE(uncompressed, directory + 24);
  return zip;
}

const ZEROS = Buffer.alloc(2 ** 24);

const FILES: readonly (readonly [what: string, name: string, bytes: () => Uint8Array, says: RegExp])[] = [
  ['gzipped zeros that are no IDX', 'x.gz', () => gzipSync(ZEROS), /not IDX/],
  [
    'a gzip of more than its header says',
    'x.gz',
    () => gzipSync(Buffer.concat([idxHead(1, 2, 2), ZEROS])),
    /more than the 20 bytes/,
  ],
  ['a gzip that claims 4 TB', 'x.gz', () => gzipSync(idxHead(2 ** 30, 64, 64)), /at most 1073741824 are held in memory/],
  ['an IDX that claims 4 TB', 'x.idx', () => idxHead(2 ** 30, 64, 64), /at most 1073741824 are held in memory/],
  ['an IDX of very many axes', 'x.idx', () => Buffer.concat([Buffer.from([0, 0, 8, 255]), ZEROS.subarray(0, 2000)]), /.+/],
  ['samples without values, very many', 'x.npy', () => npyHead('|u1', '(1000000000, 0, 2)'), /holds no values/],
  ['an archive that claims 3 GB', 'x.npz', () => zipWithSize(npyHead('<f4', '(1, 12)'), 3 * 2 ** 30), /at most 1073741824/],
  ['an archive that unpacks to more than it claims', 'x.npz', () => zipWithSize(ZEROS, 1000), /damaged/],
  ['an archive that unpacks to less than it claims', 'x.npz', () => zipWithSize(ZEROS.subarray(0, 1000), 2 ** 30), /damaged/],
  ['a table of one endless row', 'x.csv', () => Buffer.alloc(2 ** 23, '1'), /not a table/],
  ['a table of nothing but separators', 'x.csv', () => Buffer.alloc(2 ** 22, ','), /not a table/],
];

it.each(FILES)('%s is refused in words', { timeout: 20_000 }, async (_, name, bytes, says) => {
  const opened = openSource(await folder.write(name, bytes()), OPTIONS);
  await expect(opened).rejects.toMatchObject({ name: 'SpikeloomError', message: expect.stringMatching(says) as string });
});

it('a packed array with a wrong checksum is refused', async () => {
  const content = Buffer.concat([npyHead('<f4', '(1, 12)'), Buffer.alloc(48)]);
  const zip = Buffer.from(zipSync({ 'x.npy': content }, { level: 6 }));
  zip.writeUInt32LE(1, zip.indexOf(Buffer.from('PK\x01\x02', 'latin1')) + 16);
  expect(deflateRawSync(content).length).toBeLessThan(zip.length);
  await expect(openSource(await folder.write('sum.npz', zip), OPTIONS)).rejects.toThrow(/checksum of x\.npy is wrong/);
});

describe('large images', () => {
  const READ = `
    const { openSource, parsePreprocess } = await import(process.argv[1]);
    const preprocess = parsePreprocess({ resize: 2, crop: 'centre', size: [2, 2], colour: 'GRAY' }, 'test');
    const source = await openSource(process.argv[2], { inputShape: [${BATCH}, 1, 2, 2], order: 'sequential', preprocess });
    await source.read(0, source.count);
    console.log(source.count, Math.round(process.resourceUsage().maxRSS / 1024));`;

  it('are in memory one after the other, however many a batch has', { timeout: 120_000 }, async () => {
    const pixels = sharp({ create: { width: 8192, height: 8192, channels: 3, background: '#888' } });
    const png = await pixels.toColourspace('b-w').png().toBuffer();
    for (let i = 0; i < 12; i++) await folder.write(`large/a/${i}.png`, png);
    const index = new URL('index.ts', import.meta.url).href;
    const args = ['--input-type=module', '-e', READ, index, folder.path('large')];
    const { stdout } = await promisify(execFile)(process.execPath, args);
    const [count, peakMb] = stdout.trim().split(' ').map(Number);
    expect(count).toBe(12);
    // One takes 64 MB, twelve 768 MB.
    expect(peakMb).toBeLessThan(500);
  });
});
