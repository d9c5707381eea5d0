/**
 * Statistics of values `[rows, channels, inner]` float32 per channel: what src-shared/statistics/passes.ts does in plain numbers.
 * Sums and bins are in float64, as there.
 */
import { sumOf } from './sums';

/** Neighbouring counters of a bin: two values of one bin, one after the other, then need not wait for each other. */
const COPIES_SHIFT: usize = 4;

/** Sum, least and largest value of every channel, `[channels]` float64 each. A NaN shows in the sum. */
export function extents(data: usize, rows: i32, channels: i32, inner: i32, sums: usize, least: usize, most: usize): void {
  for (let row = 0; row < rows; row++) {
    for (let channel: usize = 0; channel < <usize>channels; channel++) {
      const end = data + (<usize>inner << 2), quads = data + (<usize>(inner & ~3) << 2);
      let low = v128.load32_splat(data), high = low, even = f64x2.splat(0), odd = even;
      for (; data < quads; data += 16) {
        const values = v128.load(data);
        low = f32x4.pmin(low, values);
        high = f32x4.pmax(high, values);
        even = f64x2.add(even, f64x2.promote_low_f32x4(values));
        odd = f64x2.add(odd, f64x2.promote_low_f32x4(v128.shuffle<i64>(values, values, 1, 1)));
      }
      even = f64x2.add(even, odd);
      let sum = f64x2.extract_lane(even, 0) + f64x2.extract_lane(even, 1);
      for (; data < end; data += 4) {
        const value = v128.load32_splat(data);
        low = f32x4.pmin(low, value);
        high = f32x4.pmax(high, value);
        sum += <f64>load<f32>(data);
      }
      low = f32x4.pmin(low, v128.shuffle<i64>(low, low, 1, 1));
      high = f32x4.pmax(high, v128.shuffle<i64>(high, high, 1, 1));
      const smallest = <f64>min(f32x4.extract_lane(low, 0), f32x4.extract_lane(low, 1));
      const largest = <f64>max(f32x4.extract_lane(high, 0), f32x4.extract_lane(high, 1));
      const at = channel << 3;
      store<f64>(sums + at, row ? load<f64>(sums + at) + sum : sum);
      store<f64>(least + at, row ? min(load<f64>(least + at), smallest) : smallest);
      store<f64>(most + at, row ? max(load<f64>(most + at), largest) : largest);
    }
  }
}

/**
 * Adds Σ (x − mean)² of every channel to `squares` and its values to the bins `counts` `[channels, bins]` float64: value x is in bin
 * bins/2 + ⌊x · scale⌋. `scratch`: `[channels, bins, 4]` int32. All of them are zero at first.
 */
export function spread(
  data: usize, rows: i32, channels: i32, inner: i32, means: usize, scales: usize, squares: usize, counts: usize, bins: i32,
  scratch: usize,
): void {
  for (let row = 0; row < rows; row++) {
    for (let channel: usize = 0; channel < <usize>channels; channel++) {
      const end = data + (<usize>inner << 2), quads = data + (<usize>(inner & ~3) << 2);
      const at = channel << 3, centre = scratch + ((channel * bins + (bins >> 1)) << COPIES_SHIFT);
      const mean = v128.load64_splat(means + at), scale = v128.load64_splat(scales + at);
      let even = f64x2.splat(0), odd = even;
      for (; data < quads; data += 16) {
        const values = v128.load(data);
        const first = f64x2.promote_low_f32x4(values), second = f64x2.promote_low_f32x4(v128.shuffle<i64>(values, values, 1, 1));
        const near = f64x2.sub(first, mean), far = f64x2.sub(second, mean);
        even = f64x2.add(even, f64x2.mul(near, near));
        odd = f64x2.add(odd, f64x2.mul(far, far));
        const low = i32x4.trunc_sat_f64x2_s_zero(f64x2.floor(f64x2.mul(first, scale)));
        const high = i32x4.trunc_sat_f64x2_s_zero(f64x2.floor(f64x2.mul(second, scale)));
        count(centre, i32x4.extract_lane(low, 0));
        count(centre + 4, i32x4.extract_lane(low, 1));
        count(centre + 8, i32x4.extract_lane(high, 0));
        count(centre + 12, i32x4.extract_lane(high, 1));
      }
      even = f64x2.add(even, odd);
      let sum = f64x2.extract_lane(even, 0) + f64x2.extract_lane(even, 1);
      for (; data < end; data += 4) {
        const value = <f64>load<f32>(data), difference = value - load<f64>(means + at);
        sum += difference * difference;
        count(centre, <i32>Math.floor(value * load<f64>(scales + at)));
      }
      store<f64>(squares + at, load<f64>(squares + at) + sum);
    }
  }
  for (let bin: usize = 0; bin < <usize>(channels * bins); bin++) {
    store<f64>(counts + (bin << 3), <f64>sumOf(v128.load(scratch + (bin << COPIES_SHIFT))));
  }
}

@inline
function count(centre: usize, bin: i32): void {
  const at = centre + (<usize>bin << COPIES_SHIFT);
  store<i32>(at, load<i32>(at) + 1);
}

/**
 * Copies the values of every channel that are at least its bar or below its low (`bars`, `lows` `[channels]` float32) to `kept`, float32. `ends`
 * `[channels]` int32: where in `kept` a channel's values begin, and afterwards where they end.
 */
export function keepFrom(data: usize, rows: i32, channels: i32, inner: i32, bars: usize, lows: usize, ends: usize, kept: usize): void {
  for (let row = 0; row < rows; row++) {
    for (let channel: usize = 0; channel < <usize>channels; channel++) {
      const end = data + (<usize>inner << 2), quads = data + (<usize>(inner & ~3) << 2);
      const at = channel << 2, bar = load<f32>(bars + at), low = load<f32>(lows + at);
      const wide = f32x4.splat(bar), wideLow = f32x4.splat(low);
      let next = kept + (<usize>load<i32>(ends + at) << 2);
      for (; data < quads; data += 16) {
        const values = v128.load(data);
        if (!v128.any_true(v128.or(f32x4.ge(values, wide), f32x4.lt(values, wideLow)))) continue;
        for (let lane: usize = 0; lane < 16; lane += 4) {
          const value = load<f32>(data + lane);
          if (value >= bar || value < low) {
            store<f32>(next, value);
            next += 4;
          }
        }
      }
      for (; data < end; data += 4) {
        const value = load<f32>(data);
        if (value >= bar || value < low) {
          store<f32>(next, value);
          next += 4;
        }
      }
      store<i32>(ends + at, <i32>((next - kept) >> 2));
    }
  }
}
