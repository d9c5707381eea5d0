/** Random numbers that are the same in every process: samples for a package of a network that was never given any. */

/** Numbers between −1 and 1 (mulberry32 from a fixed seed). */
export function randomNumbers(count: number): Float32Array {
  let seed = 1;
  return new Float32Array(count).map(() => {
    seed = (seed + 0x6d2b79f5) | 0;
    let mixed = Math.imul(seed ^ (seed >>> 15), 1 | seed);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 31 - 1;
  });
}
