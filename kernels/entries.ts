/** Lists of non-zero entries, as sparse convolutions and linear layers walk them. */

/** Bytes of 16 channels or features side by side. */
export const GROUP: usize = 64;
/** Bytes of the weights of one input channel or feature: 48 outputs. */
export const ENTRY: usize = 192;
/** Bytes of the weights of a group. */
export const GROUP_WEIGHTS: i32 = 3072;

/**
 * Appends the non-zero ones of a group's 16 values to the lists, from byte `end` of both on; returns where the lists end then. `offset`: of the
 * weights of the group's first value. `table` `[16, 16]`: which bytes of a vector to keep for every choice of its lanes.
 */
@inline
export function listGroup(group: usize, offset: i32, table: usize, offsets: usize, values: usize, end: usize): usize {
  const none = f32x4.splat(0), lanes = i32x4(0, 192, 384, 576);
  for (let lane: usize = 0; lane < GROUP; lane += 16) {
    const vector = v128.load(group + lane);
    const mask = i32x4.bitmask(f32x4.ne(vector, none));
    const kept = v128.load(table + (<usize>mask << 4));
    v128.store(values + end, i8x16.relaxed_swizzle(vector, kept));
    v128.store(offsets + end, i8x16.relaxed_swizzle(i32x4.add(lanes, i32x4.splat(offset)), kept));
    end += <usize>popcnt(mask) << 2;
    offset += <i32>ENTRY << 2;
  }
  return end;
}
