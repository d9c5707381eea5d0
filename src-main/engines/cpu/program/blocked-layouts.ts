/** Layouts of values in ONNX Runtime's blocked layout, in which the channels of a block are adjacent in memory. */
import type { Layout, LoweredProgram } from '../../../../src-shared/lowering/index.ts';
import type { ValueId } from '../../../../src-shared/network/index.ts';
import { BATCH, type Shape } from '../../../../src-shared/tensor/index.ts';
import { blockedValues } from './blocking.ts';

export interface PlacedLayout extends Layout {
  /** Only in blocked layout: for each position of a sample, the index of the entry in a plain sample. */
  readonly order?: Int32Array;
}

/**
 * For each position of a sample in blocked layout `[C/b, H, W, b]`, the index of the entry in the plain sample `[C, H, W]`.
 * Example: two channels of two entries with b = 2 have the order 0, 2, 1, 3.
 */
export function blockedOrder([channels, height, width]: Shape, block: number): Int32Array {
  const plane = height! * width!;
  return Int32Array.from({ length: channels! * plane }, (_, position) => {
    const inBlock = position % (block * plane);
    const first = ((position - inBlock) / (block * plane)) * block;
    return (first + (inBlock % block)) * plane + Math.floor(inBlock / block);
  });
}

/**
 * Layouts of all values, with the order of the blocked ones, and the set of blocked values. `block` is the number of channels in
 * a block, 0 for no blocked layout.
 */
export function blockedLayouts({ spiking, layouts: plain }: Pick<LoweredProgram, 'spiking' | 'layouts'>, block: number) {
  const layouts = new Map<ValueId, PlacedLayout>(plain);
  const blocked = blockedValues(spiking, block, (value) => layouts.get(value)!.outer === 1);
  const orders = new Map<string, Int32Array>();
  for (const value of blocked) {
    const [batch, ...sample] = spiking.network.shapes.get(value)!;
    const [channels, height, width] = sample as [number, number, number];
    // If the first axis is k times the batch, a sample has k rows. They follow each other, each blocked by itself.
    const rows = (batch! / BATCH) * channels;
    const key = `${rows} ${height} ${width}`;
    const order = orders.get(key) ?? blockedOrder([rows, height, width], block);
    orders.set(key, order);
    layouts.set(value, { ...layouts.get(value)!, order });
  }
  return { layouts, blocked };
}
