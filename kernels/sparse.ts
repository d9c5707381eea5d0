/**
 * Convolutions of values that are mostly zero: 3 × 3, stride 1 or 2, padding 1, in ONNX Runtime's blocked layout with 16 channels side by
 * side, `[C/16, H, W, 16]`. A sample is first listed (its non-zero entries, column by column), then every entry is multiplied with its
 * weights alone. What is zero costs nothing, and the sum of a position has the same order whatever else is in the batch.
 */
import { ENTRY, GROUP as POSITION, GROUP_WEIGHTS, listGroup, storeGroup } from './entries';

/**
 * Lists the non-zero entries of a sample, columns outermost, then rows, then channels: `values` float32 and `offsets`, bytes from the
 * weights of row 0's first channel to those of the entry; at `pointers` `[W, H + 1]` where in both lists (in bytes) each position begins, and
 * behind each column where it ends. Lists have room for every entry and 16 bytes more. `table`: see listGroup.
 */
export function listEntries(
  input: usize, blocks: i32, height: i32, width: i32, table: usize, offsets: usize, values: usize, pointers: usize,
): void {
  const line = <usize>width * POSITION, plane = line * <usize>height;
  let end: usize = 0;
  for (let x = 0; x < width; x++) {
    let offset = 0, position = input + <usize>x * POSITION;
    for (let y = 0; y < height; y++) {
      store<u32>(pointers, <u32>end);
      pointers += 4;
      let at = position;
      for (let block = 0; block < blocks; block++) {
        end = listGroup(at, offset, table, offsets, values, end);
        offset += GROUP_WEIGHTS;
        at += plane;
      }
      position += line;
    }
    store<u32>(pointers, <u32>end);
    pointers += 4;
  }
}

/**
 * The convolution of a listed sample. `weights` `[O/16, 3, C, 3, 16]`: of an output block, row of the window and input channel, first for the
 * position to the left of the entry, whose window has it at its right. `addend`: what the result is added to, 0 for nothing.
 * An entry adds to three positions at a time, which stay in registers while their columns pass.
 */
export function sparseConvolution(
  offsets: usize, values: usize, pointers: usize, weights: usize, addend: usize, output: usize, channels: i32, outBlocks: i32, height: i32,
  width: i32,
): void {
  const none = f32x4.splat(0);
  const row = <usize>channels * ENTRY, column = (<usize>height + 1) << 2;
  for (let block = 0; block < outBlocks; block++) {
    for (let y = 0; y < height; y++) {
      const first = <usize>max(y - 1, 0) << 2, last = <usize>min(y + 2, height) << 2;
      // Entries count rows from the top of the sample, the weights from the top of the window.
      const base = weights + row - <usize>y * row;
      let a0 = none, a1 = none, a2 = none, a3 = none, b0 = none, b1 = none, b2 = none, b3 = none;
      let c0 = none, c1 = none, c2 = none, c3 = none;
      if (addend) {
        b0 = v128.load(addend);
        b1 = v128.load(addend, 16);
        b2 = v128.load(addend, 32);
        b3 = v128.load(addend, 48);
        addend += POSITION;
      }
      let at = pointers;
      for (let x = 0; x < width; x++) {
        if (addend && x + 1 < width) {
          c0 = v128.load(addend);
          c1 = v128.load(addend, 16);
          c2 = v128.load(addend, 32);
          c3 = v128.load(addend, 48);
          addend += POSITION;
        }
        const end = <usize>load<u32>(at + last);
        for (let i = <usize>load<u32>(at + first); i < end; i += 4) {
          const w = base + <usize>load<u32>(offsets + i), v = v128.load32_splat(values + i);
          a0 = f32x4.relaxed_madd(v, v128.load(w), a0);
          a1 = f32x4.relaxed_madd(v, v128.load(w, 16), a1);
          a2 = f32x4.relaxed_madd(v, v128.load(w, 32), a2);
          a3 = f32x4.relaxed_madd(v, v128.load(w, 48), a3);
          b0 = f32x4.relaxed_madd(v, v128.load(w, 64), b0);
          b1 = f32x4.relaxed_madd(v, v128.load(w, 80), b1);
          b2 = f32x4.relaxed_madd(v, v128.load(w, 96), b2);
          b3 = f32x4.relaxed_madd(v, v128.load(w, 112), b3);
          c0 = f32x4.relaxed_madd(v, v128.load(w, 128), c0);
          c1 = f32x4.relaxed_madd(v, v128.load(w, 144), c1);
          c2 = f32x4.relaxed_madd(v, v128.load(w, 160), c2);
          c3 = f32x4.relaxed_madd(v, v128.load(w, 176), c3);
        }
        at += column;
        if (x > 0) {
          storeGroup(output, a0, a1, a2, a3);
          output += POSITION;
        }
        a0 = b0;
        a1 = b1;
        a2 = b2;
        a3 = b3;
        b0 = c0;
        b1 = c1;
        b2 = c2;
        b3 = c3;
        c0 = none;
        c1 = none;
        c2 = none;
        c3 = none;
      }
      storeGroup(output, a0, a1, a2, a3);
      output += POSITION;
    }
    weights += 3 * row;
  }
}

/**
 * The same with stride 2, to two output blocks at a time. `weights` `[O/32, 3, C, 3, 32]`: of a pair of blocks, row of the window and input
 * channel, for the column in the middle of a window, at its right and at its left: an entry of an even column is in the middle of one window,
 * one of an odd column at the right of that window and at the left of the next.
 */
export function stridedConvolution(
  offsets: usize, values: usize, pointers: usize, weights: usize, addend: usize, output: usize, channels: i32, outBlocks: i32, height: i32,
  width: i32,
): void {
  const none = f32x4.splat(0);
  const row = <usize>channels * 2 * ENTRY, column = (<usize>height + 1) << 2;
  const outHeight = (height + 1) >> 1, plane = <usize>(outHeight * ((width + 1) >> 1)) * POSITION;
  for (let block = 0; block < outBlocks; block += 2) {
    for (let y = 0; y < outHeight; y++) {
      const top = 2 * y - 1, first = <usize>max(top, 0) << 2, last = <usize>min(top + 3, height) << 2;
      const base = weights + row - <usize>(2 * y) * row;
      let a0 = none, a1 = none, a2 = none, a3 = none, b0 = none, b1 = none, b2 = none, b3 = none;
      let at = pointers;
      for (let x = 0; x < width; x += 2) {
        let c0 = none, c1 = none, c2 = none, c3 = none, d0 = none, d1 = none, d2 = none, d3 = none;
        const middle = <usize>load<u32>(at + last);
        for (let i = <usize>load<u32>(at + first); i < middle; i += 4) {
          const w = base + (<usize>load<u32>(offsets + i) << 1), v = v128.load32_splat(values + i);
          a0 = f32x4.relaxed_madd(v, v128.load(w), a0);
          a1 = f32x4.relaxed_madd(v, v128.load(w, 16), a1);
          a2 = f32x4.relaxed_madd(v, v128.load(w, 32), a2);
          a3 = f32x4.relaxed_madd(v, v128.load(w, 48), a3);
          b0 = f32x4.relaxed_madd(v, v128.load(w, 64), b0);
          b1 = f32x4.relaxed_madd(v, v128.load(w, 80), b1);
          b2 = f32x4.relaxed_madd(v, v128.load(w, 96), b2);
          b3 = f32x4.relaxed_madd(v, v128.load(w, 112), b3);
        }
        at += column;
        const end = x + 1 < width ? <usize>load<u32>(at + last) : 0;
        for (let i = x + 1 < width ? <usize>load<u32>(at + first) : 0; i < end; i += 4) {
          const w = base + (<usize>load<u32>(offsets + i) << 1), v = v128.load32_splat(values + i);
          a0 = f32x4.relaxed_madd(v, v128.load(w, 128), a0);
          a1 = f32x4.relaxed_madd(v, v128.load(w, 144), a1);
          a2 = f32x4.relaxed_madd(v, v128.load(w, 160), a2);
          a3 = f32x4.relaxed_madd(v, v128.load(w, 176), a3);
          b0 = f32x4.relaxed_madd(v, v128.load(w, 192), b0);
          b1 = f32x4.relaxed_madd(v, v128.load(w, 208), b1);
          b2 = f32x4.relaxed_madd(v, v128.load(w, 224), b2);
          b3 = f32x4.relaxed_madd(v, v128.load(w, 240), b3);
          c0 = f32x4.relaxed_madd(v, v128.load(w, 256), c0);
          c1 = f32x4.relaxed_madd(v, v128.load(w, 272), c1);
          c2 = f32x4.relaxed_madd(v, v128.load(w, 288), c2);
          c3 = f32x4.relaxed_madd(v, v128.load(w, 304), c3);
          d0 = f32x4.relaxed_madd(v, v128.load(w, 320), d0);
          d1 = f32x4.relaxed_madd(v, v128.load(w, 336), d1);
          d2 = f32x4.relaxed_madd(v, v128.load(w, 352), d2);
          d3 = f32x4.relaxed_madd(v, v128.load(w, 368), d3);
        }
        at += column;
        if (addend) {
          const other = addend + plane;
          a0 = f32x4.add(a0, v128.load(addend));
          a1 = f32x4.add(a1, v128.load(addend, 16));
          a2 = f32x4.add(a2, v128.load(addend, 32));
          a3 = f32x4.add(a3, v128.load(addend, 48));
          b0 = f32x4.add(b0, v128.load(other));
          b1 = f32x4.add(b1, v128.load(other, 16));
          b2 = f32x4.add(b2, v128.load(other, 32));
          b3 = f32x4.add(b3, v128.load(other, 48));
          addend += POSITION;
        }
        const other = output + plane;
        storeGroup(output, a0, a1, a2, a3);
        storeGroup(other, b0, b1, b2, b3);
        output += POSITION;
        a0 = c0;
        a1 = c1;
        a2 = c2;
        a3 = c3;
        b0 = d0;
        b1 = d1;
        b2 = d2;
        b3 = d3;
      }
    }
    output += plane;
    if (addend) addend += plane;
    weights += 3 * row;
  }
}
