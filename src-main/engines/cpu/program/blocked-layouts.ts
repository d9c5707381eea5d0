/** Where values lie in ONNX Runtime's blocked layout, in which the channels of a block are side by side. */
import type { Layout, LoweredProgram } from '../../../../src-shared/lowering/index.ts';
import type { ValueId } from '../../../../src-shared/network/index.ts';
import { BATCH, type Shape } from '../../../../src-shared/tensor/index.ts';
import { blockedValues } from './blocking.ts';

export interface PlacedLayout extends Layout {
  /** In blocked layout: which entry of a plain sample lies at each position. */
  readonly order?: Int32Array;
}

/** Order of a sample `[C, H, W]` in blocked layout `[C/b, H, W, b]`. */
export function blockedOrder([channels, height, width]: Shape, block: number): Int32Array {
  const plane = height! * width!;
  return Int32Array.from({ length: channels! * plane }, (_, position) => {
    const inBlock = position % (block * plane);
    const first = ((position - inBlock) / (block * plane)) * block;
    return (first + (inBlock % block)) * plane + Math.floor(inBlock / block);
  });
}

/** Layouts with the order of the values that are blocked, and which values these are. `block`: channels of a block, 0 for none. */
export function blockedLayouts({ spiking, layouts: plain }: Pick<LoweredProgram, 'spiking' | 'layouts'>, block: number) {
  const layouts = new Map<ValueId, PlacedLayout>(plain);
  const blocked = blockedValues(spiking, block, (value) => layouts.get(value)!.outer === 1);
  const orders = new Map<string, Int32Array>();
  for (const value of blocked) {
    const [batch, ...sample] = spiking.network.shapes.get(value)!;
    const [channels, height, width] = sample as [number, number, number];
    // Rows of a sample that is several in the network's eyes follow each other, each blocked by itself.
    const rows = (batch! / BATCH) * channels;
    const key = `${rows} ${height} ${width}`;
    const order = orders.get(key) ?? blockedOrder([rows, height, width], block);
    orders.set(key, order);
    layouts.set(value, { ...layouts.get(value)!, order });
  }
  return { layouts, blocked };
}
