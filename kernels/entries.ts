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
  const none = f32x4.splat(0), step = i32x4.splat(<i32>ENTRY << 2);
  const v0 = v128.load(group), v1 = v128.load(group, 16), v2 = v128.load(group, 32), v3 = v128.load(group, 48);
  const m0 = i32x4.bitmask(f32x4.ne(v0, none)), m1 = i32x4.bitmask(f32x4.ne(v1, none));
  const m2 = i32x4.bitmask(f32x4.ne(v2, none)), m3 = i32x4.bitmask(f32x4.ne(v3, none));
  const o0 = i32x4.add(i32x4(0, 192, 384, 576), i32x4.splat(offset)), o1 = i32x4.add(o0, step), o2 = i32x4.add(o1, step);
  // Where each vector's entries begin is counted apart, so that a group waits for the one before it only once.
  const e1 = <usize>popcnt(m0) << 2, e2 = e1 + (<usize>popcnt(m1) << 2), e3 = e2 + (<usize>popcnt(m2) << 2);
  keep(v0, o0, table, m0, offsets + end, values + end);
  keep(v1, o1, table, m1, offsets + end + e1, values + end + e1);
  keep(v2, o2, table, m2, offsets + end + e2, values + end + e2);
  keep(v3, i32x4.add(o2, step), table, m3, offsets + end + e3, values + end + e3);
  return end + e3 + (<usize>popcnt(m3) << 2);
}

/** Stores the lanes chosen by `mask` of a vector's values and offsets in front of whatever follows. */
@inline
function keep(vector: v128, lanes: v128, table: usize, mask: i32, offsets: usize, values: usize): void {
  const kept = v128.load(table + (<usize>mask << 4));
  v128.store(values, i8x16.relaxed_swizzle(vector, kept));
  v128.store(offsets, i8x16.relaxed_swizzle(lanes, kept));
}

/** Stores a group's 16 outputs. */
@inline
export function storeGroup(to: usize, a: v128, b: v128, c: v128, d: v128): void {
  v128.store(to, a);
  v128.store(to, b, 16);
  v128.store(to, c, 32);
  v128.store(to, d, 48);
}
