/** Conversion error of a neuron layer: its running estimate against the float network's activation, and what of it θ loses. */

/** Neurons of a set of parameters, and bytes of a set (frame.ts). */
const SET: i32 = 32;
const SET_BYTES: usize = 128;

/** Offsets of the results, float64: how many activations are clipped, shut and small, each with Σ (estimate − activation)² after the last step. */
const CLIPPED: usize = 0;
const SHUT: usize = 16;
const SMALL: usize = 32;

/**
 * Adds Σ (estimate − activation)² of each step to `totals` `[steps]` float64, and what θ loses to the six numbers behind them. `sent`
 * `[present, length]` float32, zero afterwards; the estimate is the running mean of what was sent (rate) or Σ s/(t+1) (differential), the spikes of
 * step t weighted with `tau`⁻ᵗ. `quantum`: sets of parameters, with their period and span (frame.ts); `bounds`: five float64 in units of a neuron's
 * quantum, those of src-shared/units/carried.ts. Returns Σ activation².
 */
export function estimateError(
  differential: i32, sent: usize, step: usize, present: i32, steps: i32, length: usize, activation: usize, totals: usize, tau: f64,
  quantum: usize, period: usize, span: i32, bounds: usize,
): f64 {
  const reach = load<f64>(bounds), shut = load<f64>(bounds, 8), zero = load<f64>(bounds, 32);
  const first = load<f64>(bounds, 16), firstNegative = load<f64>(bounds, 24);
  const losses = totals + (<usize>steps << 3), end = quantum + (period << 2);
  let norm: f64 = 0, set = quantum, lane = 0, chunk = 0;
  for (let i: usize = 0; i < length; i++) {
    const target = <f64>load<f32>(activation + (i << 2));
    norm += target * target;
    let sum: f64 = 0, factor: f64 = 1, error: f64 = 0, at = sent + (i << 2);
    for (let t = 0; t < steps; t++) {
      const inverse = 1.0 / <f64>(t + 1);
      const s = t < present ? <f64>load<f32>(at) * factor : 0;
      sum += differential ? s * inverse : s;
      error = (differential ? sum : sum * inverse) - target;
      error *= error;
      const total = totals + (<usize>t << 3);
      store<f64>(total, load<f64>(total) + error);
      at += step;
      factor /= tau;
    }
    const q = <f64>load<f32>(set + (<usize>lane << 2)), magnitude = abs(target);
    let loss: usize = 0;
    if (magnitude > q * reach) loss = losses + (magnitude > q * shut ? SHUT : CLIPPED);
    else if (magnitude > q * zero && magnitude < q * (target < 0 ? firstNegative : first)) loss = losses + SMALL;
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
