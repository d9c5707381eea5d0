/**
 * Bounds the pixels of images that are in memory at once. Small images are decoded several at a time, large ones one after the other,
 * so that the memory a folder needs does not grow with the number of its images.
 */

/** 192 MB of RGB; an image beyond it is alone. */
const MOST_AT_ONCE = 2 ** 26;

interface Waiting {
  readonly pixels: number;
  readonly start: () => void;
}

let free = MOST_AT_ONCE;
const waiting: Waiting[] = [];

/** Runs `work` as soon as there is room for its pixels, in the order of the calls. */
export async function withinPixelBudget<T>(pixels: number, work: () => Promise<T>): Promise<T> {
  const share = Math.min(pixels, MOST_AT_ONCE);
  await new Promise<void>((start) => {
    waiting.push({ pixels: share, start });
    startNext();
  });
  try {
    return await work();
  } finally {
    free += share;
    startNext();
  }
}

/** The first in line waits until there is room for it, so that a large image is not overtaken for ever. */
function startNext(): void {
  for (let first = waiting[0]; first !== undefined && first.pixels <= free; first = waiting[0]) {
    waiting.shift();
    free -= first.pixels;
    first.start();
  }
}
