/** The size of a tile: within memory, the device's limits and its threads, or refused with the figure. */
import { describe, expect, it } from 'vitest';
import { samplesPerTile } from './tiling.ts';

const MEGABYTE = 2 ** 20;
const THREADS = 65_535;

/** A device whose buffers have at most so many megabytes. */
function deviceOf(megabytes: number, software = false) {
  const limits = {
    maxBufferSize: megabytes * MEGABYTE,
    maxStorageBufferBindingSize: megabytes * MEGABYTE,
    maxComputeWorkgroupsPerDimension: THREADS,
  };
  const facts = { name: 'Card', vendor: '', architecture: '', driver: '', backend: 'Vulkan', software };
  return { device: { limits } as unknown as GPUDevice, facts, workspace: { partsOf: () => 1 } };
}

/** x → y → z, each of so many numbers, `outer` times. */
function chainOf(inner: number, outer = 1) {
  const values = ['x', 'y', 'z'];
  return {
    input: 'x',
    layouts: new Map(values.map((value) => [value, { outer, inner }])),
    holder: (value: string) => value,
    reads: new Map(values.map((value) => [value, 1])),
    operations: [
      { reads: ['x'], writes: 'y' },
      { reads: ['y'], writes: 'z' },
    ],
  };
}

const size = (steps: number, activations: readonly string[] = [], recorded: readonly string[] = []) => ({
  steps,
  activations,
  recorded,
});

describe('a tile', () => {
  it('is cut by what a buffer may hold', () => {
    // A sample of a value: 8 steps of 1 MB.
    const samples = (megabytes: number): number => samplesPerTile(deviceOf(megabytes), chainOf(MEGABYTE / 4), size(8));
    expect([samples(8), samples(16), samples(40)]).toEqual([1, 2, 5]);
  });

  it('is cut by the memory of all that is there at once, float activations included', () => {
    // Two values, and twice the two beside: 48 MB a sample of 2,048.
    expect(samplesPerTile(deviceOf(4096), chainOf(MEGABYTE / 4), size(8))).toBe(42);
    expect(samplesPerTile(deviceOf(4096), chainOf(MEGABYTE / 4), size(8, ['x', 'y', 'z']))).toBe(40);
    // A software adapter takes the memory of everything else.
    expect(samplesPerTile(deviceOf(4096, true), chainOf(MEGABYTE / 4), size(8))).toBe(10);
  });

  it('is cut by what is recorded, which is copied in one piece', () => {
    // 8 MB of each sample and value: 24 MB a value in all, and 16 MB in one buffer.
    expect(samplesPerTile(deviceOf(4096), chainOf(MEGABYTE / 4), size(8, [], ['y', 'z']))).toBe(21);
    expect(samplesPerTile(deviceOf(32), chainOf(MEGABYTE / 4), size(8, [], ['y', 'z']))).toBe(2);
  });

  it('is cut by the rows of threads', () => {
    expect(samplesPerTile(deviceOf(4096), chainOf(4, 10_000), size(8))).toBe(Math.floor((8 * THREADS) / 80_000));
  });

  it.each([
    ['memory', chainOf(2 ** 26), deviceOf(4096), /12,288 MB in all, and 2,048 MB are the most/],
    ['a buffer', chainOf(2 ** 23), deviceOf(128), /256 MB in one piece, and this device allows 128 MB/],
    ['rows of threads', chainOf(1, 100_000), deviceOf(4096), /800,000 rows of threads, and this device runs 524,280/],
  ])('is refused with the figure: %s', (_, program, device, figure) => {
    const refused = expect.objectContaining({ code: 'engine.failed', message: expect.stringMatching(figure) as string });
    expect(() => samplesPerTile(device, program, size(8))).toThrow(refused);
  });
});
