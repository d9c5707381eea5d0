/** The size that an element has, for drawings that fill it. */
import { type RefObject, useLayoutEffect, useRef, useState } from 'react';

export interface Size {
  /** Whole px, inside of paddings; 0 before it is laid out. */
  readonly width: number;
  readonly height: number;
}

/** Hook: a ref for the element, and its size whenever that changes. */
export function useSize<E extends HTMLElement>(): readonly [RefObject<E | null>, Size] {
  const ref = useRef<E>(null);
  const [size, setSize] = useState<Size>({ width: 0, height: 0 });
  useLayoutEffect(() => {
    const element = ref.current;
    if (!element) return;
    const observer = new ResizeObserver(([entry]) => {
      const { width, height } = entry!.contentRect;
      setSize({ width: Math.floor(width), height: Math.floor(height) });
    });
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  return [ref, size];
}
