/**
 * Linear layers of values that are mostly zero, as kernels/sparse.ts does for convolutions: every token (a row of features, or a position of an
 * image for a 1 × 1 convolution) is listed, then each of its non-zero entries is multiplied with its weights alone.
 */
import { ENTRY, GROUP_WEIGHTS, listGroup, storeGroup } from './entries';

/**
 * Lists the non-zero entries of `tokens` tokens of `groups` times 16 features, as listEntries does; at `pointers` `[tokens + 1]` where each
 * begins. Strides: bytes from a token to the next, and from 16 of its features to the next 16.
 */
export function listTokens(
  input: usize, tokenStride: usize, groupStride: usize, groups: i32, tokens: i32, table: usize, offsets: usize, values: usize, pointers: usize,
): void {
  let end: usize = 0;
  for (let token = 0; token < tokens; token++) {
    store<u32>(pointers, <u32>end);
    pointers += 4;
    let offset = 0, at = input;
    for (let group = 0; group < groups; group++) {
      end = listGroup(at, offset, table, offsets, values, end);
      offset += GROUP_WEIGHTS;
      at += groupStride;
    }
    input += tokenStride;
  }
  store<u32>(pointers, <u32>end);
}

/**
 * The layer on listed tokens, to `outGroups` times 16 features. `weights` `[outGroups/3, features, 48]`, what is missing of the last third being
 * zero. `addend`, laid out as the output: what the result is added to, 0 for nothing. Weights of 48 outputs stay in the cache for all tokens.
 */
export function sparseLinear(
  offsets: usize, values: usize, pointers: usize, tokens: i32, weights: usize, features: i32, addend: usize, output: usize, tokenStride: usize,
  groupStride: usize, outGroups: i32,
): void {
  const none = f32x4.splat(0), outGroup = groupStride;
  for (let left = outGroups; left > 0; left -= 3) {
    let to = output, from = addend, at = pointers;
    for (let token = 0; token < tokens; token++) {
      let a0 = none, a1 = none, a2 = none, a3 = none, b0 = none, b1 = none, b2 = none, b3 = none;
      let c0 = none, c1 = none, c2 = none, c3 = none;
      if (addend) {
        a0 = v128.load(from);
        a1 = v128.load(from, 16);
        a2 = v128.load(from, 32);
        a3 = v128.load(from, 48);
        if (left > 1) {
          const b = from + outGroup;
          b0 = v128.load(b);
          b1 = v128.load(b, 16);
          b2 = v128.load(b, 32);
          b3 = v128.load(b, 48);
        }
        if (left > 2) {
          const c = from + 2 * outGroup;
          c0 = v128.load(c);
          c1 = v128.load(c, 16);
          c2 = v128.load(c, 32);
          c3 = v128.load(c, 48);
        }
      }
      const end = <usize>load<u32>(at, 4);
      for (let i = <usize>load<u32>(at); i < end; i += 4) {
        const w = weights + <usize>load<u32>(offsets + i), v = v128.load32_splat(values + i);
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
      storeGroup(to, a0, a1, a2, a3);
      if (left > 1) {
        const b = to + outGroup;
        storeGroup(b, b0, b1, b2, b3);
      }
      if (left > 2) {
        const c = to + 2 * outGroup;
        storeGroup(c, c0, c1, c2, c3);
      }
      at += 4;
      to += tokenStride;
      from += tokenStride;
    }
    weights += <usize>features * ENTRY;
    output += 3 * groupStride;
    if (addend) addend += 3 * groupStride;
  }
}
