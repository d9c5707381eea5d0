import fc from 'fast-check';
import { readdir } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { SpikeloomError } from '../../src-shared/errors/index.ts';
import { formatNpy, openNpy, parseNpy, readNpy, writeNpy } from './npy.ts';
import { readNpz } from './npz.ts';
import { testFolder } from '../../tests/support/test-folder.ts';

const folder = testFolder();

/** The bytes of a .npy file with any header. */
function npy(
  descr: string,
  shape: string,
  values: Uint8Array,
  options: { version?: 1 | 2 | 3; fortran?: boolean } = {},
): Uint8Array {
  const { version = 1, fortran = false } = options;
  const text = `{'descr': '${descr}', 'fortran_order': ${fortran ? 'True' : 'False'}, 'shape': ${shape}, }\n`;
  const length = version === 1 ? [text.length & 255, text.length >> 8] : [text.length & 255, text.length >> 8, 0, 0];
  return Buffer.concat([
    Buffer.from([0x93]),
    Buffer.from('NUMPY'),
    Buffer.from([version, 0, ...length]),
    Buffer.from(text),
    values,
  ]);
}

const bytesOf = (array: ArrayBufferView): Uint8Array => new Uint8Array(array.buffer, array.byteOffset, array.byteLength);

describe('parseNpy', () => {
  it.each([
    ['<f4', bytesOf(Float32Array.of(1.5, -2)), [1.5, -2], 'float'],
    ['>f4', new Uint8Array([0x3f, 0xc0, 0, 0, 0xc0, 0, 0, 0]), [1.5, -2], 'float'],
    ['<f8', bytesOf(Float64Array.of(0.1, -1e300)), [0.1, -1e300], 'float'],
    ['<f2', bytesOf(Uint16Array.of(0x3e00, 0xc000)), [1.5, -2], 'float'],
    ['<f2', bytesOf(Uint16Array.of(0x0001, 0x7bff)), [2 ** -24, 65504], 'float'],
    ['|u1', Uint8Array.of(7, 255), [7, 255], 'byte'],
    ['|i1', Uint8Array.of(7, 255), [7, -1], 'int'],
    ['|b1', Uint8Array.of(0, 1), [0, 1], 'bool'],
    ['<i2', bytesOf(Int16Array.of(-300, 300)), [-300, 300], 'int'],
    ['>u2', Uint8Array.of(1, 2, 255, 255), [258, 65535], 'int'],
    ['<i4', bytesOf(Int32Array.of(-70000, 1)), [-70000, 1], 'int'],
    ['<i8', bytesOf(BigInt64Array.of(-5n, 2n ** 53n - 1n)), [-5, Number.MAX_SAFE_INTEGER], 'int'],
    ['<u8', bytesOf(BigUint64Array.of(5n, 6n)), [5, 6], 'int'],
  ])('reads %s', (descr, values, expected, kind) => {
    for (const version of [1, 2, 3] as const) {
      const array = parseNpy(npy(descr, '(2,)', values, { version }), 'a.npy');
      expect([...array.data]).toEqual(expected);
      expect(array).toMatchObject({ shape: [2], kind });
    }
  });

  it('transposes column-major arrays', () => {
    // numpy: np.asfortranarray(np.arange(24).reshape(2, 3, 4)) is stored as these columns.
    const stored = [0, 12, 4, 16, 8, 20, 1, 13, 5, 17, 9, 21, 2, 14, 6, 18, 10, 22, 3, 15, 7, 19, 11, 23];
    const array = parseNpy(npy('<f8', '(2, 3, 4)', bytesOf(Float64Array.from(stored)), { fortran: true }), 'a.npy');
    expect([...array.data]).toEqual(Array.from({ length: 24 }, (_, i) => i));
  });

  it('reads scalars and empty arrays', () => {
    expect(parseNpy(npy('<f8', '()', bytesOf(Float64Array.of(3))), 'a.npy')).toMatchObject({
      shape: [],
      data: Float64Array.of(3),
    });
    expect(parseNpy(npy('<f4', '(0, 3)', new Uint8Array()), 'a.npy')).toMatchObject({ shape: [0, 3] });
  });

  it.each([
    ['not npy', Buffer.from('hello, world'), 'not a .npy file'],
    ['nothing', new Uint8Array(), 'not a .npy file'],
    ['version 9', Buffer.concat([Buffer.from([0x93]), Buffer.from('NUMPY'), Buffer.from([9, 0, 0, 0, 0, 0])]), 'version 9'],
    ['objects', npy('|O', '(2,)', new Uint8Array(16)), "values of type '|O'"],
    ['complex', npy('<c8', '(2,)', new Uint8Array(16)), 'only floats'],
    ['truncated', npy('<f4', '(3,)', new Uint8Array(8)), 'truncated'],
    ['a huge shape', npy('<f4', '(99999999, 99999999)', new Uint8Array(8)), 'too large'],
    ['a huge header', Uint8Array.of(0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, 2, 0, 255, 255, 255, 255), 'plain arrays'],
    ['a large integer', npy('<i8', '(1,)', bytesOf(BigInt64Array.of(2n ** 60n))), 'would lose digits'],
  ])('refuses %s', (_, bytes, message) => {
    expect(() => parseNpy(bytes, 'a.npy')).toThrow(
      expect.objectContaining({ message: expect.stringContaining(message), at: { file: 'a.npy' } }),
    );
  });

  it('never crashes, whatever the bytes', () => {
    const valid = npy('<f4', '(2,)', new Uint8Array(8));
    const damaged = fc.array(fc.tuple(fc.nat(valid.length - 1), fc.nat(255)), { maxLength: 5 }).map((edits) => {
      const bytes = Uint8Array.from(valid);
      for (const [at, value] of edits) bytes[at] = value;
      return bytes;
    });
    fc.assert(
      fc.property(fc.oneof(damaged, fc.uint8Array()), (bytes) => {
        try {
          parseNpy(bytes, 'a.npy');
        } catch (error) {
          expect(error).toBeInstanceOf(SpikeloomError);
        }
      }),
    );
  });
});

describe('files', () => {
  it('come back as they were written', async () => {
    const file = folder.path('x.npy');
    await writeNpy(file, Float64Array.of(0.1, 2, 3, 4, 5, 6), [2, 3]);
    expect(await readNpy(file)).toEqual({ shape: [2, 3], kind: 'float', data: Float64Array.of(0.1, 2, 3, 4, 5, 6) });
    await writeNpy(file, Float32Array.of(0.1), [1]);
    expect(await readNpy(file)).toEqual({ shape: [1], kind: 'float', data: Float32Array.of(0.1) });
    expect((await readdir(folder.path('.'))).filter((name) => name.startsWith('x.npy'))).toEqual(['x.npy']);
  });

  it('begin their values at a multiple of 64 bytes, as numpy does', () => {
    expect(formatNpy(new Float32Array(6), [1, 2, 3]).length % 64).toBe(24);
    expect(() => formatNpy(new Float32Array(5), [6])).toThrow('5 values');
  });

  it('are read in ranges', async () => {
    const file = await folder.write('range.npy', npy('<f4', '(3, 2)', bytesOf(Float32Array.of(1, 2, 3, 4, 5, 6))));
    expect([...(await (await openNpy(file)).read(1, 3))]).toEqual([3, 4, 5, 6]);
    const columns = await folder.write(
      'columns.npy',
      npy('<f4', '(3, 2)', bytesOf(Float32Array.of(1, 3, 5, 2, 4, 6)), { fortran: true }),
    );
    expect([...(await (await openNpy(columns)).read(1, 3))]).toEqual([3, 4, 5, 6]);
  });

  it('that cannot be read or written are errors of one line', async () => {
    await expect(readNpy(folder.path('none.npy'))).rejects.toMatchObject({ code: 'dataset.not-found' });
    await expect(readNpy(folder.path('.'))).rejects.toMatchObject({ code: 'dataset.format' });
    const cut = await folder.write('cut.npy', npy('<f8', '(10,)', new Uint8Array(72)));
    await expect(openNpy(cut)).rejects.toMatchObject({ code: 'dataset.format', message: expect.stringContaining('truncated') });
    await expect(openNpy(await folder.write('short.npy', Uint8Array.from([0x93, 0x4e, 0x55])))).rejects.toMatchObject({
      code: 'dataset.format',
    });
    await expect(writeNpy(folder.path('none/x.npy'), new Float32Array(1), [1])).rejects.toMatchObject({
      code: 'output.unwritable',
    });
  });
});

it('reads what numpy wrote: the golden cases and the expected values of the examples', async () => {
  const golden = new URL('../../tests/golden/nets/resnet-mt-rate/', import.meta.url).pathname;
  expect(await readNpy(`${golden}logits.npy`)).toMatchObject({ shape: [8, 48, 10], kind: 'float' });
  expect(await readNpy(`${golden}labels.npy`)).toMatchObject({ shape: [48], kind: 'int' });
  const expected = new URL('../../resources/examples/expected/resnet20-cifar10.npz', import.meta.url).pathname;
  const arrays = await readNpz(expected, (name) => name === 'probe' || name === 'ann/logits');
  expect([...arrays].map(([name, { shape }]) => [name, shape])).toEqual(
    expect.arrayContaining([
      ['probe', [100]],
      ['ann/logits', [100, 10]],
    ]),
  );
});
