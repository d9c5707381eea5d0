/** Conversion error of a neuron layer: its running estimate against the float network's activation, and what of it θ loses. */

/** Neurons of a set of parameters, and bytes of a set (frame.ts). */
const SET: i32 = 32;
const SET_BYTES: usize = 128;

/** Offsets of the results, float64: how many activations are clipped, shut and small, each with Σ (estimate − activation)² after the last step. */
const CLIPPED: usize = 0;
const SHUT: usize = 16;
const SMALL: usize = 32;

/**
 * Adds Σ (estimate − activation)² of each step to `totals` `[steps]` float64, what θ loses to the six numbers behind them, and the number
 * of activations beyond the reach of each step to `[steps]` numbers behind those. `sent`
 * `[present, length]` float32, zero afterwards; the estimate is the running mean of what was sent (rate) or Σ s/(t+1) (differential), the spikes of
 * step t weighted with τ⁻ᵗ. `weights`: τ⁻ᵗ and 1/(t+1) of each step, float64. `quantum`: sets of parameters, with their period and span (frame.ts);
 * `bounds`: five float64 in units of a neuron's quantum, those of src-shared/units/carried.ts, and behind them the reach of each step, which
 * never falls. Returns Σ activation².
 */
export function estimateError(
  differential: i32, sent: usize, step: usize, present: i32, steps: i32, length: usize, activation: usize, totals: usize, weights: usize,
  quantum: usize, period: usize, span: i32, bounds: usize,
): f64 {
  const reach = load<f64>(bounds), shut = load<f64>(bounds, 8), zero = load<f64>(bounds, 32);
  const first = load<f64>(bounds, 16), firstNegative = load<f64>(bounds, 24);
  const losses = totals + (<usize>steps << 3), clipped = losses + 48, reaches = bounds + 40, nearest = load<f64>(reaches);
  const end = quantum + (period << 2);
  let norm: f64 = 0, set = quantum, lane = 0, chunk = 0;
  for (let i: usize = 0; i < length; i++) {
    const target = <f64>load<f32>(activation + (i << 2));
    norm += target * target;
    let sum: f64 = 0, error: f64 = 0, at = sent + (i << 2), weight = weights, total = totals;
    for (let t = 0; t < steps; t++) {
      const inverse = load<f64>(weight, 8);
      const s = t < present ? <f64>load<f32>(at) * load<f64>(weight) : 0;
      sum += differential ? s * inverse : s;
      error = (differential ? sum : sum * inverse) - target;
      error *= error;
      store<f64>(total, load<f64>(total) + error);
      at += step;
      weight += 16;
      total += 8;
    }
    const q = <f64>load<f32>(set + (<usize>lane << 2)), magnitude = abs(target);
    let loss: usize = 0;
    if (magnitude > q * reach) loss = losses + (magnitude > q * shut ? SHUT : CLIPPED);
    else if (magnitude > q * zero && magnitude < q * (target < 0 ? firstNegative : first)) loss = losses + SMALL;
    if (magnitude > q * nearest && magnitude <= q * shut) {
      for (let t: usize = 0; t < <usize>steps && magnitude > q * load<f64>(reaches + (t << 3)); t++) {
        const count = clipped + (t << 3);
        store<f64>(count, load<f64>(count) + 1);
      }
    }
    if (loss != 0) {
      store<f64>(loss, load<f64>(loss) + 1);
      store<f64>(loss, load<f64>(loss, 8) + error, 8);
    }
    if (++lane == SET) {
      lane = 0;
      if (++chunk == span) {
        chunk = 0;
        set += SET_BYTES;
        if (set == end) set = quantum;
      }
    }
  }
  return norm;
}
