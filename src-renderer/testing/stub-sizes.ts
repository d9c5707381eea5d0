/** Sizes for elements in a page without layout: charts and lists draw nothing until they are told one. */
import { afterAll, beforeAll, vi } from 'vitest';

/** All elements that are observed have this size in px, in all tests of a file. */
export function stubSizes(size: { readonly width: number; readonly height: number }): void {
  const entry = { contentRect: size, borderBoxSize: [{ inlineSize: size.width, blockSize: size.height }] };
  beforeAll(() => {
    vi.stubGlobal(
      'ResizeObserver',
      class {
        readonly tell: (entries: readonly (typeof entry)[]) => void;
        constructor(tell: (entries: readonly (typeof entry)[]) => void) {
          this.tell = tell;
        }
        observe(): void {
          this.tell([entry]);
        }
        unobserve(): void {}
        disconnect(): void {}
      },
    );
  });
  afterAll(() => vi.unstubAllGlobals());
}
