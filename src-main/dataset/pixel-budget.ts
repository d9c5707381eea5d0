/**
 * Limits the pixels that are in memory at once. Small images are decoded several at a time, large ones one after another, so that
 * memory does not grow with the number of images in a folder.
 */

/** Most pixels at once, 192 MB of RGB. A larger image is decoded alone. */
const MOST_AT_ONCE = 2 ** 26;

interface Waiting {
  readonly pixels: number;
  readonly start: () => void;
}

let free = MOST_AT_ONCE;
const waiting: Waiting[] = [];

/** Runs `work` when there is room for its pixels, in the order of the calls. */
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

/** Starts calls in order. The first one waits for room and is not overtaken, so that a large image does not wait for ever. */
function startNext(): void {
  for (let first = waiting[0]; first !== undefined && first.pixels <= free; first = waiting[0]) {
    waiting.shift();
    free -= first.pixels;
    first.start();
  }
}
